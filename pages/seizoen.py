"""Spread many rounds over a season, and plan each of them when its day comes."""

from risk_map.app import season_page, session

subject = session.subject()

season_page.show(subject)
