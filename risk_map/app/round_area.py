"""Where a round goes: municipalities, buurten, what was selected on the map, or an area that was kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from risk_map.app import cache, filters, pages, saved, season_round, state, texts
from risk_map.app.answers import ask_many, ask_one
from risk_map.app.selection import select
from risk_map.domain.location import LOCATION_TYPES, labels
from risk_map.workflow.areas import read_areas
from risk_map.workflow.planning_request import Area

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.workflow.areas import SavedArea

EVERYWHERE, HANDED = "alles", "selectie"
NOWHERE: Final = ("",)
"""For an area in which there is no place today: no place at all is not the same as every place."""

DRAW_HINT: Final = "Een gebied tekenen? Dat kan op Kaart; kies daar Plannen met deze selectie."
PART_HELP: Final = "Op de kaart kiest of tekent u een gebied; daar kunt u het ook bewaren onder een naam."


def ask_area(subject: Subject, config: Config, towns: Sequence[str]) -> tuple[Area, season_round.Taken]:
    """Ask which places take part, and of which round of a season it is: from its places it is planned.

    Parameters
    ----------
    subject, config
        Who plans, and where the data are.
    towns
        Municipalities in which they may.
    """
    chosen = _ask_part(subject, config)
    names = {code: config.municipalities[code] for code in towns}
    wanted = ask_many("Gemeenten", names, "ronde_gemeenten", "Alle gemeenten") if len(towns) > 1 else tuple(towns)
    buurten = ask_many("Buurten", _buurten(cache.areas(subject), wanted or towns), "ronde_buurten", "Alle buurten")
    types = ask_many("Soorten locaties", labels(LOCATION_TYPES), "ronde_soorten", "Alle soorten")
    taken = season_round.taken(subject)
    if taken is not None and chosen == taken.only:
        return Area(wanted, buurten, types=types), taken
    return Area(wanted, buurten, types=types, location_ids=chosen), season_round.NO_SEASON


def planned_from(area: Area, only: tuple[str, ...]) -> Area:
    """Give the places of which the decisions count: of a round of a season only its own."""
    return replace(area, location_ids=only) if only else area


def _ask_part(subject: Subject, config: Config) -> tuple[str, ...]:
    """Give the places of a selection; none when all take part."""
    handed, kept = state.handed_over(), {area.area_id: area for area in read_areas(subject, config)}
    words = {EVERYWHERE: "alle locaties in de gekozen gemeenten"}
    if handed:
        words[HANDED] = f"de selectie van de kaart ({texts.count(len(handed), 'locatie', 'locaties')})"
    taken = season_round.taken(subject)
    if taken is not None:
        here = texts.count(len(taken.only), "locatie", "locaties")
        words[season_round.PART] = f"uit het seizoen: {taken.words} ({here})"
    words |= {key: f"bewaard gebied: {saved.label_of(area)}" for key, area in kept.items()}
    if len(words) == 1:
        if pages.BY_KEY["kaart"].is_for(subject):
            pages.show_link("kaart", DRAW_HINT)
        return ()
    # A new selection of the map is what somebody came for.
    if handed and handed != state.recall(subject, "ronde_selectie"):
        state.settle("ronde_deel", HANDED)
        state.restore("ronde_deel", HANDED, refresh=True)
        state.remember(subject, "ronde_selectie", handed)
    part = ask_one("Welke locaties doen mee", list(words), "ronde_deel", EVERYWHERE, words.__getitem__, note=PART_HELP)
    if part in kept:
        return _inside(subject, kept[part])
    if taken is not None and part == season_round.PART:
        return taken.only
    return handed if part == HANDED else ()


def _inside(subject: Subject, area: SavedArea) -> tuple[str, ...]:
    """Give the places that a kept area has today."""
    choice, data = filters.choice_of(area.parts), cache.loaded(subject)
    return tuple(select(data.tables[choice.form], choice).index) or NOWHERE


def _buurten(areas: pd.DataFrame, towns: Sequence[str]) -> dict[str, str]:
    inside = areas[(areas["niveau"] == "buurt") & areas["gemeentecode"].isin(towns)].sort_values("naam")
    return texts.distinct({str(code): str(name) for code, name in inside["naam"].items()})
