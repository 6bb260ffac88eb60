"""Forty attacks, and the demonstration region in which every text that anybody could write is one of them."""

from __future__ import annotations

import itertools
from contextlib import closing
from datetime import UTC, date, datetime, time
from types import SimpleNamespace

from risk_map.domain.frames import AREAS, SYNTHETIC
from risk_map.domain.registers import LOCATIONS
from risk_map.domain.subject import Role
from risk_map.store import audit, schema
from risk_map.store.engine import open_store
from risk_map.store.folder import DataFolder
from risk_map.store.ledger import stamp

HIT = "top.hit=1"
ATTACKED = "LOC-0003"
"""The location about which all attacks were written down."""

LOGGED = "LOC-AANVAL"
"""What everybody with an attack for a name looked at, as the log says."""

SIGNAL, ROUND = "signaal-aanval", "ronde-aanval"
"""The signal of which all steps are attacks, and the round of which all teams are."""

TOWN = "GM0355"
NOW = datetime(2026, 10, 1, tzinfo=UTC)
SEEN, GOES = date(2026, 10, 30), date(2026, 11, 3)

PAYLOADS = (
    f"<img src=x onerror='{HIT}'>",
    f"<img src=x onerror={HIT}//",
    f"<img/src=x/onerror='{HIT}'>",
    f"<svg onload='{HIT}'></svg>",
    f"<svg><script>{HIT}</script></svg>",
    f"<svg><a xlink:href='javascript:{HIT}'><text>x</text></a></svg>",
    f"<math><mtext><img src=x onerror='{HIT}'></mtext></math>",
    f"<script>{HIT}</script>",
    f"</script><script>{HIT}</script>",
    f"</style><script>{HIT}</script>",
    f"</title><img src=x onerror='{HIT}'>",
    f"</textarea><img src=x onerror='{HIT}'>",
    f"--><img src=x onerror='{HIT}'>",
    f"<!--<img src='--><img src=x onerror={HIT}>'>",
    f"<iframe srcdoc='<script>{HIT}</script>'></iframe>",
    f"<iframe src='javascript:{HIT}'></iframe>",
    f"<object data='javascript:{HIT}'></object>",
    f"<body onload='{HIT}'>",
    f"<input autofocus onfocus='{HIT}'>",
    f"<details open ontoggle='{HIT}'>x</details>",
    f"<video><source onerror='{HIT}'></video>",
    f"<a href='javascript:{HIT}' autofocus>x</a>",
    f"<form><button formaction='javascript:{HIT}'>x</button></form>",
    f"<meta http-equiv=refresh content='0;url=javascript:{HIT}'>",
    f"<style onload='{HIT}'></style>",
    f'" onmouseover="{HIT}" x="',
    f"' onmouseover='{HIT}' x='",
    f"`;{HIT};`",
    f"`+({HIT})+`",
    f"${{{HIT}}}",
    f"`${{{HIT}}}`",
    f"{{{{ {HIT} }}}}",
    f"{{% set x = 1 %}}{{{{ {HIT} }}}}",
    f"'-({HIT})-'",
    f'";{HIT};"',
    f"\\';{HIT};//",
    f'\\";{HIT};//',
    f"\\u003cimg src=x onerror={HIT}\\u003e",
    f"[link](javascript:{HIT})",
    f"![x](x) <img src=x onerror='{HIT}'>",
)


def attacks(amount):
    """Give so many attacks, each as often as the others."""
    return list(itertools.islice(itertools.cycle(PAYLOADS), amount))


def pieces(limit):
    """Give all attacks as few texts of at most so many characters."""
    texts = []
    for payload in sorted((one[:limit] for one in PAYLOADS), key=len, reverse=True):
        place = next((at for at, text in enumerate(texts) if len(text) + len(payload) < limit), len(texts))
        texts[place:] = [" ".join([*texts[place : place + 1], payload]), *texts[place + 1 :]]
    return texts


