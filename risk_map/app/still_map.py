"""A map to look at, with nothing to choose: routes, or a picture on the grid."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from risk_map.app.map_files import served
from risk_map.app.maps import Kaart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class StillKaart(Kaart):
    """A map to look at: there is nothing to choose.

    Parameters
    ----------
    background, synthetic
        As for ``Kaart``.
    words
        Texts of its own: ``title``, ``label`` and ``fit``.
    scripts, styles
        What it loads besides, as served by the app.
    """

    def __init__(
        self,
        background: str,
        *,
        synthetic: bool,
        words: Mapping[str, str],
        scripts: Sequence[str] = (),
        styles: Sequence[str] = (),
    ) -> None:
        super().__init__(background, synthetic=synthetic)
        self.default_js += [(path, served(path)) for path in scripts]
        self.default_css += [(path, served(path)) for path in styles]
        settings = json.loads(self.settings)
        settings |= {"still": True, "texts": settings["texts"] | dict(words)}
        self.settings = json.dumps(settings, separators=(",", ":"))
