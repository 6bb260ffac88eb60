"""How the score is made, from which data, and who did what."""

from risk_map.app import accountability, session

subject = session.subject()

accountability.show(subject)
