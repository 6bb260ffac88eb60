"""A template is complete, importable, and its invented row never enters a register."""

from __future__ import annotations

import csv
import datetime as dt

import openpyxl
import pytest

from risk_map.domain.registers import LOCATIONS, REGISTERS, SIGNALS
from risk_map.domain.subject import Role, Subject
from risk_map.errors import InputError
from risk_map.sources.headers import aliases
from risk_map.sources.register_ids import EXAMPLE_ID
from risk_map.sources.registers import read_register
from risk_map.workflow.templates import register_contract, template_fields, write_template

ADMINISTRATOR = Subject("proef", Role.BEHEERDER)
TODAY = dt.date(2026, 11, 1)


@pytest.mark.parametrize("contract", REGISTERS.values(), ids=lambda each: each.name)
class TestEveryRegister:
    def test_all_facts_and_a_place_are_there(self, contract):
        headers = [field.header for field in template_fields(contract)]
        assert len(headers) == len(set(headers))
        facts = {words[0] for name, words in aliases(contract).items() if name not in {"rd_x", "rd_y", "lon", "lat"}}
        assert facts - set(headers) == {"adresseerbaar_object", "adres"}

    @pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
    def test_the_example_is_right_in_every_cell_but_is_not_taken(self, contract, suffix, tmp_path, tiny_addresses):
        path = tmp_path / f"leeg{suffix}"
        write_template(ADMINISTRATOR, contract, path)
        result = read_register(path, contract, tiny_addresses, today=TODAY)
        assert result.frame.empty
        assert [problem.reason for problem in result.problems] == ["dit is de voorbeeldrij van het sjabloon"]

    def test_the_example_would_be_taken_under_an_id_of_its_own(self, contract, tmp_path, tiny_addresses):
        path = tmp_path / "leeg.csv"
        write_template(ADMINISTRATOR, contract, path)
        path.write_text(path.read_text(encoding="utf-8").replace(EXAMPLE_ID, "X1"), encoding="utf-8")
        result = read_register(path, contract, tiny_addresses, today=TODAY)
        assert result.frame.index.tolist() == ["X1"]
        assert result.link_counts["none"] == 1


def test_the_explanation_of_a_csv_names_every_allowed_value(tmp_path):
    path, explanation = write_template(ADMINISTRATOR, SIGNALS, tmp_path / "signalen.csv")
    assert explanation.name == "signalen-toelichting.csv"
    lines = list(csv.DictReader(explanation.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    header = path.read_text(encoding="utf-8-sig").splitlines()[0].split(";")
    assert [line["kolom"] for line in lines] == header
    form = next(line for line in lines if line["kolom"] == "vorm")
    assert form["verplicht"] == "ja"
    assert "arbeid (arbeidsuitbuiting)" in form["wat erin mag"]


def test_a_workbook_keeps_cells_as_text_and_offers_the_closed_lists(tmp_path):
    (path,) = write_template(ADMINISTRATOR, LOCATIONS, tmp_path / "locaties.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["invoer", "toelichting", "lijsten"]
    sheet = book["invoer"]
    letters = {cell.value: cell.column_letter for cell in sheet[1]}
    assert sheet.column_dimensions[letters["nummeraanduiding"]].number_format == "@"
    offers = {str(offer.sqref): offer.formula1 for offer in sheet.data_validations.dataValidation}
    letter = letters["soort"]
    assert offers[f"{letter}2:{letter}2000"] == f"lijsten!${letter}$1:${letter}$10"
    assert book["lijsten"][f"{letter}2"].value == "hotel"


def test_the_invented_visit_has_a_form_because_it_has_a_finding():
    examples = {field.header: field.example for field in template_fields(REGISTERS["inspections"])}
    assert (examples["resultaat"], examples["vorm"]) == ("bevinding", "seksueel")


def test_no_file_is_overwritten_and_no_other_kind_is_made(tmp_path):
    (tmp_path / "a.csv").write_text("van mij", encoding="utf-8")
    for name in ("a.csv", "a.docx"):
        with pytest.raises(InputError):
            write_template(ADMINISTRATOR, SIGNALS, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "van mij"


def test_an_unknown_register_is_one_sentence():
    assert register_contract("signals") is SIGNALS
    with pytest.raises(InputError, match="locations, signals, inspections"):
        register_contract("personen")
