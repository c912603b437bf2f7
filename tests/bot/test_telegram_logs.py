"""The log of the running process."""

import json
import subprocess
import sys

import pytest

PROGRAM = """
import logging
from bot.telegram.logs import set_up_logging
from bot.telegram.settings import LogFormat
set_up_logging("123:SECRET", LogFormat("{form}"))
logging.getLogger("bot.telegram").info("posting to /bot123:SECRET/getMe", extra={{"fields": {{"tries": 2}}}})
logging.getLogger("httpx").info("HTTP Request: POST /bot123:SECRET/getMe")
logging.getLogger("telegram.ext").info("an update")
try:
    raise ValueError("bad token 123:SECRET")
except ValueError:
    logging.getLogger("asyncio").exception("failed")
"""


def log(form: str) -> str:
    """What a process that logs in this form writes."""
    done = subprocess.run([sys.executable, "-c", PROGRAM.format(form=form)], capture_output=True, text=True, check=True)
    return done.stderr


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_token_is_masked_everywhere_and_requests_and_updates_are_not_logged(form):
    written = log(form)
    assert "SECRET" not in written
    assert "bad token <token>" in written
    assert "HTTP Request" not in written
    assert "an update" not in written


def test_lines_for_people_have_the_fields_behind_the_message():
    assert log("text").splitlines()[0].endswith(" INFO bot.telegram: posting to /bot<token>/getMe tries=2")


def test_json_lines_are_objects_with_the_fields_and_the_traceback():
    first, second = (json.loads(line) for line in log("json").splitlines())
    assert {**first, "time": ""} == {
        "time": "",
        "level": "INFO",
        "logger": "bot.telegram",
        "message": "posting to /bot<token>/getMe",
        "tries": 2,
    }
    assert second["traceback"].endswith("ValueError: bad token <token>")
