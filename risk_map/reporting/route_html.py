"""The route list as one file for a phone or a tablet: works offline, asks nothing of anybody, runs no script."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from risk_map.domain.inspection import ANSWERS
from risk_map.reporting.cards import NO_OTHER_FACTS, NO_SIGN_ALONE, POWERS, RED_CARD
from risk_map.reporting.markup import Markup, element, join
from risk_map.reporting.route_pdf import map_words, qr_svg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from risk_map.reporting.route_sheet import RouteSheet, SheetStop

STYLE: Final = "route_list.css"
NOT_KEPT: Final = "Deze pagina bewaart niets: wat u hier invult, is weg als u haar sluit. Voer de ronde daarna in."


def render_html(sheet: RouteSheet, map_svg: str) -> str:
    """Make the page of one team.

    Parameters
    ----------
    sheet
        What is shown.
    map_svg
        The map of its route; empty when there is none.
    """
    style = Markup(files("risk_map.reporting").joinpath(STYLE).read_text(encoding="utf-8"))
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'none'; base-uri 'none'"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"Routelijst {sheet.team}, {sheet.day}"),
        element("style", style),
    )
    main = element("main", _first(sheet, map_svg), *(_stop(sheet, stop) for stop in sheet.stops), *_cards(sheet))
    body = element("body", main, _footer(sheet))
    return f'<!DOCTYPE html>\n<html lang="nl">{head}{body}</html>\n'


def _first(sheet: RouteSheet, map_svg: str) -> Markup:
    facts = {
        "Ronde": f"{sheet.title} ({sheet.state})",
        "Datum": sheet.day,
        "Dienst": sheet.shift,
        **{
            name: words
            for name, words in (("Start", sheet.start), ("Reis", sheet.way), ("Pauze", sheet.pause))
            if words
        },
        "Team": sheet.people,
        "Partners mee": "; ".join(sheet.partners) or "geen",
    }
    drawn = element("div", Markup(map_svg), class_="map", role="img", aria_label=map_words(sheet)) if map_svg else ""
    links = (
        element("li", element("a", f"{stop.arrival} {stop.address}", href=f"#plaats-{stop.number}"))
        for stop in sheet.stops
    )
    return element(
        "section",
        element("p", " · ".join(sheet.marks), class_="mark"),
        element("h1", f"Routelijst {sheet.team}"),
        _pairs(facts),
        drawn,
        element("h2", "Volgorde"),
        element("ol", *links),
        element("p", NOT_KEPT, class_="small"),
    )


def _stop(sheet: RouteSheet, stop: SheetStop) -> Markup:
    begin = f" (begin {stop.begin})" if stop.begin else ""
    facts = {
        "Aankomst": f"{stop.arrival}{begin}{', ' if stop.duration else ''}{stop.duration}",
        "Bezoektijden": stop.hours,
        "Partners nodig": "; ".join(stop.partners) or "geen",
        "Let op": " ".join(stop.cautions) or "geen bijzonderheden bekend",
        "Contact": stop.contact,
        "Laatste controle": stop.last_visit,
    }
    code = Markup(qr_svg(stop.location_id))
    words = f"QR-code met het locatienummer {stop.location_id}"
    more = element("p", f"En nog {stop.more_facts} feiten in het systeem.") if stop.more_facts else ""
    return element(
        "article",
        element("div", code, class_="qr", role="img", aria_label=words),
        element("h2", f"{stop.number}. {stop.address}", id=f"plaats-{stop.number}"),
        element("p", f"{stop.kind} · {stop.municipality} · nummer {', '.join((stop.location_id, *stop.units))}"),
        _pairs(facts),
        element("h3", "Feiten"),
        element("ul", *(element("li", f"{sentence} ({source})") for sentence, source in stop.facts))
        if stop.facts
        else element("p", NO_OTHER_FACTS),
        more,
        element("h3", "Controlelijst"),
        element("p", NO_SIGN_ALONE, class_="small"),
        *_form(sheet, stop),
    )


def _form(sheet: RouteSheet, stop: SheetStop) -> Iterable[Markup]:
    answers = tuple(term.label for term in ANSWERS)
    for number, box in enumerate(stop.boxes, start=1):
        yield _choice(f"{number}. {box}", answers, f"p{stop.number}-{number}")
    yield _choice("Resultaat", sheet.results, f"p{stop.number}-resultaat")
    yield _choice("Vorm, alleen bij een bevinding", sheet.forms, f"p{stop.number}-vorm")
    yield _choice("Niet bezocht, omdat", sheet.reasons, f"p{stop.number}-reden")
    name = f"p{stop.number}-feiten"
    yield element("h3", element("label", "Ruimte voor feiten", for_=name))
    yield element("textarea", id=name, rows="4", autocomplete="off")


def _choice(title: str, options: Iterable[str], name: str) -> Markup:
    labels = (
        element("label", element("input", type="radio", name=name, autocomplete="off"), element("span", option))
        for option in options
    )
    return element("fieldset", element("legend", title), element("div", *labels, class_="answers"))


def _cards(sheet: RouteSheet) -> tuple[Markup, ...]:
    numbers = (
        element("li", element("strong", number), f" {name}{', ' if remark else ''}{remark}")
        for name, number, remark in sheet.numbers
    )
    checked = f"Nummers gecontroleerd op {sheet.numbers_checked}." if sheet.numbers_checked else ""
    powers = element("section", element("h2", "Wat mag u als toezichthouder"), _numbered(POWERS), class_="card")
    red = element(
        "section",
        element("h2", "Rode kaart: vermoedt u een slachtoffer?"),
        _numbered(RED_CARD),
        element("ul", *numbers),
        element("p", checked),
        class_="card red",
    )
    return powers, red


def _footer(sheet: RouteSheet) -> Markup:
    log = f"Logboek {sheet.chain_head}" if sheet.chain_head else ""
    lines = (sheet.printed, sheet.destroy, log, " · ".join(sheet.marks))
    return element("footer", *(element("p", line, class_="small") for line in lines if line))


def _numbered(lines: Iterable[str]) -> Markup:
    return element("ol", *(element("li", line) for line in lines))


def _pairs(facts: dict[str, str]) -> Markup:
    return element("dl", *(join((element("dt", name), element("dd", value))) for name, value in facts.items()))
