"""What the database has no place for."""

from __future__ import annotations

import re

from webapp import registry
from webapp.core.models import Base

#: Resident registration numbers under any of their names, and what would let one be pieced together.
FORBIDDEN = re.compile(r"resident|rrn|jumin|juminno|ssn|national_id|birth|gender|sex$|foreigner_number")


def test_no_column_holds_a_resident_registration_number() -> None:
    assert registry.CONTEXTS
    columns = [
        f"{table.name}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns
    ]
    assert len(columns) > 100
    assert [name for name in columns if FORBIDDEN.search(name.partition(".")[2])] == []
