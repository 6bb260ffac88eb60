"""Commands about rounds: draft, propose, put in, move, take out, approve, reopen, issue, close, read."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from risk_map.cli.context import config_of, reason_of, subject_of
from risk_map.cli.options import DAY, Location, Reason, clock_time, one_of
from risk_map.domain.notation import day
from risk_map.domain.partners import PARTNERS
from risk_map.domain.subject import Role

rounds = typer.Typer(
    help="Rondes: opstellen, vullen, goedkeuren, heropenen, uitgeven, sluiten en zien.", no_args_is_help=True
)

Round = Annotated[str, typer.Argument(help="Kenmerk van de ronde.")]
Stop = Annotated[str, typer.Argument(help="Kenmerk van de plaats in de ronde.")]
Planned = Annotated[str | None, typer.Option("--tijd", help="uu:mm.")]
Team = Annotated[str | None, typer.Option("--team", help="Kenmerk van het team.")]
ROUND_COLUMNS = {"on_date": "dag", "name": "naam", "gemeentecode": "gemeente", "state": "stand"}
TEAM_COLUMNS = {"name": "team", "members": "mensen", "shift_start": "van", "shift_end": "tot", "partners": "partners"}
STOP_COLUMNS = {
    "position": "",
    "planned_at": "tijd",
    "location_id": "locatie",
    "address": "adres",
    "type_label": "soort",
}


@rounds.command("draft")
def draft(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Naam van de ronde.")],
    on: Annotated[datetime, typer.Option("--op", formats=DAY, help="Dag (dd-mm-jjjj).")],
    towns: Annotated[list[str], typer.Option("--in", help="Gemeentecode; meer dan één is een gedeelde ronde.")],
    people: Annotated[list[str], typer.Option("--boa", help="Aanmeldnaam van een inspecteur; herhaalbaar.")],
    begin: Annotated[str, typer.Option("--van", help="Begin van de dienst, uu:mm.")],
    end: Annotated[str, typer.Option("--tot", help="Einde van de dienst, uu:mm.")],
    size: Annotated[int, typer.Option("--mensen", help="Hoeveel mensen gaan, met partners; ten minste twee.")],
    partners: Annotated[list[str] | None, typer.Option("--partner", help=f"{one_of(PARTNERS)}; herhaalbaar.")] = None,
) -> None:
    """Een ronde opstellen met één team, nog zonder locaties."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.rounds import NewRound, NewTeam, draft_round

    config = config_of(context)
    subject = subject_of(context, config, Role.REGIOCOORDINATOR)
    team = NewTeam("Team 1", clock_time(begin), clock_time(end), tuple(people), size, tuple(partners or ()))
    round_id = draft_round(subject, config, NewRound(name, on.date(), tuple(towns), (team,)), now_of(config))
    typer.echo(f"Ronde {round_id} is opgesteld voor {day(on)}.")


@rounds.command("propose")
def propose(
    context: typer.Context,
    round_id: Round,
    visits: Annotated[int, typer.Option("--bezoeken", help="Hoeveel bezoeken u wilt.")] = 6,
    seed: Annotated[str | None, typer.Option("--toeval", help="Tekst waar de trekking uit volgt.")] = None,
    share: Annotated[float, typer.Option("--aandeel", help="Deel dat aselect wordt getrokken.")] = 0.2,
) -> None:
    """Kandidaten voor een ronde: open signalen, een aselecte trekking, en de kaart als het model aan staat."""
    from risk_map.cli.tables import print_frame, say_fictional
    from risk_map.workflow.candidates import Wanted, propose_stops
    from risk_map.workflow.clock import now_of

    config = config_of(context)
    subject = subject_of(context, config, Role.REGIOCOORDINATOR)
    found = propose_stops(subject, config, round_id, Wanted(visits, seed or round_id, share), now_of(config))
    print_frame(
        "Kandidaten", found.stops, {"address": "adres", "home": "woning", "origin": "aanleiding"}, index="locatie"
    )
    if seed not in {None, found.seed}:
        typer.echo(f"De eerste trekking van deze ronde blijft staan, met --toeval {found.seed}.")
    typer.echo("Besluit over elke locatie apart: risk-map decision add")
    say_fictional(config)


