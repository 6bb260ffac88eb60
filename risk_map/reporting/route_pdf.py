"""The route list on paper: A4, tagged, every font in the file, the same bytes for the same sheet."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import segno
import typst

from risk_map.reporting.cards import ANSWER_KEY, NO_SIGN_ALONE, POWERS, RED_CARD

if TYPE_CHECKING:
    from datetime import datetime

    from risk_map.reporting.route_sheet import RouteSheet

STANDARDS: Final = ("ua-1",)
"""PDF/UA-1: typst refuses to write what breaks it."""

TEMPLATE: Final = "route_list.typ"


def render_pdf(sheet: RouteSheet, map_svg: str, at: datetime) -> bytes:
    """Make the PDF of one team.

    Parameters
    ----------
    sheet
        What is printed.
    map_svg
        The map of its route; empty when there is none.
    at
        Moment of printing, which is the date of the document.

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
        "no_sign_alone": NO_SIGN_ALONE,
        "made": [at.year, at.month, at.day],
    }
    template = files("risk_map.reporting").joinpath(TEMPLATE).read_bytes()
    document: bytes = typst.compile(
        template,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, allow_nan=False)},
        pdf_standards=list(STANDARDS),
        timestamp=int(at.timestamp()),
    )
    return document


def map_words(sheet: RouteSheet) -> str:
    """Say in words what the map shows, for whoever does not see it."""
    return (
        f"Kaart van de route van {sheet.team}, met {len(sheet.stops)} genummerde plaatsen in de volgorde van de lijst."
    )


def qr_svg(location_id: str) -> str:
    """Draw the number of a location as a QR code; no address is in it."""
    return segno.make(location_id, error="m", micro=False).svg_inline(border=2, scale=4, omitsize=True)
