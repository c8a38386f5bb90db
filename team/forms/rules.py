"""Whom we may write to and how often; how long things are kept."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from core import countries
from core.addresses import InvalidAddress, canonical_domain
from team.domain.program import CONTACT_RULES, RETENTION
from team.models import Program

MOST_DOMAINS = 500


class DomainsField(forms.CharField):
    """Domains, one in each line; the value is the list of their canonical forms, in order."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "off"})
        super().__init__(widget=widget, max_length=20_000, **options)

    def prepare_value(self, value: Any) -> Any:
        """A stored list as lines; what somebody typed as it is."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Raises ValidationError naming the first line that is no domain."""
        found = set()
        for line in re.split(r"[\s,;]+", super().clean(value) or ""):
            try:
                if line:
                    found.add(canonical_domain(line))
            except InvalidAddress as problem:
                raise forms.ValidationError(f"“{line[:80]}” is not a domain: {problem}.") from problem
        if len(found) > MOST_DOMAINS:
            raise forms.ValidationError(f"These are more than {MOST_DOMAINS} domains.")
        return sorted(found)


class CountriesField(forms.MultipleChoiceField):
    """Any number of countries, as checkboxes: the chosen ones first."""

    widget = forms.CheckboxSelectMultiple

    def chosen_first(self, chosen: list[str]) -> None:
        """Order the choices; countries that the machine's list does not have keep their place by code."""
        names = countries.names()
        rest = [pair for pair in names.items() if pair[0] not in chosen]
        self.choices = [*((code, countries.name_of(code)) for code in chosen), *rest]


class ContactRulesForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """The rules that hold for every campaign."""

    opt_in_countries = CountriesField(label="Countries", required=False)
    blocked_domains = DomainsField(
        label="Domains",
        required=False,
        help_text="One in each line. Subdomains count as well.",
    )

    class Meta:
        model = Program
        fields = CONTACT_RULES
        labels = {"quiet_months": "Quiet period", "account_most": "At most", "account_days": "In any"}
        help_texts = {
            "quiet_months": "Nobody is asked twice within this time, over all campaigns and channels.",
            "account_most": "Leave it empty for no limit.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["opt_in_countries"]
        if isinstance(field, CountriesField):
            field.chosen_first(list(self.instance.opt_in_countries))


class RetentionForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    """How long things are kept. Empty means for good."""

    class Meta:
        model = Program
        fields = RETENTION
        labels = {
            "keep_mails_days": "Mails in the local outbox",
            "keep_opens_days": "Opened links, and what mail providers tell",
            "keep_files_days": "Imported files and the rows that were not taken",
            "keep_events_months": "Events",
            "keep_usage_months": "Usage",
            "keep_lost_months": "Customers who left",
        }
        help_texts = {
            "keep_mails_days": "Whole mails with their links, where mails stay on this server.",
            "keep_opens_days": "Who opened which answer link, when and with what program; deliveries and "
            "bounces, of which the facts stay with each invitation.",
            "keep_files_days": "The counts of each import stay.",
            "keep_events_months": "Closed cases, sign-ups and the like, counted from when they came in.",
            "keep_usage_months": "How much customers used, by metric and day, counted from that day.",
            "keep_lost_months": "They are erased, counted from the day they left. Their scores stay in the "
            "numbers without the person. Leave it empty to keep them.",
        }
