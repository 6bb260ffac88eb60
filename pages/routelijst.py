"""The route list of today, stop by stop."""

from risk_map.app import routelijst, session

subject = session.subject()

routelijst.show(subject)
