"""Everything about one location, and the decision about it."""

from risk_map.app import locatie, session

subject = session.subject()

locatie.show(subject)
