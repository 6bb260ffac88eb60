"""What a user reads when the database refuses: one table from rule to Dutch sentence."""

from __future__ import annotations

import re
from typing import Final

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from risk_map.errors import ConflictError, StoreError

BUSY: Final = "De database is nu te druk met ander werk. Er is niets gewijzigd; probeer het over een minuut opnieuw."

RULES: Final = {
    "stop_without_decision": "Deze locatie heeft geen geldig besluit om in een ronde te gaan. Neem eerst een besluit.",
    "stop_hides_home": "Volgens het register is dit een woning. Besluit opnieuw, als over een woning.",
    "stop_home_unassessed": "Een woning gaat alleen een ronde in na een signaal dat een mens heeft beoordeeld.",
    "stop_home_unconfirmed": "Een woning gaat alleen een ronde in als een tweede persoon het besluit heeft bevestigd.",
    "stop_home_drawn": "Een woning gaat nooit als steekproef een ronde in.",
    "ck_round_stop_home_drawn": "Een woning gaat nooit als steekproef een ronde in.",
    "stop_without_signal": "Naar aanleiding van een signaal gaat alleen wat volgens het besluit op een signaal rust.",
    "stop_signal_void": "Het signaal onder dit besluit is ongegrond, gecorrigeerd of van elders. Besluit opnieuw.",
    "stop_not_drawn": "Als steekproef gaat alleen een ronde in wat voor die ronde aselect is getrokken.",
    "stop_frozen": "Deze locatie is bevroren en gaat geen ronde in.",
    "stop_taken": "Deze locatie zit op deze datum al in een ronde. Kies een andere datum of een andere locatie.",
    "pk_stop_claim": "Deze locatie zit op deze datum al in een ronde. Kies een andere datum of een andere locatie.",
    "stop_round_closed": "Deze ronde is niet meer in voorbereiding. Wie haar wil wijzigen, heropent haar eerst.",
    "stop_other_date": "De datum van de locatie is niet de datum van de ronde.",
    "stop_model_off": "Het model staat uit: alleen signalen en steekproeven gaan een ronde in.",
    "stop_correction": "Deze locatie is al uit de ronde gehaald, of hoort bij een andere ronde.",
    "withdrawal_of_old_stop": "Deze plaats in de ronde is intussen gewijzigd. Haal de ronde opnieuw op.",
    "withdrawal_round_closed": "Deze ronde staat vast. Wie haar wil wijzigen, heropent haar eerst.",
    "uq_stop_withdrawal_stop_id": "Deze locatie is al uit de ronde gehaald.",
    "claim_without_stop": "Een locatie wordt alleen bezet door een plaats in een ronde.",
    "round_step": "Deze stap kan nu niet: een ronde gaat van concept naar goedgekeurd, uitgegeven en gesloten; "
    "alleen een goedgekeurde gaat terug naar concept.",
    "round_has_frozen_stop": "In deze ronde zit een bevroren locatie. Haal die er eerst uit.",
    "round_has_void_signal": "In deze ronde zit een locatie waarvan het signaal intussen ongegrond of gecorrigeerd is. "
    "Haal die er eerst uit.",
    "round_hides_home": "In deze ronde zit een locatie die volgens het register intussen een woning is. "
    "Haal die er eerst uit.",
    "round_model_off": "Het model staat uit, en in deze ronde zit een locatie die niet op een signaal of de steekproef "
    "rust. Haal die eruit (een goedgekeurde ronde heropent u eerst), of trek de ronde in.",
    "round_withdrawn_visited": "In deze ronde is al een bezoek vastgelegd. Haal eruit wat niet is bezocht, "
    "en sluit haar.",
    "approval_same_subject": "Wie een ronde opstelde, heropende of vulde, keurt haar niet zelf goed. Vraag een ander.",
    "draw_home": "Een woning doet nooit mee aan de steekproef.",
    "ck_draw_pick_home_drawn": "Een woning doet nooit mee aan de steekproef.",
    "draw_unregistered": "Alleen wat in het register staat en geen woning is, doet mee aan de steekproef.",
    "signal_anonymous": "Een anonieme melding heeft hoogstens betrouwbaarheid C.",
    "decision_hides_home": "Volgens het register is dit een woning. Besluit opnieuw, als over een woning.",
    "decision_signal_elsewhere": "Dit signaal gaat niet over deze locatie. Noem het signaal dat ertoe leidde.",
    "confirmation_without_decision": "Dit besluit bestaat niet of is vervangen; er is niets te bevestigen.",
    "confirmation_same_subject": "Wie het besluit nam, kan het niet zelf bevestigen. Vraag een tweede persoon.",
    "uq_confirmation_decision_id": "Dit besluit is al bevestigd.",
    "ck_decision_home_needs_signal": "Een besluit om een woning te bezoeken hoort bij een signaal. Noem het signaal.",
    "ck_round_team_members": "Een team heeft ten minste twee mensen.",
    "ck_signal_event_forwarded_to": "Noem bij doorzetten de organisatie, en alleen dan.",
    "ck_signal_event_closed_with": "Noem bij sluiten de uitkomst, en alleen dan.",
    "ck_visit_not_visited_why": "Noem bij een niet bezochte locatie van een ronde de reden, en alleen dan.",
    "visit_stop_twice": "Van deze plaats in de ronde is al een bezoek vastgelegd. Verbeter dat bezoek op de pagina "
    "Bevindingen, of met --corrigeert.",
    "visit_model_off": "Het model staat uit, en dit bezoek rust erop: het vervalt. Begon het voordat het model "
    "uitging, zeg dan hoe laat. Dat een plaats niet is bezocht, kan altijd worden vastgelegd.",
    "role_own_proposal": "Wie een rol krijgt, stelt die niet zelf voor; dat doet iemand anders.",
    "role_combination": "Beheerder en auditor gaan niet samen met een andere rol van dezelfde persoon.",
    "ck_role_grant_second_person": "Wie een rol voorstelt, kan hem niet zelf toekennen. Vraag een tweede persoon.",
    "audit_gap": "Het logboek kan alleen aan het eind worden aangevuld.",
    "purge_held": "Deze gegevens zijn vastgehouden (legal hold) en worden niet vernietigd.",
}
"""Name of a wall or a constraint -> what is wrong and what to do."""

