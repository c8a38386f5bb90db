"""Addresses of the follow-ups room."""

from __future__ import annotations

from django.urls import path

from followups.views import (
    absence,
    acts,
    assignment,
    bulk,
    causes,
    detail,
    notifications,
    office_hours,
    opening,
    queue,
    rebalancing,
    report,
    risk,
    saved_views,
    sla,
    sla_report,
    tagging,
    tasks,
    team,
    writing,
)
from followups.views.advocates import endorsement, endorsements, referrals
from followups.views.advocates import listing as advocates
from followups.views.letters import changing, sent, templates
from followups.views.plans import items
from followups.views.plans import listing as plans_listing
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
    path("<int:pk>/write/", writing.write, name="write"),
    path("<int:pk>/tag/", tagging.tag, name="tag"),
    path("<int:pk>/snooze/", acts.snooze, name="snooze"),
    path("<int:pk>/wake/", acts.wake, name="wake"),
    path("<int:pk>/hand-over/", acts.hand_over, name="hand_over"),
    path("<int:pk>/release/", acts.release, name="release"),
    path("open/<int:pk>/", opening.open_for, name="open"),
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
    path("tasks/<int:pk>/answer/", tasks.task_answer, name="task_answer"),
    path("tasks/<int:pk>/send/", tasks.task_send, name="task_send"),
    path("messages/", sent.listed, name="messages"),
    path("messages/<int:pk>/", sent.message, name="message"),
    path("messages/<int:pk>/withdraw/", sent.withdraw, name="message_withdraw"),
    path("messages/<int:pk>/decide/", sent.decide, name="message_decide"),
    path("report/", report.coverage, name="report"),
    path("report/sla/", sla_report.met, name="sla_report"),
    path("report/sla/export/", sla_report.export, name="sla_export"),
    path("reps/", team.reps, name="reps"),
    path("reps/new/", team.rep_new, name="rep_new"),
    path("reps/<int:pk>/", team.rep, name="rep"),
    path("reps/<int:pk>/absence/", absence.of_rep, name="rep_absence"),
    path("reps/<int:pk>/give/", rebalancing.give_all, name="give_all"),
    path("absence/", absence.own, name="absence"),
    path("assignment/", assignment.points, name="assignment"),
    path("assignment/traits/new/", assignment.trait_new, name="trait_new"),
    path("assignment/traits/<int:pk>/", assignment.trait, name="trait"),
    path("assignment/traits/<int:pk>/remove/", assignment.trait_remove, name="trait_remove"),
    path("rebalance/", rebalancing.rebalance, name="rebalance"),
    path("root-causes/", causes.causes, name="causes"),
    path("root-causes/<int:pk>/", causes.cause, name="cause"),
    path("root-causes/<int:pk>/move/", causes.cause_move, name="cause_move"),
    path("root-causes/<int:pk>/switch/", causes.cause_switch, name="cause_switch"),
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

# At /plans/, in the namespace of that name.
plans = [
    path("", plans_listing.plans, name="list"),
    path("export/", plans_listing.export, name="export"),
    path("new/", items.new, name="new"),
    path("customers/<int:pk>/", plans_listing.of_customer, name="customer"),
    path("<int:pk>/", items.item, name="item"),
    path("<int:pk>/edit/", items.edit, name="edit"),
    path("<int:pk>/done/", items.done, name="done"),
    path("<int:pk>/drop/", items.drop, name="drop"),
    path("<int:pk>/reopen/", items.reopen, name="reopen"),
]

# At /settings/messages/, in the namespace "messages".
message_templates = [
    path("", templates.templates, name="list"),
    path("install/", templates.install, name="install"),
    path("new/", templates.new, name="new"),
    path("<int:pk>/", templates.edit, name="edit"),
    path("<int:pk>/facts/", changing.facts, name="facts"),
    path("<int:pk>/archive/", changing.archive, name="archive"),
    path("<int:pk>/languages/", changing.language_new, name="language_new"),
    path("<int:pk>/languages/<slug:language>/remove/", changing.language_remove, name="language_remove"),
    path("<int:pk>/languages/<slug:language>/test/", changing.test, name="test"),
]

# At /notifications/, in the namespace of that name.
notifications_urls = [
    path("", notifications.notifications, name="list"),
    path("read/", notifications.read, name="read"),
    path("choices/", notifications.choices, name="choices"),
]

# At /advocates/, in the namespace of that name.
advocates_urls = [
    path("", advocates.listed, name="list"),
    path("export/", advocates.export, name="export"),
    path("endorsements/", endorsements.listed, name="endorsements"),
    path("endorsements/export/", endorsements.export, name="endorsements_export"),
    path("endorsements/new/", endorsements.new, name="ask"),
    path("endorsements/<int:pk>/", endorsement.endorsement, name="endorsement"),
    path("endorsements/<int:pk>/agree/", endorsement.agree, name="agree"),
    path("endorsements/<int:pk>/decline/", endorsement.decline, name="decline"),
    path("endorsements/<int:pk>/done/", endorsement.done, name="done"),
    path("endorsements/<int:pk>/withdraw/", endorsement.withdraw, name="withdraw"),
    path("referrals/", referrals.listed, name="referrals"),
    path("referrals/new/", referrals.new, name="refer"),
    path("referrals/<int:pk>/", referrals.referral, name="referral"),
    path("referrals/<int:pk>/contact/", referrals.contact, name="contact"),
    path("referrals/<int:pk>/win/", referrals.win, name="win"),
    path("referrals/<int:pk>/lose/", referrals.lose, name="lose"),
]
