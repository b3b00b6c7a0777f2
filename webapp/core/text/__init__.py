"""Text from people: taken in clean, shown safely, counted and masked.

Owns normalisation, limited Markdown and its sanitiser (bleach lives here alone), masks, the search for
personal data in text, what differs between two texts, and file names. Must not know forms, requests or the
database.
"""

from webapp.core.text.clean import check_length, clean_line, clean_text, count_characters, shorten
from webapp.core.text.comparing import Piece, compared
from webapp.core.text.difference import Change, Part, difference
from webapp.core.text.filenames import safe_filename, split_extension
from webapp.core.text.markup import plain_excerpt, plain_text, to_html
from webapp.core.text.masks import mask_email, mask_name, mask_official, mask_phone
from webapp.core.text.personal_data import (
    PersonalData,
    PersonalDataKind,
    find_personal_data,
    hide_personal_data,
    personal_data_warnings,
    refuse_personal_data,
)

__all__ = [
    "Change",
    "Part",
    "PersonalData",
    "PersonalDataKind",
    "Piece",
    "check_length",
    "clean_line",
    "clean_text",
    "compared",
    "count_characters",
    "difference",
    "find_personal_data",
    "hide_personal_data",
    "mask_email",
    "mask_name",
    "mask_official",
    "mask_phone",
    "personal_data_warnings",
    "plain_excerpt",
    "plain_text",
    "refuse_personal_data",
    "safe_filename",
    "shorten",
    "split_extension",
    "to_html",
]
