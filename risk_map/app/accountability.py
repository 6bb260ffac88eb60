"""The page Verantwoording: how the score is made, from which data, with which runs, and who did what."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import streamlit as st

from risk_map.app import cache, looks, red_button, session, state, texts
from risk_map.app.masthead import show_title
from risk_map.app.tables import show_table
from risk_map.governance.matrix import PERMISSIONS
from risk_map.governance.permissions import may
from risk_map.scoring.indicators import FAMILIES
from risk_map.workflow.administration import read_runs
from risk_map.workflow.audit import LogQuestion, read_audit, verify_audit
from risk_map.workflow.clock import local_day, now_of
from risk_map.workflow.score import replay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from risk_map.config import Config
    from risk_map.domain.subject import Subject
    from risk_map.scoring.weights import ScoreParams, Weight

PARTS: Final = {
    "score": ("Hoe de score ontstaat", ""),
    "gewichten": ("Gewichten", ""),
    "lagen": ("Gegevens en hun paspoort", ""),
    "runs": ("Bewaarde runs", "read_runs"),
    "model": ("Het model aan of uit", "press_red_button"),
    "logboek": ("Logboek", "read_audit"),
}
"""Key in the address -> title, and the use case of whoever has it."""

STEPS: Final = (
    "Elke locatie begint op hetzelfde basisniveau. Er is geen score voor een mens, alleen voor een plaats.",
    "Feiten over de plaats verhogen of verlagen dat niveau. Elk onderdeel heeft een factor, met een grens.",
    "Oude feiten tellen minder; een controle zonder bijzonderheden maakt eerdere signalen zwakker.",
    "Wat onbekend is, telt niet mee: naar geen van beide kanten.",
    "De factoren worden vermenigvuldigd. De uitkomst is een aantal keer het basisniveau, met een klasse en een rang.",
    "De rang heeft een band: zo ver schuift hij bij andere redelijke gewichten.",
    "Een woning krijgt nooit een score. Een mens besluit, met een reden voor en een reden tegen.",
)
PERIODS: Final = {"1": "vandaag", "7": "de laatste 7 dagen", "31": "de laatste 31 dagen"}
LINES_SHOWN: Final = 200


def show(subject: Subject) -> None:
    """Show the page.

    Parameters
    ----------
    subject
        Who looks.
    """
    config = cache.configuration()
    titles = {key: title for key, (title, needs) in PARTS.items() if not needs or may(subject, needs)}
    log = ", en wie wat deed" if "logboek" in titles else ""
    show_title(config, "Verantwoording", f"Hoe de kaart werkt en waar zij op rust{log}.")
    part = st.radio(
        "Onderdeel", list(titles), format_func=titles.__getitem__, horizontal=True, key="onderdeel", bind="query-params"
    )
    st.html(f"<h2>{titles[part]}</h2>")
    if part == "score":
        _show_score(config.score)
    elif part == "gewichten":
        _show_weights(config.score)
    elif part == "lagen":
        _show_layers(config)
    elif part == "runs":
        _show_runs(subject, config)
    elif part == "model":
        red_button.show(subject, config)
    else:
        _show_log(subject, config)


def _show_score(params: ScoreParams) -> None:
    st.html(f'<ol class="steps">{"".join(f"<li>{step}</li>" for step in STEPS)}</ol>')
    show_table(
        "De onderdelen van de score",
        ("onderdeel", "hoogstens maal", "laagstens maal", "waarom"),
        [
            (family.label, _plain(factors.up.value), _plain(factors.down.value), factors.up.reason)
            for family in FAMILIES
            for factors in (params.families[family.key],)
        ],
        empty="Er zijn nog geen onderdelen.",
    )
    floors = [
        (name.replace("_", " "), f"vanaf {_plain(floor)} keer het basisniveau" if floor else "wat daaronder blijft")
        for name, floor in params.class_floors.items()
    ]
    show_table("De klassen", ("klasse", "grens"), floors, empty="Er zijn nog geen klassen.")


def _show_weights(params: ScoreParams) -> None:
    st.html(
        '<p class="hint">Van elk gewicht: wat telt, de band waarbinnen deskundigen het redelijk vonden, en waarom. '
        "Wie een gewicht voorstelt, keurt het niet goed.</p>"
    )
    show_table(
        "Alle gewichten",
        ("gewicht", "waarde", "band", "reden", "bron", "voorgesteld en goedgekeurd"),
        [
            (
                name,
                _plain(weight.value),
                f"{_plain(weight.low)} tot {_plain(weight.high)}",
                weight.reason,
                weight.source,
                f"{weight.proposer}; {weight.approver}, {texts.day(weight.decided_on)}",
            )
            for name, weight in _all_weights(params)
        ],
        empty="Er zijn nog geen gewichten.",
    )


def _all_weights(params: ScoreParams) -> Iterator[tuple[str, Weight]]:
    for family in FAMILIES:
        yield f"{family.label}: hoogstens maal", params.families[family.key].up
        yield f"{family.label}: laagstens maal", params.families[family.key].down
    groups = (
        ("ernst", params.severities),
        ("betrouwbaarheid", params.reliabilities),
        ("halveringstijd in maanden", params.half_life_months),
        ("basisniveau", params.base_rates),
    )
    for title, group in groups:
        for key, weight in group.items():
            yield f"{title}: {key.replace('.', ', ').replace('_', ' ')}", weight
    yield "een signaal over een andere vorm", params.cross_form
    yield "wat een controle zonder bevinding overlaat", params.clearance


def _show_layers(config: Config) -> None:
    today = local_day(now_of(config))
    show_table(
        "Elke laag heeft een paspoort; zonder geldig paspoort telt zij voor nul",
        ("laag", "bron en eigenaar", "grondslag", "doel", "gegevens van", "geldig", "bewaartermijn"),
        [
            (
                layer.title,
                f"{layer.source}; {layer.owner}",
                layer.legal_basis,
                layer.purpose,
                texts.day(layer.refreshed_on),
                layer.why_invalid(today) or f"tot en met {texts.day(layer.valid_until)}",
                texts.count(layer.retention_months, "maand", "maanden") if layer.retention_months else "geen",
            )
            for layer in config.layers.values()
        ],
        empty="Er zijn nog geen lagen.",
    )


def _show_runs(subject: Subject, config: Config) -> None:
    runs = state.kept("runs", (subject, config.hash), lambda: read_runs(subject, config, now_of(config)))
    show_table(
        "Een run bewaart gegevens, configuratie, code en uitkomst, zodat zij te herhalen is",
        ("run", "peildatum", "vorm", "code"),
        [(run.run_id, texts.day(run.today), run.form, run.code_version) for run in runs],
        empty="Er is nog geen run bewaard. Dat gebeurt als een coördinator scoort met risk-map score.",
    )
    if runs and may(subject, "replay"):
        chosen = st.selectbox("Welke run herhalen", [run.run_id for run in runs], key="run")
        if st.button("Herhaal deze run", type="primary"):
            with session.attempt(), st.spinner("De run wordt herhaald en elk cijfer vergeleken …"):
                replay(subject, config, chosen, reason=session.reason())
                looks.log_run(subject, config, "replay", chosen)
                st.success(f"Run {chosen} geeft opnieuw precies dezelfde cijfers.")


def _show_log(subject: Subject, config: Config) -> None:
    with st.form("logboek", border=False):
        days = st.selectbox("Periode", list(PERIODS), format_func=PERIODS.__getitem__)
        actor = st.text_input("Alleen van deze aanmeldnaam (mag leeg)", max_chars=120).strip()
        location = st.text_input("Alleen over deze locatie (mag leeg)", max_chars=120).strip()
        asked = st.form_submit_button("Toon regels", type="primary")
    if asked:
        since = local_day(now_of(config)) - timedelta(days=int(days) - 1)
        _show_lines(subject, config, LogQuestion(since, actor or None, location or None))
    st.html("<h3>Klopt het logboek?</h3>")
    heads = st.text_area("Afgedrukte koppen, één per regel (mag leeg)", key="koppen")
    if st.button("Controleer het logboek"):
        with session.attempt():
            _show_check(subject, config, heads.split())


def _show_lines(subject: Subject, config: Config, question: LogQuestion) -> None:
    lines = read_audit(subject, config, question, now_of(config))
    shown = lines.iloc[::-1].head(LINES_SHOWN)
    st.html(f'<p class="counts" role="status"><strong>{texts.count(len(lines), "regel", "regels")}</strong></p>')
    show_table(
        f"De nieuwste regels, hoogstens {LINES_SHOWN}",
        ("nummer", "wanneer", "wie", "rol", "wat", "waarover", "hoe het afliep", "waar gevraagd", "reden"),
        [
            (seq, texts.moment(at), actor, role, _words_of(action), about, result, origin, reason)
            for seq, at, actor, role, action, about, result, origin, reason in shown[
                ["at", "actor", "actor_role", "action", "object", "result", "origin", "reason"]
            ].itertuples()
        ],
        empty="Geen regel voldoet aan deze vraag.",
        codes=("wie", "waarover"),
    )


def _words_of(action: str) -> str:
    """Say what was done as the matrix says it; what only the product itself does keeps its name."""
    return PERMISSIONS[action].words if action in PERMISSIONS else action


def _show_check(subject: Subject, config: Config, heads: list[str]) -> None:
    with st.spinner("Elke regel wordt nagerekend …"):
        found = verify_audit(subject, config, heads, now_of(config))
    if found.is_whole:
        st.success(f"Het logboek klopt: {texts.count(found.rows, 'regel', 'regels')}.")
    else:
        st.warning("Het logboek klopt niet. " + " ".join(f"{problem}." for problem in found.problems[:10]))
    for notice in found.notices[:10]:
        st.info(f"{notice}.")
    st.html("<p>De kop van het logboek. Druk haar af en bewaar haar buiten dit systeem:</p>")
    st.code(str(found.head), language=None, wrap_lines=True)


def _plain(value: float) -> str:
    return f"{value:g}".replace(".", ",")
