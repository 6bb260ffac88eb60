"""All features of one collection of an OGC API Features service, page by page, going on where a download stopped.

References
----------
OGC API - Features part 1 (17-069r4) and part 2 (CRS); PDOK's server is GoKoala. Its rules: ``limit`` above 1000 is
lowered silently, only links with ``rel=next`` lead on, their cursor belongs to the query, an unknown parameter is
refused, and there is no ``numberMatched``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode, urljoin

import geopandas as gpd
import pandas as pd

from risk_map.domain.contract import RD_EPSG
from risk_map.errors import Place, SourceError, SourceIncompleteError, SourceRefusedError, WrongCrsError
from risk_map.sources import pdok_cache
from risk_map.sources.pdok_cache import Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from risk_map.sources.http import JsonClient

    Progress = Callable[[str, int, int | None], None]

RD_URI: Final = f"http://www.opengis.net/def/crs/EPSG/0/{RD_EPSG}"
PAGE_SIZE: Final = 1000

FEATURE_ID: Final = "feature_id"
"""Column with the id of the feature in the service: a UUID, not the identification of the BAG."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Query:
    """One collection in one box.

    Parameters
    ----------
    collection
        Name of the collection.
    box
        Min x, min y, max x, max y in RD metres; None: everything.
    page_size
        Features per page; the service may give fewer.
    geometry
        Whether to keep the geometry.
    """

    collection: str
    box: Box | None = None
    page_size: int = PAGE_SIZE
    geometry: bool = True

    def url(self, base_url: str) -> str:
        """Give the address of the first page."""
        parameters = {"f": "json", "limit": str(self.page_size), "crs": RD_URI}
        if self.box is not None:
            parameters |= {"bbox": ",".join(f"{value:.3f}" for value in self.box), "bbox-crs": RD_URI}
        return f"{base_url}/collections/{self.collection}/items?{urlencode(parameters)}"


def download_features(client: JsonClient, query: Query, folder: Path, progress: Progress) -> gpd.GeoDataFrame:
    """Download a collection; only complete pages are kept in the folder, and a later call goes on from them.

    Parameters
    ----------
    client
        Session with the service.
    query
        What to ask.
    folder
        Where the pages are kept; belongs to this query alone.
    progress
        Told the number of features so far (the total is unknown until the last page).

    Returns
    -------
    gpd.GeoDataFrame
        A row per feature, properties as columns, ``feature_id``, geometry in EPSG:28992 (missing when not asked for).

    Raises
    ------
    SourceError
        When the service fails, refuses, repeats pages or gives features twice.
    WrongCrsError
        When it answers in another coordinate system.
    """
    first_url = query.url(client.base_url)
    state = pdok_cache.find(folder, first_url)
    if state is not None:
        try:
            # The same first page says that the service has not changed since, nor what it calls its columns.
            if _ask(client, query, first_url).fingerprint == state.fingerprint:
                return _go_on(client, query, folder, state, progress)
        except SourceRefusedError:
            # The cursor is of a state that the service has left behind.
            pdok_cache.forget(folder)
    state = pdok_cache.begin(folder, first_url, _ask(client, query, first_url))
    return _go_on(client, query, folder, state, progress)


def download_item(client: JsonClient, collection: str, feature_id: str) -> dict[str, Any]:
    """Get the properties of one feature.

    Parameters
    ----------
    client
        Session with the service.
    collection, feature_id
        Which feature; the address is made from these, never taken from an answer.

    Raises
    ------
    SourceError
        When the service fails, does not know it, or answers something else.
    """
    url = f"{client.base_url}/collections/{collection}/items/{quote(feature_id, safe='')}?f=json"
    data = client.get(url).data
    if not isinstance(data, dict) or not isinstance(data.get("properties"), dict):
        raise SourceError("De webdienst antwoordt niet met een object.", Place(file=url))
    properties: dict[str, Any] = data["properties"]
    return properties


def _go_on(
    client: JsonClient, query: Query, folder: Path, state: pdok_cache.State, progress: Progress
) -> gpd.GeoDataFrame:
    features = list(pdok_cache.read(folder, state))
    seen = {state.url}
    progress(query.collection, len(features), None)
    while state.next_url is not None:
        if state.next_url in seen:
            raise SourceError("De webdienst geeft dezelfde pagina opnieuw.", Place(file=state.next_url))
        seen.add(state.next_url)
        page = _ask(client, query, state.next_url)
        state = pdok_cache.keep(folder, state, page)
        features += page.features
        progress(query.collection, len(features), None)
    progress(query.collection, len(features), len(features))
    return _frame(features, query, client.base_url)


def _ask(client: JsonClient, query: Query, url: str) -> Page:
    answer = client.get(url)
    crs = answer.headers.get("Content-Crs", f"<{RD_URI}>").strip("<> ")
    if crs != RD_URI:
        raise WrongCrsError("De webdienst antwoordt in een ander coördinatenstelsel.", Place(file=url))
    try:
        next_urls = [urljoin(url, link["href"]) for link in answer.data["links"] if link["rel"] == "next"]
        features = [_slim(feature, geometry=query.geometry) for feature in answer.data["features"]]
    except (KeyError, TypeError, AttributeError) as exc:
        raise SourceError("De webdienst antwoordt niet met een pagina met objecten.", Place(file=url)) from exc
    return Page(features, next_urls[0] if next_urls else None)


def _slim(feature: dict[str, Any], *, geometry: bool) -> dict[str, Any]:
    properties = {**feature["properties"], FEATURE_ID: str(feature["id"])}
    return {"type": "Feature", "properties": properties, "geometry": feature["geometry"] if geometry else None}


def _frame(features: list[dict[str, Any]], query: Query, base_url: str) -> gpd.GeoDataFrame:
    if not features:
        return gpd.GeoDataFrame({FEATURE_ID: pd.Series(dtype="str")}, geometry=[], crs=RD_EPSG)
    frame = gpd.GeoDataFrame.from_features(features, crs=RD_EPSG)
    double = frame[FEATURE_ID].duplicated()
    if double.any():
        message = (
            f"De webdienst gaf {int(double.sum())} objecten van {query.collection} twee keer; de gegevens zijn "
            "tijdens het ophalen veranderd. Probeer het opnieuw."
        )
        raise SourceIncompleteError(message, Place(file=base_url))
    return frame
