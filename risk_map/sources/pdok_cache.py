"""Complete pages of a download, kept until all are there, and how far it is."""

from __future__ import annotations

import json
import shutil
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from risk_map.errors import RiskMapError, SourceUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MAX_AGE_SECONDS: Final = 20 * 3600
"""The services change every day; older pages and new ones together would be neither state."""

STATE: Final = "state.json"


@dataclass(frozen=True, slots=True)
class Page:
    """What is used of one answer.

    Parameters
    ----------
    features
        GeoJSON features.
    next_url
        The link that leads on; None on the last page.
    """

    features: list[dict[str, Any]]
    next_url: str | None

    @property
    def fingerprint(self) -> str:
        """Hash of the features, their columns and the link that leads on: the same while the service stays the same."""
        return sha256(json.dumps([self.features, self.next_url], sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class State:
    """How far a download is; kept beside its pages.

    Parameters
    ----------
    url
        Address of the first page.
    fingerprint
        Of the first page.
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


def begin(folder: Path, url: str, first: Page) -> State:
    """Throw away what is kept, and keep the first page."""
    forget(folder)
    folder.mkdir(parents=True)
    return keep(folder, State(url, first.fingerprint, 0, url, time.time()), first)


def keep(folder: Path, state: State, page: Page) -> State:
    """Keep a page, and then that it is kept: a page without a mention is written again, never used."""
    _write(folder / f"{state.pages:05d}.json", page.features)
    grown = State(state.url, state.fingerprint, state.pages + 1, page.next_url, state.started)
    _write(folder / STATE, asdict(grown))
    return grown


def find(folder: Path, url: str) -> State | None:
    """Give the state of a download of this address that is still fresh, or None."""
    try:
        state = State(**json.loads((folder / STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    fresh = 0 <= time.time() - state.started < MAX_AGE_SECONDS
    return state if state.url == url and fresh else None


def read(folder: Path, state: State) -> Iterator[dict[str, Any]]:
    """Give the features of all kept pages, in order."""
    for page in range(state.pages):
        yield from json.loads((folder / f"{page:05d}.json").read_text(encoding="utf-8"))


@contextmanager
def kept_until_used(*folders: Path) -> Iterator[None]:
    """Throw pages away when the block has used them, or finds them unusable; keep them when the service gives up.

    Parameters
    ----------
    folders
        Of the downloads in the block.
    """
    try:
        yield
    except SourceUnavailableError:
        raise
    except RiskMapError:
        # What was kept led to this; going on from it would lead here again.
        _forget_all(folders)
        raise
    _forget_all(folders)


def forget(folder: Path) -> None:
    """Throw the kept pages away: they were used, or cannot be."""
    shutil.rmtree(folder, ignore_errors=True)


def _forget_all(folders: Iterable[Path]) -> None:
    for folder in folders:
        forget(folder)


def _write(path: Path, content: object) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    part.replace(path)
