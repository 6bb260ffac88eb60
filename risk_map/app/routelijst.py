"""The page Routelijst: the round of today on a phone, stop by stop, with large buttons and nothing that says why."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import streamlit as st

from risk_map.app import cache, texts
from risk_map.app.deeds import attempt, show_done
from risk_map.app.masthead import show_title
from risk_map.app.open_rounds import ask_round, ask_team, record
from risk_map.app.pages import go_to
from risk_map.app.prints import show_prints
from risk_map.domain.cases import NOT_VISITED_REASONS
from risk_map.domain.inspection import NOT_VISITED, RESULTS
from risk_map.domain.location import labels
from risk_map.governance.permissions import may
from risk_map.reporting.cards import NO_OTHER_FACTS, NO_SIGN_ALONE, POWERS, RED_CARD
from risk_map.workflow.visits import VisitForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.reporting.route_sheet import RouteSheet, SheetStop
    from risk_map.workflow.route_reads import ListedStop, TeamList

STYLES: Final = Path(__file__).parent / "frontend" / "round.css"


def show(subject: Subject) -> None:
    """Show the page.

    Parameters
    ----------
    subject
        Who looks.
    """
    config = cache.configuration()
    show_title(config, "Routelijst")
    st.html(STYLES)
    show_done(subject)
    found = ask_round(subject, config)
    if found is None:
        return
    team = ask_team(found)
    if team is None:
        return
    st.html(head_html(team))
    with st.expander("Kaart van de route"):
        st.html(f'<p class="route-picture"><img src="{picture(team.svg)}" alt="{escape(_map_words(team))}"></p>')
    with st.expander("Vermoedt u een slachtoffer? De rode kaart"):
        st.html(card_html(team.sheet))
    with st.expander("Wat mag u als toezichthouder"):
        st.html(f'<div class="stop">{_numbered(POWERS)}</div>')
    for stop in team.stops:
        _show_stop(subject, config, found.round_id, stop)
    st.header("Meenemen, ook zonder internet", anchor=False)
    show_prints(subject, config, found.round_id, everything=False)
    st.html(f'<p class="note">{escape(team.sheet.destroy)}.</p>')


def head_html(team: TeamList) -> str:
    """Say who goes when, and how far the round is."""
    sheet = team.sheet
    done = sum(stop.result is not None for stop in team.stops)
    told = {
        "Dienst": sheet.shift,
        "Start": sheet.start,
        "Reis": sheet.way,
        "Pauze": sheet.pause,
        "Mensen": sheet.people,
        "Partners mee": "; ".join(sheet.partners) or "geen",
    }
    pairs = "".join(f"<dt>{name}</dt><dd>{escape(words)}</dd>" for name, words in told.items() if words)
    return (
        f'<section class="stop"><h2>{escape(sheet.team)}, {escape(sheet.day)}</h2><dl>{pairs}</dl>'
        f'<p role="status"><strong>{done} van {len(team.stops)} vastgelegd.</strong></p></section>'
    )


def stop_html(stop: ListedStop) -> str:
    """Write one stop: where, when, what to mind, and what is known; the same for every reason why it was chosen."""
    words = stop.words
    begin = f", begin {words.begin}" if words.begin else ""
    facts = {
        "Bezoektijden": words.hours,
        "Duur": words.duration or "niet bekend",
        "Partners nodig": "; ".join(words.partners) or "geen",
        "Contact": words.contact,
        "Laatste controle": words.last_visit,
    }
    pairs = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts.items())
    care = [*(["Deze locatie is bevroren: ga er niet heen."] if stop.frozen else []), *words.cautions]
    minded = f'<p class="care"><strong>Let op.</strong> {escape(" ".join(care))}</p>' if care else ""
    done = f'<p class="done">Vastgelegd: {labels(RESULTS)[stop.result]}.</p>' if stop.result else ""
    return (
        f'<section class="stop"><p class="when">{escape(words.arrival)}{escape(begin)}</p>'
        f"<h3>{words.number}. {escape(texts.address(words.address))}</h3>"
        f"<p>{escape(words.kind)}, {escape(words.municipality)}</p>"
        f"{minded}{done}<dl>{pairs}</dl></section>"
    )


def known_html(words: SheetStop) -> str:
    """Write the facts and the boxes of a stop."""
    facts = "".join(f"<li>{escape(fact)} <small>({escape(source)})</small></li>" for fact, source in words.facts)
    more = f"<p>En nog {words.more_facts} feiten in het systeem.</p>" if words.more_facts else ""
    told = f"<ul>{facts}</ul>" if facts else f"<p>{NO_OTHER_FACTS}</p>"
    return (
        f'<div class="stop"><h4>Feiten</h4>{told}{more}'
        f"<h4>Controlelijst</h4><p>{escape(NO_SIGN_ALONE)}</p>{_numbered(words.boxes)}</div>"
    )


def card_html(sheet: RouteSheet) -> str:
    """Write the red card with the numbers to call."""
    numbers = "".join(
        f"<li><strong>{escape(number)}</strong> {escape(name)} <small>{escape(remark)}</small></li>"
        for name, number, remark in sheet.numbers
    )
    return f'<div class="stop">{_numbered(RED_CARD)}<ul>{numbers}</ul></div>'


def picture(svg: str) -> str:
    """Give an SVG as the address of a picture: Streamlit strips it from HTML, and a picture runs nothing."""
    return f"data:image/svg+xml,{quote(svg)}"


def _show_stop(subject: Subject, config: Config, round_id: str, stop: ListedStop) -> None:
    number = stop.words.number
    with st.container(border=True, key=f"groot-plaats-{number}"):
        st.html(stop_html(stop))
        if may(subject, "record_visit") and stop.result is None:
            if st.button("Bevinding vastleggen", type="primary", width="stretch", key=f"leg_vast_{stop.stop_id}"):
                go_to("bevindingen", ronde=round_id, plaats=stop.stop_id)
            with st.expander("Niet bezocht, omdat …"):
                _ask_why_not(subject, config, stop)
        with st.expander("Feiten en controlelijst"):
            st.html(known_html(stop.words))


def _ask_why_not(subject: Subject, config: Config, stop: ListedStop) -> None:
    words = labels(NOT_VISITED_REASONS)
    reason = st.radio(
        "Waarom niet", list(words), index=None, format_func=words.__getitem__, key=f"reden_{stop.stop_id}"
    )
    key = f"niet_{stop.stop_id}"
    if st.button("Leg vast: niet bezocht", disabled=reason is None, width="stretch", key=key):
        form = VisitForm(stop.stop_id, NOT_VISITED, not_visited_reason=reason)
        done = f"Vastgelegd: {texts.address(stop.words.address)} is niet bezocht. De locatie kan weer in een ronde."
        attempt(subject, config, lambda: record(subject, config, form), done)


def _map_words(team: TeamList) -> str:
    return f"Kaart van de route van {team.sheet.team}: {len(team.stops)} genummerde plaatsen, hieronder in volgorde."


def _numbered(lines: Iterable[str]) -> str:
    return f"<ol>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ol>"
