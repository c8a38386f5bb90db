"""Why is, or is not, this customer asked by this campaign: the explainer.

Planning's own SELECT says what would be written, the claim's own checks say what would become of it; so
the answer is what the machinery does. A property test holds the two together.
"""

from surveys.domain.explaining.answering import explain, explain_all
from surveys.domain.explaining.explanation import Explanation, Rule

__all__ = ["Explanation", "Rule", "explain", "explain_all"]
