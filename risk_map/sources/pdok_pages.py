"""All features of one collection of an OGC API Features service, page by page, going on where a download stopped.

References
----------
OGC API - Features part 1 (17-069r4) and part 2 (CRS); PDOK's server is GoKoala. Its rules: ``limit`` above 1000 is
lowered silently, only links with ``rel=next`` lead on, their cursor belongs to the query, an unknown parameter is
refused, and there is no ``numberMatched``.
"""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

import geopandas as gpd
import pandas as pd

from risk_map.domain.contract import RD_EPSG
from risk_map.errors import Place, SourceError, SourceIncompleteError, SourceRefusedError, WrongCrsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from risk_map.sources.http import JsonClient

    Progress = Callable[[str, int, int | None], None]

RD_URI: Final = f"http://www.opengis.net/def/crs/EPSG/0/{RD_EPSG}"
PAGE_SIZE: Final = 1000
MAX_AGE_SECONDS: Final = 20 * 3600
"""The services change every day; older pages and new ones together would be neither state."""

FEATURE_ID: Final = "feature_id"
"""Column with the id of the feature in the service: a UUID, not the identification of the BAG."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Query:
    """One collection in one box.

    Parameters
    ----------
    base_url
        Address of the service, without a slash at the end.
    collection
        Name of the collection.
    box
        Min x, min y, max x, max y in RD metres; None: everything.
    page_size
        Features per page; the service may give fewer.
    geometry
        Whether to keep the geometry.
    """

    base_url: str
    collection: str
    box: Box | None = None
    page_size: int = PAGE_SIZE
    geometry: bool = True

    @property
    def url(self) -> str:
        """Address of the first page."""
        parameters = {"f": "json", "limit": str(self.page_size), "crs": RD_URI}
        if self.box is not None:
            parameters |= {"bbox": ",".join(f"{value:.3f}" for value in self.box), "bbox-crs": RD_URI}
        return f"{self.base_url}/collections/{self.collection}/items?{urlencode(parameters)}"


@dataclass(slots=True)
class Progressed:
    """How far a download is; kept beside its pages.

    Parameters
    ----------
    url
        Address of the first page.
    fingerprint
        Hash of the first page: features, their columns, and the link that leads on.
    pages
        Complete pages that are kept.
    next_url
        Where it goes on; None: complete.
    started
        Seconds since 1970.
    """

    url: str
    fingerprint: str
    pages: int
    next_url: str | None
    started: float


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
    state = _resume(client, query, folder)
    if state is not None:
        try:
            return _go_on(client, query, folder, state, progress)
        except SourceRefusedError:
            # The cursor is of a state that the service has left behind.
            state = None
    return _go_on(client, query, folder, _start(client, query, folder), progress)


def download_item(client: JsonClient, base_url: str, collection: str, feature_id: str) -> dict[str, Any]:
    """Get the properties of one feature.

    Parameters
    ----------
    client
        Session with the service.
    base_url, collection, feature_id
        Which feature; the address is made from these, never taken from an answer.

    Raises
    ------
    SourceError
        When the service fails, does not know it, or answers something else.
    """
    url = f"{base_url}/collections/{collection}/items/{quote(feature_id, safe='')}?f=json"
    data = client.get(url).data
    if not isinstance(data, dict) or not isinstance(data.get("properties"), dict):
        raise SourceError("De webdienst antwoordt niet met een object.", Place(file=url))
    properties: dict[str, Any] = data["properties"]
    return properties


def forget(folder: Path) -> None:
    """Throw the kept pages away: they were used, or cannot be."""
    shutil.rmtree(folder, ignore_errors=True)


def _start(client: JsonClient, query: Query, folder: Path) -> Progressed:
    forget(folder)
    folder.mkdir(parents=True)
    page = _ask(client, query, query.url)
    state = Progressed(query.url, _fingerprint(page), 0, query.url, time.time())
    _keep(folder, state, page)
    return state


def _resume(client: JsonClient, query: Query, folder: Path) -> Progressed | None:
    try:
        state = Progressed(**json.loads((folder / "state.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    age = time.time() - state.started
    if state.url != query.url or not 0 <= age < MAX_AGE_SECONDS:
        return None
    return state if _fingerprint(_ask(client, query, query.url)) == state.fingerprint else None


def _go_on(client: JsonClient, query: Query, folder: Path, state: Progressed, progress: Progress) -> gpd.GeoDataFrame:
    features = [feature for page in range(state.pages) for feature in _read_page(folder, page)]
    seen = {query.url}
    progress(query.collection, len(features), None)
    while state.next_url is not None:
        if state.next_url in seen:
            raise SourceError("De webdienst geeft dezelfde pagina opnieuw.", Place(file=state.next_url))
        seen.add(state.next_url)
        page = _ask(client, query, state.next_url)
        _keep(folder, state, page)
        features += page["features"]
        progress(query.collection, len(features), None)
    progress(query.collection, len(features), len(features))
    return _frame(features, query)


def _ask(client: JsonClient, query: Query, url: str) -> dict[str, Any]:
    """Get a page and keep only what is used of it: features, and the link that leads on."""
    answer = client.get(url)
    crs = answer.headers.get("Content-Crs", f"<{RD_URI}>").strip("<> ")
    if crs != RD_URI:
        raise WrongCrsError("De webdienst antwoordt in een ander coördinatenstelsel.", Place(file=url))
    try:
        next_urls = [link["href"] for link in answer.data["links"] if link["rel"] == "next"]
        features = [_slim(feature, geometry=query.geometry) for feature in answer.data["features"]]
    except (KeyError, TypeError, IndexError) as exc:
        raise SourceError("De webdienst antwoordt niet met een pagina met objecten.", Place(file=url)) from exc
    return {"features": features, "next": next_urls[0] if next_urls else None}


def _slim(feature: dict[str, Any], *, geometry: bool) -> dict[str, Any]:
    properties = {**feature["properties"], FEATURE_ID: str(feature["id"])}
    return {"type": "Feature", "properties": properties, "geometry": feature["geometry"] if geometry else None}


def _keep(folder: Path, state: Progressed, page: dict[str, Any]) -> None:
    _write(folder / f"{state.pages:05d}.json", page["features"])
    state.pages += 1
    state.next_url = page["next"]
    # The state is written after the page: a page without a mention is written again, never used.
    _write(folder / "state.json", asdict(state))


def _write(path: Path, content: object) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    part.replace(path)


def _read_page(folder: Path, page: int) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads((folder / f"{page:05d}.json").read_text(encoding="utf-8"))
    return features


def _fingerprint(page: dict[str, Any]) -> str:
    return sha256(json.dumps(page, sort_keys=True).encode()).hexdigest()


def _frame(features: list[dict[str, Any]], query: Query) -> gpd.GeoDataFrame:
    if not features:
        return gpd.GeoDataFrame({FEATURE_ID: pd.Series(dtype="str")}, geometry=[], crs=RD_EPSG)
    frame = gpd.GeoDataFrame.from_features(features, crs=RD_EPSG)
    double = frame[FEATURE_ID].duplicated()
    if double.any():
        message = (
            f"De webdienst gaf {int(double.sum())} objecten van {query.collection} twee keer; de gegevens zijn "
            "tijdens het ophalen veranderd. Probeer het opnieuw."
        )
        raise SourceIncompleteError(message, Place(file=query.base_url))
    return frame
