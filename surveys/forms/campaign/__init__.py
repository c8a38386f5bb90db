"""A campaign as people configure it: numbers with units and sides instead of signs and hours."""

from surveys.forms.campaign.whole import CampaignForm, initial_of

__all__ = ["CampaignForm", "initial_of"]
