"""Where every page of the demo stands and who sees it: for tests that go through all pages.

An endpoint that answers GET has a sample here, or the tests fail. What an address needs (keys, slugs) is
looked up in the demo's database, so the tour does not break when the demo changes.
"""

from __future__ import annotations

import re

import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from tests.support import props
from tests.support.challenge_samples import CHALLENGE_SAMPLES
from tests.support.demo import email_of
from tests.support.demo_rows import (
    AGENCY,
    ANNOUNCED_AWARD,
    ASKED,
    AWARD,
    CHALLENGE,
    CITIZEN,
    CLOSED_ROUND,
    CLOSED_SURVEY,
    COMMENT,
    CONTEST,
    CONTEST_IN,
    DEPARTMENT,
    DRAFT,
    ENDORSEMENT_ROW,
    FILE,
    FINALIST,
    FINISHED,
    FINISHED_CALL,
    HIDDEN_COMMENT,
    IDEA,
    JUDGED,
    JUDGED_FILE,
    JUDGED_IDEA,
    MEASURE,
    MEETING,
    MEMBER,
    MENTOR,
    MILESTONE,
    OPEN_INVITATION,
    OPEN_SURVEY,
    OWN_DRAFT,
    OWN_ENTRY,
    OWN_FILE,
    OWN_MILESTONE,
    OWN_PROJECT,
    OWN_SHEET,
    PASSPORT,
    PAYMENT,
    PROJECT,
    REFLECTION,
    SCORING,
    SEAT,
    SHEET,
    SHOWN_IDEA,
    STANDING_CALL,
    SUBJECT,
    SUSPENDED,
    TALK,
    UNASSIGNED,
    UNSTARTED,
)
from tests.support.samples import PROBLEM_SAMPLES, Sample

PARTS = re.compile(r"<(?:[^:<>]+:)?(\w+)>")
FOREIGN = {"static"}


