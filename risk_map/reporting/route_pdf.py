"""The route list on paper: A4, tagged, every font in the file, the same bytes for the same sheet."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from importlib.resources import files
from math import ceil
from typing import TYPE_CHECKING, Final

import segno
import typst

from risk_map.domain.inspection import CHECKS
from risk_map.domain.location import RELIABILITIES
from risk_map.reporting.cards import ANSWER_KEY, NO_OTHER_FACTS, NO_SIGN_ALONE, POWERS, RED_CARD

if TYPE_CHECKING:
    from datetime import datetime

    from risk_map.reporting.route_sheet import RouteSheet

STANDARDS: Final = ("ua-1",)
"""PDF/UA-1: typst refuses to write what breaks it."""

BEGINNING: Final = "route_list.typ"
COMPACT: Final = "route_compact.typ"
EXTENDED: Final = "route_extended.typ"

MOST_STOPS: Final = 16
"""On one compact list: seven pages hold them with four on a page, and ten where no more than two go on one."""


def paper_endings(stops: int, *, extended: bool) -> tuple[str, ...]:
    """Give how the files end that a number of stops is printed in; more than one where they need more than one list."""
    lists = 1 if extended else max(1, ceil(stops / MOST_STOPS))
    return ("pdf", *(f"deel-{number}.pdf" for number in range(2, lists + 1)))


def render_papers(sheet: RouteSheet, map_svg: str, at: datetime, *, extended: bool = False) -> dict[str, bytes]:
    """Make the PDFs of one team, under how their files end; lists of equal length when one would pass ten pages.

    Parameters
    ----------
    sheet, map_svg, at, extended
        As for ``render_pdf``.
    """
    endings = paper_endings(len(sheet.stops), extended=extended)
    if len(endings) == 1:
        return {"pdf": render_pdf(sheet, map_svg, at, extended=extended)}
    share = ceil(len(sheet.stops) / len(endings))
    return {
        ending: render_pdf(
            replace(
                sheet,
                team=f"{sheet.team}, deel {number + 1} van {len(endings)}",
                stops=sheet.stops[number * share : (number + 1) * share],
            ),
            map_svg,
            at,
        )
        for number, ending in enumerate(endings)
    }


def render_pdf(sheet: RouteSheet, map_svg: str, at: datetime, *, extended: bool = False) -> bytes:
    """Make the PDF of one team.

    Parameters
    ----------
    sheet
        What is printed.
    map_svg
        The map of its route; empty when there is none.
    at
        Moment of printing, which is the date of the document.
    extended
        Whether every stop has a page of its own, with the words of its boxes, instead of four stops a page with
        the numbers.

    Notes
    -----
    The sheet goes in as data and never as markup, so that no address can be read as an instruction. Only the fonts that
    typst brings along are used: the print is the same on every machine.
    """
    data = {
        **asdict(sheet),
        "map": map_svg,
        "map_words": map_words(sheet),
        "codes": [qr_svg(stop.location_id) for stop in sheet.stops],
        "powers": POWERS,
        "red_card": RED_CARD,
        "answer_key": ANSWER_KEY,
        "reliabilities": [[term.code, term.label] for term in RELIABILITIES],
        "no_other_facts": NO_OTHER_FACTS,
        "no_sign_alone": NO_SIGN_ALONE,
        "made": [at.year, at.month, at.day],
        "general": [box.label for box in CHECKS],
        "kinds": [[kind, boxes] for kind, boxes in own_boxes(sheet).items()],
    }
    folder = files("risk_map.reporting")
    parts = (BEGINNING, EXTENDED if extended else COMPACT)
    document: bytes = typst.compile(
        b"".join(folder.joinpath(part).read_bytes() for part in parts),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, allow_nan=False)},
        pdf_standards=list(STANDARDS),
        timestamp=int(at.timestamp()),
    )
    return document


def own_boxes(sheet: RouteSheet) -> dict[str, tuple[str, ...]]:
    """Give the boxes that the types on a list have behind the general ones; types without any are left out."""
    found = {stop.kind: stop.boxes[len(CHECKS) :] for stop in sheet.stops}
    return {kind: boxes for kind, boxes in found.items() if boxes}


def map_words(sheet: RouteSheet) -> str:
    """Say in words what the map shows, for whoever does not see it."""
    return (
        f"Kaart van de route van {sheet.team}, met {len(sheet.stops)} genummerde plaatsen in de volgorde van de lijst."
    )


def qr_svg(location_id: str) -> str:
    """Draw the number of a location as a QR code; no address is in it."""
    return segno.make(location_id, error="m", micro=False).svg_inline(border=2, scale=4, omitsize=True)
