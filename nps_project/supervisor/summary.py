"""What a person wants to know when the server is up: where, who, what is in it, where mails go."""

from __future__ import annotations

from django.conf import settings

from customers.models import Customer
from followups.models import FollowUp
from mailroom.enums import OutboxState
from responses.models import Response
from surveys.models import Campaign, Invitation
from team.models import User


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: 1 customer, 1,200 customers."""
    return f"{number:,} {one if number == 1 else many}"


def contents() -> str:
    """What the database holds, in one line."""
    return ", ".join(
        [
            counted(Customer.objects.current().count(), "customer", "customers"),
            counted(Campaign.objects.active().count(), "active campaign", "active campaigns"),
            counted(
                Invitation.objects.filter(state=OutboxState.SENT).count(),
                "invitation sent",
                "invitations sent",
            ),
            counted(Response.objects.counted().count(), "answer", "answers"),
            counted(FollowUp.objects.unfinished().count(), "follow-up open", "follow-ups open"),
        ]
    )


def login() -> str:
    """How to get in: the sample program's admin as long as that password still holds."""
    user = User.objects.active().filter(email=settings.SAMPLE_EMAIL).first()
    if user and settings.SAMPLE_PASSWORD and user.check_password(settings.SAMPLE_PASSWORD):
        return f"{user.email} / {settings.SAMPLE_PASSWORD}"
    if User.objects.exists():
        return "with your own account"
    return "nobody can yet: python manage.py createsuperuser"


def destination() -> str:
    """Where e-mail goes."""
    if settings.EMAIL_BACKEND == settings.LOCAL_OUTBOX:
        return f"nothing leaves this machine; read it at {settings.BASE_URL}/outbox/"
    if settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend"):
        return f"leaves through {settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    return f"leaves through {settings.EMAIL_BACKEND}"


def lines() -> list[str]:
    """The whole message."""
    facts = {"log in": login(), "holds": contents(), "e-mail": destination(), "stop": "Ctrl-C"}
    return [
        "",
        f"Closeloop is ready: {settings.BASE_URL}",
        *(f"  {what:<8}{fact}" for what, fact in facts.items()),
        "",
    ]
