"""A form of a round to fill in: one row per stop, one column per box, in the order of the printed list."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, Final

import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from risk_map.domain.cases import NOT_VISITED_REASONS
from risk_map.domain.checklist import boxes_of
from risk_map.domain.inspection import RESULTS
from risk_map.domain.location import FORMS, LOCATION_TYPES, codes, labels
from risk_map.domain.notation import address
from risk_map.errors import InputError, Place
from risk_map.governance.permissions import use_case
from risk_map.reporting.route_exports import harmless
from risk_map.store.audit import LOCATION
from risk_map.store.folder import replace_file
from risk_map.store.ledger_states import stops
from risk_map.workflow.lapsed import lapsed_stops
from risk_map.workflow.places import register_of
from risk_map.workflow.reach import reach_of
from risk_map.workflow.rounds import authorised_round
from risk_map.workflow.store import looking
from risk_map.workflow.visit_rows import ADDRESS, BOXES, COLUMNS, FORM, KIND, LETTERS, NUMBER, REASON, RESULT, STOP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from risk_map.config import Config
    from risk_map.domain.subject import Subject

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    RESULT: codes(RESULTS),
    FORM: codes(FORMS),
    REASON: codes(NOT_VISITED_REASONS),
    **dict.fromkeys(BOXES, tuple(LETTERS)),
}
WIDTHS: Final = {STOP: 12, NUMBER: 5, ADDRESS: 38, KIND: 30, RESULT: 18, FORM: 14, REASON: 24}
CLOSED: Final = PatternFill("solid", fgColor="BBBBBB")
"""A box that this type of place does not have."""


@use_case("write_visit_form")
def write_visit_form(subject: Subject, config: Config, round_id: str, path: Path, now: datetime) -> int:
    """Write a form of a round with everything filled in that is known; give the number of its stops.

    What lapses while the model is off is not on it.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the data are.
    round_id
        Which round.
    path
        Ends in ``.xlsx`` (closed lists to choose from, and the boxes in words on a second sheet) or ``.csv``.

    Raises
    ------
    PermissionDeniedError
        When the subject may not, or there is no such round.
    InputError
        When the name ends otherwise, or the file is there already.
    """
    if path.suffix.lower() not in {".csv", ".xlsx"}:
        raise InputError("Een formulier is een .csv of een .xlsx; geef het bestand zo'n naam.", Place(path.name))
    if path.exists():
        raise InputError("Dit bestand bestaat al; kies een andere naam.", Place(path.name))
    register = register_of(config)
    with looking(subject, config, "write_visit_form", now) as look:
        reach = reach_of(look.tx, subject, config, now)
        row = authorised_round(look.tx, subject, "write_visit_form", round_id, reach)
        lapsed = {stop["id"] for stop in lapsed_stops(look.tx, row["id"])}
        going = [stop for stop in stops(look.tx, round_id=row["id"]) if stop["id"] not in lapsed]
        planned = [stop for stop in going if stop["location_id"] in register.index]
        look.saw(LOCATION, [stop["location_id"] for stop in planned])
    places = register.loc[[stop["location_id"] for stop in planned]]
    kinds = places["location_type"].tolist()
    known = [
        (stop["id"], str(stop["position"]), harmless(address(place)), labels(LOCATION_TYPES)[kind])
        for stop, place, kind in zip(planned, places["address"], kinds, strict=True)
    ]
    with replace_file(path) as temporary:
        if path.suffix.lower() == ".csv":
            _write_csv(temporary, known)
        else:
            _workbook(known, kinds).save(temporary)
    path.chmod(0o600)
    return len(known)


def _write_csv(path: Path, known: Sequence[tuple[str, ...]]) -> None:
    empty = ("",) * (len(COLUMNS) - 4)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([COLUMNS, *((*cells, *empty) for cells in known)])


def _workbook(known: Sequence[tuple[str, ...]], kinds: list[str]) -> Any:  # noqa: ANN401 - openpyxl has no types
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "ronde"
    for number, (cells, kind) in enumerate(zip(known, kinds, strict=True), start=2):
        for column, text in enumerate(cells, start=1):
            sheet.cell(number, column, text).data_type = "s"
        for column in range(5 + len(boxes_of(kind)), 5 + len(BOXES)):
            sheet.cell(number, column).fill = CLOSED
    for column, name in enumerate(COLUMNS, start=1):
        letter = get_column_letter(column)
        sheet.cell(1, column, name).font = Font(bold=True)
        sheet.column_dimensions[letter].width = WIDTHS.get(name, 4.5)
        if choices := CHOICES.get(name):
            offer = DataValidation("list", formula1=f'"{",".join(choices)}"', showErrorMessage=False)
            offer.add(f"{letter}2:{letter}{len(known) + 1}")
            sheet.add_data_validation(offer)
    sheet.freeze_panes = "E2"
    _explain(book.create_sheet("vakjes"), list(dict.fromkeys(kinds)))
    return book


def _explain(sheet: Any, kinds: list[str]) -> None:  # noqa: ANN401 - openpyxl has no types
    sheet.append(["soort", "nr", "vakje: g gezien, v verteld, n niet gezien, - of leeg niet beoordeeld"])
    for kind in kinds:
        for number, box in enumerate(boxes_of(kind), start=1):
            sheet.append([labels(LOCATION_TYPES)[kind], number, box.label])
    for letter, width in {"A": 32, "B": 5, "C": 80}.items():
        sheet.column_dimensions[letter].width = width
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True)
