"""What customers did for us, for tests."""

from __future__ import annotations

from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from followups.enums import EndorsementKind
from followups.models import Endorsement, Referral
from tests.factories.customers import CustomerFactory
from tests.moments import NOW


class EndorsementFactory(DjangoModelFactory[Endorsement]):
    """Somebody was asked for a review just now."""

    class Meta:
        model = Endorsement

    customer = SubFactory(CustomerFactory)
    kind = EndorsementKind.REVIEW
    asked_at = NOW


class ReferralFactory(DjangoModelFactory[Referral]):
    """Somebody was recommended today."""

    class Meta:
        model = Referral

    advocate = SubFactory(CustomerFactory)
    name = Sequence("Friend {}".format)
    company = "Baltic Lines"
    named_on = NOW.date()
