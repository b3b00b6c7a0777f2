"""What pages and other contexts read of discussion. Must not change anything."""

from webapp.discussion.queries.patterns import (
    EndorsementGroup,
    EndorsementPatterns,
    EndorsementRow,
    endorsement_patterns,
    endorsement_rows,
    group_of,
)
from webapp.discussion.queries.standing import Counts, Standing, counts_of, standing_of, tallies_of_kind

__all__ = [
    "Counts",
    "EndorsementGroup",
    "EndorsementPatterns",
    "EndorsementRow",
    "Standing",
    "counts_of",
    "endorsement_patterns",
    "endorsement_rows",
    "group_of",
    "standing_of",
    "tallies_of_kind",
]
