"""`rotate-key` and `copy-key`, and a hall whose key is wrong or not there."""

from pathlib import Path

import pytest

from tests.cli.conftest import PASSWORD, Run


@pytest.fixture
def url(run: Run, tmp_path: Path) -> str:
    """The address of a new hall."""
    address = f"sqlite:///{tmp_path / 'hall.db'}"
    assert run("init", "--database", address, typed=f"{PASSWORD}\n").status == 0
    return address


def test_a_key_is_renewed_and_the_hall_opens_with_it_only(
    run: Run, url: str, data_folder: Path
) -> None:
    ended = run("rotate-key", "--database", url)
    assert ended.status == 0
    assert ended.err.splitlines()  # how far it has come
    [renewed] = (data_folder / "keys").glob("*.v2.key")
    assert renewed.name in ended.out
    assert run("verify", "--database", url).status == 0
    renewed.unlink()
    refused = run("verify", "--database", url)
    assert refused.status == 1
    assert renewed.name in refused.sentence()


def test_the_key_files_go_to_another_pc(
    run: Run, url: str, tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there"
    ended = run("copy-key", there / "keys", "--database", url)
    assert ended.status == 0
    assert [Path(line).read_bytes() for line in ended.out.splitlines()] == [
        file.read_bytes() for file in (data_folder / "keys").glob("*.key")
    ]
    monkeypatch.setenv("HALLCLIENT_DATA_FOLDER", str(there))
    assert run("verify", "--database", url).status == 0


@pytest.mark.parametrize("content", [None, "00" * 32, "no key"])
def test_without_its_own_key_a_hall_says_what_to_do(
    run: Run, url: str, tmp_path: Path, data_folder: Path, content: str | None
) -> None:
    [file] = (data_folder / "keys").glob("*.key")
    file.unlink()
    if content is not None:
        file.write_text(content, "ascii")
    before = (tmp_path / "hall.db").read_bytes()
    for words in (["verify"], ["rotate-key"], ["copy-key", tmp_path / "there"]):
        refused = run(*words, "--database", url)
        assert refused.status == 1
        assert file.name in refused.sentence()
    assert (tmp_path / "hall.db").read_bytes() == before
