"""A command that was typed wrongly is one Dutch sentence, and every command says in Dutch what it is for."""

from __future__ import annotations

import re
import sys

import pytest
import typer
from rich.emoji import Emoji
from typer.testing import CliRunner

from risk_map.cli.main import app, main
from risk_map.cli.usage import UNKNOWN, in_dutch

ENGLISH = re.compile(r"\b(invalid|value|missing|such|option|argument|does not|try|usage|error|no)\b", re.IGNORECASE)


@pytest.fixture
def typed(monkeypatch, capsys, tmp_path):
    def call(*words):
        monkeypatch.setattr(sys, "argv", ["risk-map", "--data", str(tmp_path / "data"), *words])
        with pytest.raises(SystemExit) as caught:
            main()
        return caught.value.code, capsys.readouterr()

    return call


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nix",), "De opdracht nix bestaat niet."),
        (("round", "nix"), "De opdracht nix bestaat niet."),
        (("score", "--frm", "x"), "De optie --frm bestaat niet; bedoelt u --form?"),
        (("score", "--on", "31-31-2026"), "De waarde bij --on kan niet. Verwacht: Peildatum"),
        (("score", "--on"), "Noem een waarde bij de optie --on."),
        (("score", "veel"), "Dit hoort er niet bij: veel."),
        (("purge", "--dry-run=ja"), "De optie --dry-run krijgt geen waarde."),
        (("plan", "--teams", "0"), "Bij --teams hoort minstens 1. Verwacht: Hoeveel teams, 1 tot"),
        (("plan", "--date", "2026-02-31"), "De waarde bij --date of --op kan niet. Verwacht: Dag van de ronde"),
        (("plan", "--teams", "21"), "Bij --teams hoort hoogstens 20."),
        (("restore",), "ontbreekt. Verwacht: De reservekopie."),
        (("hold", "add"), "De optie --omdat ontbreekt."),
        (("restore", "x.zip", "--bewijzen", "/nergens"), "Wat bij --bewijzen staat, bestaat niet."),
        (("restore", "x.zip", "--bewijzen", __file__), "Bij --bewijzen hoort een map, en dit is een bestand."),
    ],
)
def test_a_mistake_in_typing_is_one_dutch_sentence(typed, words, sentence):
    code, said = typed(*words)
    assert code == 2
    assert said.err.startswith("Fout: ")
    assert said.err.count("\n") == 1
    assert sentence in said.err
    assert "--help" in said.err
    assert not ENGLISH.search(re.sub(r"--\S+", "", said.err))


def test_what_typer_says_since_a_newer_version_is_not_english_either():
    assert in_dutch(typer.BadParameter("This is entirely new.")) == f"{UNKNOWN} Zie: risk-map --help"


def test_a_group_without_a_command_shows_its_help_and_no_mistake(typed):
    code, said = typed("round")
    assert (code, said.err) == (2, "")
    assert "draft" in said.out


def test_help_lists_every_command_with_one_dutch_line(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    shown = CliRunner().invoke(app, ["--help"]).output
    commands = typer.main.get_command(app).commands
    assert {"audit", "backup", "restore", "purge", "hold", "roles", "policy"} <= set(commands)
    for name, command in commands.items():
        parts = getattr(command, "commands", {}).items()
        for called, each in ((name, command), *((f"{name} {part}", part_of) for part, part_of in parts)):
            assert each.get_short_help_str(200).endswith("."), called
            assert not ENGLISH.search(each.get_short_help_str(200)), called
        if not command.hidden:
            assert re.search(rf"│ {name} +\S", shown), name


def commands(group, words=()):
    """Give the words of every command, and the command."""
    yield words, group
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*words, name))


def test_no_help_text_holds_an_emoji():
    """What stands between two colons is read as one when it happens to be the name of one."""
    assert Emoji.replace(":dog:") != ":dog:"
    for words, command in commands(typer.main.get_command(app)):
        parts = [command, *command.params]
        told = [
            text
            for one in parts
            for name in ("help", "short_help", "epilog", "metavar", "rich_help_panel")
            if isinstance(text := getattr(one, name, None), str)
        ]
        assert told, words
        for text in told:
            assert Emoji.replace(text) == text, words
            assert not re.search("[\u2600-\u27bf\U0001f000-\U0001faff]", text), words
