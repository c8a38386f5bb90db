"""English."""

WORDS: dict[str, tuple[str, str]] = {
    "detractor_understand": (
        "Your answer about {product}",
        """Hello {first_name|there},

Thank you for your honest answer. You gave {product} {score|a few} out of 10, and I am sorry that we let \
you down.

Before I promise anything, I would like to understand what happened. What was the moment in which we \
disappointed you, and what would have to change so that it does not happen again?

Just reply to this mail, or tell me when I may call you. Your reply reaches me personally.

Kind regards
{signature}""",
    ),
    "detractor_confirm": (
        "Is it really solved?",
        """Hello {first_name|there},

Some days ago we changed what you had told us about. You know better than I do whether it stayed that way: \
does it work for you now?

If anything is still wrong, however small, please tell me. I would rather hear it from you now than in \
half a year.

Kind regards
{signature}""",
    ),
    "winback_offer": (
        "We would like to make it up to you",
        """Hello {first_name|there},

After what we talked about I do not want to leave it at an apology. As a small sign that we mean it, we \
would like to offer you this: {incentive}.

There is nothing to sign and no date to watch. If you like it, reply with a word and I will arrange it.

Kind regards
{signature}""",
    ),
    "passive_news": (
        "New in {product}: what you may not know yet",
        """Hello {first_name|there},

You told us that {product} is good, and that it could be better. Since then we have been busy. What is \
new, in three minutes:

{link}

If the one thing that you are missing is not among it, reply to this mail. We read every answer.

Kind regards
{signature}""",
    ),
    "passive_incentive": (
        "A thank-you for staying with {company}",
        """Hello {first_name|there},

Thank you for your answer. We would like to do better than “good”, and to thank you for your patience \
while we do: {incentive}.

More about it: {link|reply to this mail, and we will arrange it}

Kind regards
{signature}""",
    ),
    "promoter_review": (
        "Would you say it in public?",
        """Hello {first_name|there},

You would recommend {product}: that made our day. Others who are choosing right now do not know you, but \
they trust what customers write.

Would you take two minutes and write it down for them? In your own words, with all that is good and all \
that is not:

{link}

Thank you!

{signature}""",
    ),
    "promoter_referral": (
        "Whom do you know who has the same problem?",
        """Hello {first_name|there},

You told us that you would recommend {product}. May I take you at your word? If you know somebody for whom \
we could do the same as for you, I would be glad of an introduction.

One line to both of us is enough, or just tell me their name. I will be as careful with your contacts as \
with you.

Thank you
{signature}""",
    ),
    "promoter_testimonial": (
        "May we quote you?",
        """Hello {first_name|there},

You wrote this to us:

“{reason}”

May we show it on our website, with your name and company? Reply with a yes, or with the words that you \
would rather read there. Nothing appears before you have agreed, and you may take it back whenever you like.

Thank you
{signature}""",
    ),
    "promoter_case_study": (
        "Your story, told well",
        """Hello {first_name|there},

What {account|your team} does with {product} would help others who stand where you once stood. I would \
like to write it down together with you: a talk of 45 minutes, and we do the rest. You read every word \
before anybody else does, and nothing is published without your consent.

Would you be in? Then tell me two dates that suit you.

Kind regards
{signature}""",
    ),
    "promoter_speaker": (
        "Would you speak about it?",
        """Hello {first_name|there},

Few know {product} from practice as you do. We are planning an event and would love to have you tell of \
your experience: fifteen minutes, as you see it, with what went well and what did not. We help with \
everything that you need.

May I tell you more about it in a short call?

Kind regards
{signature}""",
    ),
    "loss_exit": (
        "Why you left: twenty minutes for us?",
        """Hello {first_name|there},

You have left us, and I will not try to change your mind. But I would like to learn from it: what did you \
expect, what happened instead, and what do you use now?

Would you give me twenty minutes on the phone? No sales talk, promised. If you would rather write, a few \
lines in reply to this mail help just as much.

Thank you for the time that you were with us
{signature}""",
    ),
    "loss_winback": (
        "What has changed since you left",
        """Hello {first_name|there},

When you left you told us what was missing. We have worked on it, and I think that you would notice: {link}

If you would like to look at it again, we would be glad: {incentive|reply to this mail, and I will set \
everything up for you}.

And if not, that is all right, too.

Kind regards
{signature}""",
    ),
}
