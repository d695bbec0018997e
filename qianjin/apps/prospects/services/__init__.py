"""人脉动词 The verbs of the book: enter, change, land, tie, touch."""

from .ties import tie_contacts, tie_officer, untie
from .writing import (
    change_contact,
    change_organisation,
    landed,
    retire,
    reveal_phones,
    touched,
    write_contact,
    write_organisation,
)

__all__ = [
    "change_contact",
    "change_organisation",
    "landed",
    "retire",
    "reveal_phones",
    "tie_contacts",
    "tie_officer",
    "touched",
    "untie",
    "write_contact",
    "write_organisation",
]
