"""When something was done, what was said against it, and when somebody who was recommended was contacted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Schema only."""

    dependencies = (("followups", "0011_notification_of_webhooks"),)

    operations = (
        migrations.AddField(
            model_name="endorsement",
            name="done_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="refusal",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="what they said"),
        ),
        migrations.AddField(
            model_name="referral",
            name="contacted_on",
            field=models.DateField(blank=True, null=True),
        ),
    )
