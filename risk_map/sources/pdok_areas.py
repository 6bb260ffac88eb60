"""Gemeenten, wijken and buurten with key figures from PDOK's OGC API Features.

References
----------
``api.pdok.nl/cbs/wijken-en-buurten-{year}/ogc/v1``, collections gemeenten, wijken, buurten; CBS, CC BY 4.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.errors import InputError, Place
from risk_map.sources.areas import make_areas
from risk_map.sources.bag_join import require_columns
from risk_map.sources.http import HttpParams, JsonClient
from risk_map.sources.pdok_cache import kept_until_used
from risk_map.sources.pdok_pages import Query, download_features

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import geopandas as gpd

    Progress = Callable[[str, int, int | None], None]

AREAS_URL: Final = "https://api.pdok.nl/cbs/wijken-en-buurten-2025/ogc/v1"
"""One edition a year; key figures of the newest are filled in over the years after it."""

MUNICIPALITIES: Final = Query("gemeenten", page_size=50)
"""All of them: which box a municipality has is only known afterwards. Outlines are large, so pages are small."""

PARTS: Final = ("wijken", "buurten")
PART_PAGE_SIZE: Final = 200
CODE: Final = "gemeentecode"


def download_areas(
    gemeentecodes: Sequence[str],
    *,
    cache_dir: Path,
    base_url: str | None = None,
    progress: Progress | None = None,
    http: HttpParams | None = None,
) -> gpd.GeoDataFrame:
    """Download the areas of municipalities.

    Parameters
    ----------
    gemeentecodes
        Which municipalities.
    cache_dir
        Where complete pages wait until all is there; a broken download goes on from them.
    base_url
        Another address of the service, such as another year, than ``AREAS_URL``.
    progress
        Takes the name of the step, how much is done, and the total when it is known.
    http
        Limits of the session.

    Returns
    -------
    gpd.GeoDataFrame
        Under the contract ``AREAS``, EPSG:28992.

    Raises
    ------
    InputError
        When the edition does not know a municipality.
    SourceError
        When the service fails or answers something else.
    """
    client = JsonClient(base_url or AREAS_URL, http)
    folder, show = cache_dir / "areas", progress or _silent
    with kept_until_used(folder):
        municipalities = download_features(client, MUNICIPALITIES, folder / "gemeenten", show)
        wanted = _of(municipalities, gemeentecodes, client.base_url)
        absent = sorted(set(gemeentecodes) - set(wanted[CODE]))
        if absent:
            raise InputError(f"De gemeente {absent[0]} komt niet voor in deze uitgave.", Place(file=client.base_url))
        min_x, min_y, max_x, max_y = wanted.total_bounds
        layers = [wanted]
        for collection in PARTS:
            query = Query(collection, (min_x, min_y, max_x, max_y), PART_PAGE_SIZE)
            layer = download_features(client, query, folder / collection, show)
            layers.append(_of(layer, gemeentecodes, client.base_url))
        return make_areas(layers, client.base_url, bron=f"CBS via {client.base_url}")


def _of(layer: gpd.GeoDataFrame, gemeentecodes: Sequence[str], file: str) -> gpd.GeoDataFrame:
    require_columns(layer, (CODE,), file, CODE)
    return layer[layer[CODE].isin(gemeentecodes)]


def _silent(step: str, done: int, total: int | None) -> None:
    """Show nothing."""
