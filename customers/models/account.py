"""The company a customer belongs to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Account(models.Model):
    """A company, with its dates, its worth and the person on our staff who looks after it."""

    name = models.CharField(max_length=200)
    external_id = models.CharField(
        "identifier in your CRM", max_length=120, unique=True, null=True, blank=True
    )
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="accounts"
    )
    country = models.CharField(max_length=2, blank=True, default="")
    industry = models.CharField(max_length=120, blank=True, default="")
    annual_revenue = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    renewal_on = models.DateField(null=True, blank=True)
    churned_on = models.DateField(null=True, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("name", "pk")
        indexes = (
            models.Index(fields=["name"], name="customers_account_name"),
            models.Index(fields=["annual_revenue"], name="customers_account_revenue"),
            models.Index(fields=["country"], name="customers_account_country"),
            models.Index(fields=["renewal_on"], name="customers_account_renewal"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(annual_revenue=None) | Q(annual_revenue__gte=0),
                name="customers_account_revenue_positive",
            ),
        )

    def __str__(self) -> str:
        return self.name
