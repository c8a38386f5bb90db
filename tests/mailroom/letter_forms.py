"""Letter forms as a survey room would write them."""

from __future__ import annotations

from mailroom.domain.letters import LetterForm, mailbox

SCORES = "".join(
    f'<td align="center" style="padding:0 2px"><a href="{{survey_url}}?score={score}" aria-label="{score}"'
    f' style="background:#eceefb;border:1px solid #c9cef2;border-radius:8px;color:#27348b">{score}</a></td>'
    for score in range(11)
)
HTML = (
    "<!doctype html><html><head><style>.nps a{display:block}@media (max-width:480px){.nps td{width:15%}}"
    '</style></head><body><!--[if mso | IE]><table border="0" cellpadding="0"><tr><![endif]-->'
    "<p>Hi {first_name|my friend}, tap a number – it takes a minute.</p>"
    f"<table><tr>{SCORES}</tr></table><p>For {{company}}.</p>"
    '<a href="{unsubscribe_url}">Unsubscribe</a></body></html>'
)
TEXT = "Hi {first_name|my friend},\n\n.tap a number – at {company}:\n{survey_url}\n\n{unsubscribe_url}\n"

FORM = LetterForm(
    sender=mailbox('Nørthwind, "Freight"', "survey@northwind.example"),
    reply_to="care@northwind.example",
    subject="{first_name|Hello}, how likely are you to recommend {company}?",
    text=TEXT,
    html=HTML,
    headers={
        "List-Unsubscribe": "<{unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    },
)
VALUES = {
    "first_name": "Maya",
    "company": "Northwind",
    "survey_url": "https://nps.northwind.example/s/17.abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    "unsubscribe_url": "https://nps.northwind.example/u/9.abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
}
