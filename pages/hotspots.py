"""Where more is reported than the number of addresses makes one expect: totals only."""

from risk_map.app import hotspots, session

subject = session.subject()

hotspots.show(subject)
