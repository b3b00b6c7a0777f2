"""Forms of a change after the notice: beginning one, and acts on it that name the version that was seen."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import RadioField

from webapp.challenges.enums import ChangeKind
from webapp.challenges.forms.fields import SectionForm, area
from webapp.core.i18n import lazy
from webapp.web.forms import Form, Required, select_choices


class NewChangeForm(Form):
    """What kind of change, and why."""

    kind = RadioField(lazy("무엇을 하나요"), validators=[Required(lazy("하나를 고르십시오."))])
    reason = area(
        lazy("바꾸는 까닭"),
        2000,
        rows=5,
        hint=lazy("공고에 그대로 실려 누구나 읽습니다."),
        needed=lazy("바꾸는 까닭을 적어 주십시오."),
    )

    def offer(self, kinds: Iterable[ChangeKind]) -> None:
        """The kinds that can be begun now."""
        self.kind.choices = select_choices([(one.value, one.lazy_label) for one in kinds])

    def chosen(self) -> ChangeKind:
        """The kind that was chosen."""
        return ChangeKind(self.kind.data)


class SeenForm(SectionForm):
    """Nothing to write: an act on what was seen in this version."""
