from .agreement import Acceptance, Agreement, AgreementVersion, Comment, Responsibility
from .agreement_row import AgreementRow
from .apart import Apart
from .check_in import CheckIn, Rhythm, Update
from .commitment import Commitment
from .conversation import Conversation, ConversationAsk, ConversationLine
from .due_diligence import DueDiligence
from .event import Event
from .fit import FitReview, FitScore
from .handover import Ending, EndingStep, Handover, Pause
from .link import ActionLink, SignIn
from .matter import Matter, Part
from .merged import Merged
from .need import Involvement, NeedNote, WantedBody
from .objective import Measure, MeasureValue, Objective
from .organisation import Area, Identifier, Organisation, OrganisationType
from .partnership import Membership, Partnership, Seat
from .people import Contact, User
from .plan import Milestone
from .question import AgreementQuestion
from .review import ReviewView
from .signed_copy import SignedCopy
from .stance import Stance
from .status import Status
from .template import (
    AgreementTemplate,
    TemplateCommitment,
    TemplateMeasure,
    TemplateMilestone,
    TemplateRole,
    TemplateSection,
)
from .terms import CommunicationRow, ConflictStep
from .trusted_person import BuyIn, TrustedPerson
from .upload import ImportBatch, ImportRow, RememberedColumn

__all__ = [
    "Acceptance",
    "ActionLink",
    "Agreement",
    "AgreementQuestion",
    "AgreementRow",
    "AgreementTemplate",
    "AgreementVersion",
    "Apart",
    "Area",
    "BuyIn",
    "CheckIn",
    "Comment",
    "Commitment",
    "CommunicationRow",
    "ConflictStep",
    "Contact",
    "Conversation",
    "ConversationAsk",
    "ConversationLine",
    "DueDiligence",
    "Ending",
    "EndingStep",
    "Event",
    "FitReview",
    "FitScore",
    "Handover",
    "Identifier",
    "ImportBatch",
    "ImportRow",
    "Involvement",
    "Matter",
    "Measure",
    "MeasureValue",
    "Membership",
    "Merged",
    "Milestone",
    "NeedNote",
    "Objective",
    "Organisation",
    "OrganisationType",
    "Part",
    "Partnership",
    "Pause",
    "RememberedColumn",
    "Responsibility",
    "ReviewView",
    "Rhythm",
    "Seat",
    "SignIn",
    "SignedCopy",
    "Stance",
    "Status",
    "TemplateCommitment",
    "TemplateMeasure",
    "TemplateMilestone",
    "TemplateRole",
    "TemplateSection",
    "TrustedPerson",
    "Update",
    "User",
    "WantedBody",
]
