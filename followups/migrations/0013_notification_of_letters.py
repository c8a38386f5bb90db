"""A kind of notification more: letters that did not arrive."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Choices only: no column changes."""

    dependencies = (("followups", "0012_advocacy"),)

    operations = (
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
                    ("letter", "A message of mine did not arrive"),
                    ("fell", "A score fell shortly before the renewal"),
                    ("task", "A playbook gave me a task"),
                    ("playbook", "A playbook wants me to know"),
                    ("plan", "An item of a success plan became mine"),
                    ("webhook", "A webhook was switched off"),
                    ("digest", "My queue, every working morning"),
                ],
                max_length=10,
            ),
        ),
    )
