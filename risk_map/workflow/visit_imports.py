"""The way back: a round that was filled in on paper or in a spreadsheet, recorded as a whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from risk_map.domain.checklist import boxes_of
from risk_map.domain.inspection import NOT_VISITED
from risk_map.domain.location import LOCATION_TYPES, labels
from risk_map.domain.notation import address
from risk_map.errors import InputError, Place
from risk_map.governance.permissions import scope_of, use_case
from risk_map.reporting.route_exports import harmless
from risk_map.store import schema
from risk_map.store.ledger_states import stops
from risk_map.store.refusals import sentence_of
from risk_map.workflow.lapsed import lapsed_stops
from risk_map.workflow.places import register_of
from risk_map.workflow.reach import reach_of
from risk_map.workflow.store import acting
from risk_map.workflow.visit_rows import (
    ADDRESS,
    KIND,
    NUMBER,
    STOP,
    UNANSWERED,
    read_rows,
    refuse_other_places,
    visits_of,
)
from risk_map.workflow.visits import add_visit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import pandas as pd
    from sqlalchemy import RowMapping

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.store.ledger import ReadTx
    from risk_map.workflow.reach import Reach
    from risk_map.workflow.store import Act
    from risk_map.workflow.visits import VisitForm


@dataclass(frozen=True, slots=True)
class VisitsImported:
    """What was taken from a filled-in round.

    Parameters
    ----------
    visit_ids
        One per visit that was recorded, in order of the rows.
    known
        Rows that were recorded before just as they are: the rest of a round can be typed in later, in the same file.
    left_open
        Numbers (as on the form) of the stops of these rounds that have no visit still, in the file or not; with the
        round where the file is about several.
    """

    visit_ids: tuple[str, ...]
    known: int
    left_open: tuple[str, ...]

    @property
    def open_words(self) -> str:
        """How many are left open, and which."""
        return " ".join([str(len(self.left_open)), *([f"(nr {', '.join(self.left_open)})"] if self.left_open else [])])


@use_case("import_visits")
def import_visits(subject: Subject, config: Config, path: Path, now: datetime) -> VisitsImported:
    """Record the visits of a filled-in form: all of them, or nothing.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the data are.
    path
        CSV, XLSX or JSON with the columns of ``visit_rows.COLUMNS``.

    Raises
    ------
    PermissionDeniedError
        When a stop is not in a round of the subject that is open now.
    InputError, ConflictError
        As for ``record_visit``, with the row, and when a row differs from what was recorded; nothing was recorded then.
    """
    scope_of(subject, "import_visits")
    rows, register = read_rows(path), register_of(config)
    places = register["location_type"]
    with acting(subject, config, "import_visits", now) as act:
        reach = reach_of(act.tx, subject, config, now)
        planned = stops(act.tx, id=[str(name).strip() for name in rows[STOP].dropna()])
        kinds = {
            row["id"]: str(places.get(row["location_id"], "")) for row in planned if row["round_id"] in reach.own_rounds
        }
        own = [row for row in planned if row["id"] in kinds]
        refuse_other_places(rows, {row["id"]: _on_form(row, register) for row in own}, path.name)
        visits = visits_of(rows, kinds, path.name)
        _refuse_doubles(visits, path.name)
        known = _recorded(act.tx, visits, kinds, path.name)
        new = {number: visit for number, visit in visits.items() if number not in known}
        ids = [_add(act, config, visit, reach, Place(path.name, number)) for number, visit in new.items()]
        rounds = sorted({row["round_id"] for row in planned if row["id"] in kinds})
        left_open = tuple(_left_open(act.tx, rounds))
    return VisitsImported(tuple(ids), len(known), left_open)


def _on_form(stop: RowMapping, register: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Give what the form of a round says about a stop."""
    found: dict[str, tuple[str, ...]] = {NUMBER: (str(stop["position"]),)}
    if stop["location_id"] in register.index:
        place = register.loc[stop["location_id"]]
        written, kind = address(place["address"]), str(place["location_type"])
        found |= {ADDRESS: (written, harmless(written)), KIND: (labels(LOCATION_TYPES)[kind], kind)}
    return found


def _left_open(tx: ReadTx, rounds: Sequence[str]) -> Iterator[str]:
    """Give the stops that nobody wrote down anything about; where nobody goes while the model is off is not open."""
    for name in rounds:
        lapsed = {row["id"] for row in lapsed_stops(tx, name)}
        going = [row for row in stops(tx, round_id=name) if row["id"] not in lapsed]
        visited = {row["stop_id"] for row in tx.current(schema.visit, stop_id=[row["id"] for row in going])}
        numbers = [str(row["position"]) for row in going if row["id"] not in visited]
        yield from numbers if len(rounds) == 1 else (f"{number} van {name}" for number in numbers)


def _refuse_doubles(visits: dict[int, VisitForm], file: str) -> None:
    if not visits:
        raise InputError("In dit formulier is nog niets ingevuld.", Place(file))
    seen: set[str] = set()
    for number, visit in visits.items():
        if visit.stop_id in seen:
            raise InputError("Deze plaats staat twee keer in het bestand.", Place(file, number, STOP))
        seen.add(visit.stop_id)


def _recorded(tx: ReadTx, visits: dict[int, VisitForm], kinds: Mapping[str, str], file: str) -> set[int]:
    """Give the rows that were recorded before; one that says something else than what was recorded is refused."""
    found = {row["stop_id"]: row for row in tx.current(schema.visit, stop_id=list(kinds))}
    answers: dict[str, dict[str, str]] = {row["id"]: {} for row in found.values()}
    for row in tx.all(schema.visit_answer, visit_id=list(answers)):
        answers[row["visit_id"]][row["check_code"]] = row["answer"]
    again = {number: visit for number, visit in visits.items() if visit.stop_id in found}
    for number, visit in again.items():
        row = found[visit.stop_id]
        if not _says_the_same(visit, row, answers[row["id"]], kinds[visit.stop_id]):
            raise InputError(sentence_of("visit_stop_twice"), Place(file, number, STOP))
    return set(again)


def _says_the_same(visit: VisitForm, row: RowMapping, answers: Mapping[str, str], kind: str) -> bool:
    """Say whether a row is what was recorded; a box that was not recorded was not assessed."""
    boxes = () if row["result"] == NOT_VISITED else boxes_of(kind)
    recorded = (row["result"], row["form"], row["not_visited_reason"])
    return (visit.result, visit.form, visit.not_visited_reason) == recorded and visit.answers == tuple(
        answers.get(box.code, UNANSWERED) for box in boxes
    )


def _add(act: Act, config: Config, visit: VisitForm, reach: Reach, place: Place) -> str:
    try:
        return add_visit(act, config, visit, "import_visits", reach)
    except InputError as exc:
        raise InputError(exc.message, place) from exc
