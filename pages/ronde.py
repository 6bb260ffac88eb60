"""Plan a round in four steps: choose, plan, adjust, settle."""

from risk_map.app import round_page, session

subject = session.subject()

round_page.show(subject)
