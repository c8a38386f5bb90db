"""The audit trail in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

if TYPE_CHECKING:
    from team.models import AuditEntry

# Where the row is shown. The rooms above are known by the name of their page alone.
PAGES = {
    "team.user": "team:user",
    "customers.customer": "insights:customer",
    "customers.audience": "customers:audience",
    "customers.attributedefinition": "customers:attribute",
    "customers.launch": "customers:launch",
    "surveys.survey": "surveys:edit",
    "surveys.campaign": "campaigns:detail",
    "responses.response": "responses:detail",
    "followups.followup": "followups:detail",
}
NOTHING = "–"
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.]*[+-]\d\d:\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """One field: what it was and is; `before` is empty where there was nothing, and for a plain fact."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Description:
    """One entry as the page shows it; `url` is empty where the row has no page."""

    entry: AuditEntry
    action: str
    kind: str
    url: str
    lines: list[Line]


def describe(entry: AuditEntry) -> Description:
    """The entry's action, subject and changes in words."""
    return Description(
        entry=entry,
        action=capfirst(entry.action.rpartition(".")[2].replace("_", " ")),
        kind=_kind(entry.subject_type),
        url=_url(entry),
        lines=[_line(entry.subject_type, name, value) for name, value in entry.changes.items()],
    )


def _kind(subject_type: str) -> str:
    try:
        return str(apps.get_model(subject_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return subject_type.rpartition(".")[2]


def _url(entry: AuditEntry) -> str:
    name = PAGES.get(entry.subject_type)
    if name is None or not entry.subject_id.isdigit():
        return ""
    try:
        return reverse(name, kwargs={"pk": int(entry.subject_id)})
    except NoReverseMatch:
        return ""


def _line(subject_type: str, name: str, value: Any) -> Line:
    field = _field(subject_type, name)
    if isinstance(value, list) and len(value) == 2:
        before = _word(value[0])
        return Line(field, "" if before == NOTHING else before, _word(value[1]))
    return Line(field, "", _word(value))


def _field(subject_type: str, name: str) -> str:
    try:
        return capfirst(str(apps.get_model(subject_type)._meta.get_field(name).verbose_name))
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        return capfirst(name.replace("_", " "))


def _word(value: Any) -> str:
    if value is None or value in ("", []):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and INSTANT.fullmatch(value):
        return date_format(timezone.localtime(datetime.fromisoformat(value)), "M j, Y, H:i")
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_word(inner)}" for name, inner in value.items()) or NOTHING
    if isinstance(value, list):
        return ("; " if isinstance(value[0], dict) else ", ").join(map(_word, value))
    return str(value)
