from datetime import timedelta

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import followups.models.sla


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0012_whole_loop"),
        ("followups", "0002_waiting"),
        ("responses", "0004_whole_loop"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="slapolicy",
            options={
                "ordering": ("is_fallback", "position", "pk"),
                "verbose_name": "SLA policy",
                "verbose_name_plural": "SLA policies",
            },
        ),
        migrations.AddField(
            model_name="followup",
            name="changed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="followup",
            name="later_response",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="recovers",
                to="responses.response",
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="next_alarm_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="followup",
            name="opened_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="policy",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followups",
                to="followups.slapolicy",
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="snoozed_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="followup",
            name="waited",
            field=models.DurationField(default=timedelta),
        ),
        migrations.AddField(
            model_name="rep",
            name="away_from",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="rep",
            name="handed_over_for",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="rep",
            name="hands_over",
            field=models.BooleanField(default=True, verbose_name="others take over while away"),
        ),
        migrations.AddField(
            model_name="rep",
            name="preferred_stages",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="rep",
            name="regions",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="rep",
            name="skills",
            field=models.ManyToManyField(blank=True, related_name="reps", to="responses.theme"),
        ),
        migrations.AddField(
            model_name="rep",
            name="traits",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="slapolicy",
            name="admin_hours",
            field=models.PositiveSmallIntegerField(
                default=8, verbose_name="tell the admins so many business hours after"
            ),
        ),
        migrations.AddField(
            model_name="slapolicy",
            name="band",
            field=models.CharField(
                blank=True,
                choices=[("promoter", "Promoter"), ("passive", "Passive"), ("detractor", "Detractor")],
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="slapolicy",
            name="currency",
            field=models.CharField(blank=True, default="", max_length=3, verbose_name="in"),
        ),
        migrations.AddField(
            model_name="slapolicy",
            name="exempt_reason",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="slapolicy",
            name="exempts",
            field=models.BooleanField(default=False, verbose_name="opens no follow-up"),
        ),
        migrations.AddField(
            model_name="slapolicy",
            name="is_active",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="slapolicy",
            name="is_fallback",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="slapolicy",
            name="least_score",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10)]
            ),
        ),
        migrations.AddField(
            model_name="slapolicy",
            name="least_value",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="account value from"
            ),
        ),
        migrations.AddField(
            model_name="slapolicy",
            name="manager_hours",
            field=models.PositiveSmallIntegerField(
                default=1, verbose_name="tell the manager so many business hours after"
            ),
        ),
        migrations.AddField(
            model_name="slapolicy",
            name="most_score",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10)]
            ),
        ),
        migrations.AddField(
            model_name="slapolicy",
            name="position",
            field=models.PositiveSmallIntegerField(default=1000),
        ),
        migrations.AddField(
            model_name="slapolicy",
            name="stages",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="slapolicy",
            name="warn_hours",
            field=models.PositiveSmallIntegerField(
                default=2, verbose_name="warn so many business hours before"
            ),
        ),
        migrations.AlterField(
            model_name="activity",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opened", "Opened"),
                    ("assigned", "Assigned"),
                    ("call", "Called"),
                    ("email", "Wrote"),
                    ("note", "Noted"),
                    ("state", "Changed the state"),
                    ("answer_changed", "The customer changed the answer"),
                    ("resolved", "Resolved"),
                    ("reopened", "Reopened"),
                    ("message", "Sent a message"),
                    ("snoozed", "Snoozed"),
                    ("deadline", "Deadline"),
                    ("step", "Playbook step"),
                    ("theme", "Themes"),
                    ("case", "Support case"),
                    ("plan", "Success plan"),
                    ("consent", "Consent to be quoted"),
                    ("recovery", "Answered again"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="followup",
            name="root_cause",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "deadline",
                    models.CharField(
                        choices=[("contact", "First contact"), ("resolve", "Resolution")], max_length=8
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("warned", "Due soon"),
                            ("breached", "Missed"),
                            ("manager", "Escalated to the manager"),
                            ("admin", "Escalated to the admins"),
                        ],
                        max_length=8,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "followup",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alarms",
                        to="followups.followup",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "pk"),
                "constraints": (
                    models.UniqueConstraint(
                        fields=("followup", "deadline", "kind", "due_at"), name="followups_alarm_once"
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="AssignmentRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account_owner", models.PositiveSmallIntegerField(default=100)),
                ("skill", models.PositiveSmallIntegerField(default=40)),
                ("language", models.PositiveSmallIntegerField(default=30)),
                ("region", models.PositiveSmallIntegerField(default=15)),
                ("zone", models.PositiveSmallIntegerField(default=10)),
                ("history", models.PositiveSmallIntegerField(default=25)),
                ("stage", models.PositiveSmallIntegerField(default=10)),
                ("load", models.PositiveSmallIntegerField(default=20)),
                ("owner_first", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name_plural": "assignment rules",
                "constraints": (
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="followups_assignmentrules_one_row"
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="CustomTrait",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("label", models.CharField(max_length=80, unique=True)),
                ("source", models.CharField(max_length=90)),
                ("points", models.PositiveSmallIntegerField(default=20)),
            ],
            options={
                "ordering": ("label", "key"),
            },
        ),
        migrations.CreateModel(
            name="MessageTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("personal", "Personal answer"),
                            ("service", "About their own case"),
                            ("offer", "Offer or news"),
                        ],
                        default="personal",
                        max_length=8,
                    ),
                ),
                (
                    "band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("promoter", "Promoter"),
                            ("passive", "Passive"),
                            ("detractor", "Detractor"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("link", models.URLField(blank=True, default="", max_length=500)),
                ("incentive", models.CharField(blank=True, default="", max_length=200)),
                ("starter", models.SlugField(blank=True, default="", max_length=60)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
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
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="NotificationChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("app_off", models.JSONField(blank=True, default=list)),
                ("mail_off", models.JSONField(blank=True, default=list)),
                (
                    "digest_hour",
                    models.PositiveSmallIntegerField(
                        default=8, validators=[django.core.validators.MaxValueValidator(23)]
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notification_choice",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OfficeHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True)),
                ("time_zone", models.CharField(blank=True, default="", max_length=64)),
                ("week", models.JSONField(default=followups.models.sla.working_week)),
                (
                    "country",
                    models.CharField(blank=True, default="", max_length=2, verbose_name="holidays of"),
                ),
            ],
            options={
                "verbose_name_plural": "office hours",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Playbook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True)),
                ("description", models.CharField(blank=True, default="", max_length=400)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("active", "Active"),
                            ("paused", "Paused"),
                            ("stopped", "Stopped"),
                        ],
                        default="draft",
                        max_length=8,
                    ),
                ),
                (
                    "band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("promoter", "Promoter"),
                            ("passive", "Passive"),
                            ("detractor", "Detractor"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("stages", models.JSONField(blank=True, default=list)),
                ("least_value", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                ("renewal_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("group", models.SlugField(blank=True, default="", max_length=40)),
                ("position", models.PositiveSmallIntegerField(default=100)),
                ("starter", models.SlugField(blank=True, default="", max_length=60)),
                ("version", models.PositiveIntegerField(default=1)),
                ("active_from", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "themes",
                    models.ManyToManyField(blank=True, related_name="playbooks", to="responses.theme"),
                ),
            ],
            options={
                "ordering": ("position", "name"),
                "constraints": (
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "active"), _negated=True),
                            ("active_from__isnull", False),
                            _connector="OR",
                        ),
                        name="followups_playbook_active_since",
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, default="", max_length=200)),
                ("company", models.CharField(blank=True, default="", max_length=200)),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("named", "Named"),
                            ("contacted", "In contact"),
                            ("won", "Became a customer"),
                            ("lost", "Did not become a customer"),
                        ],
                        default="named",
                        max_length=9,
                    ),
                ),
                ("value", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                ("note", models.TextField(blank=True, default="")),
                ("named_on", models.DateField()),
                ("decided_on", models.DateField(blank=True, null=True)),
                (
                    "advocate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="customers.customer",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "referred",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="referred_by",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "ordering": ("-named_on", "-pk"),
                "constraints": (
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("company", ""), _negated=True),
                            ("referred__isnull", False),
                            _connector="OR",
                        ),
                        name="followups_referral_names_somebody",
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="RootCause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("label", models.CharField(max_length=80, unique=True)),
                ("position", models.PositiveSmallIntegerField(default=100)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("position", "label"),
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("filters", models.JSONField(default=dict)),
                ("is_shared", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField(default=100)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("position", "name", "pk"),
                "constraints": (
                    models.UniqueConstraint(fields=("owner", "name"), name="followups_savedview_named_once"),
                ),
            },
        ),
        migrations.CreateModel(
            name="Seen",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "followup",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seen_by",
                        to="followups.followup",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": (
                    models.UniqueConstraint(
                        fields=("user", "followup"), name="followups_seen_once_per_person"
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="MessageText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=12)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="followups.messagetemplate",
                    ),
                ),
            ],
            options={
                "ordering": ("language",),
                "constraints": (
                    models.UniqueConstraint(
                        fields=("template", "language"), name="followups_messagetext_once"
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("paused", "Paused"),
                            ("done", "Done"),
                            ("stopped", "Stopped"),
                        ],
                        default="running",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                ("started_at", models.DateTimeField()),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="customers.customer",
                    ),
                ),
                (
                    "followup",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="runs",
                        to="followups.followup",
                    ),
                ),
                (
                    "playbook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="followups.playbook",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="responses.response",
                    ),
                ),
            ],
            options={
                "ordering": ("-started_at", "-pk"),
                "constraints": (
                    models.UniqueConstraint(
                        fields=("playbook", "response"), name="followups_run_once_per_answer"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["done", "stopped"]), _negated=True),
                            ("ended_at__isnull", False),
                            _connector="OR",
                        ),
                        name="followups_run_ended_has_time",
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("task", "Task for a person"),
                            ("message", "Message to the customer"),
                            ("reopen_case", "Reopen the support case"),
                            ("tag", "Tag the answer with a theme"),
                            ("notify", "Tell somebody on the staff"),
                            ("webhook", "Tell another program"),
                            ("plan", "Item of the success plan"),
                            ("endorsement", "Ask for an endorsement"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("text", models.TextField(blank=True, default="")),
                (
                    "waits_for",
                    models.CharField(
                        choices=[
                            ("start", "the answer"),
                            ("previous", "the step before it"),
                            ("contact", "the personal contact"),
                            ("resolution", "the resolution"),
                        ],
                        default="start",
                        max_length=10,
                    ),
                ),
                (
                    "delay",
                    models.PositiveSmallIntegerField(
                        default=0, validators=[django.core.validators.MaxValueValidator(1000)]
                    ),
                ),
                (
                    "delay_unit",
                    models.CharField(
                        choices=[("hours", "hours"), ("working_hours", "working hours"), ("days", "days")],
                        default="hours",
                        max_length=14,
                    ),
                ),
                ("give_up_days", models.PositiveSmallIntegerField(default=60)),
                (
                    "only_if",
                    models.CharField(
                        choices=[
                            ("always", "in any case"),
                            ("wants_contact", "the customer wants to be contacted"),
                            ("not_contacted", "nobody has contacted the customer yet"),
                            ("unresolved", "the follow-up is not resolved"),
                            ("resolved_well", "it was resolved to the customer's content"),
                            ("same_band", "the answer is still in the same band"),
                            ("not_endorsed", "they have not been asked for the same thing"),
                        ],
                        default="always",
                        max_length=14,
                    ),
                ),
                (
                    "worker",
                    models.CharField(
                        choices=[
                            ("owner", "whoever has the follow-up, else the account's manager"),
                            ("account_manager", "the account's manager"),
                            ("manager", "the owner's manager"),
                            ("person", "a certain person"),
                        ],
                        default="owner",
                        max_length=16,
                    ),
                ),
                (
                    "due_days",
                    models.PositiveSmallIntegerField(default=3, verbose_name="to be done within (days)"),
                ),
                ("is_reviewed", models.BooleanField(default=True)),
                ("settings", models.JSONField(blank=True, default=dict)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "playbook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="followups.playbook",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="followups.messagetemplate",
                    ),
                ),
            ],
            options={
                "ordering": ("position", "pk"),
                "constraints": (
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "message"), _negated=True),
                            ("template__isnull", False),
                            _connector="OR",
                        ),
                        name="followups_step_message_has_template",
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="StepRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("task", "Task for a person"),
                            ("message", "Message to the customer"),
                            ("reopen_case", "Reopen the support case"),
                            ("tag", "Tag the answer with a theme"),
                            ("notify", "Tell somebody on the staff"),
                            ("webhook", "Tell another program"),
                            ("plan", "Item of the success plan"),
                            ("endorsement", "Ask for an endorsement"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("text", models.TextField(blank=True, default="")),
                ("terms", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for its time"),
                            ("ready", "To do"),
                            ("done", "Done"),
                            ("skipped", "Skipped"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("gives_up_at", models.DateTimeField(blank=True, null=True)),
                ("ready_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.TextField(blank=True, default="")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="tasks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "finished_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="followups.run"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="runs",
                        to="followups.step",
                    ),
                ),
            ],
            options={
                "ordering": ("run", "position", "pk"),
                "indexes": (
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["due_at"],
                        name="followups_steprun_due",
                    ),
                    models.Index(
                        condition=models.Q(("state", "ready")),
                        fields=["assignee", "due_at"],
                        name="followups_steprun_tasks",
                    ),
                ),
                "constraints": (
                    models.UniqueConstraint(
                        fields=("run", "position"), name="followups_steprun_once_per_place"
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="Endorsement",
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
                        choices=[
                            ("review", "Public review"),
                            ("quote", "Quote on our website"),
                            ("case_study", "Case study"),
                            ("speaker", "Speaking at an event"),
                            ("reference", "Reference call"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("agreed", "Agreed"),
                            ("declined", "Declined"),
                            ("done", "Done"),
                            ("withdrawn", "Consent withdrawn"),
                        ],
                        default="asked",
                        max_length=9,
                    ),
                ),
                ("quote", models.TextField(blank=True, default="")),
                (
                    "scope",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="where it may be used"
                    ),
                ),
                ("evidence", models.CharField(blank=True, default="", max_length=300)),
                ("url", models.URLField(blank=True, default="", max_length=500)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="endorsements",
                        to="customers.customer",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="endorsements",
                        to="responses.response",
                    ),
                ),
                (
                    "step_run",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="endorsement",
                        to="followups.steprun",
                    ),
                ),
            ],
            options={
                "ordering": ("-asked_at", "-pk"),
                "indexes": (models.Index(fields=["kind", "state"], name="followups_endorsement_kind"),),
                "constraints": (
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["agreed", "done"]), _negated=True),
                            models.Q(("agreed_at__isnull", False), models.Q(("evidence", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="followups_endorsement_agreed_says_how",
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="Message",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("personal", "Personal answer"),
                            ("service", "About their own case"),
                            ("offer", "Offer or news"),
                        ],
                        default="personal",
                        max_length=8,
                    ),
                ),
                ("language", models.CharField(blank=True, default="", max_length=12)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("nonce", models.UUIDField(blank=True, null=True, unique=True)),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="customers.contact",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="customers.customer",
                    ),
                ),
                (
                    "followup",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="messages",
                        to="followups.followup",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="messages",
                        to="responses.response",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="messages",
                        to="followups.messagetemplate",
                    ),
                ),
                (
                    "step_run",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="message",
                        to="followups.steprun",
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
                        name="followups_message_due",
                    ),
                    models.Index(
                        condition=models.Q(("state", "claimed")),
                        fields=["state", "claimed_at"],
                        name="followups_message_claimed",
                    ),
                    models.Index(
                        condition=models.Q(("provider_message_id", ""), _negated=True),
                        fields=["provider_message_id"],
                        name="followups_message_mail_name",
                    ),
                    models.Index(
                        condition=models.Q(("state", "unknown")),
                        fields=["state", "attempt_started_at"],
                        name="followups_message_unknown",
                    ),
                    models.Index(fields=["customer", "planned_at"], name="followups_message_of"),
                ),
                "constraints": (
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "claimed"), _negated=True),
                            models.Q(("claim_token__isnull", False), ("claimed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="followups_message_claim_has_token",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="followups_message_sent_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "skipped"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="followups_message_skip_has_reason",
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="Notification",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assigned", "A follow-up became mine"),
                            ("due_soon", "One of mine is due soon"),
                            ("breached", "One of mine missed its time"),
                            ("escalated", "One of my team's was escalated to me"),
                            ("answered", "A customer of mine answered again"),
                            ("task", "A playbook gave me a task"),
                            ("playbook", "A playbook wants me to know"),
                            ("digest", "My queue, every working morning"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True, default="")),
                ("path", models.CharField(blank=True, default="", max_length=200)),
                ("in_app", models.BooleanField(default=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "followup",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to="followups.followup",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "step_run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to="followups.steprun",
                    ),
                ),
            ],
            options={
                "ordering": ("-planned_at", "-pk"),
                "abstract": False,
                "indexes": (
                    models.Index(
                        condition=models.Q(("state", "planned")),
                        fields=["send_after"],
                        name="followups_notif_due",
                    ),
                    models.Index(
                        condition=models.Q(("state", "claimed")),
                        fields=["state", "claimed_at"],
                        name="followups_notif_claimed",
                    ),
                    models.Index(
                        condition=models.Q(("in_app", True), ("read_at", None)),
                        fields=["recipient"],
                        name="followups_notif_unread",
                    ),
                    models.Index(fields=["recipient", "planned_at"], name="followups_notif_of"),
                ),
                "constraints": (
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "claimed"), _negated=True),
                            models.Q(("claim_token__isnull", False), ("claimed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="followups_notification_claim_has_token",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="followups_notification_sent_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "skipped"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="followups_notification_skip_has_reason",
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="PlanItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True, default="")),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To do"), ("done", "Done"), ("dropped", "Dropped")],
                        default="open",
                        max_length=7,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="plan_items",
                        to="customers.account",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_items",
                        to="customers.customer",
                    ),
                ),
                (
                    "followup",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="plan_items",
                        to="followups.followup",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="plan_items",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "step_run",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="plan_item",
                        to="followups.steprun",
                    ),
                ),
            ],
            options={
                "ordering": ("due_on", "pk"),
                "indexes": (
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["owner", "due_on"],
                        name="followups_plan_open",
                    ),
                ),
            },
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("next_alarm_at__isnull", False)),
                fields=["next_alarm_at"],
                name="followups_followup_alarm",
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(fields=["customer", "opened_at"], name="followups_followup_customer"),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(fields=["closed_at", "id"], name="followups_followup_closed"),
        ),
        migrations.AddField(
            model_name="rep",
            name="hours",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="reps",
                to="followups.officehours",
            ),
        ),
        migrations.AddField(
            model_name="slapolicy",
            name="hours",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="policies",
                to="followups.officehours",
            ),
        ),
        migrations.AddConstraint(
            model_name="slapolicy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_fallback", True)),
                fields=("is_fallback",),
                name="followups_slapolicy_one_fallback",
            ),
        ),
        migrations.AddConstraint(
            model_name="slapolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("exempts", False),
                    models.Q(models.Q(("exempt_reason", ""), _negated=True), ("is_fallback", False)),
                    _connector="OR",
                ),
                name="followups_slapolicy_exempts_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="slapolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("least_score", None),
                    ("most_score", None),
                    ("least_score__lte", models.F("most_score")),
                    _connector="OR",
                ),
                name="followups_slapolicy_scores_in_order",
            ),
        ),
    ]
