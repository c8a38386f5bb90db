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
    tasks,
    team,
)
from followups.views.playbooks import building, listing, runs
from followups.views.playbooks import detail as playbook

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
    path("tasks/<int:pk>/", tasks.task, name="task"),
    path("tasks/<int:pk>/done/", tasks.task_done, name="task_done"),
    path("tasks/<int:pk>/skip/", tasks.task_skip, name="task_skip"),
    path("tasks/<int:pk>/hand-over/", tasks.task_hand_over, name="task_hand_over"),
    path("tasks/<int:pk>/send/", tasks.task_send, name="task_send"),
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

# At /playbooks/, in the namespace of that name.
playbooks = [
    path("", listing.playbooks, name="list"),
    path("library/", listing.library, name="library"),
    path("library/<slug:code>/use/", listing.use, name="use"),
    path("new/", building.new, name="new"),
    path("<int:pk>/", playbook.playbook, name="detail"),
    path("<int:pk>/edit/", building.edit, name="edit"),
    path("<int:pk>/activate/", playbook.activate, name="activate"),
    path("<int:pk>/pause/", playbook.pause, name="pause"),
    path("<int:pk>/resume/", playbook.resume, name="resume"),
    path("<int:pk>/stop/", playbook.stop, name="stop"),
    path("<int:pk>/duplicate/", playbook.duplicate, name="duplicate"),
    path("<int:pk>/delete/", playbook.delete, name="delete"),
    path("runs/<int:pk>/", runs.run, name="run"),
    path("runs/<int:pk>/pause/", runs.pause, name="run_pause"),
    path("runs/<int:pk>/resume/", runs.resume, name="run_resume"),
    path("runs/<int:pk>/stop/", runs.stop, name="run_stop"),
]
