"""Addresses of the follow-ups room."""

from __future__ import annotations

from django.urls import path

from followups.views import (
    absence,
    acts,
    assignment,
    bulk,
    detail,
    office_hours,
    queue,
    rebalancing,
    report,
    risk,
    saved_views,
    sla,
    team,
)

app_name = "followups"
urlpatterns = [
    path("", queue.followups, name="list"),
    path("at-risk/", risk.at_risk, name="at_risk"),
    path("several/", bulk.several, name="bulk"),
    path("views/", saved_views.views, name="views"),
    path("views/new/", saved_views.view_new, name="view_new"),
    path("views/<int:pk>/", saved_views.view_change, name="view_change"),
    path("views/<int:pk>/move/", saved_views.view_move, name="view_move"),
    path("views/<int:pk>/delete/", saved_views.view_delete, name="view_delete"),
    path("<int:pk>/seen/", queue.seen, name="seen"),
    path("<int:pk>/", detail.followup, name="detail"),
    path("<int:pk>/take/", detail.take, name="take"),
    path("<int:pk>/log/", detail.log, name="log"),
    path("<int:pk>/wait/", acts.wait, name="wait"),
    path("<int:pk>/resume/", acts.resume, name="resume"),
    path("<int:pk>/resolve/", acts.resolve, name="resolve"),
    path("<int:pk>/unreachable/", acts.unreachable, name="unreachable"),
    path("<int:pk>/reopen/", acts.reopen, name="reopen"),
    path("<int:pk>/reassign/", acts.reassign, name="reassign"),
    path("report/", report.coverage, name="report"),
    path("reps/", team.reps, name="reps"),
    path("reps/new/", team.rep_new, name="rep_new"),
    path("reps/<int:pk>/", team.rep, name="rep"),
    path("reps/<int:pk>/absence/", absence.of_rep, name="rep_absence"),
    path("absence/", absence.own, name="absence"),
    path("assignment/", assignment.points, name="assignment"),
    path("assignment/traits/new/", assignment.trait_new, name="trait_new"),
    path("assignment/traits/<int:pk>/", assignment.trait, name="trait"),
    path("assignment/traits/<int:pk>/remove/", assignment.trait_remove, name="trait_remove"),
    path("rebalance/", rebalancing.rebalance, name="rebalance"),
    path("sla/", sla.policies, name="sla"),
    path("sla/new/", sla.policy_new, name="policy_new"),
    path("sla/<int:pk>/", sla.policy, name="policy"),
    path("sla/<int:pk>/move/", sla.policy_move, name="policy_move"),
    path("sla/<int:pk>/remove/", sla.policy_remove, name="policy_remove"),
    path("sla/hours/new/", office_hours.hours_new, name="hours_new"),
    path("sla/hours/<int:pk>/", office_hours.hours, name="hours"),
    path("sla/hours/<int:pk>/remove/", office_hours.hours_remove, name="hours_remove"),
]
