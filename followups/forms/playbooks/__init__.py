"""A playbook on its way through a form: its conditions, and a form for each step."""

from followups.forms.playbooks.draft import Draft

__all__ = ["Draft"]
