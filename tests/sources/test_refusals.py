from __future__ import annotations

import re
from pathlib import Path

import pytest

from risk_map.errors import ForbiddenColumnError, RiskMapError, UnsafeFileError
from risk_map.sources import refusals
from risk_map.sources.reader import SAID_BY_THE_SYSTEM
from risk_map.sources.refusals import SENTENCES, Refusal, error_of

FOLDER = Path(refusals.__file__).parent


@pytest.mark.parametrize("code", SENTENCES)
def test_every_refusal_is_one_dutch_sentence(code):
    error = error_of(Refusal(code, "12"), "x.csv")
    assert isinstance(error, RiskMapError)
    assert re.fullmatch(r"[A-Z][^.!?]*\.", error.message.replace("2.0", "2"))
    assert str(error) == f"{error.message} (bestand x.csv)"


def test_every_code_in_the_door_has_a_sentence_and_every_sentence_a_use():
    used = set()
    for path in FOLDER.glob("*.py"):
        used |= set(re.findall(r'Refusal\(\s*"(\w+)"', path.read_text(encoding="utf-8")))
    used |= set(SAID_BY_THE_SYSTEM.values())
    assert used == set(SENTENCES)


def test_place_says_row_and_column():
    error = error_of(Refusal("person_column", column="achternaam"), "x.csv")
    assert isinstance(error, ForbiddenColumnError)
    assert (error.place.file, error.place.column) == ("x.csv", "achternaam")
    assert error_of(Refusal("csv", row=7), "x.csv").place.row == 7


def test_an_unknown_code_of_a_hijacked_reader_is_a_plain_refusal():
    assert isinstance(error_of(Refusal("rm -rf"), "x.csv"), UnsafeFileError)


def test_a_long_or_unprintable_detail_is_made_harmless():
    error = error_of(Refusal("layer", "a\x1b[31m\n{0.__class__}" + "x" * 1000, column="\x07" + "y" * 500), "x.gpkg")
    assert error.message.isprintable()
    assert len(error.message) < 200
    assert "{0.__class__}" in error.message
    assert len(str(error.place.column)) < 100
