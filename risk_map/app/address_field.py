"""A question for an address: somebody types part of it, and says which of those that fit is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from risk_map.app import looks, texts
from risk_map.errors import InputError
from risk_map.store.audit import ADDRESS
from risk_map.workflow.address_search import find_address

if TYPE_CHECKING:
    from risk_map.app.kept_form import KeptForm
    from risk_map.config import Config
    from risk_map.domain.subject import Subject


def ask_address(
    subject: Subject, config: Config, kept: KeptForm, label: str, which: str, *, names: tuple[str, str]
) -> str | None:
    """Ask for an address of the BAG; never the first that fits without a word.

    Parameters
    ----------
    subject, config
        Who asks, and where the addresses are.
    kept
        The form that it is asked in.
    label, which
        The question for part of an address, and the one for which of those that fit.
    names
        Of the two fields in the form.

    Returns
    -------
    str | None
        ``identificatie`` of the nummeraanduiding; nothing while none is chosen.
    """
    text = st.text_input(
        label,
        max_chars=80,
        placeholder="Straat en huisnummer, of postcode en huisnummer",
        **kept.field(names[0], usual=""),
    )
    if not text.strip():
        return None
    try:
        found = find_address(subject, config, text)
    except InputError as problem:
        st.warning(str(problem))
        return None
    if found.addresses.empty:
        st.info("Geen adres gevonden. Zoek op alleen de straat, of op postcode en huisnummer.")
        return None
    looks.log_look(subject, config, "find_address", found.addresses.index, ADDRESS, place=kept.key(names[0]))
    words = texts.told_apart(
        dict(zip(found.addresses.index, found.addresses["address"].map(texts.address), strict=True))
    )
    place: str | None = st.radio(
        which, list(words), index=None, format_func=words.__getitem__, **kept.field(f"{names[1]}_{text}", options=words)
    )
    if found.total > len(words):
        first = f"De eerste {len(words)} van {texts.number(found.total)}. Maak het adres vollediger."
        st.html(f'<p class="counts">{first}</p>')
    return place
