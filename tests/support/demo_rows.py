"""SQL that finds things in the demo's database: each gives one row, the keys that an address needs.

What has braces takes a state or a name by `format`. For the tour of all pages; must not change rows.
"""

from __future__ import annotations

import hashlib

from tests.support.demo import email_of
from webapp.home.cli.talk import ROW_PLACE

AGENCY = "SELECT slug FROM agencies ORDER BY id LIMIT 1"
MEMBER = (
    "SELECT g.slug, a.key FROM memberships m JOIN agencies g ON g.id = m.agency_id"
    " JOIN accounts a ON a.id = m.account_id ORDER BY m.id LIMIT 1"
)
DEPARTMENT = (
    "SELECT g.slug, d.key FROM departments d JOIN agencies g ON g.id = d.agency_id ORDER BY d.id LIMIT 1"
)
CITIZEN = f"SELECT key FROM accounts WHERE email = '{email_of('citizen')}'"
SUSPENDED = "SELECT key FROM accounts WHERE state = 'suspended' ORDER BY id LIMIT 1"
CONTEST = "SELECT slug FROM programmes WHERE slug LIKE '%{}%' ORDER BY id LIMIT 1"
PROBLEM_CALL = "SELECT slug FROM problem_calls WHERE state = 'published' ORDER BY id LIMIT 1"
#: From where somebody endorsed a problem with several accounts.
ENDORSEMENT_ROW = (
    "SELECT subject_kind, subject_key, 'void', 'address', address_digest FROM endorsements"
    f" WHERE address_digest = '{hashlib.sha256(ROW_PLACE.encode()).hexdigest()}' ORDER BY id LIMIT 1"
)
#: A question that waits for its answer.
ASKED = "SELECT key FROM questions WHERE state = 'asked' ORDER BY id LIMIT 1"
#: A visible comment, and what is talked about.
COMMENT = (
    "SELECT key FROM comments WHERE state = 'visible' AND {} AND author_id <>"
    f" (SELECT id FROM accounts WHERE email = '{email_of('citizen')}') ORDER BY id LIMIT 1"
)
HIDDEN_COMMENT = "SELECT key FROM comments WHERE state = 'hidden' ORDER BY id LIMIT 1"
TALK = "SELECT subject_kind, subject_key FROM comments WHERE is_official ORDER BY id LIMIT 1"
#: A problem that people have endorsed.
SUBJECT = "SELECT subject_kind, subject_key FROM endorsements ORDER BY id LIMIT 1"
STANDING_CALL = "SELECT slug FROM problem_calls WHERE closes_at IS NULL ORDER BY id LIMIT 1"
MEETING = "SELECT key FROM committee_decisions WHERE state = '{}' ORDER BY id LIMIT 1"
FINISHED_CALL = "SELECT slug FROM problem_calls WHERE state = 'finished' ORDER BY id LIMIT 1"
OPEN_SURVEY = "SELECT key FROM surveys WHERE state = 'published' ORDER BY closes_at DESC, id LIMIT 1"
CLOSED_SURVEY = "SELECT key FROM surveys WHERE state = 'published' ORDER BY closes_at, id LIMIT 1"
CLEARED = (
    "SELECT p.key FROM problems p JOIN review_declarations d ON d.problem_id = p.id"
    " JOIN accounts a ON a.id = d.reviewer_id WHERE p.state = 'under_review' AND d.conflict IS NULL"
    " AND a.email = 'reviewer@demo.example' ORDER BY p.id LIMIT 1"
)
SUBMITTED_REVIEW = (
    "SELECT r.key FROM problem_reviews r JOIN problems p ON p.id = r.problem_id"
    " WHERE p.state = 'under_review' AND r.state = 'submitted' ORDER BY r.id LIMIT 1"
)
MERGED_PROBLEM = (
    "SELECT p.key FROM problems p JOIN problem_calls c ON c.id = p.call_id"
    " WHERE p.state = 'merged' AND c.closes_at IS NULL ORDER BY p.id LIMIT 1"
)
CHANGED_PROBLEM = (
    "SELECT p.key FROM problems p JOIN problem_versions v ON v.problem_id = p.id"
    " WHERE v.number = 3 ORDER BY p.id LIMIT 1"
)
PROBLEM = "SELECT key FROM problems WHERE state = '{}' ORDER BY id LIMIT 1"
#: A contest by the state of its challenge: one that nobody but its agency sees.
CONTEST_IN = (
    "SELECT p.slug FROM programmes p JOIN challenges c ON c.programme_id = p.id"
    " WHERE c.state = '{}' ORDER BY p.id LIMIT 1"
)
#: A draft of the agency that the demo's officer works in.
DRAFT = (
    "SELECT c.key FROM challenges c JOIN programmes p ON p.id = c.programme_id"
    f" WHERE c.state = 'draft' AND p.agency_id = ({AGENCY.replace('slug', 'id', 1)})"
)
#: Judged to the end, and the finalists are not named yet.
JUDGED = (
    "SELECT c.key FROM challenges c JOIN rounds r ON r.challenge_id = c.id"
    " WHERE c.state = 'judging' AND r.state = 'closed' ORDER BY c.id LIMIT 1"
)
#: A change of rules after the notice, by its state.
CHANGE = "SELECT key FROM rule_changes WHERE state = '{}' ORDER BY id LIMIT 1"
#: A challenge whose rules were changed, with the hash that its first rules had.
CHANGED = (
    "SELECT c.key, r.old_hash FROM rule_changes r JOIN challenges c ON c.id = r.challenge_id"
    " WHERE r.number = 1 ORDER BY r.id LIMIT 1"
)
#: An announced challenge of the officer's agency of which no change is being prepared.
CHANGE_FREE = (
    "SELECT c.key FROM challenges c JOIN programmes p ON p.id = c.programme_id"
    f" WHERE c.state = 'judging' AND p.agency_id = ({AGENCY.replace('slug', 'id', 1)}) ORDER BY c.id LIMIT 1"
)
#: What an approver remarked on a draft that came back, and nobody has answered.
REMARK = (
    "SELECT r.key FROM approval_remarks r JOIN challenges c ON c.id = r.challenge_id"
    " WHERE r.settled_at IS NULL AND c.state = 'draft' ORDER BY r.id LIMIT 1"
)
CHALLENGE = "SELECT key FROM challenges WHERE state = '{}' ORDER BY id LIMIT 1"
REFLECTION = "SELECT key FROM reflections WHERE state = '{}' ORDER BY id LIMIT 1"
PASSPORT = (
    "SELECT i.key FROM ideas i JOIN reflections r ON r.idea_id = i.id"
    " WHERE r.state = '{}' AND i.published_at IS NOT NULL ORDER BY r.id LIMIT 1"
)
MEASURE = (
    "SELECT m.key FROM measures m JOIN reflections r ON r.id = m.reflection_id"
    " WHERE m.state IN ('planned', 'in_progress') ORDER BY m.id LIMIT 1"
)
SCORING = "SELECT key FROM rounds WHERE state = 'scoring' ORDER BY id LIMIT 1"
CLOSED_ROUND = "SELECT key FROM rounds WHERE state = 'closed' ORDER BY id LIMIT 1"
OWN_SHEET = (
    "SELECT a.key FROM assignments a JOIN rounds r ON r.id = a.round_id JOIN seats s ON s.id = a.seat_id"
    f" JOIN accounts j ON j.id = s.account_id WHERE j.email = '{email_of('judge')}'"
    " AND r.state = 'scoring' AND a.state = '{}' ORDER BY a.id LIMIT 1"
)
JUDGED_IDEA = (
    "SELECT r.key, i.key FROM rounds r JOIN assignments a ON a.round_id = r.id"
    " JOIN ideas i ON i.id = a.idea_id WHERE r.state = 'scoring' ORDER BY a.id LIMIT 1"
)
SEAT = (
    "SELECT r.key, s.key FROM rounds r JOIN seats s ON s.round_id = r.id"
    " WHERE r.state = 'scoring' ORDER BY s.id LIMIT 1"
)
SHEET = (
    "SELECT a.key FROM assignments a JOIN rounds r ON r.id = a.round_id"
    " WHERE r.state = 'scoring' AND a.state = 'submitted' ORDER BY a.id LIMIT 1"
)
IDEA = "SELECT key FROM ideas WHERE state = '{}' ORDER BY id LIMIT 1"
SHOWN_IDEA = "SELECT key FROM ideas WHERE published_at IS NOT NULL AND state = '{}' ORDER BY id LIMIT 1"
OWN_IDEA = (
    "SELECT i.key FROM ideas i JOIN accounts a ON a.id = i.author_id"
    " WHERE a.email = '{}' AND i.state = '{}' ORDER BY i.id LIMIT 1"
)
OWN_DRAFT = OWN_IDEA.format(email_of("citizen"), "draft")
OWN_ENTRY = OWN_IDEA.format(email_of("winner"), "not_selected")
PAYMENT = "SELECT key FROM payments WHERE state = '{}' ORDER BY id LIMIT 1"
#: An award that may be taken back: the notice is over, its entrant has answered.
ANNOUNCED_AWARD = (
    "SELECT a.key FROM awards a JOIN revocations r ON r.award_id = a.id"
    " WHERE r.state = 'announced' ORDER BY r.id LIMIT 1"
)
AWARD = "SELECT key FROM awards WHERE state = '{}' ORDER BY id LIMIT 1"
FINALIST = (
    "SELECT c.key, a.key FROM awards a JOIN challenges c ON c.id = a.challenge_id"
    " WHERE a.state = 'verifying' ORDER BY a.id LIMIT 1"
)
UNASSIGNED = (
    "SELECT i.key FROM ideas i WHERE i.state = 'awarded'"
    " AND NOT EXISTS (SELECT 1 FROM reflections r WHERE r.idea_id = i.id) ORDER BY i.id LIMIT 1"
)
PROJECT = "SELECT key FROM projects WHERE state = '{}' ORDER BY id LIMIT 1"
MILESTONE = (
    "SELECT m.key FROM milestones m JOIN projects p ON p.id = m.project_id"
    " WHERE p.state = 'active' AND m.state = '{}' ORDER BY m.id LIMIT 1"
)
MENTOR = (
    "SELECT m.key FROM mentors m JOIN projects p ON p.id = m.project_id"
    " WHERE p.state = 'active' AND m.state = 'accepted' ORDER BY m.id LIMIT 1"
)
OWN_PROJECT = (
    "SELECT p.key FROM projects p JOIN project_members t ON t.project_id = p.id"
    f" JOIN accounts a ON a.id = t.account_id WHERE a.email = '{email_of('winner')}' AND p.state = 'active'"
)
OWN_MILESTONE = (
    "SELECT m.key FROM milestones m JOIN project_members t ON t.project_id = m.project_id"
    f" JOIN accounts a ON a.id = t.account_id WHERE a.email = '{email_of('winner')}'"
    " AND m.state = '{}' ORDER BY m.id LIMIT 1"
)
UNSTARTED = (
    "SELECT a.key FROM awards a WHERE a.state = 'awarded'"
    " AND NOT EXISTS (SELECT 1 FROM projects p WHERE p.award_id = a.id) ORDER BY a.id LIMIT 1"
)
#: A project whose milestones are all accepted, and which nobody has accepted as a whole.
FINISHED = (
    "SELECT p.key FROM projects p WHERE p.state = 'active' AND NOT EXISTS"
    " (SELECT 1 FROM milestones m WHERE m.project_id = p.id AND m.state <> 'accepted') LIMIT 1"
)
#: A file of one kind of subject: the subject's key and the file's.
FILE = (
    "SELECT s.key, f.key FROM attachments f JOIN {0} s ON s.id = f.subject_id"
    " WHERE f.subject_type = '{0}' AND f.removed_at IS NULL AND {1} ORDER BY f.id LIMIT 1"
)
OWN_FILE = FILE.format(
    "ideas", f"s.author_id = (SELECT id FROM accounts WHERE email = '{email_of('citizen')}')"
)
JUDGED_FILE = (
    "SELECT a.key, f.key FROM attachments f JOIN assignments a ON a.idea_id = f.subject_id"
    " JOIN seats s ON s.id = a.seat_id JOIN rounds r ON r.id = a.round_id"
    f" JOIN accounts j ON j.id = s.account_id WHERE j.email = '{email_of('judge')}'"
    " AND f.subject_type = 'ideas' AND r.state = 'scoring' AND a.state IN ('cleared', 'submitted')"
    " ORDER BY a.id LIMIT 1"
)
OPEN_INVITATION = "SELECT key FROM invitations WHERE email = '{}' AND state = 'invited' ORDER BY id LIMIT 1"
