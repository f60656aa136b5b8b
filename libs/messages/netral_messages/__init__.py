"""What netral says to people: reasons, how to cure them, and the words of its tables, in Indonesian and English.

A reason is a stable code. Its sentence says what is wrong and where, its fix says what to do next. Neither ever holds
personal data: names and identifiers are resolved at display time, by who may see them.
"""

from netral_messages.catalogue import Level, fix, level, placeholders, sentence
from netral_messages.phrases import phrase
from netral_messages.reason import Reason
from netral_messages.rejected import Rejected
from netral_messages.wording import Lang, language, written_day, written_number

__all__ = [
    "Lang",
    "Level",
    "Reason",
    "Rejected",
    "fix",
    "language",
    "level",
    "phrase",
    "placeholders",
    "sentence",
    "written_day",
    "written_number",
]
