"""Made-up notes: each name of a person in a sentence, and sentences with the names of places, of trade and of nobody.

The names stand in ``note_corpus.txt``. They were written down by origin and not taken from the lists of the product; no
person is meant.
"""

from __future__ import annotations

from pathlib import Path

AROUND_A_NAME = (
    "{} woont boven de zaak",
    "De sleutel ligt bij {} achter de balie",
    "{} werkt hier elke avond",
    "Volgens omwonenden slaapt {} in de kelder",
    "Gesproken met {}, die de deur opendeed",
    "Post op naam van {} in de hal",
    "{}",
    "Vijf matrassen. {} haalt de huur op",
    "Het loon gaat naar {} en niet naar het personeel",
    "Busje van {} staat elke ochtend voor",
)
AROUND_A_PLACE = (
    "Melding over een pand bij {}",
    "Tegenover {} staan drie busjes",
    "{} ligt aan de achterkant",
    "Naast {} is een tweede ingang",
    "De loods achter {} is dicht",
    "Het terrein van {} is afgesloten",
    "Zie ook {}, zelfde gebruiker",
)
AROUND_A_PEOPLE = (
    "drie {} slapen boven de keuken",
    "Er werken {} in de schuur",
    "{}",
    "Gesproken met {}, elk op een kamer",
)
AROUND_OF_A_LAND = ("{} vrouwen achter het gordijn", "Drie {} mannen in de loods", "De {} bewoners slapen in de schuur")


def read_corpus():
    """Give the sections: a sentence per line under ``zin``, names with commas under the others."""
    found = {}
    text = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    for section in text.split("[")[1:]:
        title, _, body = section.partition("]\n")
        lines = body.strip().splitlines()
        found.setdefault(title.split(":")[0], []).extend(lines if title == "zin" else " ".join(lines).split(", "))
    return found


def in_sentences(names, sentences):
    return [sentences[number % len(sentences)].format(name) for number, name in enumerate(names)]


CORPUS = read_corpus()
WITH_FULL_NAME = in_sentences(CORPUS["naam"], AROUND_A_NAME)
WITH_GIVEN_NAME = in_sentences(CORPUS["voornaam"], AROUND_A_NAME)
ABOUT_PEOPLE = {
    "peoples": in_sentences(CORPUS["volk"], AROUND_A_PEOPLE),
    "of a land, colour, faith or orientation": in_sentences(CORPUS["van een land"], AROUND_OF_A_LAND),
    "said of somebody": CORPUS["over iemand"],
    "spelt-out addresses and numbers": CORPUS["bereikbaar"],
}
WITHOUT = {
    "streets": in_sentences(CORPUS["straat"] * 2, AROUND_A_PLACE),
    "companies": in_sentences(CORPUS["bedrijf"], AROUND_A_PLACE),
    "places and institutions": in_sentences(CORPUS["plaats"] * 2, AROUND_A_PLACE),
    "ordinary sentences": CORPUS["zin"],
}
