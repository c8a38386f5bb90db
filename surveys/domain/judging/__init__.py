"""What becomes of one due row at claim: everything that planning checked is checked again here."""

from surveys.domain.judging.bench import CHECKS, Bench
from surveys.domain.judging.sitting import Sitting, convene
from surveys.domain.judging.verdict import Case, Verdict

__all__ = ["CHECKS", "Bench", "Case", "Sitting", "Verdict", "convene"]
