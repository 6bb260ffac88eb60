"""Bring files in, give and take roles, and see when the last backup was made."""

from risk_map.app import administration, session

subject = session.subject()

administration.show(subject)
