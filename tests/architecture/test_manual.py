"""The manual says what the screens say: its words, pictures, pages and roles are checked against the code."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from risk_map.app.pages import PAGES
from risk_map.domain.subject import OF_ONE_MUNICIPALITY, Role, Subject

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "docs" / "handleiding.md"
README = ROOT / "README.md"
PACKAGE = ROOT / "risk_map"
SCREENS = (ROOT / "pages", PACKAGE / "app", PACKAGE / "domain", PACKAGE / "governance", ROOT / "static" / "map")
EDGES = " \N{NO-BREAK SPACE}:;,.("

QUOTED = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"")
TAG = re.compile(r"<[^>]*>")
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
ITALIC = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def one_line(text):
    return " ".join(text.split())


def literals(path):
    """Every text in a file that a user may read: no docstrings, no comments."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return QUOTED.findall(text)
    tree = ast.parse(text)
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent
    ]


@cache
def words_of_screens():
    files = [path for room in SCREENS for path in sorted(room.rglob("*")) if path.suffix in {".py", ".js", ".css"}]
    pieces = (piece for path in files for text in literals(path) for piece in re.split(r"<[^>]*>|…", text))
    return {one_line(piece).strip(EDGES) for piece in pieces} - {""}


@cache
def sentences():
    return [one_line(TAG.sub("", text)) for path in sorted(PACKAGE.rglob("*.py")) for text in literals(path)]


def manual():
    return MANUAL.read_text(encoding="utf-8")


def quoted_words(text):
    """Give what stands in bold; an ellipsis stands for what differs each time."""
    parts = (part for found in BOLD.findall(text) for part in found.split("…"))
    return sorted({one_line(part).strip(EDGES) for part in parts} - {""})


def said(text):
    return sorted({one_line(found) for found in ITALIC.findall(BOLD.sub("", text)) if found.strip() != "schuin"})


def section(title):
    """Give a section of the chapter about the pages."""
    chapter = manual().split("\n## De pagina's\n", 1)[1]
    found = re.search(rf"^### {re.escape(title)}\n(.*?)(?=^### |\Z)", chapter, re.MULTILINE | re.DOTALL)
    assert found, f"{title} has no section"
    return found[1]


def anchors(text):
    """Give the addresses of the headings, as GitHub makes them."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(text)}


def test_the_manual_quotes_many_words_and_sentences():
    assert len(quoted_words(manual())) > 100
    assert len(said(manual())) > 30


@pytest.mark.parametrize("words", [word for word in quoted_words(manual()) if word != "vet"])
def test_words_in_bold_stand_on_a_screen(words):
    assert words in words_of_screens()


@pytest.mark.parametrize("sentence", said(manual()))
def test_sentences_in_italics_are_said_by_the_app(sentence):
    assert any(sentence in text for text in sentences())


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.key)
class TestEveryPage:
    def test_has_a_section_with_its_task(self, spec):
        assert f"*{spec.task}*" in section(spec.title)

    def test_names_exactly_the_roles_that_have_it(self, spec):
        subjects = [Subject("iemand", role, f"GM{0:04d}" if role in OF_ONE_MUNICIPALITY else None) for role in Role]
        wanted = ", ".join(subject.role.label for subject in subjects if spec.is_for(subject))
        assert f"Voor: {wanted}." in section(spec.title)

    def test_is_shown_in_a_picture(self, spec):
        assert any(Path(target).name.startswith(spec.key) for _, target in PICTURE.findall(manual()))


@pytest.mark.parametrize("path", [MANUAL, README], ids=lambda path: path.name)
class TestEveryDocument:
    def test_names_only_pictures_that_exist_and_says_what_is_on_them(self, path):
        pictures = PICTURE.findall(path.read_text(encoding="utf-8"))
        assert pictures
        assert all((path.parent / target).is_file() and len(alt) > 15 for alt, target in pictures)

    def test_links_only_to_what_exists(self, path):
        text = path.read_text(encoding="utf-8")
        for target in LINK.findall(text):
            file, _, heading = target.partition("#")
            if "://" not in target:
                assert not file or (path.parent / file).exists(), target
                assert not heading or heading in anchors(text), target


def test_the_readme_leads_to_the_manual():
    assert "docs/handleiding.md" in LINK.findall(README.read_text(encoding="utf-8"))
