"""How a workflow's page is made from its table of transitions."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tools import docs


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"


class Event(StrEnum):
    SUBMIT = "submit"


@dataclass(frozen=True)
class Rule:
    name: str


@dataclass(frozen=True)
class Arrow:
    event: StrEnum
    sources: Sequence[StrEnum]
    target: StrEnum
    permission: str | None = None
    conditions: Sequence[Rule] = ()
    reason_required: bool = False


@dataclass
class Table:
    name: str
    states: type[StrEnum]
    initial: StrEnum
    transitions: Sequence[Arrow]


IDEA = Table(
    "idea",
    State,
    State.DRAFT,
    [Arrow(Event.SUBMIT, (State.DRAFT,), State.SUBMITTED, "ideas:idea:submit", (Rule("before_deadline"),))],
)


def test_a_page_shows_every_state_arrow_and_rule() -> None:
    text = docs.page("ideas", IDEA)
    for line in (
        "    [*] --> draft",
        "    draft --> submitted: submit",
        "    submitted --> [*]",
        "| `submit` | `draft` | `submitted` | `ideas:idea:submit` | before_deadline |  |",
    ):
        assert line in text.splitlines()


def test_pages_follow_the_tables(tmp_path: Path) -> None:
    wanted = docs.pages([("ideas", IDEA)])
    (tmp_path / "gone.md").write_text("# Gone\n", encoding="utf-8")
    assert docs.stale(tmp_path, wanted) == ["README.md", "gone.md", "idea.md"]
    docs.write(tmp_path, wanted)
    assert docs.stale(tmp_path, wanted) == []
    assert not (tmp_path / "gone.md").exists()


def test_a_table_is_known_by_its_shape() -> None:
    things: list[object] = [IDEA, IDEA.transitions[0], Table]
    assert [isinstance(thing, docs.Workflow) for thing in things] == [True, False, False]
