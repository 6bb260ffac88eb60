"""Empty registers to fill in: Dutch headers, what every column may hold, and one invented row that is never taken."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from risk_map.domain.inspection import CHECKS
from risk_map.domain.location import labels
from risk_map.domain.registers import LINK_COLUMNS, REGISTERS
from risk_map.errors import InputError, Place
from risk_map.governance.permissions import use_case
from risk_map.sources.headers import aliases
from risk_map.sources.register_ids import EXAMPLE_ID
from risk_map.sources.values import allowed_words
from risk_map.store.folder import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from risk_map.domain.contract import Column, FrameContract
    from risk_map.domain.subject import Subject

ROWS_WITH_A_LIST: Final = 2000
"""Rows of the sheet that offer the closed lists to choose from."""

PLACE_COLUMNS: Final = {
    # Column -> what it may hold, and an invented example.
    "identificatie": ("BAG-id van 16 cijfers, als tekst; dan hoeft er verder geen adres", ""),
    "openbare_ruimte_naam": ("straat; nodig als er geen postcode is", "Voorbeeldstraat"),
    "huisnummer": ("12, of alles in één cel: 12A-2", "12"),
    "huisletter": ("één letter", "A"),
    "toevoeging": ("hoogstens 4 letters en cijfers, als tekst (02 is iets anders dan 2)", "2"),
    "postcode": ("1234AB", "1234AB"),
    "woonplaats_naam": ("plaats; nodig als er geen postcode is", "Voorbeelddorp"),
    "confirmed": ("ja: het BAG-id klopt, ook als het object nog niet of niet meer in gebruik is", ""),
}

EXAMPLES: Final = {
    "date": "05-01-2026",
    "boolean": "ja",
    "integer": "24",
    "sbi_code": "55101",
    "opening_hours": "ma-vr 09:00-17:00; za 10:00-14:00",
    "note": "acht matrassen in de opslagruimte",
    # A form of exploitation belongs to a finding.
    "result": "bevinding",
    "bron": "voorbeeld",
}
EXPLANATION: Final = ("kolom", "verplicht", "wat erin mag", "betekenis", "andere koppen die ook werken")


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a template.

    Parameters
    ----------
    header, example
        First and second row.
    explanation
        A line under ``EXPLANATION``.
    choices
        Codes of a closed list, else empty.
    """

    header: str
    example: str
    explanation: tuple[str, ...]
    choices: tuple[str, ...] = ()


def register_contract(name: str) -> FrameContract:
    """Give the register of a name that a user typed.

    Raises
    ------
    InputError
        When there is no such register.
    """
    if name not in REGISTERS:
        raise InputError(f"Dit register bestaat niet; kies uit: {', '.join(REGISTERS)}.")
    return REGISTERS[name]


@use_case("write_template")
def write_template(
    subject: Subject,
    contract: FrameContract,
    path: Path,
) -> tuple[Path, ...]:
    """Write an empty register.

    Parameters
    ----------
    subject
        Who asks.
    contract
        One of the registers.
    path
        Ends in ``.xlsx`` (explanation on a second sheet, closed lists to choose from, all cells text so that a
        spreadsheet spoils no id) or ``.csv`` (explanation in a second file).

    Returns
    -------
    tuple[Path, ...]
        The files that were written.

    Raises
    ------
    InputError
        When the name ends otherwise, or a file of the name is there already.
    """
    explanation = path.with_name(f"{path.stem}-toelichting.csv")
    written = {".xlsx": (path,), ".csv": (path, explanation)}.get(path.suffix.lower())
    if written is None:
        raise InputError("Een sjabloon is een .csv of een .xlsx; geef het bestand zo'n naam.", Place(path.name))
    there = [each for each in written if each.exists()]
    if there:
        raise InputError("Dit bestand bestaat al; kies een andere naam.", Place(there[0].name))
    fields = template_fields(contract)
    if path.suffix.lower() == ".xlsx":
        _write_workbook(path, fields)
    else:
        _write_csv(path, ([field.header for field in fields], [field.example for field in fields]))
        _write_csv(explanation, (EXPLANATION, *(field.explanation for field in fields)))
    return written


def template_fields(contract: FrameContract) -> list[Field]:
    """Give the columns of a template: the id, the place, then the facts.

    Parameters
    ----------
    contract
        One of the registers.
    """
    words = aliases(contract)
    key = words[contract.index]
    fields = [Field(key[0], EXAMPLE_ID, (key[0], "nee", "eigen sleutel van de rij, zonder namen", "", _others(key)))]
    for name, (rule, example) in PLACE_COLUMNS.items():
        explanation = (words[name][0], "nee", rule, "waar de rij ligt", _others(words[name]))
        fields.append(Field(words[name][0], example, explanation))
    facts = (column for column in contract.columns if column.name not in LINK_COLUMNS)
    return fields + [_fact_field(column, words[column.name]) for column in facts]


def _fact_field(column: Column, words: tuple[str, ...]) -> Field:
    choices = column.allowed or ()
    example = EXAMPLES.get(column.name) or (choices[0] if choices else EXAMPLES[column.kind])
    required = "ja" if column.required else "nee"
    meaning = labels(CHECKS).get(column.name, "")
    others = _others(tuple(word for word in words if word != meaning))
    return Field(words[0], example, (words[0], required, allowed_words(column), meaning, others), choices)


def _others(words: tuple[str, ...]) -> str:
    return ", ".join(words[1:])


def _write_csv(path: Path, lines: Iterable[Iterable[str]]) -> None:
    with replace_file(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(lines)


def _write_workbook(path: Path, fields: list[Field]) -> None:
    book = openpyxl.Workbook()
    sheet, explanation, lists = book.active, book.create_sheet("toelichting"), book.create_sheet("lijsten")
    sheet.title = "invoer"
    lists.sheet_state = "hidden"
    explanation.append(EXPLANATION)
    for number, field in enumerate(fields, start=1):
        letter = get_column_letter(number)
        sheet.cell(1, number, field.header)
        sheet.cell(2, number, field.example or None).number_format = "@"
        sheet.column_dimensions[letter].number_format = "@"
        sheet.column_dimensions[letter].width = max(14, len(field.header) + 2)
        explanation.append(field.explanation)
        for row, choice in enumerate(field.choices, start=1):
            lists.cell(row, number, choice)
        if field.choices:
            _offer(sheet, letter, len(field.choices))
    for each, widths in ((sheet, {}), (explanation, {"A": 26, "B": 10, "C": 70, "D": 60, "E": 60})):
        _finish(each, widths)
    with replace_file(path) as temporary:
        book.save(temporary)


def _offer(sheet: Any, letter: str, choices: int) -> None:  # noqa: ANN401 - openpyxl has no types
    # A label may be written too, so another value is no error here; the import judges it.
    offer = DataValidation("list", formula1=f"lijsten!${letter}$1:${letter}${choices}", showErrorMessage=False)
    offer.add(f"{letter}2:{letter}{ROWS_WITH_A_LIST}")
    sheet.add_data_validation(offer)


def _finish(sheet: Any, widths: dict[str, int]) -> None:  # noqa: ANN401 - openpyxl has no types
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = width
