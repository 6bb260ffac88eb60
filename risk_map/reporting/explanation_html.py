"""An explanation as one HTML file to print or to keep: no script, no picture, no address of another machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from risk_map.domain.notation import day, number, signed, times_base
from risk_map.reporting.markup import Markup, element, join
from risk_map.reporting.text import MOTTO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from risk_map.reporting.explanation import ExplainedFact, Explanation

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
STYLE: Final = Markup(
    "body{font:11pt/1.4 Arial,sans-serif;max-width:44em;margin:2em auto;padding:0 1em;color:#111}"
    "h1{font-size:16pt;margin:0}h2{font-size:12pt;margin:1.2em 0 .3em;break-after:avoid}p,ul{margin:.3em 0}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.15em .5em;border-bottom:1px solid #999;"
    "vertical-align:top}td+td{text-align:right}small{color:#444}.note{border:1px solid #444;padding:.4em .6em}"
    "@page{size:A4;margin:18mm}"
)
OWN_USE: Final = "Alleen voor eigen gebruik van de gemeente. Partners krijgen nooit een score."
FICTIONAL: Final = "Fictieve gegevens: deze locatie bestaat niet echt."


def to_html(
    explanation: Explanation, here: Sequence[tuple[str, str]], made_on: date, *, made_for: str, fictional: bool
) -> str:
    """Write an explanation as an HTML file.

    Parameters
    ----------
    explanation
        Of one location.
    here
        Result of ``place_facts``.
    made_on, made_for
        When, and for whom: it stands on the page.
    fictional
        Whether the location is invented.

    Returns
    -------
    str
        A whole document; every text in it is escaped.
    """
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"Uitleg: {explanation.address}"),
        element("style", STYLE),
    )
    body = element(
        "body",
        element("h1", explanation.address),
        element("p", f"{explanation.type_label}; {explanation.form_label}. ", element("em", MOTTO)),
        element("p", *([element("strong", FICTIONAL), " "] if fictional else []), OWN_USE, class_="note"),
        _verdict(explanation),
        _pairs("Wat is hier", here),
        _families(explanation),
        _section("Feiten", [_fact(fact) for fact in explanation.facts]),
        _section("Wat pleit tegen een bezoek", explanation.speaks_against),
        _section("Onbekend: telt niet mee", explanation.unknown),
        _section("Wat zou de score verlagen", explanation.would_lower),
        _section("Lagen die nu voor nul tellen", explanation.disabled_layers),
        element("p", element("small", f"Gemaakt op {day(made_on)} voor {made_for}.")),
    )
    return f"<!doctype html>{element('html', head, body, lang='nl')}"


def _verdict(explanation: Explanation) -> Markup:
    if explanation.times_base is None:
        return element("p", explanation.note)
    words = str(explanation.risk_class).replace("_", " ")
    return element(
        "p",
        element("strong", f"Klasse {words}: {times_base(explanation.times_base)} het basisniveau."),
        f" Rang {explanation.rank} in de hele regio; bij andere redelijke gewichten {explanation.rank_low} tot "
        f"{explanation.rank_high}.",
    )


def _families(explanation: Explanation) -> Markup:
    rows = [
        (family.label, f"{signed(family.contribution)} (factor {number(family.factor, 2)})")
        for family in explanation.families
    ]
    return _pairs("Waar de score uit bestaat", rows)


def _pairs(title: str, rows: Sequence[tuple[str, str]]) -> Markup:
    if not rows:
        return Markup()
    lines = (element("tr", element("th", label, scope="row"), element("td", value)) for label, value in rows)
    return join((element("h2", title), element("table", element("tbody", *lines))))


def _section(title: str, items: Iterable[str]) -> Markup:
    lines = [element("li", item) for item in items]
    return join((element("h2", title), element("ul", *lines))) if lines else Markup()


def _fact(fact: ExplainedFact) -> Markup:
    share = "" if fact.contribution is None else f"; {signed(fact.contribution)}"
    return join((fact.sentence, " ", element("small", f"({fact.source}, {day(fact.date)}{share})")))
