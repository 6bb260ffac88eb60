from __future__ import annotations

import datetime as dt
import io
import time
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from risk_map.sources.limits import FileLimits
from risk_map.sources.refusals import Refusal
from risk_map.sources.tables import ROW_NUMBER, read_csv, read_xlsx

LIMITS = FileLimits(max_rows=50, max_columns=20)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "x"


def csv_rows(path, content, limits=LIMITS):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_csv(path, limits).to_pylist()


def xlsx_rows(path, rows, limits=LIMITS, change=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    book.save(path)
    return read_xlsx(path, limits).to_pylist()


def refusal(function, *arguments):
    with pytest.raises(Refusal) as caught:
        function(*arguments)
    return caught.value


class TestCsv:
    @pytest.mark.parametrize("delimiter", [";", ",", "\t"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("start", ["", "\ufeff"])
    def test_delimiter_line_ends_and_bom_are_found_out(self, path, delimiter, end, start):
        text = start + end.join(delimiter.join(row) for row in (["adres", "toev"], ["A 1", "02"], ["B 2", "NA"])) + end
        assert csv_rows(path, text) == [
            {ROW_NUMBER: 2, "adres": "A 1", "toev": "02"},
            {ROW_NUMBER: 3, "adres": "B 2", "toev": "NA"},
        ]

    @pytest.mark.parametrize(
        "value", ["02", "NA", "1E5", "null", "None", "nan", "TRUE", "0355010000123456", " x ", "1,5", "-"]
    )
    def test_a_value_stays_as_written(self, path, value):
        assert csv_rows(path, f'a;b\n"{value}";x\n')[0]["a"] == value

    def test_an_empty_cell_is_missing(self, path):
        assert csv_rows(path, 'a;b;c\n;"";  \nx;y;z\n') == [{ROW_NUMBER: 3, "a": "x", "b": "y", "c": "z"}]
        assert csv_rows(path, "a;b\nx;\n")[0]["b"] is None

    def test_windows_text_is_read_as_such(self, path):
        assert (
            csv_rows(path, "straat\nCaf\u00e9plein \u20ac\n".encode("cp1252"))[0]["straat"] == "Caf\u00e9plein \u20ac"
        )

    def test_decimal_commas_do_not_split_and_quotes_hold(self, path):
        row = csv_rows(path, 'x;y;note\n145000,5;455000,25;"een; ""twee""\ndrie"\nz;;\n')
        assert row[0] == {ROW_NUMBER: 2, "x": "145000,5", "y": "455000,25", "note": 'een; "twee"\ndrie'}
        assert row[1][ROW_NUMBER] == 3  # a cell of two lines is one row of a spreadsheet

    def test_row_numbers_are_those_of_a_spreadsheet(self, path):
        assert [row[ROW_NUMBER] for row in csv_rows(path, "a;b\n1;2\n\n;;\n3;4\n")] == [2, 5]
        assert [row[ROW_NUMBER] for row in csv_rows(path, "\n\na;b\n1;2\n")] == [4]

    def test_the_line_that_excel_writes_for_itself_is_no_row(self, path):
        assert csv_rows(path, "sep=,\na,b\n1;2,3\n") == [{ROW_NUMBER: 2, "a": "1;2", "b": "3"}]

    def test_a_header_alone_is_an_empty_table(self, path):
        path.write_text("a;b\n")
        table = read_csv(path, LIMITS)
        assert table.column_names == [ROW_NUMBER, "a", "b"]
        assert table.num_rows == 0

    def test_a_short_row_is_filled_and_a_long_one_with_values_is_refused(self, path):
        assert csv_rows(path, "a;b;c\n1\n2;3;4;;\n")[0] == {ROW_NUMBER: 2, "a": "1", "b": None, "c": None}
        assert refusal(csv_rows, path, "a;b\n1;2\n1;2;3\n").row == 3

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            ("a;A\n1;2\n", "header_twice"),
            ("a; a \n1;2\n", "header_twice"),
            ("a;;b\n1;2;3\n", "header_empty"),
            ("\n\n", "empty"),
            ('a;b\n"1;2\n', "csv"),
            ('a;b\n"1"x;2\n', "csv"),
            (b"a;b\n\x81;2\n", "encoding"),
            ("a;b\n1;\x00\n", "encoding"),
            ("a;achternaam\n1;x\n", "person_column"),
            (";".join(f"k{number}" for number in range(21)), "columns"),
            ("a\n" + "1\n" * 51, "rows"),
        ],
    )
    def test_what_cannot_be_read_is_refused_with_its_reason(self, path, content, code):
        assert refusal(csv_rows, path, content).code == code

    def test_columns_about_persons_are_refused_before_the_rows_are_looked_at(self, path):
        assert refusal(csv_rows, path, 'bsn;a\n"broken;').code == "person_column"

    def test_as_many_rows_as_allowed_pass(self, path):
        assert len(csv_rows(path, "a\n" + "1\n" * 50)) == 50

    def test_one_cell_as_large_as_the_file_is_no_trap(self, path):
        assert len(csv_rows(path, "a\n" + "x" * 500_000)[0]["a"]) == 500_000

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
    @given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=6), min_size=2,
                             max_size=2), max_size=8))  # fmt: skip
    def test_what_a_spreadsheet_writes_comes_back(self, path, rows):
        frame = pd.DataFrame(rows, columns=["kolom_a", "kolom_b"])
        frame.to_csv(path, sep=";", index=False, encoding="utf-8-sig")
        expected = [[value if value.strip() else None for value in row] for row in rows]
        expected = [row for row in expected if any(row)]
        assert [[row["kolom_a"], row["kolom_b"]] for row in read_csv(path, LIMITS).to_pylist()] == expected


