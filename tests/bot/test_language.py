import pytest

from bot.language import in_another_language


@pytest.mark.parametrize(
    "message",
    [
        "Was sagte der Sprecher am Mittwoch?",
        "Qui a dit que les soldats ont été capturés ?",
        "¿Qué dijo el presidente sobre los soldados?",
        "Что сказал Путин?",
        "谁说了什么？",
        "من قال ذلك؟",
        "Che cosa ha detto il presidente della Russia?",
    ],
)
def test_a_message_in_another_language_is_noticed(message):
    assert in_another_language(message)


@pytest.mark.parametrize(
    "message",
    [
        "wat name putin give to his war",
        "who dat",
        "putin war speech",
        "Konashenkov?",
        "did de ministry say so",
        "what did Die Zeit report",
        "Who is Angela Merkel?",
        "y no conscripts",
        "12345",
        "when was la Rochelle mentioned",
    ],
)
def test_careless_english_is_not_taken_for_another_language(message):
    assert not in_another_language(message)
