"""What triage refuses, in words that can be acted on."""

from hallclient.base.errors import HallError
from hallclient.base.language import N_


class PurposeUnknown(HallError):
    """Nothing was chosen, or nothing that is on the list."""

    code = "triage.purpose"
    sentence = N_("Choose what the visitor came for by its key.")


class PaperNotAsked(HallError):
    """A paper of another business."""

    code = "triage.paper"
    sentence = N_("This paper is not asked for: {purpose}. Tick papers of the list.")


class PapersUnanswered(HallError):
    """Every visitor is asked. Source: S1-FG-03."""

    code = "triage.papers"
    sentence = N_("Ask whether the papers are complete: press Y or N.")


class NothingTicked(HallError):
    """N, and nothing that is missing."""

    code = "triage.not-ticked"
    sentence = N_("Tick the papers that are missing, or press Y when all are there.")


class NoSelfService(HallError):
    """Only a counter does it."""

    code = "triage.no-self-service"
    sentence = N_("There is no such self-service: {purpose}. Give a ticket.")


class ComplaintToReception(HallError):
    """Never in the acceptance area. Source: S1-FG-22, S1-CT-19."""

    code = "triage.reception"
    sentence = N_("A complaint takes no ticket. Take down the customer's first words.")


class SlipUnknown(HallError):
    """No refusal under this number."""

    code = "triage.slip"
    sentence = N_("There is no slip of missing papers with this number.")


class SlipLapsed(HallError):
    """What was asked for then is asked for anew."""

    code = "triage.slip-lapsed"
    sentence = N_("Slip {number} held until {day}. Ask anew what the visitor came for.")


class CameBackBefore(HallError):
    """One visit settles one slip."""

    code = "triage.came-back"
    sentence = N_("The customer with slip {number} has come back already.")
