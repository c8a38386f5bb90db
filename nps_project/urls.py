"""Every address of the product; each room brings its own."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView, TemplateView

from followups.urls import advocates_urls, message_templates, notifications_urls, plans, playbooks
from insights.views import home
from integrations.urls import webhook_pages
from nps_project import views

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("insights.urls")),
    path("followups/", include("followups.urls")),
    path("notifications/", include((notifications_urls, "notifications"))),
    path("advocates/", include((advocates_urls, "advocates"))),
    path("plans/", include((plans, "plans"))),
    path("playbooks/", include((playbooks, "playbooks"))),
    path("responses/", include("responses.urls.staff")),
    path("customers/", include("customers.urls")),
    path("campaigns/", include("surveys.urls.campaigns")),
    path("surveys/", include("surveys.urls.surveys")),
    path("surveys/", include("responses.urls.previews")),
    path("outbox/", include("mailroom.urls.outbox")),
    path("anymail/", include("mailroom.urls.webhooks")),
    path("settings/messages/", include((message_templates, "messages"))),
    path("settings/themes/", include("responses.urls.themes")),
    path("settings/webhooks/", include((webhook_pages, "hooks"))),
    path("settings/", include("team.urls")),
    path("", include("responses.urls.public")),
    path("api/", include("integrations.urls")),
    # An address names a person and their rights: an admin changes it, where that is audited.
    path("email/", RedirectView.as_view(pattern_name="team:profile"), name="account_email"),
    path("", include("allauth.urls")),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.prometheus, name="metrics"),
]
if settings.DEBUG:
    urlpatterns += [
        path(
            "styleguide/",
            login_not_required(TemplateView.as_view(template_name="styleguide.html")),
            name="styleguide",
        )
    ]
