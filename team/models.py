"""Who works here: the program's one row, people, keys and the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from team.enums import Role
from team.querysets import ApiKeyQuerySet, AuditQuerySet, ProgramManager, UserManager

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.validators import BaseValidator


def within(least: int, most: int) -> list[BaseValidator]:
    """The validators of a whole number with two limits."""
    return [MinValueValidator(least), MaxValueValidator(most)]


class Program(models.Model):
    """The company's one program. Locking this row is what makes claims stand in single file."""

    company = models.CharField("company name", max_length=120, default="Your company")
    product = models.CharField("name used in the question", max_length=120, blank=True, default="")
    time_zone = models.CharField(max_length=64, default="UTC")
    sender_name = models.CharField(max_length=120, default="Your company")
    sender_email = models.EmailField("sender address", default="survey@localhost.localdomain")
    reply_to = models.EmailField("reply-to address", blank=True, default="")
    postal_address = models.CharField(max_length=300, blank=True, default="")
    privacy_url = models.URLField("page on how answers are used", blank=True, default="")
    quiet_months = models.PositiveSmallIntegerField(
        "quiet period (months)", default=6, validators=within(1, 24)
    )
    new_customer_days = models.PositiveSmallIntegerField(
        "new customer for (days)", default=90, validators=within(1, 730)
    )
    renewal_days = models.PositiveSmallIntegerField(
        "renewal begins (days before)", default=90, validators=within(1, 730)
    )
    advocate_purchases = models.PositiveSmallIntegerField(
        "advocate from (purchases)", default=2, validators=within(2, 100)
    )
    advocate_months = models.PositiveSmallIntegerField(
        "advocate after (months)", default=12, validators=within(1, 120)
    )
    # Whom we may write to at all, and how often one company may hear from us.
    opt_in_countries = models.JSONField("countries where only an opt-in counts", default=list, blank=True)
    blocked_domains = models.JSONField("domains that get no mail", default=list, blank=True)
    account_most = models.PositiveSmallIntegerField(
        "most people of one account", null=True, blank=True, validators=within(1, 1000)
    )
    account_days = models.PositiveSmallIntegerField("in so many days", default=30, validators=within(1, 365))
    # How long things are kept; empty means for good.
    keep_mails_days = models.PositiveSmallIntegerField(
        "keep local mails (days)", null=True, blank=True, default=90, validators=within(1, 3650)
    )
    keep_opens_days = models.PositiveSmallIntegerField(
        "keep opened links (days)", null=True, blank=True, default=400, validators=within(1, 3650)
    )
    keep_files_days = models.PositiveSmallIntegerField(
        "keep imported files (days)", null=True, blank=True, default=30, validators=within(1, 3650)
    )
    keep_events_months = models.PositiveSmallIntegerField(
        "keep events (months)", null=True, blank=True, validators=within(1, 120)
    )
    keep_usage_months = models.PositiveSmallIntegerField(
        "keep usage readings (months)", null=True, blank=True, default=36, validators=within(1, 120)
    )
    keep_lost_months = models.PositiveSmallIntegerField(
        "erase lost customers after (months)", null=True, blank=True, validators=within(1, 120)
    )
    swept_on = models.DateField(null=True, editable=False)
    stages_refreshed_on = models.DateField(null=True, editable=False)
    address_hash_fingerprint = models.CharField(max_length=64, blank=True, default="", editable=False)

    objects: ClassVar[ProgramManager] = ProgramManager()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="team_program_one_row"),)

    def __str__(self) -> str:
        return self.company

    @property
    def asked_about(self) -> str:
        """The name that stands in the question: the product's, else the company's."""
        return self.product or self.company


class Holiday(models.Model):
    """A day on which no survey leaves: everywhere, or for the customers of one country."""

    on = models.DateField()
    country = models.CharField(max_length=2, blank=True, default="")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ("on", "country")
        constraints = (
            models.UniqueConstraint(fields=["on", "country"], name="team_holiday_once_per_country"),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.on})"


class User(AbstractBaseUser):
    """A person on the staff, known by e-mail address."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.VIEWER)
    manager = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    time_zone = models.CharField(max_length=64, default="UTC")
    is_active = models.BooleanField("has access", default=True)
    # Raised to end every session of this person at once.
    session_generation = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ("name", "pk")
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = (
            models.CheckConstraint(condition=Q(role__in=Role.values), name="team_user_role_known"),
        )

    def __str__(self) -> str:
        return self.name or self.email

    def may(self, needed: Role) -> bool:
        """True when this person's role covers the needed one."""
        return self.is_active and Role(self.role).covers(needed)

    def get_session_auth_hash(self) -> str:
        """What a session must match: it ends when password, role, access or generation change."""
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under each retired SECRET_KEY, so that rotating the key logs nobody out."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | None) -> str:
        state = f"{self.password}|{self.role}|{self.is_active}|{self.session_generation}"
        return salted_hmac("team.User.session", state, secret=secret, algorithm="sha256").hexdigest()


class ApiKey(models.Model):
    """Another program's key: shown once, kept as a hash, found by its prefix."""

    name = models.CharField(max_length=120)
    prefix = models.CharField(max_length=12, unique=True, editable=False)
    key_hash = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(default=list)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="api_keys")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[models.Manager[ApiKey]] = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = "API key"

    def __str__(self) -> str:
        return self.name


class AuditEntry(models.Model):
    """One change that alters a number, a permission or a send. Never edited, never deleted."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_label = models.CharField(max_length=200)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60, blank=True, default="")
    subject_label = models.CharField(max_length=200, blank=True, default="")
    changes = models.JSONField(default=dict)

    objects: ClassVar[models.Manager[AuditEntry]] = AuditQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.actor_label}: {self.action} {self.subject_label}"
