"""What we ask, of whom, and when."""

from surveys.models.campaign import Campaign
from surveys.models.invitation import Invitation, LinkOpen
from surveys.models.survey import Survey, SurveyText

__all__ = ["Campaign", "Invitation", "LinkOpen", "Survey", "SurveyText"]
