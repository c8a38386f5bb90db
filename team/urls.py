"""Addresses of the team room."""

from __future__ import annotations

from django.urls import path

from team.views import audit, keys, people, person_access, profile, program

app_name = "team"
urlpatterns = [
    path("", program.settings, name="settings"),
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
