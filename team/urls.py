"""Addresses of the team room."""

from __future__ import annotations

from django.urls import path

from team.views import audit, holidays, keys, people, person_access, profile, program, rules

app_name = "team"
urlpatterns = [
    path("", program.settings, name="settings"),
    path("contact-rules/", rules.contact_rules, name="contact_rules"),
    path("privacy/", rules.privacy, name="privacy"),
    path("holidays/", holidays.holidays, name="holidays"),
    path("holidays/add/", holidays.holiday_add, name="holiday_add"),
    path("holidays/public/", holidays.holiday_public, name="holiday_public"),
    path("holidays/<int:pk>/remove/", holidays.holiday_remove, name="holiday_remove"),
    path("users/", people.users, name="users"),
    path("users/new/", people.user_new, name="user_new"),
    path("users/<int:pk>/", people.user, name="user"),
    path("users/<int:pk>/link/", person_access.user_link, name="user_link"),
    path("users/<int:pk>/second-factor/", person_access.user_second_factor, name="user_second_factor"),
    path("users/<int:pk>/deactivate/", person_access.user_deactivate, name="user_deactivate"),
    path("users/<int:pk>/reactivate/", person_access.user_reactivate, name="user_reactivate"),
    path("keys/", keys.keys, name="keys"),
    path("keys/new/", keys.key_new, name="key_new"),
    path("keys/<int:pk>/revoke/", keys.key_revoke, name="key_revoke"),
    path("audit/", audit.audit, name="audit"),
    path("profile/", profile.profile, name="profile"),
    path("profile/sessions/", profile.sessions_end, name="sessions_end"),
    path("about/", profile.about, name="about"),
]
