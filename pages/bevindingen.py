"""Record what was found, in the order of the printed boxes."""

from risk_map.app import bevindingen, session

subject = session.subject()

bevindingen.show(subject)
