"""Playbooks in plain words: whom they are for, and what happens on which day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.scoring import Band
from core.templatetags.numbers import money
from customers.enums import Stage
from followups.domain.playbooks import fitting
from followups.domain.playbooks.terms import Terms
from followups.enums import Delay, EndorsementKind, OnlyIf, StepKind, WaitsFor, Worker
from followups.models import MessageTemplate
from responses.models import Theme
from team.models import User

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followups.domain.playbooks.editing import Plan, PlannedStep
    from followups.domain.playbooks.fitting import Conditions
    from followups.models import Playbook, StepRun
    from followups.querysets import PlaybookQuerySet

UNITS = {Delay.HOURS: "hour", Delay.WORKING_HOURS: "working hour", Delay.DAYS: "day"}
AT_ONCE = {
    WaitsFor.PREVIOUS: "Right after the step before it",
    WaitsFor.CONTACT: "Once somebody has reached the customer or written to them",
    WaitsFor.RESOLUTION: "Once it is resolved",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A step in the timeline: when, what, on what condition, and for how long it waits."""

    number: int
    kind: str
    when: str
    what: str
    condition: str
    patience: str


def timeline(plan: Plan) -> list[Line]:
    """What happens to one answer, a line a step."""
    templates = {step.terms.template for step in plan.steps if step.terms.template}
    names = dict(MessageTemplate.objects.filter(pk__in=templates).values_list("pk", "name"))
    people = names_of({pk for step in plan.steps for pk in _people(step.terms)})
    return [
        Line(
            number=number,
            kind=step.kind,
            when=when(step.terms),
            what=what(step, templates=names, people=people),
            condition=condition(step.terms),
            patience=patience(step.terms),
        )
        for number, step in enumerate(plan.steps, start=1)
    ]


def patience(terms: Terms) -> str:
    """How long it waits for what may never come; empty where it waits for nothing."""
    if terms.waits_for not in (WaitsFor.CONTACT, WaitsFor.RESOLUTION):
        return ""
    return f"skipped if that has not come within {_count(terms.give_up_days, 'day')}"


def whose(playbook: Playbook) -> str:
    """Whose answers begin it. Asks nothing of the database where its themes are loaded."""
    names = [theme.name for theme in playbook.themes.all()]
    return audience(fitting.conditions_of(playbook), themes=sorted(names))


def audience(conditions: Conditions, *, themes: Sequence[str] | None = None) -> str:
    """Whose answers begin it, as a noun: "Detractors who are new customers and mention “Price”".

    `themes` are their names in order, where they are known already.
    """
    if themes is None:
        found = Theme.objects.filter(pk__in=conditions.themes).order_by("name")
        themes = list(found.values_list("name", flat=True)) if conditions.themes else []
    who = Band(conditions.band).plural if conditions.band else "Everybody who answers"
    parts = [_stages(conditions.stages), _themes(themes)]
    if conditions.least_value is not None:
        amount = money(conditions.least_value, conditions.currency)
        parts.append(f"whose company pays {amount.strip()} a year or more")
    if conditions.renewal_days is not None:
        parts.append(f"who renew within {_count(conditions.renewal_days, 'day')}")
    said = [part for part in parts if part]
    return " ".join([who, _and(said)]).strip()


def when(terms: Terms) -> str:
    """The moment of a step: "Day 2", "4 working hours after the personal contact"."""
    waits_for = WaitsFor(terms.waits_for)
    amount = _count(terms.delay, UNITS[Delay(terms.delay_unit)])
    if waits_for == WaitsFor.START:
        return _from_start(terms, amount)
    if not terms.delay:
        return AT_ONCE[waits_for]
    return f"{amount} after {waits_for.label}"


def _from_start(terms: Terms, amount: str) -> str:
    if not terms.delay:
        return "Day 0, at once"
    if terms.delay_unit == Delay.DAYS:
        return f"Day {terms.delay}"
    if terms.delay_unit == Delay.HOURS:
        return f"Day {terms.delay // 24}, {amount} after the answer"
    return f"{amount} after the answer"


