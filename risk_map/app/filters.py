"""What somebody wants to see on the map: one filter per question, in the sidebar, kept in the address of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import choosing, state, symbols, texts
from risk_map.app.address_layer import KEY as ADDRESSES_KEY
from risk_map.app.selection import ANY_UNKNOWN, VISITED, WITH_UNKNOWN, WITHOUT_UNKNOWN, Choice
from risk_map.domain.location import FORMS, LOCATION_TYPES, OVERALL, labels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from risk_map.app.cache import Loaded

FORM_LABELS: Final = {OVERALL: "alle vormen samen"} | labels(FORMS)
TYPE_LABELS: Final = labels(LOCATION_TYPES)
VISITED_LABELS: Final = labels(VISITED)
UNKNOWN_LABELS: Final = {
    ANY_UNKNOWN: "alle locaties",
    WITH_UNKNOWN: "alleen met onbekende gegevens",
    WITHOUT_UNKNOWN: "alleen zonder onbekende gegevens",
}
UNKNOWN_HELP: Final = "Onbekend is een eigen toestand: het telt niet mee in de score, naar geen van beide kanten."
DRAWN_HELP: Final = "Alleen locaties binnen wat u op de kaart hebt getekend."

NO_FILTERS: Final[dict[str, str | list[str]]] = {
    "vorm": OVERALL,
    "gemeente": [],
    "wijk": [],
    "buurt": [],
    "postcode": [],
    "soort": [],
    "klasse": [],
    "bezocht": [],
    "onbekend": ANY_UNKNOWN,
}
"""Key of every filter, also its name in the address of the page -> its value when nothing is chosen."""


def ask_choice(data: Loaded) -> Choice:
    """Ask in the sidebar what a user wants to see; the answers stand in the address of the page.

    Parameters
    ----------
    data
        Gives the areas and the postcodes that there are.
    """
    choosing.bring_back(NO_FILTERS, before=ADDRESSES_KEY)
    with st.sidebar:
        st.html("<h2>Kies wat u ziet</h2>")
        form = _ask_one("Vorm van uitbuiting", FORM_LABELS, "vorm")
        towns = area_names(data, "gemeente")
        chosen_towns = _ask_many("Gemeente", towns, "gemeente", "Alle gemeenten")
        wijken = _ask_many("Wijk", _inside(data, "wijk", chosen_towns), "wijk", "Alle wijken")
        buurten = _ask_many("Buurt", _inside(data, "buurt", chosen_towns), "buurt", "Alle buurten")
        known = {code: code for code in sorted(data.tables[OVERALL]["postcode"].dropna().unique())}
        postcodes = _ask_many("Postcode", known, "postcode", "Alle postcodes")
        types = _ask_many("Soort locatie", TYPE_LABELS, "soort", "Alle soorten")
        keys = symbols.LEGEND_WITHOUT_MODEL if data.model_off else symbols.LEGEND_ORDER
        classes = _ask_many("Klasse", {key: symbols.by_key(key).label for key in keys}, "klasse", "Alle klassen")
        visited = _ask_many("Laatst bezocht", VISITED_LABELS, "bezocht", "Wanneer dan ook")
        unknown = _ask_one("Onbekende gegevens", UNKNOWN_LABELS, "onbekend", UNKNOWN_HELP)
        st.button("Wis alle filters", on_click=clear, width="stretch")
    choosing.keep(NO_FILTERS)
    return Choice(
        form, chosen_towns, wijken, buurten, postcodes, types, classes, visited, unknown, choosing.drawn_areas()
    )


def clear() -> None:
    """Choose nothing in any filter, and take what was drawn away; inside a callback."""
    apply({})


def apply(parts: Mapping[str, Sequence[str]]) -> None:
    """Choose exactly these parts, inside a callback.

    Parameters
    ----------
    parts
        Result of ``choice.checked_choice``.
    """
    given = {
        key: list(parts.get(key, [])) if isinstance(usual, list) else (parts.get(key) or [usual])[0]
        for key, usual in NO_FILTERS.items()
    }
    state.reset(given)
    choosing.draw_areas("".join(parts.get("tekening", [])))


def parts_of(choice: Choice) -> dict[str, object]:
    """Give a choice as the parts that it is kept as: the reverse of ``apply``."""
    return {
        "vorm": choice.form,
        "gemeente": choice.municipalities,
        "wijk": choice.wijken,
        "buurt": choice.buurten,
        "postcode": choice.postcodes,
        "soort": choice.types,
        "klasse": choice.classes,
        "bezocht": choice.visited,
        "onbekend": choice.unknown,
        "tekening": choice.drawn,
    }


def choice_of(parts: Mapping[str, Sequence[str]]) -> Choice:
    """Give the choice that was kept as parts: the reverse of ``parts_of``."""
    several = {key: tuple(parts.get(key, ())) for key in NO_FILTERS}
    return Choice(
        form=(*several["vorm"], OVERALL)[0],
        municipalities=several["gemeente"],
        wijken=several["wijk"],
        buurten=several["buurt"],
        postcodes=several["postcode"],
        types=several["soort"],
        classes=several["klasse"],
        visited=several["bezocht"],
        unknown=(*several["onbekend"], ANY_UNKNOWN)[0],
        drawn="".join(parts.get("tekening", ())),
    )


def toggle_buurt(data: Loaded, code: object) -> None:
    """Add a buurt that was clicked to the choice, or take it out; inside a callback.

    Parameters
    ----------
    data
        Gives the buurten that there are.
    code
        Comes from the browser, so it is checked: anything but a buurt of the map changes nothing.
    """
    areas = data.snapshot.areas
    if isinstance(code, str) and code in areas.index and areas.at[code, "niveau"] == "buurt":
        # A chosen municipality or wijk that it does not lie in would leave nothing to see.
        choosing.leave_only("gemeente", areas.at[code, "gemeentecode"])
        choosing.leave_only("wijk", areas.at[code, "wijkcode"])
        choosing.toggle("buurt", code)


def area_names(data: Loaded, level: str) -> dict[str, str]:
    """Give the code and the name of every area of a level, by name."""
    areas = data.snapshot.areas
    names = areas.loc[areas["niveau"] == level, "naam"].sort_values()
    return {str(code): str(name) for code, name in names.items()}


def outlined_areas(choice: Choice) -> tuple[str, ...]:
    """Give the codes of the areas to outline: the smallest that were chosen."""
    return choice.buurten or choice.wijken or choice.municipalities


def _inside(data: Loaded, level: str, chosen_towns: Sequence[str]) -> dict[str, str]:
    towns, owner = area_names(data, "gemeente"), data.snapshot.areas["gemeentecode"]
    wanted = set(chosen_towns) or set(towns)
    names = {
        code: f"{name} ({towns.get(owner[code], owner[code])})"
        for code, name in area_names(data, level).items()
        if owner[code] in wanted
    }
    return texts.distinct(names)


def _ask_one(label: str, options: Mapping[str, str], key: str, note: str | None = None) -> str:
    return st.selectbox(label, list(options), format_func=options.__getitem__, help=note, key=key, bind="query-params")


def _ask_many(label: str, options: Mapping[str, str], key: str, everything: str) -> tuple[str, ...]:
    choosing.limit(key, options)
    chosen: Sequence[str] = st.multiselect(
        label,
        list(options),
        format_func=lambda code: options.get(code, code),
        placeholder=everything,
        select_all=False,  # the words "Select all" cannot be translated
        key=key,
        bind="query-params",
    )
    return tuple(chosen)
