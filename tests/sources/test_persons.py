from __future__ import annotations

import csv
import itertools
from importlib import resources
from pathlib import Path

import pandas as pd
import pytest

from risk_map.domain.frames import ADDRESSES, AREAS, LAND_USE, ROADS
from risk_map.domain.inspection import CHECKS
from risk_map.domain.registers import INSPECTIONS, LOCATIONS, SIGNALS
from risk_map.errors import ForbiddenColumnError
from risk_map.sources.persons import (
    find_person_data,
    first_person_column,
    is_person_column,
    refuse_person_columns,
    refuse_person_values,
)

TEXT = resources.files("risk_map.sources").joinpath("person_columns.csv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(TEXT.splitlines(), delimiter=";"))
NAMES = [row["name"] for row in ROWS]

PLACE_COLUMNS = [
    line
    for line in Path(__file__).with_name("place_columns.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
"""Columns of public sources about places, as they really occur."""
OURS = [*ADDRESSES.column_names, *LOCATIONS.column_names, *SIGNALS.column_names, *INSPECTIONS.column_names]
OURS += [*AREAS.column_names, *ROADS.column_names, *LAND_USE.column_names, "location_id", "signal_id", "inspection_id"]


def spellings(name):
    words = name.split("_")
    yield from (joint.join(words) for joint in ("_", " ", "-", ".", ""))
    yield from (name.upper(), name.title(), words[0] + "".join(word.capitalize() for word in words[1:]))
    yield f" {name} "


def test_the_list_is_long_unique_and_of_known_kinds():
    assert len(NAMES) >= 400
    assert len(set(NAMES)) == len(NAMES)
    assert {row["match"] for row in ROWS} == {"whole", "word", "part"}
    assert all(row["about"] for row in ROWS)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_on_the_list_is_refused_in_every_spelling(name):
    missed = [spelling for spelling in spellings(name) if not is_person_column(spelling)]
    assert not missed


def test_accents_do_not_hide_a_name():
    assert is_person_column("Cliëntnummer")
    assert is_person_column("NATIONALITÉIT")
    assert is_person_column("gébóórtedatum")


@pytest.mark.parametrize(
    "name",
    [
        "naam",
        "Naam bewoner",
        "naam_van_de_bewoner",
        "bewoner_1_naam",
        "bewonernaam",
        "naam2",
        "adres eigenaar",
        "woonplaats_eigenaar",
        "eigenaar.id",
        "e-mail contact",
        "telefoon_2",
        "hoofdcontacttelefoonnummer",
        "BSN-nummer",
        "bsn2",
        "BSNnummer",
        "geboorteDatum",
        "Datum van geboorte",
        "geboortedatm",
        "natonaliteit",
        "telefonnummer",
        "achternaaam",
        "voertuig_kenteken",
        "laatste bekende nationaliteit",
        "Name of owner",
        "guest_name",
        "contact_e_mail_adres",
        "kvk_nummer",
    ],
)
def test_names_around_a_banned_word_are_refused(name):
    assert is_person_column(name)


@pytest.mark.parametrize("name", [*PLACE_COLUMNS, *(check.label for check in CHECKS)])
def test_columns_about_places_pass(name):
    assert not is_person_column(name)


def test_columns_of_our_own_frames_pass():
    assert first_person_column(OURS, places=("naam",)) is None


def test_a_name_of_a_place_passes_only_where_the_caller_says_that_it_is_one():
    assert first_person_column(["code", "naam"]) == "naam"
    assert first_person_column(["code", "naam"], places=("naam",)) is None
    assert first_person_column(["code", "naam", "achternaam"], places=("naam",)) == "achternaam"


def test_recall_and_false_alarms_over_a_thousand_made_headers():
    # A register with one bad column among good ones; recall at least 99.5%, false alarms at most 1%.
    good = PLACE_COLUMNS
    bad = [spelling for name in NAMES for spelling in itertools.islice(spellings(name), 2)]
    found = sum(first_person_column([*good[position % 200 : position % 200 + 8], name]) == name
                for position, name in enumerate(bad))  # fmt: skip
    alarms = sum(first_person_column(good[start : start + 8]) is not None for start in range(len(good)))
    assert len(bad) >= 1000
    assert found / len(bad) >= 0.995
    assert alarms / len(good) <= 0.01


def test_the_refusal_names_the_first_column():
    with pytest.raises(ForbiddenColumnError, match="plaatsen") as caught:
        refuse_person_columns(["adres", "Achternaam", "bsn"], "x.csv")
    assert (caught.value.place.file, caught.value.place.column) == ("x.csv", "Achternaam")
    refuse_person_columns(["adres"], "x.csv")


class TestValues:
    def test_the_refusal_names_column_and_row_and_never_the_value(self):
        frame = pd.DataFrame({"adres": ["A 1", "B 2"], "note": ["licht aan", "bel 06-12345678"]}, index=[2, 3])
        with pytest.raises(ForbiddenColumnError, match="telefoonnummer") as caught:
            refuse_person_values(frame, "x.csv")
        assert caught.value.place.row == 3
        assert caught.value.place.column == "note"
        assert "12345678" not in str(caught.value)

    def test_columns_to_skip_are_skipped(self):
        frame = pd.DataFrame({"id": ["ZE-26-01"], "note": ["licht aan"]})
        refuse_person_values(frame, "x.csv", skip=("id",))
        with pytest.raises(ForbiddenColumnError):
            refuse_person_values(frame, "x.csv")

    def test_dates_booleans_and_lists_of_codes_pass(self):
        frame = pd.DataFrame(
            {
                "day": pd.to_datetime(["2026-01-06"]),
                "yes": [True],
                "maybe": pd.array([None], dtype="boolean"),
                "area": pd.array([60], dtype="Int64"),
                "share": [0.5],
            }
        )
        refuse_person_values(frame, "x.csv")


def test_notes_are_judged_by_the_same_detectors():
    assert find_person_data("mail x@example.nl") == "e-mailadres"
