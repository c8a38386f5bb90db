"""What a follow-up asks of its owner, read from the answer, the customer and the account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects

from followups.domain.ranking import Needs

if TYPE_CHECKING:
    from collections.abc import Collection

    from customers.models import Account, Customer
    from followups.models import CustomTrait, FollowUp
    from responses.models import Response

INDUSTRY = "account.industry"
CUSTOMER, ACCOUNT = "customer", "account"
WORDS = {True: "yes", False: "no"}


def of(followup: FollowUp, *, own: Collection[CustomTrait]) -> Needs:
    """Everything that the traits look at; `own` are the company's own traits."""
    customer, response = followup.customer, followup.response
    account = customer.account if customer else None
    return Needs(
        account_manager=account.manager_id if account else None,
        themes=_themes(response),
        language=response.language or (customer.language if customer else ""),
        country=_country(customer, account),
        stage=response.stage or (customer.stage if customer else ""),
        custom={trait.key: values(trait.source, customer, account) for trait in own},
    )


def values(source: str, customer: Customer | None, account: Account | None) -> tuple[str, ...]:
    """What a trait's source says of this customer: usually one value, none where nothing is known."""
    if source == INDUSTRY:
        return _plain(account.industry if account else None)
    owner, _, name = source.partition(".")
    of_whom: Customer | Account | None = account if owner == ACCOUNT else customer
    return _plain(of_whom.attributes.get(name) if of_whom else None)


def _plain(value: Any) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    if isinstance(value, list):
        return tuple(word for one in value for word in _plain(one))
    return (WORDS[value] if isinstance(value, bool) else str(value).strip(),)


def _themes(response: Response) -> dict[int, str]:
    # Asks nothing where a list of follow-ups was loaded with its themes.
    prefetch_related_objects([response], "theme_links__theme")
    links = [link for link in response.theme_links.all() if not link.is_removed]
    return {link.theme_id: link.theme.name for link in links}


def _country(customer: Customer | None, account: Account | None) -> str:
    own = customer.country if customer else ""
    return own or (account.country if account else "")