def what(step: PlannedStep, *, templates: dict[int, str], people: dict[int, str]) -> str:
    """What happens, in a sentence without its end."""
    terms, title = step.terms, f"“{step.title}”"
    template = f"“{templates.get(terms.template or 0, 'a template')}”"
    sentences = {
        StepKind.TASK: f"{_who(terms, people)} gets the task {title}, to be done within "
        f"{_count(terms.due_days, 'day')}",
        StepKind.MESSAGE: f"{_who(terms, people)} reads, edits and sends {template}"
        if terms.is_reviewed
        else f"The customer gets {template}",
        StepKind.REOPEN_CASE: "The support case that the answer is about is opened again",
        StepKind.TAG: f"The answer is tagged with “{_theme(terms.settings.get('theme', ''))}”",
        StepKind.NOTIFY: f"{_told(terms, people)} is told: {title}",
        StepKind.WEBHOOK: f"Other programs are told: {title}",
        StepKind.PLAN: f"{title} enters the customer’s success plan, for {_who(terms, people).lower()}",
        StepKind.ENDORSEMENT: f"{_who(terms, people)} asks for: "
        f"{_endorsement(terms.settings.get('endorsement', ''))}, and records the consent",
    }
    return sentences[StepKind(step.kind)]


def condition(terms: Terms) -> str:
    """On what condition: "only if nobody has contacted the customer yet"; empty for none."""
    only_if = OnlyIf(terms.only_if)
    return "" if only_if == OnlyIf.ALWAYS else f"only if {only_if.label}"


def _who(terms: Terms, people: dict[int, str]) -> str:
    return {
        Worker.OWNER: "The owner",
        Worker.ACCOUNT_MANAGER: "The account’s manager",
        Worker.MANAGER: "The owner’s manager",
        Worker.PERSON: people.get(terms.person or 0, "Somebody to be chosen"),
    }[Worker(terms.worker)]


def _told(terms: Terms, people: dict[int, str]) -> str:
    chosen = [people[pk] for pk in terms.settings.get("people", []) if pk in people]
    return _and(chosen) if chosen else _who(terms, people)


def _stages(stages: Sequence[str]) -> str:
    chosen = [stage for stage in Stage.values if stage in stages]
    others = [stage for stage in Stage.values if stage not in stages]
    if not chosen or not others:
        return ""
    is_shorter = len(others) < len(chosen)
    names = [f"“{Stage(stage).label}”" for stage in (others if is_shorter else chosen)]
    return f"{'not ' if is_shorter else ''}in the stage {_or(names)}"


def _themes(names: Sequence[str]) -> str:
    return f"who speak of {_or([f'“{name}”' for name in names])}" if names else ""


def _theme(code: str) -> str:
    return Theme.objects.filter(code=code).values_list("name", flat=True).first() or "a theme"


def _endorsement(kind: str) -> str:
    return EndorsementKind(kind).label.lower() if kind in EndorsementKind.values else "an endorsement"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _and(parts: Sequence[str]) -> str:
    return ", ".join(parts[:-1]) + f" and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _or(parts: Sequence[str]) -> str:
    return ", ".join(parts[:-1]) + f" or {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _people(terms: Terms) -> list[int]:
    chosen = [pk for pk in terms.settings.get("people", []) if isinstance(pk, int)]
    return [*chosen, terms.person] if terms.person else chosen


def names_of(people: set[int]) -> dict[int, str]:
    """The names of these people, by id."""
    return {user.pk: str(user) for user in User.objects.filter(pk__in=people)}


def moment(step: StepRun) -> str:
    """What a step of a run waits for, in words."""
    return when(Terms.of_run(step))


def bands_without(playbooks: PlaybookQuerySet) -> list[Band]:
    """The bands that none of these playbooks is for (T26)."""
    covered = set(playbooks.values_list("band", flat=True))
    return [] if "" in covered else [band for band in Band if band.value not in covered]
