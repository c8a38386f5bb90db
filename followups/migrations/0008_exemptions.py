"""Answers that a policy let off, with the reason; office hours have a table of their own by now."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Schema only."""

    dependencies = (("followups", "0007_decision_cause"), ("responses", "0004_whole_loop"))

    operations = (
        migrations.CreateModel(
            name="Exemption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "policy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="exemptions",
                        to="followups.slapolicy",
                    ),
                ),
                (
                    "response",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exemption",
                        to="responses.response",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="followups_exemption_says_why",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="slapolicy", name="followups_slapolicy_hours_in_order"),
        migrations.RemoveField(model_name="slapolicy", name="closes_at"),
        migrations.RemoveField(model_name="slapolicy", name="opens_at"),
        migrations.RemoveField(model_name="slapolicy", name="weekdays"),
    )
