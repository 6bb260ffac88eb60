"""Print the route lists of a round: per team on paper, for a screen, and for other programs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from risk_map.domain.cases import FINISHED
from risk_map.errors import ConflictError, InputError, PermissionDeniedError, Place
from risk_map.governance.permissions import use_case, who_may
from risk_map.governance.shifts import LOCAL
from risk_map.reporting.plan_file import read_plan
from risk_map.reporting.route_calendar import to_ics
from risk_map.reporting.route_exports import to_csv, to_geojson, to_gpx, to_xlsx
from risk_map.reporting.route_html import render_html
from risk_map.reporting.route_pdf import MOST_STOPS, paper_endings, render_papers
from risk_map.reporting.route_round import PrintStamp
from risk_map.store.audit import LOCATION, newest
from risk_map.store.folder import replace_file
from risk_map.store.ledger_states import frozen_locations
from risk_map.workflow.clock import local_day
from risk_map.workflow.identity import is_fictional
from risk_map.workflow.lapsed import lapse_words
from risk_map.workflow.places import register_of
from risk_map.workflow.plan_checks import obstacles
from risk_map.workflow.plan_keeping import check_plan
from risk_map.workflow.reach import reach_of, seen_by
from risk_map.workflow.round_rules import refuse_broken
from risk_map.workflow.rounds import authorised_round
from risk_map.workflow.route_facts import known_places
from risk_map.workflow.route_sheets import sheets_of
from risk_map.workflow.route_sources import data_hash, round_of_plan, round_of_store
from risk_map.workflow.snapshot import read_snapshot, until
from risk_map.workflow.store import looking

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.reporting.plan_file import StoredPlan
    from risk_map.reporting.route_round import KnownPlace, PlannedRound
    from risk_map.store.ledger import ReadTx
    from risk_map.workflow.reach import Reach
    from risk_map.workflow.route_sheets import TeamSheet

HEAD_CHARACTERS: Final = 16
ENDINGS: Final = ("pdf", "html", "gpx", "geojson", "ics", "csv", "xlsx")


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """What is printed, and where it goes.

    Parameters
    ----------
    source
        A plan in a file, or the id of a round.
    folder
        Where the files go; made when absent.
    replace
        Whether files of the same name may be replaced.
    extended
        Whether every stop has a page of its own on paper.
    """

    source: str
    folder: Path
    replace: bool = False
    extended: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """What was printed.

    Parameters
    ----------
    files
        In order of team.
    notices
        What somebody has to do first, in Dutch.
    fictional
        Whether nothing in it exists.
    """

    files: tuple[Path, ...]
    notices: tuple[str, ...]
    fictional: bool


@use_case("print_route_list")
def print_route_list(subject: Subject, config: Config, order: PrintOrder, now: datetime) -> Printed:
    """Print the route list of every team of a round; one row in the log per address.

    What lapses while the model is off is not on it.

    Parameters
    ----------
    subject, now
        Who, and when.
    config
        Says where the data are, and whom inspectors call.
    order
        What, and where it goes.

    Raises
    ------
    PermissionDeniedError
        When the subject may not print this round, or a place in it is none of theirs.
    InputError
        When the plan cannot be read, a place is unknown, or a file is there already.
    ConflictError
        When the round was not approved or breaks a rule, ``check_plan`` finds something in the plan, what was drawn has
        no decision yet, a place is frozen, or the model is off and all that is visited rests on it.
    """
    path = Path(order.source)
    stored = read_plan(path) if path.suffix == ".json" else None
    found = check_plan(subject, config, stored, now) if stored else ()
    snapshot, fictional = read_snapshot(config, local_day(now)), is_fictional(config)
    with looking(subject, config, "print_route_list", now) as look:
        reach = reach_of(look.tx, subject, config, now)
        if stored:
            planned = _authorised_plan(subject, config, stored, reach)
            if found := (*found, *obstacles(look.tx, config, stored)):
                raise ConflictError(found[0])
        else:
            row = authorised_round(look.tx, subject, "print_route_list", order.source, reach)
            planned = round_of_store(look.tx, row)
            if planned.state != FINISHED:
                refuse_broken(look.tx, config, row["id"])
            if planned.lapsed and not planned.teams:
                raise ConflictError(lapse_words(planned.lapsed))
        _refuse_frozen(look.tx, planned)
        names = _file_names(planned, order)
        then = until(look.tx, snapshot, planned.on_date)
        places = known_places(config, then, planned.location_ids)
        look.saw(LOCATION, planned.location_ids)
        head = newest(look.tx).hash[:HEAD_CHARACTERS]
    stamp = PrintStamp(subject.role.label, now.astimezone(LOCAL), fictional, head)
    files = _write(config, planned, places, stamp, names, extended=order.extended)
    changed = stored and stored.meta.data_hash != data_hash(snapshot)
    old = ("De gegevens zijn veranderd sinds dit plan is gemaakt; maak het zo nodig opnieuw.",) if changed else ()
    lapsed = (lapse_words(planned.lapsed),) if planned.lapsed else ()
    notices = (*old, *lapsed, *_divided(planned, order), *config.contacts.notices(planned.on_date))
    return Printed(files, notices, fictional)


def _authorised_plan(subject: Subject, config: Config, stored: StoredPlan, reach: Reach) -> PlannedRound:
    """Give the round of a plan of which every place is the subject's."""
    planned = round_of_plan(stored)
    register = register_of(config).rename_axis("location_id").reset_index()
    rows = register[register["location_id"].isin(planned.location_ids)]
    if len(seen_by(subject, "print_route_list", rows, reach)) < len(rows):
        raise PermissionDeniedError(who_may("print_route_list"))
    return planned


