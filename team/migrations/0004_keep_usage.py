import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("team", "0003_audience_and_consent"),
    ]

    operations = [
        migrations.AddField(
            model_name="program",
            name="keep_usage_months",
            field=models.PositiveSmallIntegerField(
                blank=True,
                default=36,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(120),
                ],
                verbose_name="keep usage readings (months)",
            ),
        ),
    ]
