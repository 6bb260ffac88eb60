"""The register of signals, a report of one's own, and what was done with it."""

from risk_map.app import session, signalen

subject = session.subject()

signalen.show(subject)
