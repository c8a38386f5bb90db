import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from core.links import absolute, absolute_url

urlpatterns = [path("hello/<str:name>/", lambda request, name: HttpResponse(name), name="greeting")]


@pytest.mark.parametrize("base", ["https://nps.example.org", "https://nps.example.org/"])
def test_absolute_url_stands_under_the_configured_address(base: str) -> None:
    with override_settings(BASE_URL=base):
        assert absolute_url("/s/abc?score=9") == "https://nps.example.org/s/abc?score=9"


@pytest.mark.parametrize(
    "target", ["", "s/abc", "//evil.example", "/\\evil.example", "https://evil.example/"]
)
def test_absolute_url_refuses_what_would_lead_elsewhere(target: str) -> None:
    with pytest.raises(ValueError, match="begins with one slash"):
        absolute_url(target)


@override_settings(BASE_URL="https://nps.example.org", ROOT_URLCONF="tests.core.test_links")
def test_absolute_names_a_view() -> None:
    assert absolute("greeting", name="ada") == "https://nps.example.org/hello/ada/"
