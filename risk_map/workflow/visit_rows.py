"""A filled-in round as rows: the columns of its form, and what each cell may hold."""

from __future__ import annotations

import json
from datetime import time
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from risk_map.domain.cases import NOT_VISITED_REASONS
from risk_map.domain.checklist import TYPE_CHECKS, boxes_of
from risk_map.domain.inspection import ANSWERS, NOT_VISITED, RESULTS
from risk_map.domain.location import FORMS, Term, codes
from risk_map.errors import InputError, MissingColumnError, Place
from risk_map.reporting.route_words import SHORT_REASONS, SHORT_RESULTS
from risk_map.sources.files import read_table
from risk_map.workflow.visits import VisitForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

STOP, NUMBER, ADDRESS, KIND = "stop", "nr", "adres", "soort"
RESULT, FORM, REASON = "resultaat", "vorm", "niet bezocht omdat"
BEGAN: Final = "begonnen om"
"""A column that is there only when somebody adds it: of a visit that began before the model was switched off."""
MOST_BOXES: Final = max(len(boxes_of(kind)) for kind in TYPE_CHECKS)
BOXES: Final = tuple(str(number) for number in range(1, MOST_BOXES + 1))
COLUMNS: Final = (STOP, NUMBER, ADDRESS, KIND, *BOXES, RESULT, FORM, REASON)
"""In the order of the print: who it is about, the boxes, how it ended."""

FILLED: Final = (*BOXES, RESULT, FORM, REASON)
NO_WORDS: Final[Mapping[str, str]] = {}
UNANSWERED: Final = "niet_beoordeeld"
LETTERS: Final[Mapping[str, str]] = {"g": "gezien", "v": "verteld", "n": "niet_gezien", "-": UNANSWERED}
"""How the boxes of the printed list are typed."""


def read_rows(path: Path) -> pd.DataFrame:
    """Read a filled-in form as text; the index is the row as a spreadsheet shows it, or the number of the object.

    Parameters
    ----------
    path
        CSV, XLSX, or JSON: a list of objects with the same names.

    Raises
    ------
    RiskMapError
        When the file is refused, or is no such form.
    """
    rows = _read_json(path) if path.suffix.lower() == ".json" else read_table(path)
    rows = rows.rename(columns=lambda name: str(name).strip().lower())
    for column in (STOP, RESULT):
        if column not in rows.columns:
            raise MissingColumnError(f"De kolom {column} ontbreekt.", Place(path.name, column=column))
    if unknown := [name for name in rows.columns if name not in (*COLUMNS, BEGAN)]:
        raise InputError("Deze kolom hoort niet bij het formulier.", Place(path.name, column=unknown[0]))
    return rows.reindex(columns=[*COLUMNS, BEGAN])


def refuse_other_places(rows: pd.DataFrame, known: Mapping[str, Mapping[str, tuple[str, ...]]], file: str) -> None:
    """Refuse a row that says of its stop another number, address or type than the form had: it was sorted apart.

    Parameters
    ----------
    rows
        Result of ``read_rows``.
    known
        Stop -> ``NUMBER``, ``ADDRESS`` and ``KIND`` -> what may stand there; the first as on the form.
    file
        Name of the file.

    Raises
    ------
    InputError
        With the row and the column.
    """
    for number, row in rows[rows[list(FILLED)].notna().any(axis=1)].iterrows():
        for column, allowed in known.get(str(row[STOP]).strip(), {}).items():
            if pd.notna(row[column]) and _plain(row[column]) not in map(_plain, allowed):
                words = f"Bij dit kenmerk hoort {allowed[0]}; is een kolom apart gesorteerd?"
                raise InputError(words, Place(file, int(str(number)), column))


def _plain(text: object) -> str:
    return "".join(str(text).split()).removesuffix(".0").lower()


