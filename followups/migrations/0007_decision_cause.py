"""A choice of an owner says why it was made, and by what rules."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Schema only."""

    dependencies = (("followups", "0006_office_hours"),)

    operations = (
        migrations.AddField(
            model_name="assignmentdecision",
            name="cause",
            field=models.CharField(
                choices=[
                    ("opened", "It was opened"),
                    ("reopened", "It was reopened"),
                    ("room", "Somebody had room again"),
                    ("answer", "The customer said more"),
                    ("absence", "Its owner went away"),
                    ("left", "Its owner no longer works follow-ups"),
                    ("released", "Its owner gave it back"),
                ],
                default="opened",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="assignmentdecision",
            name="rules",
            field=models.JSONField(default=dict),
        ),
        migrations.AddConstraint(
            model_name="assignmentdecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cause", "answer")),
                fields=("followup",),
                name="followups_decision_reconsidered_once",
            ),
        ),
    )
