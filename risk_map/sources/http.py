"""One HTTP session for the product: time limits, repeated attempts, a limit on bytes, no surprises.

A web service fails in dull ways: it is busy, it cuts a connection, it sends half an answer. All of those are tried
again with growing pauses. What it answers on purpose (a refusal, another place) is not.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

import requests

from risk_map.errors import Place, SourceError, SourceRefusedError, SourceUnavailableError

if TYPE_CHECKING:
    from collections.abc import Mapping

TRY_AGAIN: Final = frozenset({408, 429, 500, 502, 503, 504})
PASSING_FAULTS: Final = (
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
)
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
CHUNK_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class HttpParams:
    """What a request may cost.

    Parameters
    ----------
    connect_seconds, read_seconds
        Longest silence while connecting, and between two pieces of an answer.
    total_seconds
        Longest time for one whole answer, so that a trickle ends too.
    attempts
        How often a request is made at most.
    pause_seconds
        Pause after the first failure; doubled after each next one, unless the service asks for more.
    max_pause_seconds
        Longest pause, also when the service asks for more.
    max_bytes
        Size of one answer after unpacking.
    """

    connect_seconds: float = 10.0
    read_seconds: float = 60.0
    total_seconds: float = 300.0
    attempts: int = 7
    pause_seconds: float = 1.0
    max_pause_seconds: float = 60.0
    max_bytes: int = 128 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class JsonAnswer:
    """One answer.

    Parameters
    ----------
    data
        The parsed JSON.
    headers
        Case-insensitive.
    """

    data: Any
    headers: Mapping[str, str]


class JsonClient:
    """Asks one web service for JSON.

    Parameters
    ----------
    base_url
        Address of the service; every request stays on its scheme, host and port.
    params
        Limits.

    Raises
    ------
    SourceError
        When the address is not https (http only on this machine).
    """

    def __init__(self, base_url: str, params: HttpParams | None = None) -> None:
        self.base_url = base_url.rstrip("/")
        self._origin = urlsplit(base_url)[:2]
        self._params = params or HttpParams()
        host = urlsplit(base_url).hostname
        if self._origin[0] != "https" and not (self._origin[0] == "http" and host in LOOPBACK):
            raise SourceError("Het adres van de webdienst moet met https:// beginnen.", Place(file=base_url))
        self._session = requests.Session()
        self._session.headers.update(
            {"Accept": "application/geo+json, application/json", "User-Agent": "risk-map (open source; gemeenten)"}
        )
        # Proxies of the environment count, passwords in ~/.netrc do not leave the machine.
        self._session.auth = _no_password

    def get(self, url: str) -> JsonAnswer:
        """Ask for JSON, trying again after passing faults.

        Parameters
        ----------
        url
            Absolute, on the service's own address.

        Raises
        ------
        SourceRefusedError
            When the service refuses the request (HTTP 4xx).
        SourceUnavailableError
            When it keeps failing.
        SourceError
            When the address leaves the service, or the answer is too large.
        """
        if urlsplit(url)[:2] != self._origin:
            raise SourceError("De webdienst verwijst naar een ander adres; dat wordt niet gevolgd.", Place(file=url))
        fault, asked = "", 0.0
        for attempt in range(self._params.attempts):
            if attempt:
                time.sleep(self._pause(attempt, asked))
            fault, asked, answer = self._attempt(url)
            if answer is not None:
                return answer
        message = f"De webdienst geeft na {self._params.attempts} pogingen geen bruikbaar antwoord ({fault})."
        raise SourceUnavailableError(message, Place(file=url))

    def _attempt(self, url: str) -> tuple[str, float, JsonAnswer | None]:
        limits = (self._params.connect_seconds, self._params.read_seconds)
        try:
            with self._session.get(url, timeout=limits, stream=True, allow_redirects=False) as response:
                if response.status_code in TRY_AGAIN:
                    return f"HTTP {response.status_code}", _asked_pause(response), None
                _refuse(response, url)
                return "", 0.0, JsonAnswer(json.loads(self._body(response, url)), response.headers)
        except PASSING_FAULTS as exc:
            return type(exc).__name__, 0.0, None
        except (json.JSONDecodeError, UnicodeDecodeError):
            return "het antwoord is afgebroken", 0.0, None
        except requests.RequestException as exc:
            raise SourceError("Het adres van de webdienst kan niet worden gebruikt.", Place(file=url)) from exc

    def _body(self, response: requests.Response, url: str) -> bytes:
        deadline = time.monotonic() + self._params.total_seconds
        body = bytearray()
        for chunk in response.iter_content(CHUNK_BYTES):
            body += chunk
            if len(body) > self._params.max_bytes:
                megabytes = self._params.max_bytes // 1024**2
                raise SourceError(f"Het antwoord van de webdienst is groter dan {megabytes} MB.", Place(file=url))
            if time.monotonic() > deadline:
                raise requests.Timeout
        return bytes(body)

    def _pause(self, attempt: int, asked: float) -> float:
        growing = self._params.pause_seconds * 2.0 ** (attempt - 1)
        return min(max(growing, asked), self._params.max_pause_seconds)


def _no_password(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _refuse(response: requests.Response, url: str) -> None:
    if response.is_redirect:
        target = urljoin(url, response.headers["Location"])
        raise SourceError("De webdienst verwijst naar een ander adres; dat wordt niet gevolgd.", Place(file=target))
    if response.status_code != requests.codes.ok:
        message = f"De webdienst weigert het verzoek (HTTP {response.status_code})."
        raise SourceRefusedError(message, Place(file=url))


def _asked_pause(response: requests.Response) -> float:
    asked = response.headers.get("Retry-After", "").strip()
    if asked.isdigit():
        return float(asked)
    try:
        return max(0.0, parsedate_to_datetime(asked).timestamp() - time.time())
    except ValueError:
        return 0.0
