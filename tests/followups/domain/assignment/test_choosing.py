"""What a choice reads of people, the answer, the customer and the account."""

from __future__ import annotations

from customers.models import Account, Customer
from followups.domain import opening
from followups.domain.assignment import choosing
from followups.models import AssignmentRules, CustomTrait, FollowUp, OfficeHours, Rep
from responses.enums import TagOrigin
from responses.models import Response, ResponseTheme, Theme
from team.models import User
from tests.factories.followups import FollowUpFactory
from tests.moments import NOW


def opened(response: Response) -> FollowUp:
    """The follow-up of an answer that owes one."""
    followup = opening.open_for(response_id=response.pk, now=NOW)
    assert followup
    return followup


def test_the_themes_of_the_reason_choose_who_knows_them(detractor: Response, ines: Rep, omar: Rep) -> None:
    """T33: a theme that somebody took off counts for nobody."""
    support = Theme.objects.create(code="support", name="Slow support")
    price = Theme.objects.create(code="price", name="Price")
    common = {"response": detractor, "origin": TagOrigin.PERSON}
    ResponseTheme.objects.create(theme=support, **common)
    ResponseTheme.objects.create(theme=price, is_removed=True, **common)
    omar.skills.add(support)
    ines.skills.add(price)

    decision = opened(detractor).decisions.get()

    assert decision.sentence == "Omar: knows “Slow support”, 0 of 10 open; next best: Ines."
    assert [(row["name"], row["traits"]["skill"]) for row in decision.scores] == [("Omar", 40), ("Ines", 0)]


def test_country_hours_stage_and_history_speak_for_people(detractor: Response, ines: Rep, omar: Rep) -> None:
    """T32: location, preference, and having helped before."""
    ana = detractor.customer
    assert ana
    Customer.objects.filter(pk=ana.pk).update(language="", country="ES", time_zone="Europe/Madrid")
    Response.objects.filter(pk=detractor.pk).update(stage="loss", language="")
    Rep.objects.filter(pk=omar.pk).update(regions=["ES"], preferred_stages=["loss"])
    User.objects.filter(pk=omar.user_id).update(time_zone="Europe/Berlin")
    User.objects.filter(pk=ines.user_id).update(time_zone="America/New_York")
    closed = {"state": "resolved", "closed_at": NOW, "root_cause": "other"}
    FollowUpFactory.create(customer=ana, assignee=omar.user, outcome="solved", **closed)
    FollowUpFactory.create(customer=ana, assignee=ines.user, outcome="unsolved", **closed)

    scores = opened(detractor).decisions.get().scores

    kept = ("region", "zone", "history", "stage")
    assert [(row["name"], [row["traits"][trait] for trait in kept]) for row in scores] == [
        ("Omar", [15, 10, 25, 10]),
        ("Ines", [0, 3, 12, 0]),
    ]


def test_an_unfinished_one_of_the_same_customer_speaks_for_its_owner(
    detractor: Response, ines: Rep, omar: Rep
) -> None:
    """T31: whoever works with them just now gets the next one too; the one asked about is no other."""
    first = opened(detractor)
    holder = first.assignee_id
    assert [row["traits"]["history"] for row in first.decisions.get().scores] == [0, 0]
    (other,) = {ines.user_id, omar.user_id} - {holder}

    FollowUpFactory.create(customer=detractor.customer, assignee_id=other)
    choice = choosing.choose(followup=first, now=NOW, holder=holder)

    assert {fit.candidate.user_id: fit.traits["history"] for fit in choice.fits} == {holder: 0, other: 25}


def test_office_hours_count_before_nine_to_five(detractor: Response, ines: Rep) -> None:
    """T32: a rep on a late shift works at the hours of customers overseas."""
    customer = detractor.customer
    assert customer
    Customer.objects.filter(pk=customer.pk).update(time_zone="America/New_York")
    late = OfficeHours.objects.create(
        name="Late", time_zone="Europe/Madrid", week={str(day): ["14:00", "22:00"] for day in range(5)}
    )
    Rep.objects.filter(pk=ines.pk).update(hours=late)

    # In the week of NOW New York has its summer time and Madrid not yet.
    assert opened(detractor).decisions.get().scores[0]["shares"]["zone"] == "1"


def test_a_trait_of_the_companys_own_counts(detractor: Response, ines: Rep, omar: Rep) -> None:
    """T32: custom attributes, of the customer as of the account."""
    customer = detractor.customer
    assert customer
    assert customer.account
    Account.objects.filter(pk=customer.account.pk).update(industry="Automotive")
    Customer.objects.filter(pk=customer.pk).update(attributes={"beta": True, "tools": ["CRM", "BI"]})
    CustomTrait.objects.create(key="industry", label="Industry", source="account.industry", points=50)
    CustomTrait.objects.create(key="beta", label="Beta", source="customer.beta", points=5)
    CustomTrait.objects.create(key="tools", label="Tools", source="customer.tools", points=7)
    CustomTrait.objects.create(key="plan", label="Plan", source="account.plan", points=9)
    stands_for = {"industry": ["automotive"], "beta": ["Yes"], "tools": ["bi"], "plan": ["gold"]}
    Rep.objects.filter(pk=omar.pk).update(traits=stands_for)

    decision = opened(detractor).decisions.get()

    assert decision.sentence == (
        "Omar: Beta: yes, Industry: Automotive, Tools: BI, 0 of 10 open; next best: Ines."
    )
    own = {key: points for key, points in decision.scores[0]["traits"].items() if key.startswith("custom.")}
    assert own == {"custom.industry": 50, "custom.beta": 5, "custom.tools": 7, "custom.plan": 0}
    assert decision.rules["labels"]["custom.plan"] == "Plan"


def test_other_points_choose_otherwise(detractor: Response, ines: Rep, omar: Rep) -> None:
    """T32: the weights are the company's."""
    Rep.objects.filter(pk=omar.pk).update(preferred_stages=["prospect"])
    AssignmentRules.objects.create(pk=1, stage=90)

    assert opened(detractor).assignee == omar.user
