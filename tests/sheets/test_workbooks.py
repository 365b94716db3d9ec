"""The workbooks: live totals that equal the books, text that stays text, sheets that print."""

import itertools
import re
import shutil
import subprocess
import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hallclient.base.language import Language, use_language
from hallclient.base.money import Fen
from hallclient.sheets import day, shift
from hallclient.sheets.checked import BAD, GOOD
from hallclient.sheets.values import CourtesyRow, OrderRow
from hallclient.sheets.workbook import WorkbookUnwritable
from tests.sheets.reckon import Reckoner, exact
from tests.sheets.samples import day_sheet, order, shift_sheet

SHIFT_SHEETS = [
    "Summary",
    "By business",
    "By tender",
    "Orders",
    "Reversals",
    "Cash count",
    "Over and short",
    "Cash movements",
    "By hour",
    "Courtesies left out",
]
EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(1)", "<b>&amp;</b>", "'=1"]


@pytest.fixture
def shift_file(tmp_path: Path) -> Path:
    path = tmp_path / "shift.xlsx"
    shift.write(shift_sheet(), path)
    return path


@pytest.fixture
def day_file(tmp_path: Path) -> Path:
    path = tmp_path / "day.xlsx"
    day.write(day_sheet(), path)
    return path


def checks(reckoned: Reckoner) -> list[str]:
    """What every check cell comes to."""
    found = [
        reckoned.at(sheet, place)
        for sheet, place in reckoned.formulas()
        if reckoned.book[sheet][place].value.startswith("=IF(AND(")
    ]
    assert found
    return found


@pytest.mark.duty("S1-CL-11")
@pytest.mark.parametrize("name", ["shift_file", "day_file"])
def test_every_live_formula_comes_to_the_stored_value(
    name: str, request: pytest.FixtureRequest
) -> None:
    reckoned = Reckoner(request.getfixturevalue(name))
    formulas = list(reckoned.formulas())
    assert len(formulas) > 60
    for sheet, place in formulas:
        assert reckoned.at(sheet, place) == exact(reckoned.stored[sheet][place].value), (
            sheet,
            place,
            reckoned.book[sheet][place].value,
        )
    assert set(checks(reckoned)) == {GOOD}


