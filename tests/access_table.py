"""Who may open what: one line for each URL name. tests/test_access.py holds the product to it.

A new URL needs a line here. `…:*` stands for every URL of a namespace that another library brings.
A role is the least one that may open the page, for GET and for POST.
"""

from __future__ import annotations

from enum import Enum

from team.enums import Role, Scope


class Open(Enum):
    """Pages that need no login."""

    PUBLIC = "customers, programs, monitoring: no session, no cookie"
    ENTRANCE = "the way in: whoever is not logged in yet"


VIEWER, REP, MANAGER, ADMIN = Role
PUBLIC, ENTRANCE = Open
# The scopes of an API key: reading methods need the first, all others the second.
READS, WRITES = frozenset({Scope.READ}), frozenset({Scope.WRITE})
BOTH = READS | WRITES

TABLE: dict[str, Role | Open | frozenset[Scope]] = {
    # Monitoring
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "metrics": PUBLIC,  # with METRICS_TOKEN, or from this machine
    # Customers' pages
    "public:answer": PUBLIC,
    "public:brand": PUBLIC,
    "public:logo": PUBLIC,
    "public:link": PUBLIC,
    "public:link_thanks": PUBLIC,
    "public:thanks": PUBLIC,
    "public:trial_unsubscribe": PUBLIC,
    "public:unsubscribe": PUBLIC,
    "public:widget": PUBLIC,
    "public:widget_answer": PUBLIC,
    "public:widget_ask": PUBLIC,
    "public:widget_show": PUBLIC,
    # What mail providers call: with our secret, or signed
    "webhooks:*": PUBLIC,
    # The way in
    "account_confirm_email": ENTRANCE,
    "account_confirm_login_code": ENTRANCE,
    "account_email_verification_sent": ENTRANCE,
    "account_inactive": ENTRANCE,
    "account_login": ENTRANCE,
    "account_logout": ENTRANCE,
    "account_reset_password": ENTRANCE,
    "account_reset_password_done": ENTRANCE,
    "account_reset_password_from_key": ENTRANCE,
    "account_reset_password_from_key_done": ENTRANCE,
    "account_signup": ENTRANCE,  # says that it is closed
    "mfa_authenticate": ENTRANCE,
    # One's own way in
    "account_change_password": VIEWER,
    "account_email": VIEWER,
    "account_reauthenticate": VIEWER,
    "account_set_password": VIEWER,
    "mfa_activate_totp": VIEWER,
    "mfa_deactivate_totp": VIEWER,
    "mfa_download_recovery_codes": VIEWER,
    "mfa_generate_recovery_codes": VIEWER,
    "mfa_index": VIEWER,
    "mfa_reauthenticate": VIEWER,
    "mfa_view_recovery_codes": VIEWER,
    # Team
    "team:about": VIEWER,
    "team:audit": ADMIN,
    "team:contact_rules": ADMIN,
    "team:holiday_add": ADMIN,
    "team:holiday_public": ADMIN,
    "team:holiday_remove": ADMIN,
    "team:holidays": ADMIN,
    "team:key_new": ADMIN,
    "team:key_revoke": ADMIN,
    "team:keys": ADMIN,
    "team:privacy": ADMIN,
    "team:profile": VIEWER,
    "team:sessions_end": VIEWER,
    "team:settings": ADMIN,
    "team:user": ADMIN,
    "team:user_deactivate": ADMIN,
    "team:user_link": ADMIN,
    "team:user_new": ADMIN,
    "team:user_reactivate": ADMIN,
    "team:user_second_factor": ADMIN,
    "team:users": ADMIN,
    # Customers
    "customers:audience": MANAGER,
    "customers:audience_delete": MANAGER,
    "customers:audience_duplicate": MANAGER,
    "customers:audience_new": MANAGER,
    "customers:audiences": MANAGER,
    "customers:block": MANAGER,
    "customers:columns": VIEWER,
    "customers:export": MANAGER,
    "customers:erase": ADMIN,
    "customers:import_detail": MANAGER,
    "customers:import_discard": MANAGER,
    "customers:import_new": MANAGER,
    "customers:import_rejected": MANAGER,
    "customers:import_resume": MANAGER,
    "customers:import_stop": MANAGER,
    "customers:imports": MANAGER,
    "customers:launch": MANAGER,
    "customers:launch_new": MANAGER,
    "customers:launch_withdraw": MANAGER,
    "customers:launches": MANAGER,
    "customers:list": VIEWER,
    "customers:manage": MANAGER,
    "customers:moves": VIEWER,
    "customers:record": MANAGER,
    "customers:stages": VIEWER,
    "customers:thresholds": ADMIN,
    "customers:unblock": MANAGER,
    # Mailroom
    "mailroom:body": MANAGER,
    "mailroom:mail": MANAGER,
    "mailroom:outbox": MANAGER,
    # Responses
    "responses:detail": VIEWER,
    "responses:exclude": MANAGER,
    "responses:include": MANAGER,
    "responses:list": VIEWER,
    "responses:new": REP,
    "responses:revise": REP,
    # Follow-ups
    "followups:detail": REP,
    "followups:list": REP,
    "followups:log": REP,
    "followups:reassign": MANAGER,
    "followups:reopen": REP,
    "followups:rep": MANAGER,
    "followups:rep_new": MANAGER,
    "followups:report": MANAGER,
    "followups:reps": MANAGER,
    "followups:resolve": REP,
    "followups:resume": REP,
    "followups:sla": MANAGER,
    "followups:take": REP,
    "followups:unreachable": REP,
    "followups:wait": REP,
    # Insights
    "home": VIEWER,
    "insights:customer": VIEWER,
    "insights:overview": VIEWER,
    # Campaigns and surveys
    "campaigns:activate": MANAGER,
    "campaigns:coverage": VIEWER,
    "campaigns:decide": MANAGER,
    "campaigns:detail": VIEWER,
    "campaigns:edit": MANAGER,
    "campaigns:end": MANAGER,
    "campaigns:export": MANAGER,
    "campaigns:list": VIEWER,
    "campaigns:new": MANAGER,
    "campaigns:pause": MANAGER,
    "campaigns:placement": VIEWER,
    "campaigns:placement_demo": VIEWER,
    "campaigns:placement_edit": MANAGER,
    "campaigns:placement_new": MANAGER,
    "campaigns:placement_png": VIEWER,
    "campaigns:placement_poster": VIEWER,
    "campaigns:placement_secret": MANAGER,
    "campaigns:placement_svg": VIEWER,
    "campaigns:placement_switch": MANAGER,
    "campaigns:placements": VIEWER,
    "campaigns:resume": MANAGER,
    "campaigns:segments": VIEWER,
    "surveys:edit": MANAGER,
    "pages:page": VIEWER,
    "pages:preview": MANAGER,
    "surveys:language_new": MANAGER,
    "surveys:language_remove": MANAGER,
    "surveys:list": VIEWER,
    "surveys:logo": MANAGER,
    "surveys:logo_remove": MANAGER,
    "surveys:look": MANAGER,
    "surveys:mail": VIEWER,
    "surveys:new": MANAGER,
    "surveys:preview": MANAGER,
    "surveys:question_edit": MANAGER,
    "surveys:question_move": MANAGER,
    "surveys:question_new": MANAGER,
    "surveys:question_remove": MANAGER,
    "surveys:question_restore": MANAGER,
    "surveys:questions": MANAGER,
    "surveys:test": MANAGER,
    # Integrations: the API and its papers
    "integrations:account-detail": READS,
    "integrations:account-list": BOTH,
    "integrations:api-root": READS,
    "integrations:campaign-detail": BOTH,
    "integrations:campaign-funnel": READS,
    "integrations:campaign-list": BOTH,
    "integrations:campaign-pause": WRITES,
    "integrations:customer-detail": BOTH,
    "integrations:customer-list": BOTH,
    "integrations:docs": PUBLIC,
    "integrations:event-detail": READS,
    "integrations:event-list": BOTH,
    "integrations:followup-detail": READS,
    "integrations:followup-list": READS,
    "integrations:invitation-detail": READS,
    "integrations:invitation-list": READS,
    "integrations:metrics": READS,
    "integrations:response-detail": READS,
    "integrations:response-list": READS,
    "integrations:schema": PUBLIC,
    "integrations:start": VIEWER,
    "integrations:unknown": PUBLIC,
}
