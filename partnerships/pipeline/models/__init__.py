from .rating import Stance
from .trusted_person import BuyIn, TrustedPerson

__all__ = ["BuyIn", "Stance", "TrustedPerson"]