def test_a_workbook_that_is_open_elsewhere_stays_and_is_said(
    shift_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows refuses to replace what Excel shows."""
    before = shift_file.read_bytes()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(WorkbookUnwritable, match=r"shift\.xlsx"):
        shift.write(shift_sheet(), shift_file)
    assert shift_file.read_bytes() == before
    assert [file.name for file in shift_file.parent.iterdir()] == ["shift.xlsx"]


def test_a_workbook_in_chinese_is_as_live_as_one_in_english(tmp_path: Path) -> None:
    use_language("zh")
    path = tmp_path / "zh.xlsx"
    day.write(day_sheet(), path)
    reckoned = Reckoner(path)
    assert reckoned.book.sheetnames[0] == "汇总"
    assert reckoned.book["受理单"]["B4"].value == "受理单号"
    assert set(checks(reckoned)) == {GOOD}


@pytest.mark.parametrize(
    "lie",
    [
        {"taken_fen": Fen(1)},
        {"order_count": 59},
        {"reversed_fen": Fen(0)},
        {"by_business": shift_sheet().by_business[1:]},
        {"by_tender": shift_sheet().by_tender[:-1]},
        {"hours": shift_sheet().hours[:-1]},
    ],
    ids=lambda lie: next(iter(lie)),
)
def test_a_report_that_differs_from_its_orders_says_so(
    tmp_path: Path, lie: dict[str, object]
) -> None:
    value = replace(shift_sheet(), **lie)
    path = tmp_path / "lie.xlsx"
    shift.write(value, path)
    reckoned = Reckoner(path)
    stated = {
        cell.value
        for sheet in reckoned.stored.worksheets
        for row in sheet.iter_rows()
        for cell in row
    }
    assert BAD in checks(reckoned)
    assert BAD in stated


def test_the_sheets_of_a_shift_are_all_there_in_order(shift_file: Path) -> None:
    assert load_workbook(shift_file).sheetnames == SHIFT_SHEETS


def test_each_order_stands_in_the_list_with_its_tenders(shift_file: Path) -> None:
    listed = load_workbook(shift_file)["Orders"]
    headings = [cell.value for cell in listed[4]]
    rows = [
        dict(zip(headings, row, strict=True)) for row in listed.iter_rows(5, 74, values_only=True)
    ]
    for number in range(1, 61):
        made = order(number)
        mine = [row for row in rows if row["Order"] == made.number]
        assert len(mine) == len(made.lines)
        assert [exact(row["Amount"]) * 100 for row in mine] == [
            line.amount_fen for line in made.lines
        ]
        assert exact(mine[0]["Cash received"] or 0) * 100 == made.received_fen
        assert exact(mine[0]["POS card"] or 0) * 100 == made.tenders.get("pos", 0)


@pytest.mark.duty("S2-KA-14")
def test_over_and_short_have_totals_of_their_own(shift_file: Path) -> None:
    reckoned = Reckoner(shift_file)
    sheet = reckoned.book["Over and short"]
    last = sheet.max_row
    assert reckoned.at(sheet.title, f"D{last}") * 100 == 155
    assert reckoned.at(sheet.title, f"E{last}") * 100 == 1_200
    summary = [cell.value for cell in reckoned.book["Summary"]["A"]]
    assert summary.index("Short") == summary.index("Over") + 1


@pytest.mark.duty("S1-CT-05", "S1-CT-32")
@pytest.mark.parametrize(
    ("language", "title"), [("zh", "漏做的服务步骤"), ("en", "Courtesies left out")]
)
def test_courtesies_left_out_stand_by_step_and_clerk_with_their_sum(
    tmp_path: Path, language: Language, title: str
) -> None:
    use_language(language)
    left_out = (
        CourtesyRow(16, "S1-CT-32", "按姓氏送客", "01 样一", 40, 9),
        CourtesyRow(0, "S9-XX-01", "S9-XX-01", "02 样二", 38, 1),
    )
    for value, write in ((shift_sheet(), shift.write), (day_sheet(), day.write)):
        path = tmp_path / f"{write.__module__}.xlsx"
        write(replace(value, courtesies=left_out), path)
        reckoned = Reckoner(path)
        found = [[cell.value for cell in row[:6]] for row in reckoned.book[title].iter_rows(5, 6)]
        assert found == [
            ["16", "S1-CT-32", "按姓氏送客", "01 样一", 40, 9],
            [None, "S9-XX-01", "S9-XX-01", "02 样二", 38, 1],
        ]
        assert reckoned.at(title, "F7") == 10
        assert set(checks(reckoned)) == {GOOD}


@pytest.mark.parametrize("name", ["shift_file", "day_file"])
def test_every_sheet_is_set_up_for_a4_with_its_head_repeated(
    name: str, request: pytest.FixtureRequest
) -> None:
    for sheet in load_workbook(request.getfixturevalue(name)).worksheets:
        assert sheet.page_setup.paperSize == 9
        wide = sheet.title in {"Orders", "Reversals"}
        assert sheet.page_setup.fitToWidth == (2 if wide else 1)
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_cols == ("$A:$B" if wide else None)
        assert (sheet.page_setup.pageOrder == "overThenDown") is wide
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.right.text == "Page &P of &N"
        assert "H001" in sheet.oddHeader.left.text
        assert "2026-11-22" in sheet.oddHeader.right.text
        if sheet.title != "Summary":
            assert sheet.freeze_panes == "A5"
            assert sheet.print_title_rows == "$1:$4"


def test_money_is_written_as_yuan_with_two_decimals(shift_file: Path) -> None:
    listed = load_workbook(shift_file)["Orders"]
    assert listed["G5"].number_format.startswith("#,##0.00")
    with zipfile.ZipFile(shift_file) as file:
        text = file.read("xl/worksheets/sheet4.xml").decode()
    assert re.search(r'<c r="G5" s="\d+"><v>42\.37</v>', text)


def test_the_takings_by_hour_are_drawn(shift_file: Path) -> None:
    (chart,) = load_workbook(shift_file)["By hour"]._charts
    (series,) = chart.series
    assert series.val.numRef.f == "'By hour'!$C$5:$C$11"


@pytest.mark.parametrize("text", EVIL)
def test_user_text_is_never_a_formula(tmp_path: Path, text: str) -> None:
    value = shift_sheet(3)
    evil = replace(order(1), customer=text, references=text)
    value = replace(
        value,
        origin=replace(value.origin, hall_name=text, generated_by=text),
        orders=iter((evil, order(2), order(3))),
        movements=tuple(replace(row, reason=text, witness=text) for row in value.movements),
        differences=tuple(replace(row, cause=text) for row in value.differences),
    )
    path = tmp_path / "evil.xlsx"
    shift.write(value, path)
    book = load_workbook(path)
    shown = text.replace("\t", " ").replace("\r", " ")
    cells = [c for s in book.worksheets for row in s.iter_rows() for c in row if c.value == shown]
    assert len(cells) >= 2 + 2 * 2 + 5
    assert {cell.data_type for cell in cells} == {"s"}
    with zipfile.ZipFile(path) as file:
        sheets = [
            file.read(name).decode() for name in file.namelist() if "worksheets/sheet" in name
        ]
    own = re.compile(r"(SUM|COUNT|IF|ROUND|SUMIF|COUNTIF|COUNTIFS|-?'|[A-Z]\d)")
    assert all(own.match(found) for s in sheets for found in re.findall("<f>(.*?)</f>", s))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b\x1bc", "abc"),
        ("two\nlines", "two lines"),
        ("odd\ufffe\uffff\ud800", "odd"),
        ("_x0041_", "_x005F_x0041_"),
        ("x" * 40_000, "x" * 32_767),
        (" kept ", " kept "),
        ("𠮷㐂", "𠮷㐂"),
    ],
)
def test_text_that_no_file_can_hold_is_made_fit(tmp_path: Path, text: str, shown: str) -> None:
    value = shift_sheet(1)
    path = tmp_path / "text.xlsx"
    shift.write(replace(value, orders=iter((replace(order(1), customer=text),))), path)
    assert load_workbook(path)["Orders"]["F5"].value == shown


def test_a_shift_without_orders_still_makes_a_report(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    shift.write(shift_sheet(0), path)
    assert set(checks(Reckoner(path))) == {GOOD}


def test_a_failure_half_way_leaves_the_earlier_file_as_it_was(
    shift_file: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, parts = shift_file.read_bytes(), tmp_path_factory.mktemp("parts")
    monkeypatch.setattr(tempfile, "tempdir", str(parts))

    def broken() -> Iterator[OrderRow]:
        yield order(1)
        raise ConnectionError("the database went away")

    with pytest.raises(ConnectionError):
        shift.write(replace(shift_sheet(), orders=broken()), shift_file)
    assert shift_file.read_bytes() == before
    assert [path.name for path in shift_file.parent.iterdir()] == ["shift.xlsx"]
    assert list(parts.iterdir()) == []


def test_ten_times_the_orders_take_no_more_memory(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        value = replace(
            shift_sheet(5), orders=map(order, itertools.islice(itertools.count(1), count))
        )
        tracemalloc.start()
        shift.write(value, tmp_path / "big.xlsx")
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(4_000) <= 1.2 * peak(400)


OFFICE = shutil.which("soffice")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed here")
@pytest.mark.parametrize("name", ["shift_file", "day_file"])
def test_libreoffice_reckons_the_same(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    path: Path = request.getfixturevalue(name)
    bare, out = tmp_path / "bare.xlsx", tmp_path / "out"
    with zipfile.ZipFile(path) as full, zipfile.ZipFile(bare, "w") as stripped:
        for item in full.namelist():  # without the known results nothing is left but to reckon
            data = full.read(item)
            if "worksheets/sheet" in item:
                data = re.sub(rb"</f><v>[^<]*</v>", b"</f>", data)
            stripped.writestr(item, data)
    command = [OFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(out), str(bare)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    ours, theirs = (
        load_workbook(path, data_only=True),
        load_workbook(out / "bare.xlsx", data_only=True),
    )
    for sheet, place in Reckoner(path).formulas():
        mine, other = ours[sheet][place].value, theirs[sheet][place].value
        if isinstance(mine, str):
            assert mine == other, (sheet, place)
        else:
            assert round(exact(other), 6) == round(exact(mine), 6), (sheet, place)
