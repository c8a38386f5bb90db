import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import surveys.models.placement


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0005_audience_and_consent"),
        ("surveys", "0003_claimed_and_tried"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="campaign",
            name="surveys_campaign_schedule_complete",
        ),
        migrations.AddField(
            model_name="campaign",
            name="audience",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="campaigns",
                to="customers.audience",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="channel",
            field=models.CharField(
                choices=[
                    ("email", "E-mail"),
                    ("widget", "Website widget"),
                    ("link", "Public link"),
                    ("manual", "Entered by staff"),
                ],
                default="email",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="cycle_anchor_on",
            field=models.DateField(blank=True, null=True, verbose_name="first day of the first cycle"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="cycle_months",
            field=models.PositiveSmallIntegerField(
                default=6,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(36),
                ],
                verbose_name="months of a cycle",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="paused_reason",
            field=models.CharField(blank=True, default="", editable=False, max_length=300),
        ),
        migrations.AddField(
            model_name="campaign",
            name="reminder_days",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="campaign",
            name="reserves",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="campaign",
            name="rotation",
            field=models.PositiveSmallIntegerField(
                default=1,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(12),
                ],
                verbose_name="groups that take turns",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="sample_percent",
            field=models.PositiveSmallIntegerField(
                default=100,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(100),
                ],
                verbose_name="share asked (percent)",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="skips_holidays",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="campaign",
            name="tests_subject",
            field=models.BooleanField(default=False, verbose_name="test two subjects"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="warm_up_first",
            field=models.PositiveIntegerField(
                blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)]
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="warm_up_growth",
            field=models.PositiveSmallIntegerField(
                default=50,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(300),
                ],
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="watched_from",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="campaign",
            name="wave_dates",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="invitation",
            name="variant",
            field=models.CharField(
                blank=True, choices=[("a", "Subject A"), ("b", "Subject B")], db_default="", max_length=1
            ),
        ),
        migrations.AddField(
            model_name="survey",
            name="reply_to",
            field=models.EmailField(blank=True, default="", max_length=254, verbose_name="reply-to address"),
        ),
        migrations.AddField(
            model_name="survey",
            name="sender_email",
            field=models.EmailField(blank=True, default="", max_length=254, verbose_name="sender address"),
        ),
        migrations.AddField(
            model_name="survey",
            name="sender_name",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="surveytext",
            name="reminder_greeting",
            field=models.CharField(
                blank=True, default="", max_length=200, verbose_name="greeting of reminders"
            ),
        ),
        migrations.AddField(
            model_name="surveytext",
            name="reminder_subject",
            field=models.CharField(
                blank=True, default="", max_length=150, verbose_name="subject of reminders"
            ),
        ),
        migrations.AddField(
            model_name="surveytext",
            name="subject_b",
            field=models.CharField(blank=True, default="", max_length=150, verbose_name="second subject"),
        ),
        migrations.AlterField(
            model_name="campaign",
            name="schedule_kind",
            field=models.CharField(
                choices=[
                    ("event", "After an event"),
                    ("date", "Around a date"),
                    ("cycle", "Again and again, every few months"),
                    ("wave", "On days of the calendar"),
                    ("none", "Whenever somebody comes by"),
                ],
                max_length=8,
                verbose_name="schedule",
            ),
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("widget", "Website widget"), ("link", "Public link")], max_length=6
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "key",
                    models.CharField(
                        default=surveys.models.placement.random_key,
                        editable=False,
                        max_length=32,
                        unique=True,
                    ),
                ),
                ("slug", models.SlugField(blank=True, max_length=60, null=True, unique=True)),
                (
                    "secret",
                    models.CharField(
                        default=surveys.models.placement.random_secret, editable=False, max_length=64
                    ),
                ),
                ("origins", models.JSONField(blank=True, default=list)),
                (
                    "delay_seconds",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[django.core.validators.MaxValueValidator(600)],
                        verbose_name="shown after (seconds)",
                    ),
                ),
                (
                    "frequency_days",
                    models.PositiveSmallIntegerField(
                        default=180,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="days before a visitor is asked again",
                    ),
                ),
                (
                    "sample_percent",
                    models.PositiveSmallIntegerField(
                        default=100,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="share of visitors asked (percent)",
                    ),
                ),
                (
                    "asks_for_email",
                    models.BooleanField(default=False, verbose_name="offer to leave an address"),
                ),
                ("is_on", models.BooleanField(default=True, verbose_name="takes answers")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="surveys.campaign",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("name", "pk"),
                "constraints": (
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "link"), _negated=True),
                            ("slug__isnull", False),
                            _connector="OR",
                        ),
                        name="surveys_placement_link_has_slug",
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="QuietException",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(24)]
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("granted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quiet_exceptions",
                        to="surveys.campaign",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quiet_exceptions",
                        to="customers.contact",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-granted_at", "-pk"),
                "constraints": (
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("campaign", None), ("contact__isnull", False)),
                            models.Q(("campaign__isnull", False), ("contact", None)),
                            _connector="OR",
                        ),
                        name="surveys_quietexception_of_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="surveys_quietexception_has_reason",
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("claimed", "Being sent"),
                            ("sent", "Sent"),
                            ("unknown", "Unknown"),
                            ("failed", "Refused"),
                            ("skipped", "Not asked"),
                            ("expired", "Too late"),
                            ("cancelled", "Cancelled"),
                        ],
                        db_default="planned",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, db_default="", max_length=80)),
                ("planned_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("send_after", models.DateTimeField()),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("claim_token", models.UUIDField(blank=True, null=True)),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(db_default=0)),
                ("attempt_started_at", models.DateTimeField(blank=True, null=True)),
                ("provider_message_id", models.CharField(blank=True, db_default="", max_length=255)),
                ("last_error", models.CharField(blank=True, db_default="", max_length=500)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("clicked_at", models.DateTimeField(blank=True, null=True)),
                ("bounced_at", models.DateTimeField(blank=True, null=True)),
                ("complained_at", models.DateTimeField(blank=True, null=True)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="surveys.invitation",
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
                "abstract": False,
                "indexes": (
                    models.Index(
                        condition=models.Q(("state", "planned")),
                        fields=["send_after"],
                        name="surveys_reminder_due",
                    ),
                    models.Index(
                        condition=models.Q(("state", "claimed")),
                        fields=["state", "claimed_at"],
                        name="surveys_reminder_claimed",
                    ),
                ),
                "constraints": (
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "claimed"), _negated=True),
                            models.Q(("claim_token__isnull", False), ("claimed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="surveys_reminder_claim_has_token",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="surveys_reminder_sent_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "skipped"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="surveys_reminder_skip_has_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("invitation", "number"), name="surveys_reminder_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__in", [1, 2])), name="surveys_reminder_one_or_two"
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="SurveyLogo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("image", models.BinaryField()),
                ("content_type", models.CharField(max_length=20)),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("digest", models.CharField(db_index=True, max_length=64)),
                (
                    "alternative",
                    models.CharField(
                        blank=True, default="", max_length=120, verbose_name="words for who cannot see it"
                    ),
                ),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "survey",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="logo", to="surveys.survey"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SurveyQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("choice", "One of several choices"),
                            ("scale", "A number from 1 to 5"),
                            ("text", "Words"),
                        ],
                        max_length=6,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("options", models.JSONField(blank=True, default=list)),
                ("stages", models.JSONField(blank=True, default=list)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="surveys.survey",
                    ),
                ),
            ],
            options={
                "ordering": ("position", "pk"),
                "constraints": (
                    models.UniqueConstraint(fields=("survey", "key"), name="surveys_surveyquestion_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["choice", "scale", "text"])),
                        name="surveys_surveyquestion_kind_known",
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="QuestionText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=12)),
                ("prompt", models.CharField(max_length=300)),
                (
                    "low_label",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="words for 1"),
                ),
                (
                    "high_label",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="words for 5"),
                ),
                ("options", models.JSONField(blank=True, default=dict)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="surveys.surveyquestion",
                    ),
                ),
            ],
            options={
                "ordering": ("language",),
                "constraints": (
                    models.UniqueConstraint(
                        fields=("question", "language"), name="surveys_questiontext_once_per_language"
                    ),
                ),
            },
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("schedule_kind", "event"), models.Q(("event_name", ""), _negated=True)),
                    models.Q(("schedule_kind", "date"), models.Q(("date_field", ""), _negated=True)),
                    models.Q(("cycle_anchor_on__isnull", False), ("schedule_kind", "cycle")),
                    ("schedule_kind", "wave"),
                    models.Q(("schedule_kind", "none"), models.Q(("channel", "email"), _negated=True)),
                    _connector="OR",
                ),
                name="surveys_campaign_schedule_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel", "email"), ("schedule_kind", "none"), _connector="OR"),
                name="surveys_campaign_only_mails_are_scheduled",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reserves", False), ("schedule_kind__in", ["date", "wave"]), _connector="OR"
                ),
                name="surveys_campaign_who_may_reserve",
            ),
        ),
    ]
