from sqlalchemy import Double, Float, String, Table
from sqlmodel import SQLModel

from api.store import tables


def test_every_table_is_strict_and_uses_only_types_both_databases_keep_exactly():
    for table in SQLModel.metadata.sorted_tables:
        assert table.dialect_options["sqlite"]["strict"], table.name
        for column in table.columns:
            assert not isinstance(column.type, Double | Float), column
            assert not (isinstance(column.type, String) and column.type.length), column


def test_every_table_has_its_name_here():
    named = {name for name, value in vars(tables).items() if isinstance(value, Table)}
    assert {table.name.upper() for table in SQLModel.metadata.sorted_tables} == named
