"""Which locations a user sees: one table, one choice, one selection for map, list and counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import shapely

from risk_map.app import shapes, texts
from risk_map.app.escaping import safe
from risk_map.app.symbols import MODEL_OFF
from risk_map.domain.contract import WGS84_EPSG
from risk_map.domain.inspection import NOT_VISITED
from risk_map.domain.location import LOCATION_TYPES, OVERALL, Term, labels
from risk_map.scoring.places import OBJECT

if TYPE_CHECKING:
    from risk_map.domain.snapshot import Snapshot
    from risk_map.scoring.score import Scored

SCORED_STATE: Final = "gescoord"

COMPUTED: Final = ("times_base", "rank", "rank_low", "rank_high", "unknown_count")
"""Columns of ``location_table`` that only the model can fill."""

ANY_UNKNOWN: Final = "alle"
WITH_UNKNOWN: Final = "met"
WITHOUT_UNKNOWN: Final = "zonder"

NEVER_VISITED: Final = "nooit"
LONG_AGO: Final = "ouder"

VISITED: Final = (
    Term(NEVER_VISITED, "nooit bezocht"),
    Term(LONG_AGO, "meer dan 24 maanden geleden"),
    Term("jaren", "12 tot 24 maanden geleden"),
    Term("kort", "minder dan 12 maanden geleden"),
)
"""When somebody was inside last; a visit at which nobody got in is none."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a user wants to see; an empty tuple is everything.

    Parameters
    ----------
    form
        Form of exploitation, or the overall score.
    municipalities, wijken, buurten
        Area codes.
    postcodes
        First four digits.
    types
        Location types.
    classes
        Symbol keys: risk classes and states without a score.
    visited
        Codes of ``VISITED``.
    unknown
        ``met``: only locations with unknown facts; ``zonder``: only locations without; ``alle``: both.
    drawn
        Drawn areas, as ``shapes.write`` wrote them: only locations inside.
    """

    form: str = OVERALL
    municipalities: tuple[str, ...] = ()
    wijken: tuple[str, ...] = ()
    buurten: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    visited: tuple[str, ...] = ()
    unknown: str = ANY_UNKNOWN
    drawn: str = ""


def location_table(snapshot: Snapshot, scored: Scored, stability: pd.DataFrame) -> pd.DataFrame:
    """Join register, score and rank interval of one form.

    Parameters
    ----------
    snapshot
        Uses ``locations``, ``addresses``, ``areas`` and ``inspections``.
    scored
        Scores of one form of exploitation.
    stability
        Rank intervals, index ``location_id``; locations without a score may be absent.

    Returns
    -------
    pd.DataFrame
        Index ``location_id``, in the order of the register, the same for every form. Columns of the register and the
        score, ``shown_address`` as people write it and ``safe_address`` for folium, ``rank_low``,
        ``rank_high``, ``type_label``, ``symbol`` (risk class, or the state of a location without
        a score), ``wijkcode``, ``postcode`` (four digits), ``last_visit`` and ``visited`` (code of ``VISITED``),
        ``lon`` and ``lat`` in degrees (EPSG:4326; missing where the register has no place).
    """
    locations = snapshot.locations
    degrees = locations.geometry.to_crs(WGS84_EPSG)
    scores = scored.locations.reindex(locations.index)
    intervals = stability[["rank_low", "rank_high"]].reindex(locations.index)
    columns = ["location_type", "address", "gemeentecode", "buurtcode"]
    last_visit = _last_visit(snapshot)
    shown = locations["address"].map(texts.address)
    return pd.DataFrame(locations[columns]).assign(
        shown_address=shown,
        safe_address=shown.map(safe),
        **{name: scores[name] for name in ("times_base", "state", "unknown_count", "rank")},
        **{name: intervals[name] for name in intervals.columns},
        type_label=locations["location_type"].map(labels(LOCATION_TYPES)),
        symbol=scores["risk_class"].where(scores["state"] == SCORED_STATE, scores["state"]),
        wijkcode=locations["buurtcode"].map(snapshot.areas["wijkcode"]),
        postcode=locations["identificatie"].map(snapshot.addresses["postcode"]).str[:4],
        last_visit=last_visit,
        visited=_visited(last_visit, pd.Timestamp(snapshot.today)),
        lon=degrees.x,
        lat=degrees.y,
    )


def _last_visit(snapshot: Snapshot) -> pd.Series:
    visits = snapshot.inspections
    inside = visits[(visits["result"] != NOT_VISITED).to_numpy(dtype=bool)]
    latest = inside.groupby(OBJECT)["visited_on"].max()
    found: pd.Series = pd.to_datetime(snapshot.locations[OBJECT].map(latest))
    return found


def _visited(last_visit: pd.Series, today: pd.Timestamp) -> pd.Series:
    year, two = (today - pd.DateOffset(months=months) for months in (12, 24))
    never, long_ago, years, recent = (term.code for term in VISITED)
    codes = np.select([last_visit.isna(), last_visit < two, last_visit < year], [never, long_ago, years], recent)
    return pd.Series(codes, index=last_visit.index)


def without_scores(table: pd.DataFrame) -> pd.DataFrame:
    """Give the places without any computed figure, as they are shown while the model is off.

    Parameters
    ----------
    table
        Result of ``location_table``; not changed.
    """
    hidden = {name: table[name].where(np.zeros(len(table), dtype=bool)) for name in COMPUTED}
    return table.assign(**hidden, symbol=table["symbol"].mask(table["state"] == SCORED_STATE, MODEL_OFF))


def select(table: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    """Give the rows that a user wants to see, highest score first, then by address.

    Parameters
    ----------
    table
        Result of ``location_table``.
    choice
        What the user chose.
    """
    keep = np.ones(len(table), dtype=bool)
    for column, wanted in (
        ("gemeentecode", choice.municipalities),
        ("wijkcode", choice.wijken),
        ("buurtcode", choice.buurten),
        ("postcode", choice.postcodes),
        ("location_type", choice.types),
        ("symbol", choice.classes),
        ("visited", choice.visited),
    ):
        if wanted:
            keep &= table[column].isin(wanted).to_numpy()
    if choice.unknown != ANY_UNKNOWN:
        has_unknown = (table["unknown_count"].fillna(0) > 0).to_numpy(dtype=bool)
        keep &= has_unknown if choice.unknown == WITH_UNKNOWN else ~has_unknown
    if choice.drawn:
        keep &= shapely.contains_xy(shapes.covered(choice.drawn), table["lon"].to_numpy(), table["lat"].to_numpy())
    return table[keep].sort_values(["rank", "address"], na_position="last", kind="stable")


def class_counts(rows: pd.DataFrame) -> dict[str, int]:
    """Count the rows per symbol key."""
    return {str(key): int(amount) for key, amount in rows["symbol"].value_counts().items()}


def without_place(rows: pd.DataFrame) -> int:
    """Count the rows that have no place on the map."""
    return int(rows["lon"].isna().sum())


def row_of(table: pd.DataFrame, location_id: str) -> dict[str, Any]:
    """Give one row of ``location_table`` as plain values."""
    return {str(name): value for name, value in table.loc[[location_id]].to_dict("records")[0].items()}


def position_of(known: pd.Index, location_id: str | None) -> int | None:
    """Give the position that stands for a location in the browser, or nothing when there is no location.

    Parameters
    ----------
    known
        Ids of all locations.
    location_id
        One of them.
    """
    return None if location_id is None else int(known.get_indexer(pd.Index([location_id]))[0])
