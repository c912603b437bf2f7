"""The log of the running process."""

import os
import subprocess
import sys

PROGRAM = """
import logging
from bot.telegram.logs import set_up_logging
set_up_logging("123:SECRET")
logging.getLogger("bot.telegram").info("posting to /bot123:SECRET/getMe")
logging.getLogger("httpx").info("HTTP Request: POST /bot123:SECRET/getMe")
logging.getLogger("telegram.ext").info("an update")
try:
    raise ValueError("bad token 123:SECRET")
except ValueError:
    logging.getLogger("asyncio").exception("failed")
"""


def test_the_token_is_masked_in_every_line_and_traceback_and_requests_are_not_logged():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, env=dict(os.environ), check=True
    )
    assert "SECRET" not in done.stderr
    assert "posting to /bot<token>/getMe" in done.stderr
    assert "ValueError: bad token <token>" in done.stderr
    assert "HTTP Request" not in done.stderr
    assert "an update" not in done.stderr