@rounds.command("add")
def add(
    context: typer.Context,
    round_id: Round,
    location: Location,
    planned_at: Planned = None,
    team: Team = None,
) -> None:
    """Een locatie waarover is besloten in een ronde zetten."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.round_changes import AddStop, change_round

    config = config_of(context)
    subject = subject_of(context, config, Role.REGIOCOORDINATOR)
    change = AddStop(location, clock_time(planned_at) if planned_at else None, team)
    stop_id = change_round(subject, config, round_id, change, now_of(config))
    typer.echo(f"Locatie {location} zit in de ronde als {stop_id}.")


@rounds.command("move")
def move(
    context: typer.Context,
    round_id: Round,
    stop: Stop,
    position: Annotated[int | None, typer.Option("--plaats", help="Volgorde, vanaf 1.")] = None,
    planned_at: Planned = None,
    team: Team = None,
) -> None:
    """Een locatie een andere volgorde, tijd of team geven; bij een ander team komt zij achteraan, zonder tijd."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.round_changes import MoveStop, change_round

    config = config_of(context)
    subject = subject_of(context, config, Role.REGIOCOORDINATOR)
    change = MoveStop(stop, position, clock_time(planned_at) if planned_at else None, team)
    typer.echo(
        f"Gewijzigd; de plaats in de ronde is nu {change_round(subject, config, round_id, change, now_of(config))}."
    )


@rounds.command("remove")
def remove(context: typer.Context, round_id: Round, stop: Stop, reason: Reason) -> None:
    """Een locatie uit een ronde halen."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.round_changes import WithdrawStop, change_round

    config = config_of(context)
    subject = subject_of(context, config, Role.REGIOCOORDINATOR)
    change_round(subject, config, round_id, WithdrawStop(stop, reason), now_of(config))
    typer.echo("De locatie is uit de ronde.")


@rounds.command("withdraw")
def withdraw(context: typer.Context, round_id: Round) -> None:
    """Een hele ronde intrekken; haar locaties zijn die dag weer vrij."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.round_changes import WithdrawRound, change_round

    config = config_of(context)
    subject = subject_of(context, config, Role.REGIOCOORDINATOR)
    change_round(subject, config, round_id, WithdrawRound(), now_of(config))
    typer.echo(f"Ronde {round_id} is ingetrokken.")


@rounds.command("approve")
def approve(context: typer.Context, round_id: Round) -> None:
    """Een ronde goedkeuren die een ander heeft opgesteld en gevuld; daarna staat zij vast."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.round_steps import approve_round

    config = config_of(context)
    approve_round(subject_of(context, config, Role.REGIOCOORDINATOR), config, round_id, now_of(config))
    typer.echo(f"Ronde {round_id} is goedgekeurd.")


@rounds.command("reopen")
def reopen(context: typer.Context, round_id: Round) -> None:
    """Een goedgekeurde ronde heropenen om haar te wijzigen; daarna keurt een ander haar opnieuw goed."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.round_steps import reopen_round

    config = config_of(context)
    reopen_round(subject_of(context, config, Role.REGIOCOORDINATOR), config, round_id, now_of(config))
    typer.echo(f"Ronde {round_id} is weer in concept.")


@rounds.command("issue")
def issue(context: typer.Context, round_id: Round) -> None:
    """Een goedgekeurde ronde uitgeven: de inspecteurs zien haar vanaf 12 uur voor hun dienst."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.round_steps import issue_round

    config = config_of(context)
    issue_round(subject_of(context, config, Role.REGIOCOORDINATOR), config, round_id, now_of(config))
    typer.echo(f"Ronde {round_id} is uitgegeven.")


@rounds.command("close")
def close(context: typer.Context, round_id: Round) -> None:
    """Een ronde sluiten als van elke locatie een bezoek is vastgelegd."""
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.round_steps import close_round

    config = config_of(context)
    close_round(subject_of(context, config, Role.REGIOCOORDINATOR), config, round_id, now_of(config))
    typer.echo(f"Ronde {round_id} is gesloten.")


@rounds.command("list")
def show_all(context: typer.Context) -> None:
    """Alle rondes die u mag zien."""
    from risk_map.cli.tables import print_frame, say_fictional
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.round_reads import read_round

    config = config_of(context)
    subject = subject_of(context, config, Role.REGIOCOORDINATOR)
    reason = reason_of(context, config, subject)
    print_frame(
        "Rondes", read_round(subject, config, now_of(config), reason=reason).rounds, ROUND_COLUMNS, index="kenmerk"
    )
    say_fictional(config)


@rounds.command("show")
def show(context: typer.Context, round_id: Round) -> None:
    """Eén ronde met haar teams en haar locaties; nooit met een score."""
    from risk_map.cli.tables import print_frame, say_fictional
    from risk_map.workflow.clock import now_of
    from risk_map.workflow.round_reads import read_round

    config = config_of(context)
    subject = subject_of(context, config, Role.REGIOCOORDINATOR)
    reason = reason_of(context, config, subject)
    found = read_round(subject, config, now_of(config), round_id=round_id, reason=reason)
    print_frame("Ronde", found.rounds, ROUND_COLUMNS, index="kenmerk")
    print_frame("Teams", found.teams, TEAM_COLUMNS, index="kenmerk")
    print_frame("Locaties", found.stops, STOP_COLUMNS, index="kenmerk")
    for sentence in (*found.broken, *([found.lapse] if found.lapse else [])):
        typer.echo(f"Let op: {sentence}")
    say_fictional(config)