def attack(path):
    """Write attacks in every text of a copy of the demonstration region.

    Parameters
    ----------
    path
        Its data folder, with its store.
    """
    folder = DataFolder(path)
    addresses = folder.read_addresses()
    folder.write_addresses(addresses.assign(woonplaats_naam=attacks(len(addresses))))
    for contract, column in ((LOCATIONS, "address"), (AREAS, "naam")):
        frame = folder.read(contract)
        folder.write(frame.assign(**{column: attacks(len(frame))}), contract)
    locations = folder.read(LOCATIONS)
    here = locations[(locations["gemeentecode"] == TOWN) & (locations["location_type"] != "woning")]
    with closing(open_store(f"sqlite:///{path / 'risk_map.db'}")) as store, store.write() as tx:
        who = stamp("demo.aanvaller", Role.REGIOCOORDINATOR, NOW)
        _write_about_a_place(tx, who)
        _write_signals(tx, who)
        _write_people(tx)
        _write_round(tx, who, here.index.drop(ATTACKED, errors="ignore")[: len(PAYLOADS)])


def _write_about_a_place(tx, who):
    place = {"location_id": ATTACKED, "gemeentecode": TOWN}
    for payload in PAYLOADS:
        reasons = {"reason_for": payload, "reason_against": payload}
        decided = {"home": False, "verdict": "in_ronde", "form": "totaal", "score_seen": True}
        tx.append(schema.decision, **place, **reasons, **decided, **who)
        tx.append(schema.freeze, **place, frozen=True, reason=f"{payload} {payload}"[:280], **who)
        tx.append(schema.saved_area, name=payload[:80], gemeentecode=None, choice="{}", kept=True, **who)
        tx.append(schema.model_switch, model_on=True, reason=payload, **who)


def _write_signals(tx, who):
    facts = {"observed_on": SEEN, "form": "arbeid", "category": "overbewoning", "bron": SYNTHETIC}
    source = {"source_type": "bewoner", "reliability": "B", "link_method": "none", "gemeentecode": TOWN}
    for payload in PAYLOADS:
        tx.append(schema.signal, address=payload, note=payload, **facts, **source, **who)
    tx.append(schema.signal, id=SIGNAL, address=PAYLOADS[0], note=PAYLOADS[0], **facts, **source, **who)
    for payload in PAYLOADS:
        tx.append(schema.signal_event, signal_id=SIGNAL, kind="verrijkt", note=payload, **who)
        forwarded = {"organisation": "brandweer", "reference": payload[:40]}
        tx.append(schema.signal_event, signal_id=SIGNAL, kind="doorgezet", **forwarded, **who)


def _write_people(tx):
    for payload in PAYLOADS:
        who = stamp(payload, Role.BEHEERDER, NOW)
        grant = {"subject_id": payload, "role": "boa", "gemeentecode": TOWN, "granted": True, "proposed_by": "x"}
        tx.append(schema.role_grant, **grant, **who)
        tx.append(schema.import_batch, register="signals", file_sha256="0" * 64, rows=1, added=0, **who)
        visitor = SimpleNamespace(id=payload, role=payload)
        audit.append(tx, visitor, audit.Deed("read_places", (audit.thing(audit.LOCATION, LOGGED),)), NOW)


def _write_round(tx, who, locations):
    name = {"on_date": GOES, "gemeentecode": TOWN}
    for payload in PAYLOADS:
        draft = tx.append(schema.inspection_round, name=payload[:80], **name, **who)
        tx.append(schema.round_event, round_id=draft, state="concept", **who)
    tx.append(schema.inspection_round, id=ROUND, name=PAYLOADS[0][:80], **name, **who)
    tx.append(schema.round_event, round_id=ROUND, state="concept", **who)
    for payload, location_id in zip(PAYLOADS, locations, strict=True):
        decided = {"home": False, "verdict": "in_ronde", "form": "totaal", "score_seen": True, "gemeentecode": TOWN}
        reasons = {"reason_for": payload, "reason_against": payload}
        decision = tx.append(schema.decision, location_id=location_id, **reasons, **decided, **who)
        shift = {"members": 2, "shift_start": time(9), "shift_end": time(17)}
        team = tx.append(schema.round_team, round_id=ROUND, name=payload[:80], **shift, **who)
        stop = {"location_id": location_id, "home": False, "origin": "risico", "position": 1, "planned_at": time(10)}
        tx.append(schema.round_stop, round_id=ROUND, on_date=GOES, decision_id=decision, team_id=team, **stop, **who)
    for state in ("goedgekeurd", "uitgegeven"):
        tx.append(schema.round_event, round_id=ROUND, state=state, **stamp("demo.ander", Role.REGIOCOORDINATOR, NOW))
