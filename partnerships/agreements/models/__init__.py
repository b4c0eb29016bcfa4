from .acceptance import Acceptance
from .activity import Matter, Part
from .agreement_row import AgreementRow
from .comment import Comment
from .question import AgreementQuestion
from .responsibility import Responsibility
from .review import ReviewView
from .section_rows import CommunicationRow, ConflictStep
from .signed_copy import SignedCopy
from .template import (
    AgreementTemplate,
    TemplateCommitment,
    TemplateMeasure,
    TemplateMilestone,
    TemplateRole,
    TemplateSection,
)
from .version import Agreement, AgreementVersion

__all__ = [
    "Acceptance",
    "Agreement",
    "AgreementQuestion",
    "AgreementRow",
    "AgreementTemplate",
    "AgreementVersion",
    "Comment",
    "CommunicationRow",
    "ConflictStep",
    "Matter",
    "Part",
    "Responsibility",
    "ReviewView",
    "SignedCopy",
    "TemplateCommitment",
    "TemplateMeasure",
    "TemplateMilestone",
    "TemplateRole",
    "TemplateSection",
]
