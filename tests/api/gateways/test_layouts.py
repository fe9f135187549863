from pathlib import Path

import pytest

from api.gateways.layouts import MARINE_CADASTRE, ZHIHAI, layout_of, read_layout
from twin.port import ConfigError


def test_known_layouts_are_recognised_by_their_columns_without_regard_to_case():
    assert layout_of(["mmsi", "basedatetime", "lat", "lon", "sog"], "a.csv") is MARINE_CADASTRE
    assert layout_of(["vessel", "t", "x", "y", "gear"], "a.parquet") is ZHIHAI


def test_an_unknown_layout_is_refused_with_the_way_out():
    with pytest.raises(ConfigError, match="--columns") as caught:
        layout_of(["ship", "when"], "a.csv")
    assert "ship, when" in str(caught.value)


def test_a_person_writes_down_which_column_means_what(tmp_path: Path):
    path = tmp_path / "columns.toml"
    path.write_text('kind = "cell"\n[columns]\nterminal = "id"\nt = "at"\nlon = "x"\nlat = "y"\n')
    layout = read_layout(path)
    assert (layout.kind, layout.needed) == ("cell", ["id", "at", "x", "y"])


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("kind = ", "is not TOML"),
        ('kind = "cell"\n', "needs a table"),
        ('color = 1\n[columns]\nterminal = "id"\n', "needs a table"),
        ('[columns]\nterminal = "id"\nt = "at"\n', "names no place"),
        ('[columns]\nterminal = "id"\nt = "at"\nlon = "x"\n', "names no place"),
        ('[columns]\nt = "at"\nlon = "x"\nlat = "y"\n', "terminal"),
        ('[columns]\nterminal = "id"\nt = "at"\nlon = "x"\nlat = "y"\nsped = "v"\n', "sped"),
        ('kind = "boat"\n[columns]\nterminal = "id"\nt = "at"\nlon = "x"\nlat = "y"\n', "kind"),
        ('[columns]\nkind = "cell"\nterminal = "id"\nt = "at"\nlon = "x"\nlat = "y"\n', "besides only"),
    ],
)
def test_a_wrong_columns_file_is_refused_with_its_fault(tmp_path: Path, text: str, what: str):
    path = tmp_path / "columns.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=what):
        read_layout(path)


def test_a_missing_columns_file_is_refused(tmp_path: Path):
    with pytest.raises(ConfigError, match="cannot be read"):
        read_layout(tmp_path / "none.toml")
