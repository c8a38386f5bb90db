"""The pages that the walk looks at, by the names of their URLs."""

from __future__ import annotations

from dataclasses import dataclass

from team.enums import Role

VIEWER, REP, MANAGER, ADMIN = Role


@dataclass(frozen=True, slots=True)
class Stop:
    """One page. With `link`, the page behind the first such link at `path`, and `tail` after it."""

    name: str
    path: str
    link: str = ""
    tail: str = ""
    role: Role | None = ADMIN
    status: int = 200
    # A key that opens something on the page.
    press: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        """What the test is called."""
        return f"{self.name} {self.note}".strip()


FOLLOWUP = r"/followups/\d+/"
STOPS = (
    Stop("home", "/"),
    Stop("home", "/", role=MANAGER, note="manager"),
    Stop("home", "/", role=REP, note="rep"),
    Stop("home", "/", role=VIEWER, note="viewer"),
    Stop("home", "/", press="?", note="keys"),
    Stop("insights:overview", "/insights/"),
    Stop("insights:customer", "/customers/", r"/customers/\d+/"),
    Stop("insights:customer", "/responses/", r"/responses/\d+/", note="answered"),
    Stop("followups:list", "/followups/"),
    Stop("followups:list", "/followups/", role=REP, note="rep"),
    Stop("followups:list", "/followups/?view=done", note="done"),
    Stop("followups:list", "/followups/?q=nobody-is-called-so", note="nothing found"),
    Stop("followups:detail", "/followups/?view=team", FOLLOWUP),
    Stop("followups:detail", "/followups/?view=team", FOLLOWUP, press="e", note="resolving"),
    Stop("followups:detail", "/followups/?view=done", FOLLOWUP, note="done"),
    Stop("followups:reassign", "/followups/?view=team", FOLLOWUP, "reassign/"),
    Stop("followups:resolve", "/followups/?view=team", FOLLOWUP, "resolve/"),
    Stop("followups:reopen", "/followups/?view=done", FOLLOWUP, "reopen/"),
    Stop("followups:report", "/followups/report/"),
    Stop("followups:reps", "/followups/reps/"),
    Stop("followups:rep", "/followups/reps/", r"/followups/reps/\d+/"),
    Stop("followups:rep_new", "/followups/reps/new/"),
    Stop("followups:sla", "/followups/sla/"),
    Stop("responses:list", "/responses/"),
    Stop("responses:detail", "/responses/", r"/responses/\d+/"),
    Stop("responses:new", "/responses/new/?q=a"),
    Stop("responses:new", "/responses/new/?q=a", r"/responses/new/\?customer=\d+", note="for a customer"),
    Stop("customers:list", "/customers/"),
    Stop("customers:list", "/customers/?q=nobody-is-called-so", note="nothing found"),
    Stop("customers:manage", "/customers/", r"/customers/\d+/", "manage/"),
    Stop("customers:data", "/customers/", r"/customers/\d+/", "data/"),
    Stop("customers:stages", "/customers/stages/"),
    Stop("customers:imports", "/customers/imports/"),
    Stop("customers:import_new", "/customers/imports/new/"),
    Stop("customers:import_detail", "columns", note="columns"),
    Stop("customers:import_detail", "done", note="done"),
    Stop("campaigns:list", "/campaigns/"),
    Stop("campaigns:new", "/campaigns/new/"),
    Stop("campaigns:new", "/campaigns/new/?stage=prospect", note="for an event"),
    Stop("campaigns:new", "/campaigns/new/?template=quarters", note="in waves"),
    Stop("campaigns:new", "/campaigns/new/?template=website", note="on the website"),
    Stop("campaigns:segments", "/campaigns/segments/"),
    Stop("campaigns:coverage", "/campaigns/coverage/"),
    Stop("campaigns:coverage", "/campaigns/coverage/?show=accounts", note="accounts"),
    Stop("campaigns:detail", "/campaigns/", r"/campaigns/\d+/"),
    Stop("campaigns:edit", "/campaigns/", r"/campaigns/\d+/", "edit/"),
    Stop("campaigns:explain", "/campaigns/", r"/campaigns/\d+/", "explain/"),
    Stop("campaigns:explain", "/campaigns/", r"/campaigns/\d+/", "explain/?q=a", note="found"),
    Stop("campaigns:explain", "/campaigns/", r"/campaigns/\d+/", "explain/?customer=1", note="a customer"),
    Stop("campaigns:explain_customer", "/campaigns/explain/1/"),
    Stop("campaigns:exceptions", "/campaigns/", r"/campaigns/\d+/", "exceptions/"),
    Stop("campaigns:exceptions_customer", "/campaigns/exceptions/customer/1/"),
    Stop(
        "campaigns:placements", "/campaigns/?q=website", r"/campaigns/\d+/", "placements/", note="of widgets"
    ),
    Stop("campaigns:placements", "/campaigns/?q=lobby", r"/campaigns/\d+/", "placements/", note="of links"),
    Stop("campaigns:placement_new", "/campaigns/?q=website", r"/campaigns/\d+/", "placements/new/"),
    Stop("campaigns:placement", "/campaigns/?q=website", r"/campaigns/\d+/", "placements/1/", note="widget"),
    Stop("campaigns:placement", "/campaigns/?q=lobby", r"/campaigns/\d+/", "placements/2/", note="link"),
    Stop("campaigns:placement_edit", "/campaigns/?q=website", r"/campaigns/\d+/", "placements/1/edit/"),
    Stop("campaigns:placement_demo", "/campaigns/?q=website", r"/campaigns/\d+/", "placements/1/demo/"),
    Stop("campaigns:placement_poster", "/campaigns/?q=lobby", r"/campaigns/\d+/", "placements/2/poster/"),
    Stop("public:link", "/l/lobby", role=None),
    Stop("public:link", "/l/no-such-link", role=None, status=404, note="unknown"),
    Stop("public:link_thanks", "/l/lobby/thanks", role=None),
    Stop("surveys:list", "/surveys/"),
    Stop("surveys:new", "/surveys/new/"),
    Stop("surveys:edit", "/surveys/", r"/surveys/\d+/"),
    Stop("surveys:edit", "/surveys/", r"/surveys/\d+/", "?show=page&width=phone", note="answer page"),
    Stop("surveys:look", "/surveys/", r"/surveys/\d+/", "look/"),
    Stop("surveys:questions", "/surveys/", r"/surveys/\d+/", "questions/"),
    Stop("surveys:question_new", "/surveys/", r"/surveys/\d+/", "questions/new/"),
    Stop("surveys:question_new", "/surveys/", r"/surveys/\d+/", "questions/new/?kind=scale", note="scale"),
    Stop("mailroom:outbox", "/outbox/"),
    Stop("mailroom:mail", "/outbox/", r"/outbox/\d+/"),
    Stop("mailroom:mail", "/outbox/", r"/outbox/\d+/", "?part=text", note="text"),
    Stop("team:settings", "/settings/"),
    Stop("team:contact_rules", "/settings/contact-rules/"),
    Stop("team:holidays", "/settings/holidays/"),
    Stop("team:privacy", "/settings/privacy/"),
    Stop("team:users", "/settings/users/"),
    Stop("team:user", "/settings/users/", r"/settings/users/\d+/"),
    Stop("team:user_new", "/settings/users/new/"),
    Stop("team:keys", "/settings/keys/"),
    Stop("team:key_new", "/settings/keys/new/"),
    Stop("team:audit", "/settings/audit/"),
    Stop("team:profile", "/settings/profile/"),
    Stop("team:about", "/settings/about/"),
    Stop("integrations:start", "/api/"),
    Stop("account_change_password", "/password/change/"),
    Stop("account_logout", "/logout/"),
    Stop("mfa_index", "/2fa/"),
    Stop("mfa_activate_totp", "/2fa/totp/activate/"),
    Stop("account_login", "/login/", role=None),
    Stop("account_reset_password", "/password/reset/", role=None),
    Stop("account_reset_password_done", "/password/reset/done/", role=None),
    Stop("account_signup", "/signup/", role=None),
    Stop("account_inactive", "/inactive/", role=None),
    Stop("account_reset_password_from_key", "/password/reset/key/zz-no-such-key/", role=None),
    Stop("account_reset_password_from_key_done", "/password/reset/key/done/", role=None),
    Stop("team:settings", "/settings/", role=VIEWER, status=403, note="refused"),
    Stop("followups:detail", "/followups/987654321/", status=404, note="not found"),
)