SAMPLES: dict[str, Sample] = {
    "web.set_language": Sample("SELECT 'en'", is_page=False),
    "web.display": Sample(query="size=large", is_page=False),
    "web.healthz": Sample(is_page=False),
    "web.readyz": Sample(is_page=False),
    "home.front": Sample(),
    "home.about": Sample(),
    "home.search": Sample(query="q=안전"),
    "home.terms": Sample(),
    "home.privacy": Sample(),
    "home.accessibility": Sample(),
    "home.open_data": Sample(),
    "home.stories": Sample(),
    "home.passport": Sample(PASSPORT.format("realised")),
    "home.my": Sample(role="winner"),
    "home.office": Sample(role="officer"),
    "home.mailbox": Sample(role="citizen"),
    "open_data.as_csv": Sample("SELECT 'ideas'", is_page=False),
    "open_data.as_json": Sample("SELECT 'contests'", is_page=False),
    "accounts.sign_in": Sample(),
    "accounts.sign_up": Sample(),
    "accounts.sign_up_sent": Sample(),
    "accounts.resend": Sample(),
    "accounts.confirm": Sample(f"SELECT '{props.CONFIRMING}'"),
    "accounts.forgotten": Sample(),
    "accounts.forgotten_sent": Sample(),
    "accounts.new_password": Sample(f"SELECT '{props.RESETTING}'"),
    "accounts.profile": Sample(role="citizen"),
    "accounts.change_password": Sample(role="citizen"),
    "accounts.close": Sample(role="citizen"),
    "accounts.sessions": Sample(role="citizen"),
    "accounts.list_organisations": Sample(role="citizen"),
    "accounts.new_organisation": Sample(role="citizen"),
    "accounts.show_organisation": Sample(f"SELECT '{props.TEAM}'", "citizen"),
    "accounts.invite_member": Sample(f"SELECT '{props.TEAM}'", "citizen"),
    "accounts.show_invitation": Sample(f"SELECT '{props.INVITED}'", "citizen"),
    "accounts.decline": Sample(f"SELECT '{props.INVITED}'", "citizen"),
    "accounts.admin": Sample(role="admin"),
    "accounts.admin_accounts": Sample(role="admin"),
    "accounts.admin_account": Sample(CITIZEN, "admin"),
    "accounts.suspend": Sample(CITIZEN, "admin"),
    "accounts.restore": Sample(SUSPENDED, "admin"),
    "accounts.admin_audit": Sample(role="admin"),
    "accounts.admin_chain": Sample(role="admin"),
    "accounts.admin_outbox": Sample(role="admin"),
    "accounts.list_agencies": Sample(role="admin"),
    "accounts.new_agency": Sample(role="admin"),
    "accounts.show_agency": Sample(AGENCY, "admin"),
    "accounts.invite_agency_member": Sample(AGENCY, "admin"),
    "accounts.edit_agency_member": Sample(MEMBER, "admin"),
    "accounts.new_department": Sample(AGENCY, "admin"),
    "accounts.edit_department": Sample(DEPARTMENT, "admin"),
    "discussion.review_endorsements": Sample(SUBJECT, "officer"),
    "discussion.thread": Sample(TALK, "citizen"),
    "discussion.answer_comment": Sample(COMMENT.format("author_id = author_id"), "citizen"),
    "discussion.change_comment": Sample(f"SELECT '{props.COMMENT}'", "citizen"),
    "discussion.remove_comment": Sample(f"SELECT '{props.COMMENT}'", "citizen"),
    "discussion.report": Sample(COMMENT.format("depth = 1"), "citizen"),
    "discussion.my_comments": Sample(role="citizen"),
    "discussion.appeal": Sample(f"SELECT '{props.HIDDEN_COMMENT}'", "citizen"),
    "discussion.moderation": Sample(role="officer"),
    "discussion.moderate": Sample(COMMENT.format("depth = 1"), "officer"),
    "discussion.show_again": Sample(f"SELECT '{props.HIDDEN_COMMENT}'", "officer"),
    "discussion.decide": Sample("SELECT key FROM comment_appeals WHERE state = 'open' LIMIT 1", "officer"),
    "discussion.questions": Sample(ASKED.replace("key", "subject_kind, subject_key", 1), "citizen"),
    "discussion.office_questions": Sample(role="officer"),
    "discussion.answer": Sample(ASKED, "officer"),
    "discussion.hide_asked": Sample(ASKED, "officer"),
    "discussion.new_faq": Sample(ASKED.replace("key", "subject_kind, subject_key", 1), "officer"),
    "discussion.my_follows": Sample(role="citizen"),
    "discussion.stop_by_link": Sample("SELECT token FROM follows ORDER BY id LIMIT 1"),
    "discussion.stopped": Sample(),
    "discussion.void_group": Sample(ENDORSEMENT_ROW, "officer"),
    **PROBLEM_SAMPLES,
    **CHALLENGE_SAMPLES,
    "ideas.list_ideas": Sample(),
    "ideas.preview_form": Sample(DRAFT, "officer"),
    "ideas.show": Sample(SHOWN_IDEA.format("awarded")),
    "ideas.verify": Sample(),
    "ideas.enter": Sample(CHALLENGE.format("open"), "citizen"),
    "ideas.mine": Sample(role="citizen", is_page=False),
    "ideas.own": Sample(OWN_DRAFT, "citizen"),
    "ideas.write": Sample(OWN_DRAFT, "citizen"),
    "ideas.preview": Sample(OWN_DRAFT, "citizen"),
    "ideas.check": Sample(OWN_DRAFT, "citizen"),
    "ideas.withdraw": Sample(OWN_DRAFT, "citizen"),
    "ideas.file": Sample(OWN_FILE, "citizen", is_page=False),
    "ideas.latest_receipt": Sample(OWN_ENTRY, "winner"),
    "ideas.version": Sample(OWN_ENTRY.replace("i.key", "i.key, 1", 1), "winner"),
    "ideas.version_json": Sample(OWN_ENTRY.replace("i.key", "i.key, 1", 1), "winner", is_page=False),
    "ideas.office": Sample(role="officer"),
    "ideas.register": Sample(CHALLENGE.format("decided"), "officer"),
    "ideas.office_show": Sample(IDEA.format("submitted"), "officer"),
    "ideas.office_rule_out": Sample(IDEA.format("submitted"), "officer"),
    "ideas.office_reinstate": Sample(IDEA.format("ineligible"), "officer"),
    "ideas.office_file": Sample(FILE.format("ideas", "s.state = 'submitted'"), "officer", is_page=False),
    "judging.desk": Sample(role="judge"),
    "judging.own_scores": Sample(SCORING, "judge"),
    "judging.pledge": Sample(SCORING, "judge"),
    "judging.declare": Sample(SCORING, "judge"),
    "judging.sheet": Sample(OWN_SHEET.format("cleared"), "judge"),
    "judging.conflict": Sample(OWN_SHEET.format("cleared"), "judge"),
    "judging.submit": Sample(OWN_SHEET.format("cleared"), "judge"),
    "judging.read_file": Sample(JUDGED_FILE, "judge", is_page=False),
    "judging.list_rounds": Sample(role="secretary"),
    "judging.new_round": Sample(CHALLENGE.format("closed"), "secretary"),
    "judging.show_round": Sample(SCORING, "secretary"),
    "judging.edit_round": Sample(SCORING, "secretary"),
    "judging.start": Sample(SCORING, "secretary"),
    "judging.list_ideas": Sample(SCORING, "secretary"),
    "judging.invite": Sample(SCORING, "secretary"),
    "judging.dismiss": Sample(SEAT, "secretary"),
    "judging.ranking": Sample(SCORING, "secretary"),
    "judging.show_idea": Sample(JUDGED_IDEA, "secretary"),
    "judging.show_sheet": Sample(SHEET, "secretary"),
    "judging.reopen": Sample(SHEET, "secretary"),
    "judging.void": Sample(SHEET, "secretary"),
    "judging.close": Sample(SCORING, "secretary"),
    "prizes.show_finalists": Sample(CHALLENGE.format("verifying")),
    "prizes.show_result": Sample(CHALLENGE.format("decided")),
    "prizes.show_money": Sample(CONTEST.format("2020")),
    "prizes.write_objection": Sample(FINALIST, "citizen"),
    "prizes.my_objections": Sample(role="citizen"),
    "prizes.desk": Sample(role="officer"),
    "prizes.show_challenge": Sample(CHALLENGE.format("verifying"), "officer"),
    "prizes.nominate": Sample(JUDGED, "officer"),
    "prizes.draft_decision": Sample(CHALLENGE.format("verifying"), "officer"),
    "prizes.check_decision": Sample(CHALLENGE.format("verifying"), "approver"),
    "prizes.no_winner": Sample(CHALLENGE.format("judging"), "approver"),
    "prizes.show_award": Sample(AWARD.format("awarded"), "officer"),
    "prizes.exclude": Sample(AWARD.format("verifying"), "officer"),
    "prizes.revoke": Sample(ANNOUNCED_AWARD, "approver"),
    "prizes.announce": Sample(ANNOUNCED_AWARD, "officer"),
    "prizes.drop": Sample(ANNOUNCED_AWARD, "officer"),
    "prizes.answer": Sample(ANNOUNCED_AWARD, "person001"),
    "prizes.list_payments": Sample(role="officer"),
    "prizes.show_payment": Sample(PAYMENT.format("due"), "officer"),
    "prizes.pay": Sample(PAYMENT.format("approved"), "officer"),
    "prizes.hold": Sample(PAYMENT.format("due"), "officer"),
    "prizes.release": Sample(PAYMENT.format("held"), "officer"),
    "prizes.cancel": Sample(PAYMENT.format("due"), "approver"),
    "prizes.show_ledger": Sample(CONTEST.format("2020"), "officer"),
    "prizes.show_objection": Sample("SELECT key FROM objections WHERE state = 'open' LIMIT 1", "officer"),
    "maturing.my_projects": Sample(role="winner"),
    "maturing.show_project": Sample(OWN_PROJECT, "winner"),
    "maturing.show_diary": Sample(PROJECT.format("active")),
    "maturing.show_milestone": Sample(OWN_MILESTONE.format("accepted"), "winner"),
    "maturing.download": Sample(FILE.format("milestones", "s.state = 'accepted'"), "officer", is_page=False),
    "maturing.submit": Sample(OWN_MILESTONE.format("planned"), "winner"),
    "maturing.new_note": Sample(OWN_PROJECT, "winner"),
    "maturing.list_projects": Sample(role="officer"),
    "maturing.new_project": Sample(UNSTARTED, "officer"),
    "maturing.new_milestone": Sample(PROJECT.format("active"), "officer"),
    "maturing.edit_milestone": Sample(MILESTONE.format("planned"), "officer"),
    "maturing.send_back": Sample(MILESTONE.format("submitted"), "officer"),
    "maturing.accept_step": Sample(MILESTONE.format("submitted"), "officer"),
    "maturing.new_mentor": Sample(PROJECT.format("active"), "officer"),
    "maturing.end_mentoring": Sample(MENTOR, "officer"),
    "maturing.support": Sample(PROJECT.format("active"), "officer"),
    "maturing.accept": Sample(PROJECT.format("active"), "officer"),
    "maturing.stop": Sample(PROJECT.format("active"), "officer"),
    "reflection.board": Sample(),
    "reflection.show": Sample(REFLECTION.format("realised")),
    "reflection.office": Sample(role="policy"),
    "reflection.find": Sample(role="policy"),
    "reflection.office_show": Sample(REFLECTION.format("under_review"), "policy"),
    "reflection.office_decide": Sample(REFLECTION.format("under_review"), "policy"),
    "reflection.office_reassign": Sample(REFLECTION.format("under_review"), "policy"),
    "reflection.office_assign": Sample(UNASSIGNED, "policy"),
    "reflection.office_add_measure": Sample(REFLECTION.format("partly_adopted"), "policy"),
    "reflection.office_realise": Sample(REFLECTION.format("adopted"), "policy"),
    "reflection.office_report": Sample(MEASURE, "policy"),
    "reflection.office_stop": Sample(MEASURE, "policy"),
}

