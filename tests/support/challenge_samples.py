"""What the pages of challenges need to be opened. `tour` has the other contexts' and the rules of it."""

from __future__ import annotations

from tests.support.demo_rows import (
    CHALLENGE,
    CHANGE,
    CHANGE_FREE,
    CHANGED,
    CONTEST,
    CONTEST_IN,
    DRAFT,
    REMARK,
)
from tests.support.samples import Sample

CHALLENGE_SAMPLES: dict[str, Sample] = {
    "challenges.list_contests": Sample(),
    "challenges.show_contest_calendar": Sample(),
    "challenges.download_contest_calendar": Sample(is_page=False),
    "challenges.download_notice": Sample(CHALLENGE.format("open"), is_page=False),
    "challenges.download_open_notice": Sample(CHALLENGE.format("open"), is_page=False),
    "challenges.show_share_picture": Sample(CHALLENGE.format("open"), is_page=False),
    "challenges.show_feed": Sample(is_page=False),
    "challenges.show_contest_feed": Sample(CONTEST.format("2020"), is_page=False),
    "challenges.show_contest": Sample(CONTEST.format("2020")),
    "challenges.list_notices": Sample(CONTEST.format("2020")),
    "challenges.show_challenge": Sample(CHALLENGE.format("open")),
    "challenges.show_publication": Sample(CHALLENGE.format("open")),
    "challenges.show_rules": Sample(CHALLENGE.format("open"), is_page=False),
    "challenges.show_calendar": Sample(CHALLENGE.format("open"), is_page=False),
    "challenges.show_notice": Sample("SELECT key FROM notices ORDER BY id LIMIT 1"),
    "challenges.show_changes": Sample(CHANGED.replace(", r.old_hash", "")),
    "challenges.show_former_rules": Sample(CHANGED, is_page=False),
    "challenges.list_changes": Sample(CHANGED.replace(", r.old_hash", ""), "officer"),
    "challenges.new_change": Sample(CHANGE_FREE, "officer"),
    "challenges.show_change": Sample(CHANGE.format("draft"), "officer"),
    "challenges.edit_change_section": Sample(
        CHANGE.format("draft").replace("key", "key, 'brief'", 1), "officer"
    ),
    "challenges.hand_in_change": Sample(CHANGE.format("draft"), "officer"),
    "challenges.withdraw_rule_change": Sample(CHANGE.format("draft"), "officer"),
    "challenges.approve_rule_change": Sample(CHANGE.format("requested"), "approver"),
    "challenges.return_rule_change": Sample(CHANGE.format("requested"), "approver"),
    "challenges.review_similarity": Sample(DRAFT, "officer"),
    "challenges.list_past_contests": Sample(role="officer"),
    "challenges.remark_on_challenge": Sample(CHALLENGE.format("in_approval"), "approver"),
    "challenges.settle_approval_remark": Sample(REMARK, "city"),
    "challenges.list_office_contests": Sample(role="officer"),
    "challenges.new_programme": Sample(role="officer"),
    "challenges.show_office_contest": Sample(CONTEST.format("2020"), "officer"),
    "challenges.copy_programme": Sample(CONTEST.format("2020"), "officer"),
    "challenges.edit_programme_section": Sample(
        CONTEST.format("2020").replace("slug", "slug, 'basics'", 1), "officer"
    ),
    "challenges.publish_contest": Sample(CONTEST_IN.format("in_approval"), "approver"),
    "challenges.new_challenge": Sample(CONTEST.format("2020"), "officer"),
    "challenges.show_office_challenge": Sample(CHALLENGE.format("open"), "officer"),
    "challenges.edit_challenge_section": Sample(DRAFT.replace("key", "key, 'brief'", 1), "officer"),
    "challenges.check_challenge": Sample(DRAFT, "officer"),
    "challenges.approve_challenge": Sample(CHALLENGE.format("in_approval"), "approver"),
    "challenges.return_challenge": Sample(CHALLENGE.format("in_approval"), "approver"),
    "challenges.cancel_challenge": Sample(CHALLENGE.format("open"), "approver"),
    "challenges.complete_challenge": Sample(CHALLENGE.format("decided"), "officer"),
}
