"""Who planned an item, who closed it, and what came of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("followups", "0009_notification_of_falls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="planitem",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="planitem",
            name="created_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="planitem",
            name="outcome",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("assigned", "A follow-up became mine"),
                    ("due_soon", "One of mine is due soon"),
                    ("breached", "One of mine missed its time"),
                    ("escalated", "One of my team's was escalated to me"),
                    ("answered", "A customer of mine answered again"),
                    ("fell", "A score fell shortly before the renewal"),
                    ("task", "A playbook gave me a task"),
                    ("playbook", "A playbook wants me to know"),
                    ("plan", "An item of a success plan became mine"),
                    ("digest", "My queue, every working morning"),
                ],
                max_length=10,
            ),
        ),
    ]
