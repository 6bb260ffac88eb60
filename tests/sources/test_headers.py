"""Every header means one column; what is not used is said."""

from __future__ import annotations

import pytest

from risk_map.domain.registers import INSPECTIONS, LINK_COLUMNS, LOCATIONS, REGISTERS, SIGNALS
from risk_map.sources.headers import aliases, recognise
from risk_map.sources.persons import refuse_person_columns
from risk_map.sources.values import fold


@pytest.mark.parametrize("contract", REGISTERS.values(), ids=lambda each: each.name)
class TestEveryRegister:
    def test_no_header_means_two_columns(self, contract):
        words = [(fold(word), column) for column, names in aliases(contract).items() for word in {*map(fold, names)}]
        meanings = dict(words)
        assert [pair for pair in words if meanings[pair[0]] != pair[1]] == []

    def test_no_header_is_about_persons(self, contract):
        refuse_person_columns([word for names in aliases(contract).values() for word in names], "proef.csv")

    def test_every_column_that_linking_does_not_fill_has_headers_and_its_own_name_is_one(self, contract):
        for name in [contract.index, *(column.name for column in contract.columns)]:
            if name not in LINK_COLUMNS or name in aliases(contract):
                assert fold(name) in map(fold, aliases(contract)[name])

    def test_the_first_headers_are_recognised(self, contract):
        headers = [words[0] for words in aliases(contract).values()]
        read = recognise(headers, contract)
        assert read.found == {column: words[0] for column, words in aliases(contract).items()}
        assert read.ignored == {}

    def test_english_names_are_recognised(self, contract):
        names = [contract.index, *(column.name for column in contract.columns if column.name not in LINK_COLUMNS)]
        assert recognise(names, contract).found.keys() == set(names)


class TestRecognise:
    def test_case_accents_and_punctuation_do_not_count(self):
        read = recognise(["Gezien op", "BETROUWBAARHEID", "vorm-van-uitbuiting"], SIGNALS)
        assert read.found == {
            "observed_on": "Gezien op",
            "reliability": "BETROUWBAARHEID",
            "form": "vorm-van-uitbuiting",
        }

    def test_of_two_headers_for_one_column_the_precise_one_is_used_and_the_other_listed(self):
        read = recognise(["datum", "gezien_op"], SIGNALS)
        assert read.found["observed_on"] == "gezien_op"
        assert read.ignored == {"datum": "deze kolom betekent hetzelfde als gezien_op en is niet overgenomen"}

    def test_an_unknown_header_is_listed(self):
        assert "onbekend" in recognise(["kleur"], LOCATIONS).ignored["kleur"]

    def test_columns_of_our_own_export_that_the_bag_fills_are_listed_as_such(self):
        assert "BAG" in recognise(["link_method"], LOCATIONS).ignored["link_method"]

    def test_a_question_of_the_checklist_may_be_its_code_its_number_or_its_words(self):
        words = "contant geld zonder administratie"
        for header in ("check_11", "vraag_11", words, words.capitalize()):
            assert recognise([header], INSPECTIONS).found == {"check_11": header}
        assert recognise(["vraag_1"], INSPECTIONS).found == {"check_01": "vraag_1"}