def _refuse_frozen(tx: ReadTx, planned: PlannedRound) -> None:
    if set(frozen_locations(tx)) & set(planned.location_ids):
        raise ConflictError("Een locatie in deze ronde is bevroren; haal haar eerst uit de ronde.")


def _divided(planned: PlannedRound, order: PrintOrder) -> tuple[str, ...]:
    """Say which teams have more than one list, because one would be too long to carry."""
    return tuple(
        f"{team.name} heeft {len(team.stops)} plaatsen en krijgt {lists} lijsten: op één passen er {MOST_STOPS}."
        for team in planned.teams
        if (lists := len(paper_endings(len(team.stops), extended=order.extended))) > 1
    )


def _file_names(planned: PlannedRound, order: PrintOrder) -> list[dict[str, Path]]:
    """Give ending -> file for each team, or refuse what is there already."""
    names = []
    for number, team in enumerate(planned.teams, start=1):
        plain = re.sub(r"[^a-z0-9]+", "-", team.name.lower()).strip("-") or "team"
        stem = f"routelijst-{planned.on_date}-{number}-{plain}"
        endings = dict.fromkeys([*paper_endings(len(team.stops), extended=order.extended), *ENDINGS])
        names.append({ending: order.folder / f"{stem}.{ending}" for ending in endings})
    there = [file for files in names for file in files.values() if file.exists()]
    if there and not order.replace:
        raise InputError("Dit bestand bestaat al; kies een andere map of zeg --vervang.", Place(there[0].name))
    return names


def _write(
    config: Config,
    planned: PlannedRound,
    places: Mapping[str, KnownPlace],
    stamp: PrintStamp,
    names: list[dict[str, Path]],
    *,
    extended: bool,
) -> tuple[Path, ...]:
    """Make everything first and write it then: a team without a list is no round."""
    made: dict[Path, bytes] = {}
    for each, files in zip(sheets_of(config, planned, places, stamp), names, strict=True):
        for ending, content in _contents(planned, each, places, stamp, extended=extended).items():
            made[files[ending]] = content
    for path, content in made.items():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with replace_file(path) as temporary:
            temporary.write_bytes(content)
        path.chmod(0o600)
    return tuple(made)


def _contents(
    planned: PlannedRound, each: TeamSheet, places: Mapping[str, KnownPlace], stamp: PrintStamp, *, extended: bool
) -> dict[str, bytes]:
    team, sheet = each.team, each.sheet
    return {
        **render_papers(sheet, each.svg, stamp.at, extended=extended),
        "html": render_html(sheet, each.svg).encode(),
        "gpx": to_gpx(team, places, sheet),
        "geojson": to_geojson(team, places, fictional=stamp.fictional),
        "ics": to_ics(planned, team, sheet, stamp.at),
        "csv": to_csv(sheet),
        "xlsx": to_xlsx(sheet),
    }