class TestXlsx:
    def test_every_kind_of_cell_becomes_text(self, path):
        cells = {
            "text": ("02", "02"),
            "na": ("NA", "NA"),
            "whole": (12, "12"),
            "float": (12.0, "12"),
            "decimal": (12.5, "12.5"),
            "large": (355010000123456.0, "355010000123456"),
            "day": (dt.date(2026, 9, 1), "2026-09-01"),
            "moment": (dt.datetime(2026, 9, 1, 12, 30), "2026-09-01T12:30:00"),  # noqa: DTZ001 - a cell has no zone
            "midnight": (dt.datetime(2026, 9, 1), "2026-09-01"),  # noqa: DTZ001
            "yes": (True, "ja"),
            "no": (False, "nee"),
            "empty": (None, None),
        }
        rows = xlsx_rows(path, [list(cells), [value for value, _ in cells.values()]])
        assert rows == [{ROW_NUMBER: 2} | {name: text for name, (_, text) in cells.items()}]

    def test_row_numbers_are_those_of_the_sheet(self, path):
        assert [row[ROW_NUMBER] for row in xlsx_rows(path, [["a"], ["1"], [], [None], ["2"]])] == [2, 5]

    def test_empty_columns_behind_the_last_name_are_left_out(self, path):
        assert xlsx_rows(path, [["a", None, None], ["1", None, None]]) == [{ROW_NUMBER: 2, "a": "1"}]

    def test_a_value_under_no_name_is_refused(self, path):
        assert refusal(xlsx_rows, path, [["a", None], ["1", "2"]]).code == "row_length"

    def test_the_first_visible_sheet_is_read(self, path):
        def change(book):
            book.active.sheet_state = "hidden"
            book.create_sheet("zichtbaar").append(["b"])
            book["zichtbaar"].append(["3"])

        assert xlsx_rows(path, [["a"], ["1"]], change=change) == [{ROW_NUMBER: 2, "b": "3"}]

    @pytest.mark.parametrize(
        "formula", ["=1+1", '=WEBSERVICE("http://127.0.0.1/")', "=cmd|' /C calc'!A0", "=HYPERLINK(A1)"]
    )
    def test_a_formula_is_refused_with_its_cell(self, path, formula):
        caught = refusal(xlsx_rows, path, [["a", "b"], ["1", "2"], ["3", formula]])
        assert (caught.code, caught.row, caught.column) == ("formula", 3, "B")

    def test_a_text_that_begins_like_a_formula_is_a_text(self, path):
        def change(book):
            book.active["A2"].value = "=1+1"
            book.active["A2"].data_type = "s"

        assert xlsx_rows(path, [["a"], ["x"]], change=change)[0]["a"] == "=1+1"

    def test_a_sheet_that_lies_about_its_size_costs_nothing(self, path):
        xlsx_rows(path, [["a"], ["1"]])
        replace_member(path, "xl/worksheets/sheet1.xml", b'ref="A1:A2"', b'ref="A1:XFD1048576"')
        start = time.process_time()
        assert read_xlsx(path, LIMITS).num_rows == 1
        assert time.process_time() - start < 2

    def test_a_cell_far_to_the_right_is_refused(self, path):
        def change(book):
            book.active["XFD2"] = "x"

        assert refusal(xlsx_rows, path, [["a"], ["1"]], LIMITS, change).code == "columns"

    def test_too_many_rows_are_refused(self, path):
        assert refusal(xlsx_rows, path, [["a"], *[["1"]] * 51]).code == "rows"

    def test_a_column_about_persons_is_refused(self, path):
        assert refusal(xlsx_rows, path, [["adres", "BSN"], ["1", "2"]]).column == "BSN"

    @pytest.mark.parametrize(
        "member", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/styles.xml"]
    )
    def test_a_broken_part_is_refused(self, path, member):
        xlsx_rows(path, [["a"], ["1"]])
        replace_member(path, member, None, b"<broken")
        assert refusal(read_xlsx, path, LIMITS).code == "broken"

    def test_entities_that_double_themselves_are_refused(self, path):
        xlsx_rows(path, [["a"], ["1"]])
        entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
        laughs = f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><worksheet>&e12;</worksheet>'
        replace_member(path, "xl/worksheets/sheet1.xml", None, laughs.encode())
        assert refusal(read_xlsx, path, LIMITS).code in {"broken", "empty"}


def replace_member(path, member, old, new):
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == member:
                content = new if old is None else content.replace(old, new)
            target.writestr(entry.filename, content)
    path.write_bytes(out.getvalue())
