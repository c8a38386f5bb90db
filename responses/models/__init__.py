"""What they said."""

from responses.models.response import Answer, Response, Revision
from responses.models.theme import ResponseTheme, Tagging, Theme, ThemeRule

__all__ = ["Answer", "Response", "ResponseTheme", "Revision", "Tagging", "Theme", "ThemeRule"]