def visits_of(rows: pd.DataFrame, kinds: Mapping[str, str], file: str) -> dict[int, VisitForm]:
    """Give row -> visit; a row with nothing filled in is a stop without a visit, and is left out.

    Parameters
    ----------
    rows
        Result of ``read_rows``.
    kinds
        Stop -> type of its location; about a stop that is not in it nothing is said here, and it is refused later.
    file
        Name of the file.

    Raises
    ------
    InputError
        When a cell holds what it may not, with its row and column.
    """
    filled = rows[rows[list(FILLED)].notna().any(axis=1)]
    cells = (row.dropna().str.strip() for _, row in filled.iterrows())
    return {
        int(number): _visit(dict(each), kinds, Place(file, int(number)))
        for number, each in zip(filled.index, cells, strict=True)
    }


def _visit(cells: dict[str, str], kinds: Mapping[str, str], place: Place) -> VisitForm:
    if not cells.get(STOP):
        raise InputError("Het kenmerk van de plaats in de ronde ontbreekt.", _at(place, STOP))
    reason = _term(cells[REASON], NOT_VISITED_REASONS, _at(place, REASON), SHORT_REASONS) if REASON in cells else None
    if not cells.get(RESULT) and reason is None:
        raise InputError("Het resultaat ontbreekt.", _at(place, RESULT))
    # On paper a box for the reason says both.
    result = _term(cells[RESULT], RESULTS, _at(place, RESULT), SHORT_RESULTS) if cells.get(RESULT) else NOT_VISITED
    known = len(boxes_of(kinds[cells[STOP]])) if cells[STOP] in kinds else MOST_BOXES
    boxes = 0 if result == NOT_VISITED else known
    if beyond := [box for box in BOXES[boxes:] if box in cells]:
        words = "Bij niet bezocht horen geen antwoorden." if boxes == 0 else "Deze soort plaats heeft dit vakje niet."
        raise InputError(words, _at(place, beyond[0]))
    return VisitForm(
        stop_id=cells[STOP],
        result=result,
        answers=tuple(_answer(cells.get(box, "-"), _at(place, box)) for box in BOXES[:boxes]),
        form=_term(cells[FORM], FORMS, _at(place, FORM)) if FORM in cells else None,
        not_visited_reason=reason,
        began=_clock(cells[BEGAN], _at(place, BEGAN)) if BEGAN in cells else None,
    )


def _clock(text: str, place: Place) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as exc:
        raise InputError("Dit is geen tijd; schrijf 14:05.", place) from exc


def _answer(text: str, place: Place) -> str:
    if letter := LETTERS.get(text.lower()):
        return letter
    try:
        return _term(text, ANSWERS, place)
    except InputError as exc:
        raise InputError(f"Een vakje is {', '.join(LETTERS)}, of leeg.", place) from exc


def _term(text: str, terms: Iterable[Term], place: Place, short: Mapping[str, str] = NO_WORDS) -> str:
    """Give the code of what somebody wrote: the code itself, its words, or the short word on paper."""
    listed = tuple(terms)
    known = {word: code for code, word in short.items()}
    known |= {term.label.lower(): term.code for term in listed} | {term.code: term.code for term in listed}
    written = text.strip().lower()
    code = known.get(written) or known.get(written.replace(" ", "_"))
    if code is None:
        raise InputError(f"Deze waarde staat niet in de vaste lijst; kies uit: {', '.join(codes(listed))}.", place)
    return code


def _at(place: Place, column: str) -> Place:
    return Place(place.file, place.row, column)


def _read_json(path: Path) -> pd.DataFrame:
    place = Place(path.name)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as exc:
        raise InputError("Dit bestand bestaat niet.", place) from exc
    except (ValueError, OSError) as exc:
        raise InputError("Dit bestand is geen geldige JSON.", place) from exc
    if not isinstance(content, list) or not all(isinstance(each, dict) for each in content):
        raise InputError("Een ingevulde ronde in JSON is een lijst met een object per plaats.", place)
    rows = [{str(key): _text(value) for key, value in each.items()} for each in content]
    return pd.DataFrame(rows, index=range(1, len(rows) + 1), dtype="str")


def _text(value: Any) -> str | None:  # noqa: ANN401 - JSON holds anything
    return None if value is None or str(value).strip() == "" else str(value)
