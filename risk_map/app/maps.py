"""The map; the only module that knows streamlit-folium.

The base map never changes while a user works: streamlit-folium mounts its frame again (zoom gone) when one character
of the base map differs. What a filter or a choice changes goes through one feature group. Panning returns nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import folium
from branca.element import MacroElement
from folium.template import Template
from streamlit_folium import st_folium

from risk_map.app import ground, shapes, state, symbols, texts
from risk_map.app.escaping import safe
from risk_map.app.location_layer import version_of
from risk_map.app.map_files import SCRIPTS, STYLES, served
from risk_map.app.selection import position_of
from risk_map.domain.background_map import TILE_ATTRIBUTION, TILES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

WIDGET_KEY: Final = "kaart"
HEIGHT_PX: Final = 640

TEXTS: Final = {
    "title": "Kaart met risicolocaties",
    "label": "Kaart met risicolocaties. Dezelfde locaties staan in de lijst naast de kaart.",
    "zoomIn": "Inzoomen",
    "zoomOut": "Uitzoomen",
    "fit": "Selectie in beeld",
    "tools": "Gebied kiezen",
    "buurt": "Buurten kiezen",
    "polygon": "Gebied tekenen",
    "rectangle": "Rechthoek tekenen",
    "wipe": "Tekening wissen",
    "hintBuurt": "Klik op een buurt; nog eens klikken haalt haar weg.",
    "hintPolygon": "Klik hoek voor hoek; de eerste hoek sluit het gebied. Esc: stoppen.",
    "hintRectangle": "Sleep van hoek naar hoek. Esc: stoppen.",
    "drawStart": "Klik op de eerste hoek",
    "drawOn": "Klik op de volgende hoek",
    "drawEnd": "Klik op de eerste hoek om te sluiten",
    "drawDrag": "Sleep om een rechthoek te tekenen",
    "drawRelease": "Laat los om te sluiten",
    "drawCrosses": "Een grens kruist zichzelf niet",
}


class Kaart(folium.Map):
    """A folium map that loads only files that the app itself serves, without tiles, in Dutch.

    Parameters
    ----------
    background
        JSON of ``layers.draw_background``.
    synthetic
        Whether the words "fictieve gegevens" stand on the map.
    tiles
        Whether the background map of the Kadaster lies under it, where that is switched on; never under a region that
        does not exist.
    box
        What it opens on, as ``layers.box_of`` gives it; absent: all of the background.
    """

    # No viewport meta in the header: the one of folium forbids users to zoom (WCAG 2.2, 1.4.4).
    _template = Template("""
        {% macro html(this, kwargs) %}<div class="folium-map" id={{ this.get_name()|tojson }} ></div>{% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = riskMap.create(
                {{ this.get_name()|tojson }}, {{ this.settings }}, {{ this.opens }}
            );
        {% endmacro %}
        """)

    def __init__(
        self, background: str, *, synthetic: bool, tiles: bool = False, box: Sequence[float] | None = None
    ) -> None:
        super().__init__(tiles=None)
        self._name = "Map"
        address, called = ground.offer(background)
        self.opens = called if box is None else f"{{...{called}, box: {_json(list(box))}}}"
        self.default_js = [("ground", address), *((path, served(path)) for path in SCRIPTS)]
        self.default_css = [(path, served(path)) for path in STYLES]
        attribution = texts.FICTIONAL_ATTRIBUTION if synthetic else texts.ATTRIBUTION
        if tiles and not synthetic:
            attribution = f"{attribution}; {TILE_ATTRIBUTION}"
        words = TEXTS | {"attribution": attribution, "fictional": texts.FICTIONAL}
        self.settings = _json(
            {
                "fictional": synthetic,
                "tiles": TILES if tiles and not synthetic else "",
                "outline": symbols.OUTLINE_COLOUR,
                "symbols": [
                    {"shape": symbols.SHAPES[symbol.shape], "r": symbol.radius_px, "fill": symbol.fill}
                    for symbol in symbols.SYMBOLS
                ],
                "texts": {key: safe(text) for key, text in words.items()},
            }
        )

    def render(self, **kwargs: object) -> None:  # type: ignore[override] # branca has no annotations
        """Write the script of the map, without folium's own page around it: the component makes that itself."""
        MacroElement.render(self, **kwargs)  # type: ignore[no-untyped-call]


class Drawing(MacroElement):
    """Everything on the map that a filter or a choice changes; the locations themselves are there already.

    Parameters
    ----------
    rows
        Selected rows of ``selection.location_table``.
    known
        Ids of all locations; positions in it say which are shown, and which was clicked.
    chosen
        The chosen location.
    areas
        Codes of the areas to outline.
    drawn
        Drawn areas, as ``shapes.write`` wrote them.
    """

    _template = Template("""
        {% macro script(this, kwargs) %}
            riskMap.show({{ this._parent.get_name() }}, {{ this.content }});
        {% endmacro %}
        """)

    def __init__(
        self, rows: pd.DataFrame, known: pd.Index, chosen: str | None, areas: Sequence[str], drawn: str = ""
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # branca has no annotations
        self._name = "Drawing"
        self.content = _json(
            {
                "of": version_of(known),
                "shown": None if len(rows) == len(known) else known.get_indexer(rows.index).tolist(),
                "chosen": position_of(known, chosen),
                "areas": [safe(code) for code in areas],
                "drawn": shapes.read(drawn),
            }
        )


def show_map(base: Kaart, drawing: Drawing, heard: Callable[[Mapping[str, object]], None]) -> None:
    """Show the map.

    Parameters
    ----------
    base
        Made anew at every run: a kept folium object carries what one user saw to the next.
    drawing
        What this user chose.
    heard
        Told, inside a callback, what the user did: ``kind`` is ``location`` (with ``position``), ``buurt`` (with
        ``code``) or ``drawn`` (with ``areas``). It comes from the browser, so nothing in it is to be believed.
    """
    group = folium.FeatureGroup()
    group.add_child(drawing)
    st_folium(
        base,
        key=WIDGET_KEY,
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=[group],
        on_change=lambda: heard(_sent()),
    )


def show_still(base: Kaart, drawing: MacroElement, key: str) -> None:
    """Show a map on which nothing is chosen: it sends nothing.

    Parameters
    ----------
    base, drawing
        As for ``show_map``.
    key
        Of the widget; two maps on one page have two.
    """
    group = folium.FeatureGroup()
    group.add_child(drawing)
    st_folium(
        base, key=key, height=HEIGHT_PX, use_container_width=True, returned_objects=[], feature_group_to_add=[group]
    )


def _sent() -> Mapping[str, object]:
    sent = state.sent_value(WIDGET_KEY, "last_active_drawing", "properties")
    return sent if isinstance(sent, Mapping) else {}


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), allow_nan=False)
