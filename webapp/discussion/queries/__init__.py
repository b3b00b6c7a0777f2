"""What pages and other contexts read of discussion. Must not change anything."""

from webapp.discussion.queries.follows import (
    Followed,
    Follower,
    StopLink,
    followed_by,
    followers_of,
    stop_link,
)
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
    "Followed",
    "Follower",
    "Standing",
    "StopLink",
    "counts_of",
    "endorsement_patterns",
    "endorsement_rows",
    "followed_by",
    "followers_of",
    "group_of",
    "standing_of",
    "stop_link",
    "tallies_of_kind",
]
