"""Contest files for tests: where the shipped ones are, and a small sound one."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "webapp" / "challenges" / "data"
SMALL = """\
format = 1

[agency]
slug = "naru"
name = "나루"
kind = "public"

[programme]
slug = "night-bus"
title = "심야 이동"
profile = "public"

[[programme.pots]]
kind = "prize"
amount_won = 20_000_000

[[challenges]]
title = "막차 뒤의 이동"
field = "safety"
opens_at = "2026-01-12 09:00"
closes_at = "2026-02-20 24:00"

[[challenges.criteria]]
title = "창의성"
weight = 60

[[challenges.criteria]]
title = "효과"
weight = 40

[[challenges.prizes]]
title = "최우수상"
amount_won = "800만원"
"""
