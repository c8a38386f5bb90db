"""How the API says no to facts that cannot be."""

from __future__ import annotations

from rest_framework import status
from rest_framework.exceptions import APIException


class Unprocessable(APIException):
    """The body is JSON, but what it says cannot be: each field with its sentence."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "unprocessable"

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__({field: [message] for field, message in errors.items()})