#: The same pages in other states, where they show other things.
VARIANTS: list[tuple[str, Sample]] = [
    ("problems.survey", Sample(CLOSED_SURVEY)),
    ("problems.survey", Sample(OPEN_SURVEY)),
    ("problems.call_results", Sample(STANDING_CALL)),
    ("problems.office_reviews", Sample(FINISHED_CALL, "officer")),
    ("discussion.thread", Sample(TALK, query="only=answered&order=oldest")),
    ("discussion.moderate", Sample(HIDDEN_COMMENT, "officer")),
    ("problems.office_committee", Sample(MEETING.format("confirmed"), "officer")),
    *(
        (endpoint, Sample(CHALLENGE.format(state)))
        for endpoint in ("challenges.show_challenge", "challenges.show_publication")
        for state in ("announced", "closed", "judging", "verifying", "decided", "cancelled")
    ),
    *(
        ("reflection.show", Sample(REFLECTION.format(state)))
        for state in ("under_review", "partly_adopted", "not_adopted")
    ),
    *(("judging.sheet", Sample(OWN_SHEET.format(state), "judge")) for state in ("assigned", "submitted")),
    ("judging.show_round", Sample(CLOSED_ROUND, "secretary")),
    ("judging.ranking", Sample(CLOSED_ROUND, "secretary")),
    ("judging.own_scores", Sample(CLOSED_ROUND, "judge")),
    ("judging.list_ideas", Sample(SCORING, "secretary", query="only=open")),
    *(
        (endpoint, Sample(CHALLENGE.format(state)))
        for endpoint in ("prizes.show_finalists", "prizes.show_result")
        for state in ("open", "cancelled", "decided")
    ),
    *(
        ("challenges.edit_challenge_section", Sample(section, "officer"))
        for part in ("schedule", "prizes", "criteria", "form", "rules")
        for state in (DRAFT, CHALLENGE.format("announced"))
        for section in (state.replace("key", f"key, '{part}'", 1),)
    ),
    *(
        ("challenges.edit_programme_section", Sample(section, "officer"))
        for part in ("conditions", "money", "calendar")
        for contest in (CONTEST.format("2020"), CONTEST.format("shared-tables"))
        for section in (contest.replace("slug", f"slug, '{part}'", 1),)
    ),
    *(("ideas.enter", Sample(CHALLENGE.format(state), "citizen")) for state in ("announced", "decided")),
    *(
        ("ideas.office_show", Sample(IDEA.format(state), "officer"))
        for state in ("awarded", "finalist", "in_judging", "ineligible", "not_selected")
    ),
    *(("prizes.show_award", Sample(AWARD.format(state), "officer")) for state in ("verifying", "excluded")),
    *(
        ("prizes.show_payment", Sample(PAYMENT.format(state), "officer"))
        for state in ("planned", "confirmed", "approved", "paid")
    ),
    *(
        (
            "prizes.show_objection",
            Sample(f"SELECT key FROM objections WHERE state = '{state}' LIMIT 1", "officer"),
        )
        for state in ("dismissed", "upheld")
    ),
    *(("maturing.show_project", Sample(PROJECT.format("active"), role)) for role in ("mentor", "officer")),
    *(
        ("maturing.show_project", Sample(PROJECT.format(state), "officer"))
        for state in ("accepted", "stopped")
    ),
    *(("maturing.show_diary", Sample(PROJECT.format(state))) for state in ("accepted", "stopped")),
    ("maturing.show_milestone", Sample(MILESTONE.format("submitted"), "officer")),
    ("maturing.show_milestone", Sample(MILESTONE.format("planned"), "mentor")),
    ("maturing.my_projects", Sample(role="citizen")),
    ("maturing.list_projects", Sample(role="officer", query="state=stopped")),
    ("ideas.own", Sample(OWN_ENTRY, "winner")),
    ("ideas.show", Sample(SHOWN_IDEA.format("not_selected"))),
    ("ideas.list_ideas", Sample(query="award=yes")),
    ("home.search", Sample()),
    ("home.search", Sample(query="q=안전&kind=idea")),
    *(
        ("home.passport", Sample(PASSPORT.format(state)))
        for state in ("under_review", "partly_adopted", "not_adopted")
    ),
    ("home.my", Sample(role="citizen")),
    ("home.office", Sample(role="approver")),
    ("home.office", Sample(role="city")),
    ("challenges.list_office_contests", Sample(role="city")),
    ("challenges.list_office_contests", Sample(role="approver")),
    ("challenges.show_office_contest", Sample(CONTEST_IN.format("draft"), "city")),
    ("challenges.show_office_contest", Sample(CONTEST.format("shared-tables"), "officer")),
    ("challenges.show_office_challenge", Sample(DRAFT, "officer")),
    ("challenges.show_office_challenge", Sample(CHALLENGE.format("in_approval"), "approver")),
    ("challenges.show_office_challenge", Sample(CHALLENGE.format("draft"), "city")),
    ("challenges.check_challenge", Sample(CHALLENGE.format("in_approval"), "officer")),
    ("accounts.show_invitation", Sample(OPEN_INVITATION.format(email_of("judge")), "judge")),
    ("accounts.show_invitation", Sample(OPEN_INVITATION.format(email_of("mentor")), "mentor")),
    ("accounts.admin_account", Sample(SUSPENDED, "admin")),
    ("accounts.show_agency", Sample("SELECT slug FROM agencies WHERE slug = 'hanbit'", "admin")),
    (
        "problems.show",
        Sample(
            "SELECT s.key FROM problems s WHERE EXISTS"
            " (SELECT 1 FROM attachments f WHERE f.subject_type = 'problems' AND f.subject_id = s.id) LIMIT 1"
        ),
    ),
    ("judging.show_round", Sample("SELECT key FROM rounds WHERE state = 'preparing'", "city")),
    ("prizes.show_payment", Sample(PAYMENT.format("held"), "officer")),
    ("maturing.show_project", Sample(FINISHED, "officer")),
    ("reflection.show", Sample(REFLECTION.format("adopted"))),
]
TOUR: list[tuple[str, Sample]] = [*SAMPLES.items(), *VARIANTS]


def rules_to_read(app: Flask) -> dict[str, Rule]:
    """The first address of every endpoint that answers GET."""
    found: dict[str, Rule] = {}
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in FOREIGN:
            found.setdefault(rule.endpoint, rule)
    return found


def path_of(rule: Rule, sample: Sample, engine: sa.Engine) -> str:
    """The address of a sample in this database. LookupError when the demo has nothing to show there."""
    names = PARTS.findall(rule.rule)
    values: dict[str, object] = {}
    if names:
        with engine.connect() as connection:
            row = connection.execute(sa.text(sample.sql)).first()
        if row is None or len(row) != len(names):
            raise LookupError(f"{rule.endpoint}: the demo has no {' and '.join(names)} ({sample.sql!r})")
        values = dict(zip(names, row, strict=True))
    path = PARTS.sub(lambda part: str(values[part[1]]), rule.rule)
    return f"{path}?{sample.query}" if sample.query else path
