from __future__ import annotations

import pytest
from drf_spectacular.generators import SchemaGenerator

pytestmark = pytest.mark.urls("tests.team.api.urls")


def test_the_description_names_key_cursor_and_limit() -> None:
    described = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # the library's

    people = described["paths"]["/api/people/"]["get"]
    assert described["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert people["security"] == [{"key": []}]
    assert [parameter["name"] for parameter in people["parameters"]] == ["cursor", "limit"]
    answer = people["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    assert sorted(described["components"]["schemas"][answer]["properties"]) == ["next", "results"]
