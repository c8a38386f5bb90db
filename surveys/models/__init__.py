"""What we ask, of whom, and when."""

from surveys.models.campaign import Campaign, QuietException
from surveys.models.invitation import Invitation, LinkOpen
from surveys.models.placement import Placement
from surveys.models.reminder import Reminder
from surveys.models.survey import QuestionText, Survey, SurveyLogo, SurveyQuestion, SurveyText

__all__ = [
    "Campaign",
    "Invitation",
    "LinkOpen",
    "Placement",
    "QuestionText",
    "QuietException",
    "Reminder",
    "Survey",
    "SurveyLogo",
    "SurveyQuestion",
    "SurveyText",
]
