"""The paper: read back with poppler, as a printer and a screen reader get it. ``make golden`` rewrites the text."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from risk_map.domain.checklist import boxes_of
from risk_map.domain.location import LOCATION_TYPES, SIGNAL_CATEGORIES, codes, labels
from risk_map.reporting.route_pdf import MOST_STOPS, own_boxes, paper_endings, render_papers, render_pdf
from risk_map.reporting.route_round import KnownPlace, PlannedStop
from risk_map.reporting.route_sheet import MOST_FACTS
from tests.reporting.route_example import STAMP, TEAM, WEST, full_team, map_of, sheet_of

GOLDEN = Path(__file__).parent / "golden"
REWRITE = os.environ.get("RISK_MAP_GOLDEN") == "rewrite"


def golden(name, text):
    path = GOLDEN / name
    if REWRITE:
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def ask(program, *arguments):
    return subprocess.run([program, *map(str, arguments)], capture_output=True, check=True, encoding="utf-8").stdout


@pytest.fixture(scope="module", params=[False, True], ids=["compact", "extended"])
def extended(request):
    return request.param


@pytest.fixture(scope="module")
def pdf(tmp_path_factory, extended):
    path = tmp_path_factory.mktemp("paper") / "list.pdf"
    path.write_bytes(render_pdf(sheet_of(), map_of(), STAMP.at, extended=extended))
    return path


def full_sheet(stops=8):
    """Give a sheet with as much to say about every stop as there can be."""
    team, places = full_team()
    sheet = sheet_of(team=team, places=places)
    return replace(sheet, stops=tuple(replace(sheet.stops[0], number=number) for number in range(1, stops + 1)))


def plain_sheet(stops):
    """Give a sheet with one fact about every stop."""
    sheet = sheet_of()
    stop = replace(sheet.stops[0], facts=sheet.stops[0].facts[:1], cautions=())
    return replace(sheet, stops=tuple(replace(stop, number=number) for number in range(1, stops + 1)))


def signalled_sheet(kind, told):
    """Give a sheet of places of one type, each with so many signals in the longest words, each of a day of its own."""
    categories = sorted((f"Signaal: {term.label}." for term in SIGNAL_CATEGORIES), key=len, reverse=True)
    source = "boa of toezichthouder, betrouwbaarheid A"
    signals = [(words, source, date(2026, 5, day)) for day, words in enumerate(categories, start=1)]
    place = KnownPlace(
        "Burgemeester van Voorbeeldstraat 123a-bis, 1234 AB Voorbeelddorp", WEST, kind, (151_000.0, 451_000.0),
        home=kind == "woning", last_visit=(date(2026, 1, 11), "ernstige_bevinding"),
    )  # fmt: skip
    places = {f"L{at}": replace(place, facts=tuple(signals[:count])) for at, count in enumerate(told)}
    stops = tuple(
        PlannedStop(name, 61_200, 61_800, 5400, ((57_600, 82_800),), ("politie_basisteam",)) for name in places
    )
    return sheet_of(team=replace(TEAM, stops=stops), places=places)


def printed(tmp_path_factory, sheet, **options):
    path = tmp_path_factory.mktemp("paper") / "full.pdf"
    path.write_bytes(render_pdf(sheet, map_of(*full_team()), STAMP.at, **options))
    return path


def of_types(*types):
    """Give a sheet with a stop of each of these types."""
    stop, words = full_sheet().stops[0], labels(LOCATION_TYPES)
    stops = tuple(
        replace(stop, number=number, kind=words[kind], boxes=tuple(box.label for box in boxes_of(kind)))
        for number, kind in enumerate(types, start=1)
    )
    return replace(full_sheet(), stops=stops)


@pytest.fixture(scope="module")
def compact(tmp_path_factory):
    return printed(tmp_path_factory, full_sheet())


@pytest.fixture(scope="module")
def longest(tmp_path_factory):
    return printed(tmp_path_factory, full_sheet(MOST_STOPS))


def pages_of(path):
    return ask("pdftotext", "-layout", path, "-").split("\f")[:-1]


def stops_per_page(path):
    """Give how many stops are on each page that has any."""
    return [count for page in pages_of(path) if (count := page.count("Bevinding"))]


def words_of(path):
    """Give the words of each page with where they stand (left, top), in millimetres."""
    pages = ask("pdftotext", "-bbox", path, "-").split("<page ")[1:]
    found = r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]+)<'
    return [[(word, float(x) / 72 * 25.4, float(y) / 72 * 25.4) for x, y, word in re.findall(found, p)] for p in pages]


def heights_of(path, word):
    """Give how high a word is, wherever it stands."""
    found = rf'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">{word}<'
    return [float(bottom) - float(top) for top, bottom in re.findall(found, ask("pdftotext", "-bbox", path, "-"))]


def smallest_type(path):
    """Give the smallest size on any page. Poppler draws at one and a half times the size, and gives whole numbers."""
    told = ask("pdftohtml", "-xml", "-i", "-stdout", path)
    return min(int(size) for size in re.findall(r'<fontspec id="\d+" size="(\d+)"', told))


def test_the_printed_text_is_what_it_was(pdf, extended):
    # Where poppler puts its spaces differs from version to version.
    lines = (" ".join(line.split()) for page in pages_of(pdf) for line in page.splitlines())
    text = "".join(f"{line}\n" for line in lines if line)
    assert text == golden("route_list_extended.txt" if extended else "route_list.txt", text)


def test_the_same_sheet_gives_the_same_bytes(pdf, extended):
    assert pdf.read_bytes() == render_pdf(sheet_of(), map_of(), STAMP.at, extended=extended)


def test_it_is_tagged_a4_and_dated(pdf):
    told = ask("pdfinfo", "-isodates", pdf)
    assert re.search(r"Tagged:\s+yes", told)
    assert "(A4)" in told
    assert "2026-12-04" in told
    assert "Routelijst Team 1, vrijdag 4 december 2026" in told
    assert b"pdfuaid:part" in pdf.read_bytes()


def test_every_font_is_in_the_file(pdf):
    lines = ask("pdffonts", pdf).splitlines()[2:]
    assert lines
    assert all(re.search(r"\byes yes yes\b", line) for line in lines)


def test_extended_eight_stops_with_the_longest_lists_take_ten_pages_one_each_for_a_stop(tmp_path_factory):
    pages = pages_of(printed(tmp_path_factory, full_sheet(), extended=True))
    assert len(pages) == 10
    assert all("Controlelijst" in page and "Ruimte voor feiten" in page for page in pages[1:9])


class TestCompact:
    @pytest.mark.parametrize(("stops", "pages"), [(1, 4), (4, 4), (5, 5), (8, 5), (9, 6), (MOST_STOPS, 7)])
    def test_four_stops_with_little_to_tell_go_on_a_page(self, tmp_path_factory, stops, pages):
        assert len(pages_of(printed(tmp_path_factory, plain_sheet(stops)))) == pages

    def test_at_their_fullest_three_stops_go_on_a_page_and_eight_facts_of_each_are_told(self, longest):
        pages = pages_of(longest)
        assert len(pages) == 9
        for number in range(1, MOST_FACTS + 1):
            told = [" ".join(page.split()).count(f"Feit nummer {number} over") for page in pages]
            assert told == [0, 3, 3, 3, 3, 3, 1, 0, 0]
        assert " ".join(" ".join(pages).split()).count("En nog 1 feit in het systeem.") == MOST_STOPS

    @pytest.mark.parametrize("kind", ["vakantiepark", "woning", "huisvesting_arbeidsmigranten"])
    @pytest.mark.parametrize("told", [(2, 3, 4, 5) * 2, (5,) * 8], ids=["two to five", "five"])
    def test_four_stops_with_up_to_five_facts_of_a_day_each_go_on_a_page(self, tmp_path, kind, told):
        path = tmp_path / "list.pdf"
        path.write_bytes(render_pdf(signalled_sheet(kind, told), map_of(), STAMP.at))
        assert stops_per_page(path) == [4, 4]
        assert len(pages_of(path)) == 5
        assert " ".join(" ".join(pages_of(path)).split()).count("mei 2026") == sum(told)
        assert smallest_type(path) >= int(9 * 1.5)

    @pytest.mark.parametrize(("told", "short"), [((1,), False), ((5,) * 8, True)])
    def test_the_legend_has_the_short_word_only_where_stops_have_it(self, tmp_path, told, short):
        path = tmp_path / "list.pdf"
        path.write_bytes(render_pdf(signalled_sheet("woning", told), map_of(), STAMP.at))
        text = " ".join(" ".join(pages_of(path)).split())
        assert ["betr. A" in text, "(betr.)" in text] == [short, short]

    def test_a_stop_with_much_to_tell_shares_its_page_with_stops_that_have_little(self, tmp_path):
        plain, full = plain_sheet(3).stops, full_sheet(1).stops
        path = tmp_path / "list.pdf"
        path.write_bytes(render_pdf(replace(full_sheet(), stops=(*plain, *full)), "", STAMP.at))
        assert stops_per_page(path) == [4]

    @pytest.mark.parametrize("sheet", [full_sheet(), plain_sheet(4), full_sheet(1)], ids=["full", "plain", "one"])
    def test_all_stops_of_a_list_have_one_size_of_type_and_it_is_large(self, tmp_path, sheet):
        path = tmp_path / "list.pdf"
        path.write_bytes(render_pdf(sheet, "", STAMP.at))
        told = heights_of(path, "laatste")
        assert len(told) == len(sheet.stops)
        assert max(told) - min(told) < 0.01
        assert min(told) / heights_of(path, "Geprint")[0] > 0.999

    def test_what_there_is_to_choose_from_is_on_one_line_with_two_lines_to_write_on(self, compact):
        page = words_of(compact)[1]
        for first, last in (("seksueel", "orgaan"), ("niemand", "bevroren")):
            assert len({round(y, 1) for word, _, y in page if word in {first, last}}) == 3
        (note, *_), (reason, *_) = ([y for word, _, y in page if word == one] for one in ("Ruimte", "niemand"))
        assert reason - note > 6

    def test_no_stop_is_split_over_pages(self, compact, longest):
        for path in (compact, longest):
            for page in pages_of(path):
                parts = [page.count(words) for words in ("partners nodig", "Feit nummer 1", "Bevinding", "Ruimte voor")]
                assert len(set(parts)) == 1

    def test_a_box_is_five_millimetres_and_numbered_in_order(self, compact):
        page = words_of(compact)[1]
        (left, top) = next((x, y) for word, x, y in page if word == "G")
        numbers = [(int(word), x) for word, x, y in page if word.isdigit() and x > left and 0 < top - y < 6]
        assert [number for number, _ in numbers] == list(range(1, 19))
        middles = [x + (1 if number > 9 else 0) for number, x in numbers]
        assert all(second - first > 4.9 for first, second in pairwise(middles))
        rows = [next(y for word, x, y in page if word == letter and abs(x - left) < 2) for letter in "GVN"]
        assert all(second - first > 4.9 for first, second in pairwise(rows))

    def test_the_page_behind_the_stops_says_what_each_number_means(self, compact):
        page = " ".join(pages_of(compact)[-2].split())
        for number, box in enumerate(boxes_of("huisvesting_arbeidsmigranten"), start=1):
            assert f" {number} {box.label}" in page
        assert f"staat op pagina {len(pages_of(compact)) - 1}" in " ".join(pages_of(compact)[0].split())

    def test_each_type_on_the_list_has_its_own_boxes_once_and_a_type_without_any_has_none(self):
        own = own_boxes(of_types("hotel", "woning", "hotel", "vakantiepark"))
        words = labels(LOCATION_TYPES)
        assert list(own) == [words["hotel"], words["vakantiepark"]]
        assert own[words["hotel"]] == tuple(box.label for box in boxes_of("hotel")[12:])

    def test_where_two_stops_fill_a_page_the_meanings_share_the_tenth_with_the_cards(self, tmp_path):
        sheet = of_types(*(codes(LOCATION_TYPES) * 2)[:MOST_STOPS])
        numbers = sheet.numbers[:1] + (("CoMensha", "033-448 11 86", "advies en aanmelding van slachtoffers"),) * 5
        stops = tuple(replace(stop, facts=tuple((2 * told, by) for told, by in stop.facts)) for stop in sheet.stops)
        path = tmp_path / "list.pdf"
        path.write_bytes(render_pdf(replace(sheet, numbers=numbers, stops=stops), map_of(), STAMP.at))
        last = pages_of(path)[-1]
        assert stops_per_page(path) == [2] * 8
        assert "Pagina 10 van 10" in last
        assert "Controlelijst" in last
        assert "Rode kaart" in last

    def test_no_type_is_smaller_than_nine_points(self, compact, longest):
        for path in (compact, longest):
            assert smallest_type(path) >= int(9 * 1.5)

    def test_a_list_that_would_pass_ten_pages_is_divided(self):
        assert paper_endings(MOST_STOPS, extended=False) == ("pdf",)
        assert paper_endings(MOST_STOPS + 1, extended=False) == ("pdf", "deel-2.pdf")
        assert paper_endings(MOST_STOPS + 1, extended=True) == ("pdf",)

    def test_what_is_divided_has_every_stop_once_and_says_which_part_it_is(self, tmp_path):
        for number, (ending, content) in enumerate(render_papers(full_sheet(31), "", STAMP.at).items(), start=1):
            path = tmp_path / ending
            path.write_bytes(content)
            pages = pages_of(path)
            assert f"Team 1, deel {number} van 2" in pages[0]
            assert len(pages) <= 10
            assert sum(page.count("Feit nummer 1 over") for page in pages) == (16, 15)[number - 1]


def test_every_page_says_where_it_belongs_for_whom_until_when_and_that_nothing_exists(longest):
    pages = pages_of(longest)
    for number, page in enumerate(pages, start=1):
        assert f"Pagina {number} van {len(pages)}" in page
        assert "Geprint voor Team 1 op 4 december 2026 om 12:05" in page
        assert "Vernietigen uiterlijk 6 december 2026" in page
        assert "VERTROUWELIJK · FICTIEVE GEGEVENS" in page
        assert "logboek 0123456789abcdef" in page


def test_the_last_page_has_both_cards_and_the_numbers(pdf):
    last = " ".join(pages_of(pdf)[-1].split())
    for words in ("Wat mag u als toezichthouder", "Rode kaart", "0900-8844", "Awb 5:15", "1 oktober 2026"):
        assert words in last


def test_a_list_without_a_map_without_a_log_and_without_numbers_prints_too(extended):
    bare = replace(sheet_of(), chain_head="", numbers=(), numbers_checked="", partners=())
    for stops in (bare.stops, ()):
        assert render_pdf(replace(bare, stops=stops), "", STAMP.at, extended=extended).startswith(b"%PDF")


@pytest.mark.parametrize(
    "text", ["#panic()", "$x$", "*vet* _schuin_ @bron <merk> `code`", "\\ \" ' ] [ { }", "=kop", "- punt"]
)
def test_no_text_is_read_as_an_instruction(tmp_path, text, extended):
    sheet = sheet_of()
    stop = replace(sheet.stops[0], address=text, facts=((text, text),))
    path = tmp_path / "list.pdf"
    path.write_bytes(render_pdf(replace(sheet, title=text, stops=(stop,)), "", STAMP.at, extended=extended))
    assert "".join(text.split()) in "".join(ask("pdftotext", path, "-").split())


def test_the_top_of_a_page_is_one_line_also_for_a_team_with_a_long_name(tmp_path_factory):
    sheet = sheet_of(team=replace(TEAM, name="Handhavingsteam Woudenberg en Leusden 12"))
    for page in pages_of(printed(tmp_path_factory, sheet)):
        first = page.strip().splitlines()[0]
        assert sheet.team in first
        assert sheet.day in first
        assert sheet.marks[-1] in first