# What sends, stores, downloads or asks for a second look at a password: no page that stands for itself.
NOT_PAGES = {
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email",
    "account_email_verification_sent",
    "account_reauthenticate",
    "account_set_password",
    "campaigns:activate",
    "campaigns:decide",
    "campaigns:decide_reminder",
    "campaigns:end",
    "campaigns:exception_withdraw",
    "campaigns:export",
    "campaigns:pause",
    # Drawings, a picture and what a button sends.
    "campaigns:placement_png",
    "campaigns:placement_secret",
    "campaigns:placement_svg",
    "campaigns:placement_switch",
    "campaigns:resume",
    "customers:block",
    "customers:erase",
    "customers:import_discard",
    "customers:import_rejected",
    "customers:import_resume",
    "customers:import_stop",
    "customers:opt_in",
    "customers:opt_in_withdraw",
    "customers:pause",
    "customers:pause_end",
    "customers:record",
    "customers:unblock",
    # Open only after a first contact; the browser's path goes through them.
    "followups:log",
    "followups:resume",
    "followups:take",
    "followups:unreachable",
    "followups:wait",
    "healthz",
    # Drawn by the library's own script: a test of its own sees that it comes up.
    "integrations:docs",
    "integrations:schema",
    "mailroom:body",
    "metrics",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "public:brand",
    # What websites' scripts call; a test of their own drives them.
    "public:widget",
    "public:widget_answer",
    "public:widget_ask",
    "public:widget_show",
    "public:logo",
    "readyz",
    "responses:exclude",
    "responses:include",
    # Opens for what staff entered alone; a test of its own goes there.
    "responses:revise",
    "pages:page",
    "pages:preview",
    "public:trial_unsubscribe",
    "surveys:language_new",
    "surveys:language_remove",
    "surveys:logo",
    "surveys:logo_remove",
    "surveys:mail",
    "surveys:preview",
    # Of a question that there is none of in the sample; the browser's walk through a survey writes one.
    "surveys:question_edit",
    "surveys:question_move",
    "surveys:question_remove",
    "surveys:question_restore",
    "surveys:test",
    "team:holiday_add",
    "team:holiday_public",
    "team:holiday_remove",
    "team:key_revoke",
    "team:sessions_end",
    "team:user_deactivate",
    "team:user_link",
    "team:user_reactivate",
    "team:user_second_factor",
}
