"""The sign-ins that this server knows: until when each one holds, and which ones ended.

The cookie of a sign-in says who it is, and still would after somebody signed out or left their desk. So the server
remembers which sign-ins are over; a copy of such a cookie opens nothing.
"""

from __future__ import annotations

from enum import Enum
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from risk_map.domain.sign_in import SignInParams


class Sitting(NamedTuple):
    """One sign-in.

    Parameters
    ----------
    login
        Who.
    since
        When the identity provider said so.
    """

    login: str
    since: datetime


class Standing(Enum):
    """How a sign-in stands."""

    NEW = "new"
    HOLDS = "holds"
    OVER = "over"


class Sittings:
    """Every sign-in of the last hours; shared by all sessions of one server."""

    def __init__(self) -> None:
        self._active: dict[Sitting, datetime] = {}
        self._over: set[Sitting] = set()
        self._lock = Lock()

    def touch(self, sitting: Sitting, params: SignInParams, now: datetime) -> Standing:
        """Say how a sign-in stands now that somebody does something, and remember that they did.

        Parameters
        ----------
        sitting
            Which.
        params
            For how long it holds.
        now
            The moment.
        """
        with self._lock:
            self._forget(params, now)
            if self._is_over(sitting, params, now):
                self._over.add(sitting)
                return Standing.OVER
            standing = Standing.HOLDS if sitting in self._active else Standing.NEW
            self._active[sitting] = now
            return standing

    def is_over(self, sitting: Sitting, params: SignInParams, now: datetime) -> bool:
        """Say whether a sign-in is over; asking does not count as doing something."""
        with self._lock:
            return self._is_over(sitting, params, now)

    def end(self, sitting: Sitting) -> None:
        """End a sign-in, in every window."""
        with self._lock:
            self._over.add(sitting)

    def _is_over(self, sitting: Sitting, params: SignInParams, now: datetime) -> bool:
        last = self._active.get(sitting, now)
        return sitting in self._over or now - sitting.since >= params.max_age or now - last >= params.idle

    def _forget(self, params: SignInParams, now: datetime) -> None:
        """Forget what is too old to hold anyway."""
        self._active = {each: last for each, last in self._active.items() if now - each.since < params.max_age}
        self._over = {each for each in self._over if now - each.since < params.max_age}
