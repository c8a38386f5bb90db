"""The builder of audiences: what stands in the page's controls, and back."""

from customers.forms.audience.controls import Control, controls, offered
from customers.forms.audience.draft import Draft, DraftGroup, DraftRule
from customers.forms.audience.naming import NameForm

__all__ = ["Control", "Draft", "DraftGroup", "DraftRule", "NameForm", "controls", "offered"]
