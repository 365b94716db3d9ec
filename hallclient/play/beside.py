"""The day of visits beside its visits: notices, an enquiry, a complaint, the bar, papers."""

from functools import partial
from typing import Any, Final

from hallclient.play.hosting import HOST
from hallclient.play.visit_writer import VisitWriter

GUIDE: Final = "G001"
AT: Final[tuple[tuple[str, str, str, dict[str, Any]], ...]] = (
    ("08:55", GUIDE, "notice", {"kind": "announcement", "text": "本厅十二时照常办理业务"}),
    ("09:30", GUIDE, "enquiry", {"words": "问充值发票怎样开", "answer": "凭受理单到台席开具"}),
    ("10:05", GUIDE, "triage", {"purpose": "complaint"}),
    ("10:05", GUIDE, "complaint_taken",
     {"id": "complaint", "words": "上月账单多收十元", "cause": "账单有疑问"}),
    ("10:30", "M001", "enquiry_accept", {"matter": "complaint"}),
    ("10:50", "M001", "enquiry_close", {"matter": "complaint", "words": "已核对，下月冲减"}),
    ("11:20", GUIDE, "notice", {"id": "fault", "kind": "fault", "text": "二号自助终端"}),
    ("11:21", GUIDE, "notice_report", {"notice": "fault"}),
    ("12:10", HOST, "custody_in",
     {"id": "bankbook", "kind": "bankbook", "number": "BB-0001", "owner": "样例客户",
      "description": "存折一本", "witness": "M002"}),
    ("12:12", HOST, "custody_in",
     {"id": "rental", "kind": "rental_papers", "number": "RP-0001", "owner": "样例客户",
      "description": "租机协议一份", "witness": "M002"}),
    ("13:30", GUIDE, "notice_down", {"notice": "fault", "remark": "已修复"}),
    ("14:05", HOST, "vip_book",
     {"due": "2026-12-01 14:30", "who": "样例公司李经理", "purpose": "续约", "host": HOST}),
    ("17:40", HOST, "drinks_count", {"witness": GUIDE}),
    ("17:42", HOST, "custody_count", {"witness": "M002", "missing": ["rental"]}),
)  # fmt: skip
SLIPS_AT: Final = 17 * 60 + 44


def beside_the_visits(day: VisitWriter) -> None:
    """Puts all of it on the day's agenda."""
    for at, by, do, told in AT:
        minute = int(at[:2]) * 60 + int(at[3:])
        day.agenda.put(minute, partial(_by, day, by, do, told))
    day.agenda.put(SLIPS_AT, partial(_slips, day))


def _by(day: VisitWriter, by: str, do: str, told: dict[str, Any]) -> None:
    day.writer.add(do, None, pause=0, by=by, **told)


def _slips(day: VisitWriter) -> None:
    """A difference between slips and services is not taken without a word about it."""
    desk = day.counters[4]
    day.at(desk, "slips_count", slips=0)
    day.at(desk, "slips_count", slips=0, note="单据已交后台装订")
