"""How staff log in: by e-mail address, on invitation only."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from anymail.exceptions import AnymailError

from core.links import absolute

if TYPE_CHECKING:
    from django.http import HttpRequest

    from team.models import User


logger = logging.getLogger(__name__)


class StaffAccountAdapter(DefaultAccountAdapter):
    """allauth, narrowed to what a closed team needs. The User row alone knows the address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: an admin invites."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """The subject with our name in it, instead of a site's in brackets."""
        text = str(subject)
        return text if "Closeloop" in text else f"Closeloop: {text}"

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail. Built from BASE_URL: the Host header is whatever a stranger sends."""
        uid, _, token = key.partition("-")
        return _set_password_url(uid, token)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether this is the person's password, asked again before a delicate step."""
        # allauth looks for its own copy of the address, which nobody here keeps.
        found: Any = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tell the person that their password or second factor changed; the change stands in any case."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except (OSError, AnymailError):
            logger.exception("Somebody could not be told that their sign-in changed")


def password_link(*, user: User) -> str:
    """A link with which this person, once, chooses a password. Ends with PASSWORD_RESET_TIMEOUT."""
    return _set_password_url(user_pk_to_url_str(user), default_token_generator.make_token(user))


def _set_password_url(uid: str, token: str) -> str:
    return absolute("account_reset_password_from_key", uidb36=uid, key=token)
