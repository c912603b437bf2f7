"""The service and the image of `deploy/` start the bot with settings that it knows."""

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.telegram.service import DRAIN_SECONDS, STOP_SECONDS

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "on-the-record-telegram.service"
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


def unit() -> configparser.ConfigParser:
    """The unit of systemd, key by key."""
    parsed = configparser.ConfigParser(interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read_string(UNIT.read_text())
    return parsed


def container() -> dict[str, list[str]]:
    """The lines of the Containerfile, by instruction."""
    text = (ROOT / "deploy" / "Containerfile").read_text().replace("\\\n", " ")
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, _, rest = line.partition(" ")
            found.setdefault(name, []).append(rest)
    return found


def assignments(words: str) -> dict[str, str]:
    """What NAME=value words set."""
    return dict(word.split("=", 1) for word in shlex.split(words))


def shown_config(command: list[str], environment: dict[str, str]) -> dict[str, str]:
    """What the command line makes of a command and an environment."""
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert scripts[command[0]] == "bot.cli:main"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "ON_THE_RECORD"))}
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", *command[1:], "--show-config"],
        env=kept | environment | {"TELEGRAM_BOT_TOKEN": TOKEN},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return dict(line.split("=", 1) for line in done.stdout.splitlines())


def test_the_service_starts_the_bot_with_settings_that_it_knows_and_a_home_that_it_may_write_to():
    service = unit()["Service"]
    command = shlex.split(service["ExecStart"])
    set_ = assignments(service["Environment"])
    config = shown_config([Path(command[0]).name, *command[1:]], set_)
    assert set_.items() <= config.items()
    assert config["ON_THE_RECORD_HOME"] == f"/var/lib/{service['StateDirectory']}"
    assert config["TELEGRAM_BOT_TOKEN"] == "110201543:***"


def test_the_service_gives_the_bot_time_to_stop():
    assert int(unit()["Service"]["TimeoutStopSec"]) >= 2 * (DRAIN_SECONDS + STOP_SECONDS)


def test_the_docs_say_where_the_unit_and_its_token_go():
    docs = (ROOT / "docs" / "telegram.md").read_text()
    assert unit()["Service"]["EnvironmentFile"] in docs
    assert f"/etc/systemd/system/{UNIT.name}" in docs or "/etc/systemd/system/" in docs
    assert f"systemctl enable --now {UNIT.stem}" in docs


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_finds_no_fault_with_the_unit(tmp_path):
    here = re.sub(r"ExecStart=\S+", f"ExecStart={sys.executable}", UNIT.read_text())
    (tmp_path / UNIT.name).write_text(here)
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / UNIT.name)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_image_starts_the_bot_with_settings_that_it_knows_and_its_state_in_the_volume():
    file = container()
    set_ = assignments(" ".join(file["ENV"]))
    config = shown_config([*json.loads(file["ENTRYPOINT"][0]), *json.loads(file["CMD"][0])], set_)
    assert set_.items() <= config.items()
    assert [config["ON_THE_RECORD_HOME"]] == file["VOLUME"]
    assert f":{config['ON_THE_RECORD_HOME']} " in (ROOT / "docs" / "telegram.md").read_text()


def test_the_image_installs_from_files_that_it_was_given():
    (run,) = container()["RUN"]
    words = shlex.split(run)
    constraints = words[words.index("--constraint") + 1]
    ignored = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    assert (ROOT / constraints).is_file()
    assert constraints not in ignored
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    needed = [project["project"]["readme"], *project["project"]["license-files"]]
    needed += [package.split(".")[0] for package in project["tool"]["setuptools"]["packages"]]
    assert not set(needed) & set(ignored)
    assert all((ROOT / name).exists() for name in needed)
    assert f"--owner {container()['USER'][0]} " in run


def test_every_package_that_the_bot_imports_is_installed_with_its_files():
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    for room in ("bot", "corpus", "index"):
        for file in (ROOT / room).rglob("*"):
            folder = file.relative_to(ROOT).parent
            package = ".".join(folder.parts)
            if not file.is_file() or "__pycache__" in folder.parts or package == "index.training":
                continue
            if file.suffix == ".py":
                assert package in tool["packages"], file
            else:
                patterns = [
                    str(Path(*name.split("."), pattern))
                    for name, given in tool["package-data"].items()
                    for pattern in given
                ]
                assert any(file.relative_to(ROOT).match(pattern) for pattern in patterns), file
