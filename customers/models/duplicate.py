"""Two customers who look alike and are not the same person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from customers.models.customer import Customer


class NotDuplicate(models.Model):
    """Somebody on the staff looked at the two and said so: they are not offered for merging again."""

    first = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="customers_notduplicate_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="customers_notduplicate_lower_id_first"
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"
