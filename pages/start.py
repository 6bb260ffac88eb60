"""What waits for the user today."""

from risk_map.app import session, start

subject = session.subject()

start.show(subject)
