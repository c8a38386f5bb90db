"""What rules compare, where a plain column does not say it: custom attributes, bands.

The key of an attribute is a parameter of the statement like any value, never part of its text: a key
like `2024` or one with quotation marks is found as it is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    CharField,
    F,
    FloatField,
    Func,
    TextField,
    Value,
    When,
)

from core.scoring import Band, scores_of

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Field
    from django.db.models.sql.compiler import SQLCompiler

    from customers.domain.audiences.reach import Reach

    Sql = tuple[str, tuple[Any, ...]]

NUMERAL = r"^[-+]?[0-9]{1,15}([.][0-9]{1,10})?$"
DAY = r"^[0-9]{4}-[01][0-9]-[0-3][0-9]$"


class Attribute(Func):
    """A custom attribute's value, NULL where the customer has none. Subclasses say how it is read."""

    # In the order of their placeholders, `{json}` the column and `%s` the key.
    on_sqlite = ""
    on_postgresql = ""
    keys_on_postgresql = 1
    reads: Field[Any, Any] = TextField()

    def __init__(self, attributes: F, key: str) -> None:
        super().__init__(attributes, Value(key), output_field=self.reads)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Sql:
        """The object's one entry of this name."""
        (json, params), (_, key) = (compiler.compile(part) for part in self.source_expressions)
        sql = f"(SELECT {self.on_sqlite} FROM json_each({json}) WHERE key = %s)"  # noqa: S608  # our own text
        return sql, (*params, *key)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Sql:
        """By the operators of jsonb."""
        (json, params), (_, key) = (compiler.compile(part) for part in self.source_expressions)
        bound = (*params, *key) * self.keys_on_postgresql
        return f"({self.on_postgresql.format(json=json)})", bound


class TextAttribute(Attribute):
    """As text; truths are "true" and "false"."""

    on_sqlite = "CASE type WHEN 'true' THEN type WHEN 'false' THEN type ELSE CAST(atom AS TEXT) END"
    on_postgresql = "{json} ->> %s::text"


class NumberAttribute(Attribute):
    """As a number, also where one is written as text; NULL for whatever is none."""

    reads = FloatField()
    keys_on_postgresql = 4
    on_sqlite = (
        "CASE WHEN type IN ('integer', 'real') THEN atom "
        f"WHEN type = 'text' AND atom REGEXP '{NUMERAL}' THEN CAST(atom AS REAL) END"
    )
    on_postgresql = (
        "CASE WHEN jsonb_typeof({json} -> %s::text) = 'number' THEN ({json} ->> %s::text)::double precision "
        f"WHEN {{json}} ->> %s::text ~ '{NUMERAL.replace('{', '{{').replace('}', '}}')}' "
        "THEN ({json} ->> %s::text)::double precision END"
    )


class DayAttribute(Attribute):
    """As an ISO date in text, whose order is that of days; NULL for whatever is none."""

    keys_on_postgresql = 2
    on_sqlite = f"CASE WHEN type = 'text' AND atom REGEXP '{DAY}' THEN atom END"
    on_postgresql = (
        f"CASE WHEN {{json}} ->> %s::text ~ '{DAY.replace('{', '{{').replace('}', '}}')}' "
        'THEN ({json} ->> %s::text) COLLATE "C" END'
    )


def band(reach: Reach) -> Case:
    """The band of the latest answer, "none" without one."""
    score = f"{reach.prefix}last_score"
    whens = [When(**{f"{score}__in": list(scores_of(band))}, then=Value(band.value)) for band in Band]
    return Case(*whens, default=Value("none"), output_field=CharField())
