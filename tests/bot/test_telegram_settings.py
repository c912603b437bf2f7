"""The channel's settings: from flags and the environment, checked by name."""

from pathlib import Path

import pytest

from bot.telegram import SettingError, TelegramChannelError, TelegramSettings
from bot.telegram.settings import Address, LogFormat

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
GIVEN = {"TELEGRAM_BOT_TOKEN": TOKEN}


def test_the_token_alone_is_enough_and_the_server_is_telegrams_own():
    settings = TelegramSettings.from_environment({"TELEGRAM_BOT_TOKEN": f" {TOKEN}\n"})
    assert (settings.token, settings.api_url, settings.webhook) == (TOKEN, "https://api.telegram.org", None)


def test_everything_can_be_set_by_the_environment_and_flags_override_it():
    environment = GIVEN | {
        "TELEGRAM_API_URL": "http://127.0.0.1:8081/",
        "TELEGRAM_WEBHOOK": "https://bot.example.org/hook",
        "TELEGRAM_WEBHOOK_SECRET": "s3cret",
        "TELEGRAM_LISTEN": "[::1]:8080",
        "TELEGRAM_QUESTIONS_PER_MINUTE": "7",
        "TELEGRAM_THREADS": "2",
        "TELEGRAM_FEEDBACK": "off",
        "TELEGRAM_OWN_STORIES": "off",
        "TELEGRAM_OWN_STORIES_PER_CHAT": "3",
        "TELEGRAM_OWN_STORY_MEGABYTES": "20",
        "TELEGRAM_OWN_STORY_DAYS": "1",
        "TELEGRAM_LINKS": "on",
        "TELEGRAM_LOG_FORMAT": "json",
    }
    settings = TelegramSettings.from_environment(environment, listen=":9090", threads=None)
    assert settings == TelegramSettings(
        token=TOKEN,
        api_url="http://127.0.0.1:8081",
        webhook="https://bot.example.org/hook",
        webhook_secret="s3cret",
        listen=Address("127.0.0.1", 9090),
        questions_per_minute=7,
        threads=2,
        feedback=False,
        own_stories=False,
        own_stories_per_chat=3,
        own_story_megabytes=20,
        own_story_days=1,
        links=True,
        log_format=LogFormat.JSON,
        home=settings.home,
    )


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"TELEGRAM_BOT_TOKEN": ""}, "TELEGRAM_BOT_TOKEN is not set: ask @BotFather on Telegram for a token"),
        ({"TELEGRAM_BOT_TOKEN": " "}, "TELEGRAM_BOT_TOKEN is not set: ask @BotFather on Telegram for a token"),
        (
            {"TELEGRAM_BOT_TOKEN": "hunter2"},
            "TELEGRAM_BOT_TOKEN is not a bot token: it looks like 123456:ABC-DEF1234ghIkl",
        ),
        ({"TELEGRAM_API_URL": "x.org"}, "TELEGRAM_API_URL is 'x.org', not an http or https address"),
        ({"TELEGRAM_WEBHOOK": "http://x.org/a"}, "TELEGRAM_WEBHOOK is 'http://x.org/a', not an https address"),
        (
            {"TELEGRAM_WEBHOOK": "https://x.org/"},
            "TELEGRAM_WEBHOOK is 'https://x.org/', and needs a path of its own, such as https://example.org/telegram",
        ),
        (
            {"TELEGRAM_WEBHOOK": "https://x.org/a", "TELEGRAM_LISTEN": ":1"},
            "TELEGRAM_WEBHOOK_SECRET is not set, and a webhook needs one: letters and digits",
        ),
        (
            {"TELEGRAM_WEBHOOK": "https://x.org/a", "TELEGRAM_WEBHOOK_SECRET": "a"},
            "--listen is not set, and a webhook needs it: for instance 127.0.0.1:8080",
        ),
        (
            {"TELEGRAM_WEBHOOK_SECRET": "a b"},
            "TELEGRAM_WEBHOOK_SECRET may have up to 256 letters, digits, _ and - only",
        ),
        ({"TELEGRAM_LISTEN": "8080"}, "TELEGRAM_LISTEN is '8080', not an address such as 127.0.0.1:8080"),
        ({"TELEGRAM_LISTEN": "a:99999"}, "TELEGRAM_LISTEN is 'a:99999', not an address such as 127.0.0.1:8080"),
        ({"TELEGRAM_THREADS": "0"}, "TELEGRAM_THREADS is '0', not a whole number from 1 to 10,000"),
        (
            {"TELEGRAM_QUESTIONS_PER_MINUTE": "many"},
            "TELEGRAM_QUESTIONS_PER_MINUTE is 'many', not a whole number from 1 to 10,000",
        ),
        (
            {"TELEGRAM_OWN_STORY_MEGABYTES": "21"},
            "TELEGRAM_OWN_STORY_MEGABYTES is '21', not a whole number from 1 to 20, which is what Telegram allows",
        ),
        ({"TELEGRAM_OWN_STORY_DAYS": "0"}, "TELEGRAM_OWN_STORY_DAYS is '0', not a whole number from 1 to 366"),
        ({"TELEGRAM_LINKS": "1"}, "TELEGRAM_LINKS is '1', not on or off"),
        ({"TELEGRAM_FEEDBACK": "yes"}, "TELEGRAM_FEEDBACK is 'yes', not on or off"),
        ({"TELEGRAM_LOG_FORMAT": "xml"}, "TELEGRAM_LOG_FORMAT is 'xml', not text or json"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(environment, message):
    with pytest.raises(SettingError) as caught:
        TelegramSettings.from_environment(GIVEN | environment)
    assert str(caught.value) == message
    assert isinstance(caught.value, TelegramChannelError)


def test_a_wrong_flag_is_refused_by_the_name_of_the_flag():
    with pytest.raises(SettingError, match="--threads is 'x'"):
        TelegramSettings.from_environment(GIVEN, threads="x")


def test_shown_settings_mask_the_token_and_the_secret():
    settings = TelegramSettings(
        token=TOKEN,
        webhook="https://x.org/a",
        webhook_secret="s3cret",
        listen=Address("::1", 80),
        home=Path("/srv/bot"),
    )
    assert settings.shown().split("\n") == [
        "TELEGRAM_BOT_TOKEN=110201543:***",
        "TELEGRAM_API_URL=https://api.telegram.org",
        "TELEGRAM_WEBHOOK=https://x.org/a",
        "TELEGRAM_WEBHOOK_SECRET=***",
        "TELEGRAM_LISTEN=[::1]:80",
        "TELEGRAM_QUESTIONS_PER_MINUTE=40",
        "TELEGRAM_THREADS=3",
        "TELEGRAM_FEEDBACK=on",
        "TELEGRAM_OWN_STORIES=on",
        "TELEGRAM_OWN_STORIES_PER_CHAT=10",
        "TELEGRAM_OWN_STORY_MEGABYTES=5",
        "TELEGRAM_OWN_STORY_DAYS=7",
        "TELEGRAM_LINKS=off",
        "TELEGRAM_LOG_FORMAT=text",
        "ON_THE_RECORD_HOME=/srv/bot",
    ]
    assert "s3cret" not in repr(settings)
    assert TOKEN not in repr(settings)
