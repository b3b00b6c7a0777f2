"""Who judges what: a draw that is even, mixes the judges, and can be made again from its seed.

Owns the draw as pure arithmetic over ids. Knows no database. A forbidden pair is never drawn; loads differ by
one at most unless forbidden pairs leave no other way, and then as little as they can.
"""

from __future__ import annotations

import itertools
import random
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

Pair = tuple[int, int]
#: Exchanges that are tried for each place, to mix the pairs of judges.
TRIES_PER_PLACE = 12
MOST_TRIES = 60_000


@dataclass(frozen=True, slots=True)
class Draw:
    """The result: the judges of each idea, and how many are missing where too few may judge it."""

    judges_of: Mapping[int, frozenset[int]]
    missing: Mapping[int, int]

    def loads(self, judges: Collection[int]) -> dict[int, int]:
        """How many ideas each judge has."""
        counts = dict.fromkeys(judges, 0)
        for chosen in self.judges_of.values():
            for judge in chosen:
                counts[judge] += 1
        return counts


def draw_judges(
    ideas: Sequence[int], judges: Sequence[int], forbidden: Collection[Pair], *, per_idea: int, seed: int
) -> Draw:
    """Draw `per_idea` judges for each idea. `forbidden` holds (idea, judge) pairs.

    The same input and seed give the same draw. An idea that fewer may judge gets all of those.
    """
    table = _Table(sorted(judges), frozenset(forbidden), random.Random(seed))  # noqa: S311  (a draw that must be repeatable, no secret)
    order = sorted(ideas)
    table.chance.shuffle(order)
    for idea in order:
        table.fill(idea, per_idea)
    table.level()
    table.mix()
    chosen = {idea: frozenset(table.chosen[idea]) for idea in sorted(ideas)}
    missing = {idea: per_idea - len(own) for idea, own in chosen.items() if len(own) < per_idea}
    return Draw(chosen, missing)


def draw_replacement(loads: Mapping[int, int], together: Mapping[int, int], *, seed: str) -> int | None:
    """One more judge among those who may: the least loaded, of these who judged least with the others.

    `loads` and `together` go by judge and hold only who may judge. None when nobody may.
    """
    if not loads:
        return None
    chance = random.Random(seed)  # noqa: S311  (a draw that must be repeatable, no secret)
    drawn = {judge: chance.random() for judge in sorted(loads)}
    return min(drawn, key=lambda judge: (loads[judge], together.get(judge, 0), drawn[judge]))


@dataclass
class _Table:
    judges: list[int]
    forbidden: frozenset[Pair]
    chance: random.Random
    chosen: dict[int, set[int]] = field(default_factory=dict)
    ideas_of: dict[int, set[int]] = field(default_factory=dict)
    together: dict[Pair, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ideas_of = {judge: set() for judge in self.judges}

    def may(self, idea: int, judge: int) -> bool:
        return (idea, judge) not in self.forbidden and judge not in self.chosen[idea]

    def fill(self, idea: int, count: int) -> None:
        """Give an idea its judges one by one: the least loaded, then who sat least with those chosen."""
        own = self.chosen.setdefault(idea, set())
        for _place in range(count):
            able = [judge for judge in self.judges if self.may(idea, judge)]
            if not able:
                return
            least = min(len(self.ideas_of[judge]) for judge in able)
            light = [judge for judge in able if len(self.ideas_of[judge]) == least]
            fewest = min(self._meetings(judge, own) for judge in light)
            self._put(idea, self.chance.choice([j for j in light if self._meetings(j, own) == fewest]))

    def level(self) -> None:
        """Hand ideas on along chains of judges until no chain makes the loads more even.

        Then the sum of squared loads is least (an improving chain exists whenever it is not).
        """
        while True:
            heavy = sorted(self.judges, key=lambda judge: (-len(self.ideas_of[judge]), judge))
            if not any(self._relieve(judge) for judge in heavy):
                return

    def mix(self) -> None:
        """Exchange judges between ideas while that evens out how often any two sit together."""
        places = [(idea, judge) for idea in sorted(self.chosen) for judge in sorted(self.chosen[idea])]
        if len(self.judges) < 3 or len(places) < 2:
            return
        for _try in range(min(MOST_TRIES, TRIES_PER_PLACE * len(places))):
            (first, one), (second, other) = self.chance.sample(places, 2)
            self._exchange(first, one, second, other)

    def _relieve(self, judge: int) -> bool:
        """Move one idea away from `judge` along the shortest chain to somebody with two fewer or less."""
        limit = len(self.ideas_of[judge]) - 2
        if limit < min(map(len, self.ideas_of.values())):
            return False
        came_from: dict[int, tuple[int, int]] = {}
        waiting, seen = deque([judge]), {judge}
        while waiting:
            giver = waiting.popleft()
            for idea in sorted(self.ideas_of[giver]):
                for taker in self.judges:
                    if taker in seen or not self.may(idea, taker):
                        continue
                    seen.add(taker)
                    came_from[taker] = (giver, idea)
                    if len(self.ideas_of[taker]) <= limit:
                        self._hand_on(taker, came_from, judge)
                        return True
                    waiting.append(taker)
        return False

    def _hand_on(self, taker: int, came_from: Mapping[int, tuple[int, int]], start: int) -> None:
        while taker != start:
            giver, idea = came_from[taker]
            self._take(idea, giver)
            self._put(idea, taker)
            taker = giver

    def _exchange(self, first: int, one: int, second: int, other: int) -> None:
        """Put `other` in the place of `one` and the other way round, unless that mixes the pairs less."""
        if one not in self.chosen[first] or other not in self.chosen[second] or first == second:
            return
        if not (self.may(first, other) and self.may(second, one)):
            return
        before = self._unevenness(first, one) + self._unevenness(second, other)
        self._take(first, one)
        self._take(second, other)
        after = self._unevenness(first, other, is_new=True) + self._unevenness(second, one, is_new=True)
        is_better = after < before
        self._put(first, other if is_better else one)
        self._put(second, one if is_better else other)

    def _unevenness(self, idea: int, judge: int, *, is_new: bool = False) -> int:
        """What `judge` on `idea` adds to the sum of squared meetings, at the present counts."""
        extra = 1 if is_new else -1
        return sum(
            2 * self.together.get(_pair(judge, mate), 0) + extra
            for mate in self.chosen[idea]
            if mate != judge
        )

    def _meetings(self, judge: int, mates: Collection[int]) -> int:
        return sum(self.together.get(_pair(judge, mate), 0) for mate in mates)

    def _put(self, idea: int, judge: int) -> None:
        self._count(idea, judge, 1)
        self.chosen[idea].add(judge)
        self.ideas_of[judge].add(idea)

    def _take(self, idea: int, judge: int) -> None:
        self.chosen[idea].remove(judge)
        self.ideas_of[judge].remove(idea)
        self._count(idea, judge, -1)

    def _count(self, idea: int, judge: int, step: int) -> None:
        for mate in self.chosen[idea]:
            pair = _pair(judge, mate)
            self.together[pair] = self.together.get(pair, 0) + step


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def meetings(draw: Draw) -> dict[Pair, int]:
    """How often any two judges share an idea."""
    counts: dict[Pair, int] = {}
    for chosen in draw.judges_of.values():
        for pair in itertools.combinations(sorted(chosen), 2):
            counts[pair] = counts.get(pair, 0) + 1
    return counts
