"""May we write, and from when."""

import uuid
from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks as CommitCallbacks

from customers.domain import consent
from customers.enums import BlockReason
from customers.models import Contact
from team.models import AuditEntry, User
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.moments import NOW

LATER = NOW + timedelta(days=30)


def reason_of(contact: Contact) -> tuple[str, datetime | None]:
    contact.refresh_from_db()
    return contact.blocked_reason, contact.blocked_at


@pytest.mark.parametrize(
    ("present", "reason", "blocked"),
    [
        ("", BlockReason.BOUNCED, True),
        ("", BlockReason.UNSUBSCRIBED, True),
        ("bounced", BlockReason.UNSUBSCRIBED, True),
        ("unsubscribed", BlockReason.COMPLAINED, True),
        ("unsubscribed", BlockReason.UNSUBSCRIBED, False),
        ("unsubscribed", BlockReason.BOUNCED, False),
        ("complained", BlockReason.STAFF, False),
    ],
)
def test_block_replaces_weaker_reasons_only(
    db: None, present: str, reason: BlockReason, blocked: bool
) -> None:
    contact = ContactFactory.create(blocked_reason=present, blocked_at=NOW if present else None)

    assert consent.block(contact_id=contact.pk, reason=reason, now=LATER) is blocked

    assert reason_of(contact) == ((reason.value, LATER) if blocked else (present, NOW))


def test_block_tells_whose_address_it_is(
    heard: list[list[int] | None], django_capture_on_commit_callbacks: CommitCallbacks
) -> None:
    customer = CustomerFactory.create()
    contact_id = customer.contact_id or 0

    with django_capture_on_commit_callbacks(execute=True):
        consent.block(contact_id=contact_id, reason=BlockReason.BOUNCED, now=NOW)
        consent.block(contact_id=contact_id, reason=BlockReason.BOUNCED, now=NOW)

    assert heard == [[customer.pk]]


def test_unblock_is_audited(admin: User) -> None:
    contact = ContactFactory.create(blocked_reason="unsubscribed", blocked_at=NOW)

    assert consent.unblock(contact=contact, actor=admin, now=LATER)

    assert reason_of(contact) == ("", None)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.changes) == (
        "contact.unblocked",
        admin,
        {"blocked_reason": ["unsubscribed", ""]},
    )
    assert not consent.unblock(contact=contact, actor=admin, now=LATER)


@pytest.mark.parametrize(("present", "lifted"), [("unsubscribed", True), ("staff", False)])
def test_unblock_by_the_person_lifts_their_own_refusal(db: None, present: str, lifted: bool) -> None:
    contact = ContactFactory.create(blocked_reason=present, blocked_at=NOW)

    assert consent.unblock(contact=contact, actor=None, now=LATER) is lifted


def test_unblock_refuses_after_a_complaint(admin: User) -> None:
    contact = ContactFactory.create(blocked_reason="complained", blocked_at=NOW)

    with pytest.raises(consent.ComplaintStands):
        consent.unblock(contact=contact, actor=admin, now=LATER)

    assert reason_of(contact) == ("complained", NOW)


def test_asked_only_moves_on(db: None) -> None:
    contact = ContactFactory.create(next_survey_at=NOW, hold_token=uuid.uuid4(), hold_before=NOW)

    consent.asked(contact_ids=[contact.pk], at=NOW, until=LATER)
    consent.asked(contact_ids=[contact.pk], at=NOW - timedelta(days=1), until=NOW)

    contact.refresh_from_db()
    assert (contact.next_survey_at, contact.last_asked_at, contact.hold_token, contact.hold_before) == (
        LATER,
        NOW,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("before", "is_kept"), [(NOW, True), (NOW - timedelta(seconds=1), False), (None, False)]
)
def test_a_hold_takes_the_token_of_a_claim_that_would_give_back_less(
    db: None, before: datetime | None, is_kept: bool
) -> None:
    """G61: the claim's own hold is later; what it would restore after a refusal counts."""
    token = uuid.uuid4()
    raised, asked = (
        ContactFactory.create(next_survey_at=LATER, hold_token=token, hold_before=before) for _ in range(2)
    )

    assert consent.raise_hold(contact_id=raised.pk, until=NOW) is not is_kept
    consent.asked(contact_ids=[asked.pk], at=NOW, until=NOW)

    left = (LATER, token, before) if is_kept else (LATER, None, None)
    for contact in (raised, asked):
        contact.refresh_from_db()
        assert (contact.next_survey_at, contact.hold_token, contact.hold_before) == left


@pytest.mark.parametrize(
    ("old", "new", "carried"),
    [
        pytest.param({}, {}, (None, None, ""), id="nothing to carry"),
        pytest.param(
            {"next_survey_at": LATER, "last_asked_at": NOW}, {}, (LATER, NOW, ""), id="the hold goes along"
        ),
        pytest.param(
            {"next_survey_at": NOW},
            {"next_survey_at": LATER, "last_asked_at": NOW},
            (LATER, NOW, ""),
            id="the new address's own hold is later",
        ),
        pytest.param({"last_asked_at": NOW}, {}, (None, NOW, ""), id="asked long ago"),
        pytest.param(
            {"blocked_reason": "unsubscribed", "blocked_at": NOW},
            {},
            (None, None, "unsubscribed"),
            id="a refusal is the person's",
        ),
        pytest.param(
            {"blocked_reason": "bounced", "blocked_at": NOW}, {}, (None, None, ""), id="a bounce is the box's"
        ),
        pytest.param(
            {}, {"blocked_reason": "complained", "blocked_at": NOW}, (None, None, "complained"),
            id="the new address's refusal stays",
        ),
    ],
)  # fmt: skip
def test_carry_takes_the_later_hold_and_the_refusal(
    db: None,
    old: dict[str, datetime | str],
    new: dict[str, datetime | str],
    carried: tuple[datetime | None, datetime | None, str],
) -> None:
    before, after = ContactFactory.create(**old), ContactFactory.create(**new)

    consent.carry(moves=[(before.pk, after.pk)], now=NOW)

    after.refresh_from_db()
    assert (after.next_survey_at, after.last_asked_at, after.blocked_reason) == carried
