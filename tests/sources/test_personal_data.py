from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk_map.sources.personal_data import BSN_WEIGHTS, PLATE_SHAPES, column_holds, find_person_data, is_bsn

BSN = "111222333"  # the example number of the government
"""9+8+7+2*6+2*5+2*4+3*3+3*2-3 = 66 = 6 x 11."""


def bsn_from(eight: int) -> str | None:
    digits = f"{eight:08d}"
    check = sum(weight * int(digit) for weight, digit in zip(BSN_WEIGHTS, digits, strict=False)) % 11
    return None if check == 10 else f"{digits}{check}"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"bewoner {BSN} gezien", "BSN"),
        ("111.222.333", "BSN"),
        ("111 222 333", "BSN"),
        ("1112.22.333", "BSN"),
        (f"nr:{BSN}.", "BSN"),
        ("BSN 123456789", "BSN"),  # fails the test, but says what it is
        ("burgerservicenummer: 12345678", "BSN"),
        ("mail naar jan.voorbeeld@example.nl svp", "e-mailadres"),
        ("X@sub.example.co.uk", "e-mailadres"),
        ("bel 06-12345678", "telefoonnummer"),
        ("06 12 34 56 78", "telefoonnummer"),
        ("0612345678", "telefoonnummer"),
        ("030-1234567", "telefoonnummer"),
        ("(030) 123 45 67", "telefoonnummer"),
        ("0343 123456", "telefoonnummer"),
        ("+31 6 12345678", "telefoonnummer"),
        ("+31(0)6 1234 5678", "telefoonnummer"),
        ("0031612345678", "telefoonnummer"),
        ("+48 601 123 456", "telefoonnummer"),
        ("tel +40-721-123-456!", "telefoonnummer"),
        ("NL91ABNA0417164300", "IBAN"),
        ("nl91 abna 0417 1643 00 op de deur", "IBAN"),
        ("GB29 NWBK 6016 1331 9268 19", "IBAN"),
        ("BE68 5390 0754 7034", "IBAN"),
        ("auto 12-ABC-3 voor de deur", "kenteken"),
        ("busje met kenteken AB12CD", "kenteken"),
        ("kenteken: 12abc3", "kenteken"),
        ("9-xxx-99", "kenteken"),
    ],
)
def test_data_about_a_person_in_a_note_are_found(text, kind):
    assert find_person_data(text.replace("9-xxx-99", "9-xkl-99")) == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "afgeplakte ramen, steeds licht aan",
        "3701 AB 12-2",
        "3701AB",
        "Dorpsstraat 12 A-2",
        "BAG 0355010000123456",
        "0014010000000001",  # begins like an international number
        "0000000000000000",
        "gezien op 06-01-2026 12:30 en 01-02-2026 10",
        "2026-10-01T12:00:00",
        "20261001",
        "01022026",
        "5-feb-26",
        "12-mei-5 en 1-okt-12",
        "12 matrassen op 60 m2, 8 personen",
        "145000.5, 455000.25",
        "5.2345678 52.1234567",
        "BU03550101 en GM0355",
        "112",
        "0900-8844",
        "1.234.567 euro",
        "€ 123456,78",
        "zaak 2026-000123",
        "NL91ABNA0417164301",  # fails mod 97
        "123456789",  # fails the 11-test
        "@ de hoek",
        "10:00-18:00, 7 dagen",
        "SBI 55101",
        "https://voorbeeld.example/pad/12",
    ],
)
def test_facts_about_a_place_pass(text):
    assert find_person_data(text) is None


@pytest.mark.parametrize("shape", PLATE_SHAPES)
def test_every_sidecode_is_a_number_plate(shape):
    plate = shape.replace("X", "K").replace("9", "4")
    assert find_person_data(f"wit busje {plate} gezien") == "kenteken"
    assert find_person_data(f"wit busje {plate.lower()} gezien") == "kenteken"
    assert find_person_data(f"A{plate}") is None


@given(st.integers(1, 99_999_999))
def test_every_number_made_by_the_11_test_is_a_bsn_and_no_neighbour_is(eight):
    number = bsn_from(eight)
    if number is None:
        return
    assert is_bsn(number)
    assert find_person_data(f"x {number} y") == "BSN"
    neighbour = number[:8] + str((int(number[8]) + 1) % 10)
    assert not is_bsn(neighbour)


@given(st.from_regex(r"[0-9]{16}", fullmatch=True))
def test_no_sixteen_digit_bag_id_holds_a_person(bag_id):
    assert find_person_data(bag_id) is None
    assert find_person_data(f"object {bag_id}, zie ook {bag_id}") is None


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text):
    kinds = {"e-mailadres", "IBAN", "BSN", "documentnummer", "telefoonnummer", "kenteken", "account"}
    assert find_person_data(text) in {None, *kinds}


@pytest.mark.parametrize("piece", ["a", "1", "1 ", "+1 ", "0-", "A1", "a.", "a@", "a@b.", "NL91 ", "bsn ", "(0", "1-A"])
def test_no_text_makes_the_patterns_slow(piece):
    text = piece * (30_000 // len(piece))
    start = time.process_time()
    find_person_data(text)
    assert time.process_time() - start < 1.0


class TestColumn:
    def test_a_column_of_bsns_is_found_as_text_and_as_numbers(self):
        numbers = [number for number in map(bsn_from, range(20_000_000, 20_000_040)) if number]
        frame = pd.Series(numbers, index=range(2, len(numbers) + 2))
        assert column_holds(frame) == ("BSN", 2)
        assert column_holds(frame.astype("int64")) == ("BSN", 2)
        assert column_holds(frame.astype("Int64")) == ("BSN", 2)
        assert column_holds(frame.astype("float64").reindex(range(1, 10))) == ("BSN", 2)

    def test_bsns_that_lost_their_leading_zero_are_found(self):
        numbers = [number for number in map(bsn_from, range(2_000_000, 2_000_010)) if number]
        assert all(number.startswith("0") for number in numbers)
        assert column_holds(pd.Series([number[1:] for number in numbers])) == ("BSN", 0)

    def test_case_numbers_of_nine_digits_pass_although_one_in_eleven_looks_like_a_bsn(self):
        cases = pd.Series(np.random.default_rng(1).integers(10**8, 10**9, 500).astype(str))
        assert cases.map(is_bsn).sum() > 20
        assert column_holds(cases) is None

    def test_dates_without_separators_pass(self):
        assert column_holds(pd.Series(pd.date_range("2020-01-01", "2026-12-31").strftime("%Y%m%d"))) is None

    def test_one_bsn_among_notes_is_found_in_its_row(self):
        notes = pd.Series(["ramen dicht", None, BSN, "licht aan"], index=[2, 3, 4, 5])
        assert column_holds(notes) == ("BSN", 4)

    def test_one_phone_number_in_a_thousand_is_found_in_its_row(self):
        notes = pd.Series(["licht aan"] * 1000, index=range(2, 1002))
        notes.loc[700] = "bel 06-12345678"
        assert column_holds(notes) == ("telefoonnummer", 700)

    def test_codes_coordinates_and_empty_columns_pass(self):
        assert column_holds(pd.Series(["0355010000123456", "0355200000123456"])) is None
        assert column_holds(pd.Series([145_000.25, 155_000.75, None])) is None
        assert column_holds(pd.Series([None, None], dtype="str")) is None
        assert column_holds(pd.Series([145_000, 455_000])) is None
