from twin.port import ConfigFault
from twin.port_table import Column, Row, decode_text, rows

COLUMNS = (Column("id"), Column("size_m"), Column("note", required=False))


def read(text: str | bytes) -> tuple[list[Row], list[ConfigFault]]:
    faults: list[ConfigFault] = []
    content = text.encode() if isinstance(text, str) else text
    return list(rows("t.csv", content, COLUMNS, faults)), faults


def test_quoted_commas_blank_lines_byte_order_mark_and_windows_line_ends_are_understood() -> None:
    found, faults = read('\ufeffid,size_m,note\r\n\r\na,1,"x, y"\r\n')
    assert not faults
    assert [(row.text("id"), row.text("note")) for row in found] == [("a", "x, y")]


def test_a_column_left_out_reads_as_empty_text() -> None:
    found, _ = read("id,size_m\na,1\n")
    assert found[0].text("note") == ""


def test_header_faults_are_all_named() -> None:
    found, faults = read("id,id,colour\na,b,c\n")
    assert not found
    assert {fault.what for fault in faults} == {
        "column 'id' stands twice",
        "unknown column 'colour'",
        "column 'size_m' is missing",
    }


def test_an_empty_file_names_the_missing_columns() -> None:
    assert len(read("")[1]) == 2


def test_a_row_with_too_few_or_too_many_cells_is_named_by_its_line() -> None:
    found, faults = read("id,size_m\na,1\nb\nc,1,2\n")
    assert len(found) == 1
    assert [fault.place for fault in faults] == ["line 3", "line 4"]


def test_an_empty_required_cell_is_named_once() -> None:
    found, faults = read("id,size_m\na,\n")
    found[0].number("size_m", 1, 2, "metres")
    assert [fault.place for fault in faults] == ["line 2, column size_m"]


def test_numbers_must_be_finite_and_in_range() -> None:
    for cell in ("nan", "inf", "-1", "101", "1,5", "0x10", "ten"):
        found, faults = read(f'id,size_m\na,"{cell}"\n')
        found[0].number("size_m", 0, 100, "metres")
        assert len(faults) == 1, cell
        assert not found[0].sound or cell == "never"


def test_a_whole_number_refuses_a_fraction() -> None:
    found, faults = read("id,size_m\na,1.5\n")
    found[0].whole("size_m", 0, 10, "persons")
    assert "not a whole number" in faults[0].what


def test_words_said_twice_and_unknown_words_are_named() -> None:
    found, faults = read("id,size_m,note\na,1,red red blue\n")
    found[0].choices("note", ("red",))
    assert len(faults) == 2


def test_ids_of_a_wrong_form_are_named() -> None:
    for bad in ("-a", "a b", "浙", "a" * 33):
        found, faults = read(f"id,size_m\n{bad},1\n")
        found[0].identifier("id")
        assert len(faults) == 1, bad


def test_a_cell_longer_than_any_name_is_refused() -> None:
    _, faults = read(f"id,size_m,note\na,1,{'x' * 501}\n")
    assert len(faults) == 1


def test_an_open_quote_is_a_fault_and_not_a_crash() -> None:
    _, faults = read('id,size_m\na,"1\n')
    assert "not CSV" in faults[0].what


def test_a_byte_that_is_not_utf8_is_named_by_its_line() -> None:
    faults: list[ConfigFault] = []
    assert decode_text("t.csv", "id\n浙象\n".encode("gbk"), faults) is None
    assert faults[0].place == "line 2"
    assert "UTF-8" in faults[0].remedy
