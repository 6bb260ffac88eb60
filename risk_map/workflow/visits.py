"""Visits: one row per visit, in the order of the printed boxes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from risk_map.domain.cases import ISSUED, NOT_VISITED_REASONS
from risk_map.domain.checklist import boxes_of
from risk_map.domain.inspection import ANSWERS, CHECKS, NO_FINDING, NOT_VISITED, RESULTS
from risk_map.domain.location import FORMS
from risk_map.domain.subject import Role
from risk_map.errors import ConflictError, InputError
from risk_map.governance.permissions import use_case
from risk_map.store import schema
from risk_map.store.ledger import current
from risk_map.store.ledger_states import round_states, stops
from risk_map.workflow.checks import check_term
from risk_map.workflow.clock import local_day
from risk_map.workflow.lapsed import began_at, refuse_lapsed
from risk_map.workflow.places import find_place, register_of, with_locations
from risk_map.workflow.reach import reach_of, seen_by
from risk_map.workflow.rounds import authorised_round
from risk_map.workflow.store import acting, looking
from risk_map.workflow.turns import refuse_out_of_turn

if TYPE_CHECKING:
    from datetime import datetime, time

    import pandas as pd

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.workflow.reach import Reach
    from risk_map.workflow.store import Act

WITHOUT_FORM: Final = frozenset({NO_FINDING, NOT_VISITED})
"""Results that are about no form of exploitation."""


@dataclass(frozen=True, slots=True)
class VisitForm:
    """What an inspector fills in about one stop.

    Parameters
    ----------
    stop_id
        Which stop of the round.
    result
        ``geen_bevinding``, ``bevinding``, ``ernstige_bevinding`` or ``niet_bezocht``.
    answers
        One per box of the printed checklist, in its order; none when the place was not visited. Those of the general
        boxes alone will do: the others were not assessed then.
    form
        Form of exploitation of the finding, when it is known.
    not_visited_reason
        Why not; only, and always, when the place was not visited.
    began
        When it began, on the clock on the wall; asked only of a visit that lapses while the model is off.
    """

    stop_id: str
    result: str
    answers: tuple[str, ...] = ()
    form: str | None = None
    not_visited_reason: str | None = None
    began: time | None = None

    def checked(self) -> dict[str, str | None]:
        """Give the columns of the visit, each allowed, or raise ``InputError``."""
        result = check_term(self.result, RESULTS, "Het resultaat")
        if self.form is not None and result in WITHOUT_FORM:
            raise InputError("Zonder bevinding hoort er geen vorm van uitbuiting bij een bezoek.")
        if (self.not_visited_reason is not None) != (result == NOT_VISITED):
            raise InputError("Zeg waarom een locatie niet is bezocht; alleen dan, en dan altijd.")
        reason = self.not_visited_reason
        return {
            "result": result,
            "form": self.form and check_term(self.form, FORMS, "De vorm"),
            "not_visited_reason": reason and check_term(reason, NOT_VISITED_REASONS, "De reden"),
        }

    def checked_answers(self, location_type: str) -> list[dict[str, str]]:
        """Give a row per box of a type of location that was answered, or raise ``InputError``."""
        boxes = () if self.result == NOT_VISITED else boxes_of(location_type)
        if len(self.answers) not in {len(boxes), min(len(boxes), len(CHECKS))}:
            raise InputError(f"Bij dit resultaat horen {len(boxes)} antwoorden, in de volgorde van de lijst.")
        return [
            {"check_code": box.code, "answer": check_term(answer, ANSWERS, f"Het antwoord bij vakje {number}")}
            for number, (box, answer) in enumerate(zip(boxes, self.answers, strict=False), start=1)
        ]


@use_case("record_visit")
def record_visit(
    subject: Subject, config: Config, visit: VisitForm, now: datetime, *, corrects: str | None = None
) -> str:
    """Record the visit of one stop; it counts at the next run, up or down.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the data are.
    visit
        What was found.
    corrects
        Id of the visit of the same stop that this one replaces.

    Returns
    -------
    str
        Id of the visit.

    Raises
    ------
    PermissionDeniedError
        When the stop is not in a round of the subject that is open now; the same when there is no such stop.
    InputError
        When a value is not allowed, the day of the round has not begun, or the visit began while the model that it
        rests on was off.
    ConflictError
        When the stop has a visit already, or the round is closed.
    """
    with acting(subject, config, "record_visit", now) as act:
        return add_visit(act, config, visit, "record_visit", reach_of(act.tx, subject, config, now), corrects=corrects)


def add_visit(
    act: Act, config: Config, visit: VisitForm, use_case_name: str, reach: Reach, *, corrects: str | None = None
) -> str:
    """Add the visit of one stop to a deed under way, and give its id.

    Parameters
    ----------
    act
        The deed, which says who and when.
    config
        Says where the data are.
    visit
        What was found.
    use_case_name
        What the deed is.
    reach
        Result of ``reach_of``.
    corrects
        Id of the visit that this one replaces.

    Raises
    ------
    PermissionDeniedError, InputError, ConflictError
        As for ``record_visit``.
    """
    values, stop = visit.checked(), next(iter(stops(act.tx, id=visit.stop_id)), None)
    row = authorised_round(act.tx, act.subject, use_case_name, stop["round_id"] if stop else "", reach)
    place = find_place(config, stop["location_id"]) if stop else None
    if stop is None or place is None:
        raise InputError("Deze locatie staat niet (meer) in het register.")
    answers = visit.checked_answers(register_of(config)["location_type"][stop["location_id"]])
    if local_day(act.now) < row["on_date"]:
        raise InputError("De dag van deze ronde is nog niet begonnen.")
    if round_states(act.tx)[row["id"]] != ISSUED:
        if act.subject.role is not Role.BOA:
            raise ConflictError("Alleen in een ronde die is uitgegeven en nog niet gesloten, komen bezoeken bij.")
        if corrects is None:
            raise ConflictError("Deze ronde is gesloten; leg een correctie vast.")
    refuse_out_of_turn(act.tx, act.subject, row, act.now)
    began = began_at(act.tx, stop, visit.began, act.now)
    refuse_lapsed(act.tx, stop, visit.result, began)
    visit_id = act.append(
        schema.visit,
        **values,
        **place.columns,
        location_id=place.location_id,
        visited_on=row["on_date"],
        visit_reason=stop["origin"],
        stop_id=stop["id"],
        began_at=began,
        corrects=corrects,
    )
    act.tx.append_many(schema.visit_answer, ({"visit_id": visit_id, **answer} for answer in answers))
    return visit_id


@use_case("read_visits")
def read_visits(
    subject: Subject, config: Config, now: datetime, *, location_id: str | None = None, reason: str = ""
) -> pd.DataFrame:
    """Read visits, at one location or at all that the subject may see.

    Returns
    -------
    pd.DataFrame
        Index ``visit_id``, oldest first: ``location_id``, ``address``, ``gemeentecode``, ``visited_on``, ``result``,
        ``form``, ``not_visited_reason``; nobody who was there.

    Raises
    ------
    PermissionDeniedError
        When the role sees no visits, or gave no reason.
    """
    with looking(subject, config, "read_visits", now) as look:
        found = with_locations(config, look.tx.frame(current(schema.visit)))
        rows = found.set_index("id").rename_axis("visit_id").sort_values("visited_on")
        seen = seen_by(subject, "read_visits", rows, reach_of(look.tx, subject, config, now), reason=reason)
        if location_id is not None:
            seen = seen[seen["location_id"] == location_id]
        look.saw(schema.visit.name, seen.index)
    return seen[["location_id", "address", "gemeentecode", "visited_on", "result", "form", "not_visited_reason"]]
