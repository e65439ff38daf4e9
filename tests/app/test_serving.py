from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.app.failures import Failure
from kg.app.serving import Options, _settings, serve_graph


def test_internal_data_stay_on_this_machine(tmp_path: Path) -> None:
    for host in ("0.0.0.0", "192.168.1.5", "::", "example.org"):
        with pytest.raises(Failure, match="internal-abroad"):
            serve_graph(tmp_path, host, 8000, Options())


def test_a_store_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="nothing-built"):
        serve_graph(tmp_path, "127.0.0.1", 8000, Options())


def test_options_become_settings(tmp_path: Path) -> None:
    keys = tmp_path / "keys.toml"
    sha = hashlib.sha256(b"secret").hexdigest()
    keys.write_text(f'"Sở A" = "{sha}"\n', "utf-8")
    options = Options(True, "https://a.example/", 5, ("http://b/",), ("10.0.0.0/8",), keys)
    found = _settings("0.0.0.0", 80, options)
    assert (found.public_url, found.timeout, found.services) == ("https://a.example", 5, ("http://b/",))
    assert found.keys == {sha: "Sở A"}
    assert found.client is not None
    assert _settings("127.0.0.1", 8000, Options()).client is None
    assert _settings("::1", 8000, Options()).public_url == "http://[::1]:8000"
    assert "0.0.0.0" not in _settings("0.0.0.0", 80, Options(public=True)).public_url


def test_wrong_options_are_named(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="bad-proxy"):
        _settings("h", 1, Options(proxies=("10.0.0.1/8",)))
    with pytest.raises(Failure, match="keys"):
        _settings("h", 1, Options(keys=tmp_path / "none.toml"))
