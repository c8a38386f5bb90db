"""A file of customers on its way in, and the rows it could not take."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from customers.enums import ImportMode, ImportState


class ImportRun(models.Model):
    """One uploaded file: its mapping, how far it is, and what came of it.

    `next_line` is the first data line that is not done: a run that was interrupted goes on there.
    """

    file = models.FileField(upload_to="imports/")
    filename = models.CharField(max_length=200)
    encoding = models.CharField(max_length=40, blank=True, default="")
    delimiter = models.CharField(max_length=1, blank=True, default=",")
    sheet = models.CharField("worksheet", max_length=100, blank=True, default="")
    mode = models.CharField(max_length=8, choices=ImportMode.choices, default=ImportMode.BOTH)
    mapping = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField("data rows in the file", default=0)
    next_line = models.PositiveIntegerField(default=0)
    # The line of the last row that is done. A workbook's rows are found again by it.
    last_line = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True, default="")
    # Sentences on what the upload noticed and nobody sees in the rows: hidden ones, for instance.
    notes = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.filename

    @property
    def done(self) -> int:
        """Rows handled so far, whatever came of them."""
        return self.created + self.changed + self.unchanged + self.rejected


class ImportMapping(models.Model):
    """Which column means what, kept for the next file of the same kind."""

    name = models.CharField(max_length=120, unique=True)
    mapping = models.JSONField()
    mode = models.CharField(max_length=8, choices=ImportMode.choices, default=ImportMode.BOTH)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ImportRejection(models.Model):
    """A row that was not taken, with its line in the file and the reason."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rejections")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=200, blank=True, default="")
    reason = models.CharField(max_length=300)
    row = models.JSONField(default=list)
    # The ids of two customers whom the row's identifiers point at: they may be one person.
    customers = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("line", "pk")
        constraints = (
            models.UniqueConstraint(fields=["run", "line"], name="customers_importrejection_once_per_line"),
        )

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"

    @property
    def said(self) -> str:
        """The cells of the row that say something, in one line."""
        return " · ".join(cell for cell in self.row if cell.strip())
