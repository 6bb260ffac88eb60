"""The paper: read back with poppler, as a printer and a screen reader get it. ``make golden`` rewrites the text."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from risk_map.reporting.route_pdf import render_pdf
from tests.reporting.route_example import STAMP, full_team, map_of, sheet_of

GOLDEN = Path(__file__).parent / "golden"
REWRITE = os.environ.get("RISK_MAP_GOLDEN") == "rewrite"


def golden(name, text):
    path = GOLDEN / name
    if REWRITE:
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def ask(program, *arguments):
    return subprocess.run([program, *map(str, arguments)], capture_output=True, check=True, encoding="utf-8").stdout


@pytest.fixture(scope="module")
def pdf(tmp_path_factory):
    path = tmp_path_factory.mktemp("paper") / "list.pdf"
    path.write_bytes(render_pdf(sheet_of(), map_of(), STAMP.at))
    return path


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    team, places = full_team()
    path = tmp_path_factory.mktemp("paper") / "full.pdf"
    path.write_bytes(render_pdf(sheet_of(team=team, places=places), map_of(team, places), STAMP.at))
    return path


def pages_of(path):
    return ask("pdftotext", "-layout", path, "-").split("\f")[:-1]


def test_the_printed_text_is_what_it_was(pdf):
    # Where poppler puts its spaces differs from version to version.
    lines = (" ".join(line.split()) for page in pages_of(pdf) for line in page.splitlines())
    text = "".join(f"{line}\n" for line in lines if line)
    assert text == golden("route_list.txt", text)


def test_the_same_sheet_gives_the_same_bytes(pdf):
    assert pdf.read_bytes() == render_pdf(sheet_of(), map_of(), STAMP.at)


def test_it_is_tagged_a4_and_dated(pdf):
    told = ask("pdfinfo", "-isodates", pdf)
    assert re.search(r"Tagged:\s+yes", told)
    assert "(A4)" in told
    assert "2026-12-04" in told
    assert "Routelijst Team 1, 4 december 2026" in told
    assert b"pdfuaid:part" in pdf.read_bytes()


def test_every_font_is_in_the_file(pdf):
    lines = ask("pdffonts", pdf).splitlines()[2:]
    assert lines
    assert all(re.search(r"\byes yes yes\b", line) for line in lines)


def test_eight_stops_with_the_longest_lists_take_ten_pages_one_each_for_a_stop(full):
    pages = pages_of(full)
    assert len(pages) == 10
    assert all("Controlelijst" in page and "Ruimte voor feiten" in page for page in pages[1:9])


def test_every_page_says_where_it_belongs_for_whom_until_when_and_that_nothing_exists(full):
    for number, page in enumerate(pages_of(full), start=1):
        assert f"Pagina {number} van 10" in page
        assert "Geprint voor Team 1 op 4 december 2026 om 12:05" in page
        assert "Vernietigen uiterlijk 6 december 2026" in page
        assert "VERTROUWELIJK · FICTIEVE GEGEVENS" in page
        assert "logboek 0123456789abcdef" in page


def test_the_last_page_has_both_cards_and_the_numbers(pdf):
    last = " ".join(pages_of(pdf)[-1].split())
    for words in ("Wat mag u als toezichthouder", "Rode kaart", "0900-8844", "Awb 5:15", "1 oktober 2026"):
        assert words in last


def test_a_list_without_a_map_without_a_log_and_without_numbers_prints_too():
    bare = replace(sheet_of(), chain_head="", numbers=(), numbers_checked="", partners=())
    assert render_pdf(bare, "", STAMP.at).startswith(b"%PDF")


@pytest.mark.parametrize(
    "text", ["#panic()", "$x$", "*vet* _schuin_ @bron <merk> `code`", "\\ \" ' ] [ { }", "=kop", "- punt"]
)
def test_no_text_is_read_as_an_instruction(tmp_path, text):
    sheet = sheet_of()
    stop = replace(sheet.stops[0], address=text, facts=((text, text),))
    path = tmp_path / "list.pdf"
    path.write_bytes(render_pdf(replace(sheet, title=text, stops=(stop,)), "", STAMP.at))
    assert "".join(text.split()) in "".join(ask("pdftotext", path, "-").split())
