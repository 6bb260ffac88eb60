"""One strict grammar: what does not fit is a fault, and nothing is ever cut off."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risk_map.sources.written_addresses import UNREADABLE, read_addresses, read_houses, write_addresses

CELLS = ("address", "openbare_ruimte_naam", "huisnummer", "huisletter", "toevoeging", "postcode", "woonplaats_naam")
REASONS = {name: reason for _, name, reason in UNREADABLE}


def house(text):
    row = read_houses(pd.Series([text], dtype="str")).iloc[0]
    return None if pd.isna(row["number"]) else (row["number"], row["letter"], row["addition"])


def read(**cells):
    rows = pd.DataFrame([cells]).reindex(columns=CELLS).astype("str")
    return read_addresses(rows).iloc[0]


class TestHouseNumbers:
    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ("12", ("12", "", "")),
            ("12a", ("12", "a", "")),
            ("12 A", ("12", "A", "")),
            ("12-a", ("12", "a", "")),
            ("12a-2", ("12", "a", "2")),
            ("12 a/bis", ("12", "a", "bis")),
            ("12-2", ("12", "", "2")),
            ("12 2", ("12", "", "2")),
            ("12bis", ("12", "", "bis")),
            ("12-02", ("12", "", "02")),
            ("12-NA", ("12", "", "NA")),
            ("12-1E5", ("12", "", "1E5")),
            ("12 TM25", ("12", "", "TM25")),
        ],
    )
    def test_the_grammar(self, text, parts):
        assert house(text) == parts

    @pytest.mark.parametrize(
        "text",
        [
            "12 t/m 16",
            "12 en 14",
            "12+14",
            "012",
            "0",
            "123456",
            "12a-",
            "12 a 2 3",
            "12-abcde",
            "ong.",
            "a12",
            "2026-02-12",
            "12.0",
            "12 (achter)",
            "\u0661\u0662",
        ],
    )
    def test_what_does_not_fit_is_not_trimmed(self, text):
        assert house(text) is None

    def test_two_readings_are_both_kept(self):
        houses = read_houses(pd.Series(["12a", "12a1", "12a-1", "12-1", None], dtype="str"))
        assert houses["other_addition"].tolist()[:2] == ["a", "a1"]
        assert houses["other_letter"].tolist()[:2] == ["", ""]
        assert houses["other_addition"].isna().tolist() == [False, False, True, True, True]

    @settings(max_examples=25, deadline=None)
    @given(st.text(alphabet="0129aBzZ -/+.,", max_size=9))
    def test_every_character_of_a_house_number_counts(self, text):
        parts = house(text)
        if parts:
            assert "".join(parts) == re.sub(r"[ /-]", "", text)


class TestOneCell:
    @pytest.mark.parametrize(
        ("text", "street", "number", "postcode", "town"),
        [
            ("Dorpsstraat 12 A-2, 3701AB Zeist", "Dorpsstraat", "12", "3701AB", "Zeist"),
            ("Dorpsstraat 12, 3701 ab  Zeist", "Dorpsstraat", "12", "3701AB", "Zeist"),
            ("Dorpsstraat 12, 3701AB, Zeist", "Dorpsstraat", "12", "3701AB", "Zeist"),
            ("Dorpsstraat 12, Den Dolder", "Dorpsstraat", "12", None, "Den Dolder"),
            ("Plein 1813 5, Zeist", "Plein 1813", "5", None, "Zeist"),
            ("2e Hogeweg 7-2, 3701AB", "2e Hogeweg", "7", "3701AB", None),
            ("'t Hof 3bis, 3701AB Zeist", "'t Hof", "3", "3701AB", "Zeist"),
            ("Laan 1940-1945 12a, Zeist", "Laan 1940-1945", "12", None, "Zeist"),
            ("Dorpsstraat 12 - 2, Zeist", "Dorpsstraat", "12", None, "Zeist"),
            ("Dorpsstraat 12\n3701AB Zeist", "Dorpsstraat", "12", "3701AB", "Zeist"),
            ("Dorpsstraat 12\u20132, Zeist", "Dorpsstraat", "12", None, "Zeist"),
        ],
    )
    def test_an_address_on_one_line(self, text, street, number, postcode, town):
        row = read(address=text)
        found = row[["street", "number", "postcode", "town"]].astype("object")
        assert found.where(found.notna(), None).tolist() == [street, number, postcode, town]
        assert pd.isna(row["fault"])

    @pytest.mark.parametrize("text", ["bij de molen", "Dorpsstraat", "12, Zeist", "Dorpsstraat, Zeist", "x" * 5000])
    def test_anything_else_is_a_fault_and_no_part_of_it_is_kept(self, text):
        row = read(address=text)
        assert row["fault"] == REASONS["line"]
        assert row.drop(["fault", "fault_column"]).isna().all()


class TestCells:
    def test_parts_in_cells_of_their_own(self):
        row = read(huisnummer="12", huisletter="a", toevoeging="02", postcode="3701 ab")
        assert row[["number", "letter", "addition", "postcode"]].tolist() == ["12", "a", "02", "3701AB"]
        assert pd.isna(row["other_addition"])

    def test_a_street_line_is_completed_by_the_postcode_beside_it(self):
        row = read(address="Dorpsstraat 12a", postcode="3701AB", woonplaats_naam="Zeist")
        assert row[["street", "number", "letter", "postcode", "town"]].tolist() == [
            "Dorpsstraat",
            "12",
            "a",
            "3701AB",
            "Zeist",
        ]

    @pytest.mark.parametrize(
        ("cells", "reason", "column"),
        [
            ({"huisnummer": "12 t/m 14", "postcode": "3701AB"}, "house", "huisnummer"),
            ({"huisnummer": "12a", "huisletter": "b", "postcode": "3701AB"}, "house", "huisnummer"),
            ({"huisnummer": "12", "huisletter": "ab", "postcode": "3701AB"}, "house", "huisnummer"),
            ({"huisnummer": "12", "toevoeging": "12345", "postcode": "3701AB"}, "house", "huisnummer"),
            ({"address": "Dorpsstraat 12, Zeist", "huisletter": "a"}, "house", "huisnummer"),
            ({"huisnummer": "2026-02-12", "postcode": "3701AB"}, "excel_date", "huisnummer"),
            ({"huisnummer": "12-feb", "postcode": "3701AB"}, "excel_date", "huisnummer"),
            ({"huisnummer": "12", "postcode": "3701"}, "postcode", "postcode"),
            ({"huisnummer": "12", "postcode": "0701AB"}, "postcode", "postcode"),
            ({"huisnummer": "12", "openbare_ruimte_naam": "a@b.nl"}, "street", "openbare_ruimte_naam"),
            ({"huisnummer": "12", "woonplaats_naam": "x" * 90}, "town", "woonplaats_naam"),
            ({"address": "Dorpsstraat 12, Zeist", "huisnummer": "14"}, "conflict", "address"),
            ({"address": "Dorpsstraat 12, 3701AB Zeist", "postcode": "3701AC"}, "conflict", "address"),
            ({"address": "Dorpsstraat 12, Zeist", "openbare_ruimte_naam": "Kerkweg"}, "conflict", "address"),
        ],
    )
    def test_faults_name_their_column(self, cells, reason, column):
        row = read(**cells)
        assert (row["fault"], row["fault_column"]) == (REASONS[reason], column)
        assert pd.isna(row["number"])

    def test_beside_a_number_in_its_own_cell_the_address_may_be_the_street_alone(self):
        row = read(address="Dorpsstraat", huisnummer="12", postcode="3701AB")
        assert row[["street", "number", "postcode"]].tolist() == ["Dorpsstraat", "12", "3701AB"]
        assert (
            read(address="Dorpsstraat", openbare_ruimte_naam="Kerkweg", huisnummer="12")["fault"] == REASONS["conflict"]
        )

    @pytest.mark.parametrize("text", ["achter nummer 14", "Dorpsstraat, Zeist", "Dorpsstraat 12 t.o. 14;"])
    def test_an_address_that_cannot_be_read_is_a_fault_beside_a_number_too(self, text):
        assert not pd.isna(read(address=text, huisnummer="12", postcode="3701AB")["fault"])

    def test_the_same_thing_said_twice_is_no_conflict(self):
        row = read(address="Dorpsstraat 12A, 3701AB Zeist", huisnummer="12", huisletter="a", postcode="3701 AB")
        assert pd.isna(row["fault"])

    def test_a_row_without_an_address_is_no_fault(self):
        row = read(postcode=None)
        assert row.isna().all()


names = (
    st.text(alphabet="abcdefghijklmnopqrstuvwxyz\u00e9\u00eb'. ", min_size=3, max_size=20)
    .map(str.strip)
    .filter(lambda name: len(name) > 2 and name[0].isalpha() and name[-1].isalpha() and "  " not in name)
)
additions = st.one_of(st.just(""), st.from_regex(r"[A-Za-z0-9]{1,4}", fullmatch=True))


@settings(max_examples=20, deadline=None)
@given(names, st.integers(1, 99_999), st.sampled_from(["", "a", "Z"]), additions, st.booleans(), names)
def test_what_we_write_we_can_read(street, number, letter, addition, has_postcode, town):
    parts = {"street": street, "number": str(number), "letter": letter, "addition": addition, "town": town}
    parts["postcode"] = "1234AB" if has_postcode else None
    text = write_addresses(pd.DataFrame([parts]).astype("str")).iloc[0]
    row = read(address=text)
    assert pd.isna(row["fault"])
    assert (row["street"], row["number"], row["town"]) == (street, str(number), town)
    other = (row["other_letter"], row["other_addition"])
    assert (letter, addition) in {(row["letter"], row["addition"]), other}