KINDS: Final = (
    (
        "purge_",
        "Alleen wat zijn bewaartermijn had, wordt vernietigd: in zijn geheel, met bewijs in het logboek.",
    ),
    ("no_update_", "Wat is vastgelegd, verandert niet meer. Leg een correctie vast."),
    ("no_delete_", "Wat is vastgelegd, wordt niet gewist; alleen de bewaartermijn vernietigt, met een bewijs."),
    ("no_truncate_", "Wat is vastgelegd, wordt niet gewist; alleen de bewaartermijn vernietigt, met een bewijs."),
    ("ref_", "Dit verwijst naar iets dat niet (meer) is vastgelegd."),
    ("fk_", "Dit verwijst naar iets dat niet (meer) is vastgelegd."),
    ("list_", "Een waarde staat niet in de vaste lijst."),
    ("ck_", "Een waarde is leeg, te lang of onmogelijk."),
    ("nn_", "Een verplichte waarde ontbreekt."),
    ("pk_", "Dit is al vastgelegd."),
    ("uq_", "Dit is al vastgelegd."),
)
"""First letters of a name -> sentence, for what has no sentence of its own."""

CHANGED: Final = "Iemand anders heeft dit intussen gewijzigd. Haal het opnieuw op en probeer het nog eens."
"""Two people corrected the same row: the second one did not see the correction of the first."""

FAILURES: Final = (
    (r"database (table )?is locked|\[(55P03|40P01|40001)\]", BUSY),
    (
        # The last one comes while PostgreSQL lets somebody in, without a code.
        r"disk is full|disk I/O error|\[53100\]|could not write init file",
        "De schijf is vol of stuk. Er is niets gewijzigd; maak ruimte en probeer opnieuw.",
    ),
    (r"readonly database|\[(25006|42501)\]", "De database mag hier alleen worden gelezen; er is niets gewijzigd."),
    (r"malformed|not a database", "Het databasebestand is beschadigd. Zet een reservekopie terug (risk-map restore)."),
    (r"unable to open", "Het databasebestand kan niet worden geopend. Controleer de map en de rechten."),
)
"""What the driver says, after its SQLSTATE in brackets -> sentence."""

UNREACHABLE: Final = "De database is niet bereikbaar. Controleer het adres (RISK_MAP_DATABASE_URL) en of zij aan staat."


def translate(error: SQLAlchemyError) -> StoreError:
    """Make the error that a user reads of an error of the database.

    Parameters
    ----------
    error
        What SQLAlchemy raised.

    Raises
    ------
    SQLAlchemyError
        The same error again, when it is a fault in this program and not something that a user can do something about.
    """
    if isinstance(error, IntegrityError):
        rule = rule_of(error)
        return ConflictError(sentence_of(rule), rule)
    if isinstance(error, PoolTimeout):
        return StoreError(BUSY)
    if not isinstance(error, DBAPIError):
        raise error
    state = getattr(error.orig, "sqlstate", "")
    said = f"[{state}] {error.orig}"
    for pattern, sentence in FAILURES:
        if re.search(pattern, said):
            return StoreError(sentence)
    if error.connection_invalidated or (isinstance(error, OperationalError) and state is None):
        return StoreError(UNREACHABLE)
    raise error


def sentence_of(rule: str) -> str:
    """Give the sentence of a wall or a constraint."""
    if rule in RULES:
        return RULES[rule]
    if rule.startswith("uq_") and rule.endswith("_corrects"):
        return CHANGED
    return next((sentence for start, sentence in KINDS if rule.startswith(start)), KINDS[-1][1])


def rule_of(error: IntegrityError) -> str:
    """Find which wall or constraint refused.

    Notes
    -----
    PostgreSQL names it. SQLite says the name of a trigger or a CHECK, and for a missing value the column; it does not
    say which foreign key was broken.
    """
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name or f"nn_{diagnosis.table_name}_{diagnosis.column_name}")
    said = str(error.orig)
    kind, _, named = said.partition(" constraint failed")
    name = named.removeprefix(": ").replace(".", "_")
    return {"CHECK": name, "NOT NULL": f"nn_{name}", "FOREIGN KEY": "fk_"}.get(kind, said)
