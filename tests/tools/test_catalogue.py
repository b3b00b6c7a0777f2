"""How Korean texts are taken out of the code and their translations kept, checked and compiled."""

import gettext
from pathlib import Path

import pytest

from tools import catalogue


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project with a text in Python, one in a template, one in both and a plural."""
    write(tmp_path, "webapp/ideas/services.py", 'raise RuleBroken(_("제출할 수 없습니다."))\nlazy("제출")\n')
    write(tmp_path, "webapp/core/text.py", '_l("제출")\nngettext("%(n)s건", "%(n)s건", 3)\n')
    write(tmp_path, "templates/home/front.html", '<p>{{ _("%(name)s님", name=name) }}</p>')
    write(tmp_path, "templates/mail/prizes/award.mail", "{{ _('축하합니다.') }}")
    write(tmp_path, "templates/base.html", "{% trans %}본문으로{% endtrans %}")
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def file_of(root: Path, context: str) -> Path:
    return root / "translations" / "en" / f"{context}.po"


def translate(root: Path, context: str, korean: str, english: str) -> None:
    path = file_of(root, context)
    text = path.read_text(encoding="utf-8")
    before = f'msgid "{korean}"\nmsgstr ""'
    assert before in text
    path.write_text(text.replace(before, f'msgid "{korean}"\nmsgstr "{english}"'), encoding="utf-8")


def faults(root: Path) -> set[str]:
    return {problem.fault for problem in catalogue.problems(root)}


def test_each_text_stands_once_in_the_lowest_context_that_uses_it(tree: Path) -> None:
    assert catalogue.update(tree) == 6
    assert catalogue.texts_of(tree) == {
        "제출할 수 없습니다.": "ideas",
        "제출": "core",
        ("%(n)s건", "%(n)s건"): "core",
        "%(name)s님": "home",
        "축하합니다.": "prizes",
        "본문으로": "base",
    }
    assert 'msgid "제출"' not in file_of(tree, "ideas").read_text(encoding="utf-8")


def test_extracting_twice_changes_nothing(tree: Path) -> None:
    catalogue.update(tree)
    before = {path.name: path.read_bytes() for path in (tree / "translations/en").iterdir()}
    catalogue.update(tree)
    assert {path.name: path.read_bytes() for path in (tree / "translations/en").iterdir()} == before


def test_a_translation_survives_a_move_and_a_stale_text_goes(tree: Path) -> None:
    catalogue.update(tree)
    translate(tree, "ideas", "제출할 수 없습니다.", "It cannot be submitted.")
    write(tree, "webapp/core/errors.py", '_("제출할 수 없습니다.")')
    write(tree, "templates/home/front.html", "<p></p>")
    assert "no longer in the code" in faults(tree)
    catalogue.update(tree)
    assert 'msgstr "It cannot be submitted."' in file_of(tree, "core").read_text(encoding="utf-8")
    assert not file_of(tree, "home").exists()


def test_the_check_finds_what_is_missing_untranslated_or_doubled(tree: Path) -> None:
    assert faults(tree) == {"not in the catalogue"}
    catalogue.update(tree)
    assert faults(tree) == {"not translated"}
    file_of(tree, "web").write_text(catalogue.HEADER + 'msgid "제출"\nmsgstr "Submit"\n', encoding="utf-8")
    assert "stands in core.po too" in faults(tree)


def test_the_check_finds_a_lost_placeholder_and_a_fuzzy_mark(tree: Path) -> None:
    catalogue.update(tree)
    translate(tree, "home", "%(name)s님", "%(nam)s")
    assert "the placeholders differ from the source's" in faults(tree)
    path = file_of(tree, "prizes")
    path.write_text(path.read_text(encoding="utf-8").replace("msgid", "#, fuzzy\nmsgid"), encoding="utf-8")
    assert "marked as fuzzy" in faults(tree)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("%(total)d건 중 %(shown)s건", ["%(shown)s", "%(total)d"]),
        ("배점 20%% 이상", []),
        ("%s에게", ["%s"]),
        ("%(share).1f%%", ["%(share).1f"]),
    ],
)
def test_placeholders_are_told_from_per_cent_signs(text: str, expected: list[str]) -> None:
    assert catalogue.placeholders(text) == expected


def test_the_compiled_catalogue_holds_what_is_translated(tree: Path) -> None:
    catalogue.update(tree)
    translate(tree, "core", "제출", "Submit")
    path = file_of(tree, "core")
    forms = 'msgstr[0] ""\nmsgstr[1] ""'
    text = path.read_text(encoding="utf-8")
    assert forms in text
    path.write_text(text.replace(forms, 'msgstr[0] "one entry"\nmsgstr[1] "%(n)s entries"'), encoding="utf-8")
    assert catalogue.compile_all(tree) == 2
    with (tree / "translations/en/LC_MESSAGES/messages.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("제출") == "Submit"
    assert compiled.ngettext("%(n)s건", "%(n)s건", 1) == "one entry"
    assert compiled.ngettext("%(n)s건", "%(n)s건", 2) == "%(n)s entries"
    assert compiled.gettext("본문으로") == "본문으로"
