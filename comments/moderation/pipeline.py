"""Runs the checks over a comment and merges what they say; contains no rule of its own."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from comments.moderation.verdict import Context, Phase, Result, Verdict

STRENGTH = {verdict: strength for strength, verdict in enumerate(Verdict)}
FINAL = frozenset({Verdict.REJECT, Verdict.SPAM})


@dataclass(frozen=True, slots=True)
class Finding:
    """One check that did not simply pass the comment, ready to be stored as JSON."""

    check: str
    verdict: str
    reason: str

    def as_json(self) -> dict[str, str]:
        return {"check": self.check, "verdict": self.verdict, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all checks say together. `deciding` is the check the verdict comes from, "" for pass."""

    verdict: Verdict = Verdict.PASS
    deciding: str = ""
    answer: str = ""
    refused: bool = False
    refusal_status: int = 403
    findings: list[Finding] = field(default_factory=list)
    probability: float | None = None

    @property
    def as_json(self) -> list[dict[str, str]]:
        return [finding.as_json() for finding in self.findings]


def run(context: Context, phases: Iterable[Phase]) -> Outcome:
    """Ask the checks in their order; the first that rejects, or says spam, ends it.

    Until then the strongest verdict counts, and the reasons of all are kept.
    """
    findings: list[Finding] = []
    strongest, deciding = Result(Verdict.PASS), ""
    probability: float | None = None
    for phase in phases:
        result = phase(context)
        if result.probability is not None:
            probability = result.probability
        if result.verdict != Verdict.PASS:
            findings.append(Finding(phase.name, result.verdict.value, str(result.reason)))
        if STRENGTH[result.verdict] > STRENGTH[strongest.verdict]:
            strongest, deciding = result, phase.name
        if result.verdict in FINAL:
            break
    return Outcome(
        verdict=strongest.verdict,
        deciding=deciding,
        answer=str(strongest.answer),
        refused=strongest.refused,
        refusal_status=strongest.refusal_status,
        findings=findings,
        probability=probability,
    )


def labels(phases: Iterable[Phase]) -> dict[str, Any]:
    """Names of the checks for moderators, by the name that is stored."""
    return {phase.name: phase.label for phase in phases}
