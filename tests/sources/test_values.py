"""A cell is read exactly or listed with a reason that does not repeat it."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risk_map.domain.contract import Column
from risk_map.domain.registers import LINK_COLUMNS, REGISTERS
from risk_map.sources.values import BOOLEANS, TERM_LISTS, allowed_words, fold, fold_all, numbers, parse

TODAY = dt.date(2026, 11, 1)
SEEN = Column("observed_on", "date", "day")
UNTIL = Column("permit_valid_until", "date", "day")
CAPACITY = Column("capacity", "integer", "people", minimum=0)
FACT_COLUMNS = [
    column for contract in REGISTERS.values() for column in contract.columns if column.name not in LINK_COLUMNS
]


def cells(*texts):
    return pd.Series(texts, dtype="str")


def one(text, column):
    parsed = parse(cells(text), column, TODAY)
    return parsed.series.iloc[0], (parsed.faults.iloc[0] if len(parsed.faults) else None)


class TestDates:
    @pytest.mark.parametrize(
        "text", ["01-09-2026", "1-9-2026", "2026-09-01", "2026-9-1", "2026-09-01T00:00:00", "2026-09-01 14:30:00+02:00"]
    )
    def test_both_ways_of_writing_a_day_are_read(self, text):
        assert one(text, SEEN) == (pd.Timestamp(2026, 9, 1), None)

    @pytest.mark.parametrize(
        "text",
        [
            "31-02-2026",
            "2026-02-30",
            "01-13-2026",
            "09/01/2026",
            "1-9-26",
            "46266",
            "20260901",
            "gisteren",
            "01-09-1026",
        ],
    )
    def test_a_day_that_does_not_exist_is_a_fault(self, text):
        value, fault = one(text, SEEN)
        assert pd.isna(value)
        assert "dd-mm-jjjj" in fault
        assert text not in fault

    def test_a_fact_after_today_is_a_fault_and_a_permit_may_end_later(self):
        assert one("02-11-2026", SEEN)[1] == "de datum ligt na vandaag (hier 1 november 2026)"
        assert one("01-11-2026", SEEN)[1] is None
        assert one("02-11-2026", UNTIL) == (pd.Timestamp(2026, 11, 2), None)

    @settings(max_examples=50, deadline=None)
    @given(st.dates(dt.date(1990, 1, 1), TODAY))
    def test_every_day_survives_both_notations(self, day):
        for text in (day.isoformat(), f"{day:%d-%m-%Y}", f"{day.day}-{day.month}-{day.year}"):
            assert one(text, SEEN) == (pd.Timestamp(day), None)


class TestClosedLists:
    @pytest.mark.parametrize("column", [each for each in FACT_COLUMNS if each.allowed], ids=lambda each: each.name)
    def test_code_and_label_mean_the_same_whatever_the_case(self, column):
        names = TERM_LISTS.get(column.allowed, {code: code for code in column.allowed})
        for code, label in names.items():
            for text in (code, label, label.upper(), f"{code.replace('_', ' ')}"):
                assert one(text, column) == (code, None)

    def test_no_word_means_two_codes(self):
        for names in TERM_LISTS.values():
            pairs = {(fold(word), code) for code, label in names.items() for word in (code, label)}
            assert len(pairs) == len({word for word, _ in pairs})

    def test_a_value_outside_the_list_is_a_fault_that_tells_the_list_and_not_the_value(self):
        value, fault = one("Jan Jansen", next(each for each in FACT_COLUMNS if each.name == "form"))
        assert pd.isna(value)
        assert "seksueel, arbeid, crimineel, orgaan" in fault
        assert "Jansen" not in fault


class TestNumbersAndAnswers:
    @pytest.mark.parametrize(("text", "value"), [("24", 24), ("24,0", 24), ("24.00", 24), ("0", 0)])
    def test_whole_numbers_are_read(self, text, value):
        assert one(text, CAPACITY) == (value, None)

    @pytest.mark.parametrize("text", ["1.200", "1,200", "24,5", "-3", "2e3", "20-30", "99999999", "veel"])
    def test_a_number_that_may_mean_two_things_is_a_fault(self, text):
        value, fault = one(text, CAPACITY)
        assert pd.isna(value)
        assert fault is not None

    def test_a_decimal_comma_and_a_decimal_point_are_the_same_number(self):
        assert numbers(cells("150010,5", "150010.5", "1.234,5", "x", None)).tolist()[:2] == [150010.5, 150010.5]
        assert numbers(cells("1.234,5", "x", None)).isna().all()

    @pytest.mark.parametrize("word", [*BOOLEANS, "Ja", "NEE", "Waar"])
    def test_yes_and_no(self, word):
        value, fault = one(word, Column("snf_certificate", "boolean", "certified"))
        assert (bool(value), fault) == (BOOLEANS[word.lower()], None)

    @pytest.mark.parametrize("column", [CAPACITY, UNTIL, Column("x", "boolean", "x")], ids=lambda each: each.kind)
    def test_unknown_is_a_missing_value_and_no_fault(self, column):
        value, fault = one("Onbekend", column)
        assert pd.isna(value)
        assert fault is None


class TestText:
    def test_a_note_of_280_characters_fits_and_one_more_does_not(self):
        note = Column("note", "text", "fact")
        assert one("a" * 280, note)[1] is None
        assert one("a" * 281, note)[1] is not None

    def test_a_branch_code_may_be_printed_with_dots(self):
        column = next(each for each in FACT_COLUMNS if each.name == "sbi_code")
        assert one("55.10.1", column) == ("55101", None)
        assert one("0113", column) == ("0113", None)
        assert one("hotel", column)[1] is not None

    def test_folding_drops_case_accents_and_punctuation(self):
        assert fold("Jozef Israëls-Straat ") == fold("jozef israelsstraat")
        assert fold_all(cells("É", None)).tolist()[0] == "e"
        assert fold_all(cells("É", None)).isna().tolist() == [False, True]


@pytest.mark.parametrize("column", FACT_COLUMNS, ids=lambda each: each.name)
class TestEveryColumn:
    def test_has_words_for_what_it_may_hold(self, column):
        assert allowed_words(column)

    def test_empty_cells_and_an_empty_file_are_no_faults(self, column):
        for texts in (cells(None, None), cells()):
            parsed = parse(texts, column, TODAY)
            assert parsed.series.isna().all()
            assert parsed.faults.empty
            assert len(parsed.series) == len(texts)

    def test_faults_and_values_exclude_each_other_and_the_input_stays(self, column):
        texts = cells("ja", "24", "01-09-2026", "A", "onzin;=1", None)
        before = texts.copy()
        parsed = parse(texts, column, TODAY)
        pd.testing.assert_series_equal(texts, before)
        assert parsed.series[parsed.faults.index].isna().all()
        assert not parsed.faults.astype("str").str.contains("onzin").any()
