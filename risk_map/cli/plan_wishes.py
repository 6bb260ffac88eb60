"""What somebody may say about a round that is planned from the shell: its options, and the answers to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from risk_map.cli.options import DAY, one_of
from risk_map.domain.location import FORMS

if TYPE_CHECKING:
    from collections.abc import Sequence

OnDay = Annotated[
    datetime | None,
    typer.Option("--date", "--op", formats=DAY, help="Dag van de ronde (dd-mm-jjjj); anders die van het plan."),
]
Teams = Annotated[
    int | None, typer.Option("--teams", min=1, max=20, help="Hoeveel teams, 1 tot en met 20; zonder deze optie 1.")
]
TeamOption = Annotated[
    list[str] | None,
    typer.Option(
        "--team",
        help='"naam; vervoer; dienst; partners; begin; eind; bezoeken; pauze; mensen", bijvoorbeeld '
        '"Noord; fiets; 17:00-21:00; politie_basisteam, brandweer; Zeist; Bunnik; 5; 20@18:00-20:00; 3": na de '
        "naam mag alles leeg blijven; begin en eind zijn een gemeente, of x,y in RD-meters; pauze mag ook geen zijn. "
        "Herhaalbaar.",
    ),
]
Shift = Annotated[str | None, typer.Option(help="Dienst van alle teams zonder eigen dienst, uu:mm-uu:mm.")]
Towns = Annotated[list[str] | None, typer.Option("--gemeente", help="Code of naam; herhaalbaar.")]
Buurten = Annotated[list[str] | None, typer.Option("--buurt", help="Buurtcode; herhaalbaar.")]
Kinds = Annotated[list[str] | None, typer.Option("--soort", help="Soort locatie; herhaalbaar.")]
MaybeFormOrAll = Annotated[str | None, typer.Option("--vorm", help=f"{one_of(FORMS)}; anders alle samen.")]
MustBe = Annotated[list[str] | None, typer.Option("--verplicht", help="Locatie; herhaalbaar.")]
NotBefore = Annotated[
    list[str] | None, typer.Option("--niet-voor", help="LOC=18:00: daar niet eerder beginnen. Herhaalbaar.")
]
Apart = Annotated[
    list[str] | None, typer.Option("--niet-samen", help="LOC,LOC: niet allebei op deze dag. Herhaalbaar.")
]
Quotas = Annotated[
    list[str] | None, typer.Option("--quota", help='"gemeente:Zeist:2-6", "soort:horeca:1-" of met 10%-50%.')
]
MostStops = Annotated[int | None, typer.Option("--bezoeken", min=1, help="Hoogstens per team.")]
Share = Annotated[
    float | None,
    typer.Option(
        "--aselect", min=0, max=0.99, help="Deel van de bezoeken dat wordt geloot; ten minste het ingestelde."
    ),
]
DaysSince = Annotated[int | None, typer.Option("--dagen-sinds", min=0, help="Dagen na het laatste bezoek, ten minste.")]
Seed = Annotated[int | None, typer.Option(help="Voor de loting; anders volgt die uit de dag en de gegevens.")]
Previous = Annotated[
    Path | None, typer.Option("--vanaf", help="Plan om op verder te gaan (plan.json); alles erin blijft gevraagd.")
]
Locked = Annotated[
    list[str] | None, typer.Option("--vast", help="LOC blijft bij haar team op haar tijd; bij --vanaf. Herhaalbaar.")
]
Without = Annotated[list[str] | None, typer.Option("--zonder", help="LOC gaat eruit; bij --vanaf. Herhaalbaar.")]
Added = Annotated[list[str] | None, typer.Option("--erbij", help="LOC komt erbij; bij --vanaf. Herhaalbaar.")]
Moved = Annotated[
    list[str] | None, typer.Option("--naar", help="LOC=TEAM gaat naar dat team; bij --vanaf. Herhaalbaar.")
]
OfSeason = Annotated[Path | None, typer.Option("--seizoen", help="Seizoen (season.json) waaruit deze ronde komt.")]
OfRound = Annotated[int, typer.Option("--ronde", min=1, help="De hoeveelste ronde van dat seizoen.")]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was typed, as it was typed; what is missing was not.

    Parameters
    ----------
    on
        Day.
    number, teams, shift
        How many teams, or which, and when they work.
    towns, buurten, kinds, form
        Where, and what.
    mandatory, not_before, apart, quotas
        What was agreed about locations.
    max_stops, share, days, seed
        What else the round keeps to.
    previous, locked, without, added, moved
        A plan to go on from, and what is different.
    season, round_number
        A season, and which round of it.
    """

    on: datetime | None
    number: int | None
    teams: Sequence[str] | None
    shift: str | None
    towns: Sequence[str] | None
    buurten: Sequence[str] | None
    kinds: Sequence[str] | None
    form: str | None
    mandatory: Sequence[str] | None
    not_before: Sequence[str] | None
    apart: Sequence[str] | None
    quotas: Sequence[str] | None
    max_stops: int | None
    share: float | None
    days: int | None
    seed: int | None
    previous: Path | None
    locked: Sequence[str] | None
    without: Sequence[str] | None
    added: Sequence[str] | None
    moved: Sequence[str] | None
    season: Path | None
    round_number: int
