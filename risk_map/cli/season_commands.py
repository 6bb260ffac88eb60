"""The command about a season: many rounds, as an agenda."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from risk_map.cli.context import config_of, subject_of
from risk_map.cli.options import DAY, FormOrAll
from risk_map.cli.plan_wishes import TeamOption  # noqa: TC001 - typer reads it
from risk_map.domain.subject import Role

if TYPE_CHECKING:
    import pandas as pd

    from risk_map.config import Config
    from risk_map.workflow.season_planning import SeasonPlan


SHOWN: Final = 20
"""Places that are not visited in time of which the reason is printed; the file has all."""


def season(
    context: typer.Context,
    first: Annotated[datetime, typer.Option("--van", formats=DAY, help="Eerste dag van het seizoen.")],
    last: Annotated[datetime, typer.Option("--tot", formats=DAY, help="Laatste dag van het seizoen.")],
    rounds: Annotated[int, typer.Option("--rondes", min=1, max=60, help="Aantal rondes.")] = 12,
    number: Annotated[int, typer.Option("--teams", min=1, max=20, help="Aantal teams zoals ingesteld.")] = 3,
    teams: TeamOption = None,
    shift: Annotated[str | None, typer.Option(help="Gewone dienst van alle teams, uu:mm-uu:mm.")] = None,
    towns: Annotated[list[str] | None, typer.Option("--gemeente", help="Code of naam; herhaalbaar.")] = None,
    form: FormOrAll = "totaal",
    seed: Annotated[int | None, typer.Option(help="Voor dagen en loting; anders volgt die uit de gegevens.")] = None,
    holidays: Annotated[bool, typer.Option("--ook-feestdagen", help="Ook rondes op feestdagen.")] = False,  # noqa: FBT002
    out: Annotated[
        Path | None,
        typer.Option(
            help="Agenda: een .csv om te lezen, of een .json waaruit risk-map plan --seizoen de rondes plant."
        ),
    ] = None,
) -> None:
    """Een seizoen plannen: dagen en tijden die niemand voorziet, elke locatie hoogstens één keer en op tijd."""
    from risk_map.cli.output import progress_bar
    from risk_map.cli.plan_options import area_of, crews_of
    from risk_map.cli.tables import say_fictional
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.season_planning import SeasonRequest, plan_season

    config = config_of(context)
    with progress_bar() as show:
        found = plan_season(
            subject_of(context, config, Role.REGIOCOORDINATOR),
            config,
            SeasonRequest(
                first=first.date(),
                last=last.date(),
                rounds=rounds,
                teams=crews_of(teams or [], number, shift, config.municipalities),
                area=area_of(towns or [], [], [], config.municipalities),
                form=form,
                seed=seed,
                holidays=holidays,
                progress=lambda done: show("Rondes plannen", done, rounds),
            ),
            now_of(config),
        )
    print_season(config, found)
    if out is not None:
        _write(found, out)
        out.chmod(0o600)
        typer.echo(f"Geschreven: {out}.")
    say_fictional(config)


def _write(found: SeasonPlan, out: Path) -> None:
    from risk_map.workflow.season_file import write_season

    if out.suffix.lower() == ".json":
        write_season(out, found.agenda.requests)
    else:
        _agenda(found).to_csv(out, sep=";", index=False, encoding="utf-8-sig")


def print_season(config: Config, found: SeasonPlan) -> None:
    """Print the days, how hard they are to foresee, and what stays undone."""
    from risk_map.cli.tables import print_frame
    from risk_map.domain.notation import WEEKDAYS, number

    columns = {
        "day": "dag",
        "start": "begin",
        "stops": "bezoeken",
        "points": "punten",
        "towns": "per gemeente",
        "todo": "nog besluiten",
    }
    print_frame("Seizoen", _rounds(config, found), columns, index="datum")
    seen = found.variation
    days = ", ".join(f"{WEEKDAYS[day]} {number(times)}" for day, times in seen.weekdays.items())
    starts = ", ".join(f"{minutes:+d} min {number(times)}" for minutes, times in seen.starts.items())
    gaps = f"{number(seen.shortest_gap_days)} tot {number(seen.longest_gap_days)}"
    typer.echo(f"Afwisseling: {days}. Tussen twee rondes {gaps} dagen. Begin: {starts}.")
    before, visited = found.overdue_before
    typer.echo(f"Over tijd voor het seizoen: {number(before)}; daarvan in dit seizoen: {number(visited)}.")
    _print_missed(found)
    typer.echo(f"Komt in dit seizoen over tijd: {number(len(found.overdue))}.")
    typer.echo(f"Nog te besluiten voordat hun ronde er is: {number(len(found.undecided))} locaties.")


def _print_missed(found: SeasonPlan) -> None:
    """Name who gets no day, or a day too late, and why: all that were overdue before, and the first of the others."""
    from risk_map.cli.tables import print_frame

    missed = found.agenda.missed
    shown = max(SHOWN, found.overdue_before[0] - found.overdue_before[1])
    told = missed.head(shown).assign(
        due=_days(missed["due"].head(shown)), visited_on=_days(missed["visited_on"].head(shown))
    )
    if len(missed):
        columns = {"address": "adres", "due": "uiterlijk", "visited_on": "dag", "reason": "waarom niet op tijd"}
        print_frame("Geen dag, of een dag na de termijn", told, columns, index="locatie")
    if len(missed) > shown:
        typer.echo(f"En nog {len(missed) - shown}; alle staan in de agenda (--out agenda.csv).")


def _days(dates: pd.Series) -> list[str]:
    import pandas as pd

    return [f"{each:%d-%m-%Y}" if pd.notna(each) else "geen" for each in dates]


def _rounds(config: Config, found: SeasonPlan) -> pd.DataFrame:
    from collections import Counter

    import pandas as pd

    from risk_map.domain.notation import WEEKDAYS, clock, number
    from risk_map.planning.plan import plan_prize

    rows = []
    for each in found.season.rounds:
        names = each.plan.location_ids
        towns = Counter(config.municipalities[each.problem.candidate(name).municipality] for name in names)
        rows.append(
            {
                "date": f"{each.outing.on_date:%d-%m-%Y}",
                "day": WEEKDAYS[each.outing.on_date.weekday()],
                "start": clock(min(team.shift_start_s for team in each.problem.teams)),
                "stops": number(len(names)),
                "points": number(plan_prize(each.problem, each.plan)),
                "towns": ", ".join(f"{town} {number(times)}" for town, times in sorted(towns.items())),
                "todo": number(sum(name in found.undecided for name in names)),
            }
        )
    return pd.DataFrame(rows).set_index("date")


def _agenda(found: SeasonPlan) -> pd.DataFrame:
    import pandas as pd

    from risk_map.domain.notation import clock

    rows = [
        {
            "datum": f"{each.outing.on_date:%d-%m-%Y}",
            "team": route.team,
            "aankomst": clock(stop.arrival_s),
            "locatie": stop.location_id,
            "adres": found.addresses[stop.location_id],
            "besluit": "nog besluiten" if stop.location_id in found.undecided else "besloten",
        }
        for each in found.season.rounds
        for route in each.plan.routes
        for stop in route.stops
    ]
    late = found.agenda.missed
    there = {row["locatie"] for row in rows}
    rows += [{"locatie": name, "adres": found.addresses[name]} for name in late.index if name not in there]
    frame = pd.DataFrame(rows)
    return frame.assign(
        uiterlijk=frame["locatie"].map(late["due"].map("{:%d-%m-%Y}".format)),
        waarom_niet_op_tijd=frame["locatie"].map(late["reason"]),
    )
