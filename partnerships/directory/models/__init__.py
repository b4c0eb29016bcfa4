from .contact import Contact
from .due_diligence import DueDiligence
from .organisation import Area, Identifier, Organisation, OrganisationType
from .user import User

__all__ = ["Area", "Contact", "DueDiligence", "Identifier", "Organisation", "OrganisationType", "User"]
