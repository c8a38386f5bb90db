"""Where news comes from: rows of the rooms below, each of which is told once."""

from integrations.domain.webhooks.sources.answers import Answers, Judgements
from integrations.domain.webhooks.sources.followups import Cases, Changes, Steps
from integrations.domain.webhooks.sources.source import News, Source

ANSWERS, JUDGEMENTS, CHANGES, CASES, STEPS = Answers(), Judgements(), Changes(), Cases(), Steps()
SOURCES: tuple[Source, ...] = (ANSWERS, JUDGEMENTS, CHANGES, CASES, STEPS)

__all__ = ["ANSWERS", "CASES", "CHANGES", "JUDGEMENTS", "SOURCES", "STEPS", "News", "Source"]
