"""The log of acts, as an auditor or a manager reads it."""

from typing import Any

from sqlalchemy import ColumnElement, func, select

from hallclient.staff.book import require
from hallclient.staff.rules import AuditEntry, AuditPage, AuditQuery
from hallclient.store.audit import AuditRow
from hallclient.store.desk import Desk


def audit_log(desk: Desk, ask: AuditQuery) -> AuditPage:
    """One page of acts, newest first. Raises NotPermitted (audit.read)."""
    wanted = [AuditRow.hall == desk.hall, *_filters(ask)]
    with desk.read() as session:
        require(session, desk, "audit.read")
        total = session.scalar(select(func.count()).select_from(AuditRow).where(*wanted))
        rows = session.scalars(
            select(AuditRow)
            .where(*wanted)
            .order_by(AuditRow.seq.desc())
            .offset(ask.page * ask.page_size)
            .limit(ask.page_size)
        )
        return AuditPage(tuple(_entry(row) for row in rows), total or 0)


def _filters(ask: AuditQuery) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if ask.actor:
        wanted.append(AuditRow.actor == ask.actor)
    if ask.action:
        wanted.append(AuditRow.action.startswith(ask.action, autoescape=True))
    if ask.since:
        wanted.append(AuditRow.at >= ask.since)
    if ask.until:
        wanted.append(AuditRow.at < ask.until)
    return wanted


def _entry(row: AuditRow) -> AuditEntry:
    facts = [f"{name}: {_shown(value)}" for name, value in row.details.items()]
    return AuditEntry(
        seq=row.seq,
        at=row.at,
        actor=row.actor,
        counter=row.counter,
        action=row.action,
        subject=row.subject,
        details="; ".join([*facts, row.remark] if row.remark else facts),
    )


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_shown(part) for part in value)
    if isinstance(value, dict):
        return " ".join(f"{name}={_shown(part)}" for name, part in value.items())
    return str(value)
