"""The channel's settings: read from the environment, checked by name."""

import pytest

from bot.telegram import SettingError, TelegramChannelError, TelegramSettings

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


def test_the_token_alone_is_enough_and_the_server_is_telegrams_own():
    settings = TelegramSettings.from_environment({"TELEGRAM_BOT_TOKEN": f" {TOKEN}\n"})
    assert (settings.token, settings.api_url) == (TOKEN, "https://api.telegram.org")


def test_a_server_of_ones_own_loses_its_last_slash():
    environment = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": "http://127.0.0.1:8081/"}
    assert TelegramSettings.from_environment(environment).api_url == "http://127.0.0.1:8081"


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({}, "TELEGRAM_BOT_TOKEN is not set: ask @BotFather on Telegram for a token"),
        (
            {"TELEGRAM_BOT_TOKEN": "  "},
            "TELEGRAM_BOT_TOKEN is not set: ask @BotFather on Telegram for a token",
        ),
        (
            {"TELEGRAM_BOT_TOKEN": "hunter2"},
            "TELEGRAM_BOT_TOKEN is not a bot token: it looks like 123456:ABC-DEF1234ghIkl",
        ),
        (
            {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": "telegram.org"},
            "TELEGRAM_API_URL is 'telegram.org', not an http or https address",
        ),
    ],
)
def test_a_wrong_value_is_refused_by_its_name_without_showing_the_token(environment, message):
    with pytest.raises(SettingError) as caught:
        TelegramSettings.from_environment(environment)
    assert str(caught.value) == message
    assert isinstance(caught.value, TelegramChannelError)


def test_settings_do_not_show_the_token():
    assert TOKEN not in repr(TelegramSettings(token=TOKEN))
