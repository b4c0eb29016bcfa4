"""Every model of this floor, room by room: for Django and the floors above."""

from .accounts.models import Session
from .agreements.models import (
    Acceptance,
    Agreement,
    AgreementQuestion,
    AgreementRow,
    AgreementTemplate,
    AgreementVersion,
    Comment,
    CommunicationRow,
    ConflictStep,
    Matter,
    Part,
    Responsibility,
    ReviewView,
    SignedCopy,
    TemplateCommitment,
    TemplateMeasure,
    TemplateMilestone,
    TemplateRole,
    TemplateSection,
)
from .check_ins.models import CheckIn, Rhythm, Update
from .commitments.models import Commitment
from .conversations.models import Conversation, ConversationAsk, ConversationLine, FitReview, FitScore
from .directory.models import Area, Contact, DueDiligence, Identifier, Organisation, OrganisationType, User
from .endings.models import Ending, EndingStep, Handover, Pause
from .events.models import Event
from .links.models import ActionLink, SignIn
from .membership.models import Membership, Partnership, Seat, Status
from .merging.models import Apart, Merged
from .need.models import Involvement, NeedNote, WantedBody
from .pages.models import SentForm
from .pipeline.models import BuyIn, Stance, TrustedPerson
from .plan.models import Measure, MeasureValue, Milestone, Objective
from .proposals.models import Proposal
from .signs.models import PutOff
from .spreadsheets.models import ImportBatch, ImportRow, RememberedColumn

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
    "Proposal",
    "PutOff",
    "RememberedColumn",
    "Responsibility",
    "ReviewView",
    "Rhythm",
    "Seat",
    "SentForm",
    "Session",
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
