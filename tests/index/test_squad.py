"""SQuAD's pages become questions and stories for training."""

import pytest

from index.training.data import read_questions
from index.training.squad import main, questions_of, read_page

PAGE = """<html><body><div class="para-wrap"><pre>The line cost $41 million (2019). It took four
years. Hale opened it in &quot;Eastport&quot;.</pre><div class="qas-wrap">
<div class="qa-wrap" data-id="a1"><strong class="question">How long did building it take?</strong>
<span class="answer">four years</span><span class="answer">four</span></div>
<div class="qa-wrap" data-id="a2"><strong class="question">Who built it?</strong>
<span class="no-answer">no answer</span></div>
<div class="qa-wrap" data-id="a3"><strong class="question">What did it cost?</strong>
<span class="answer">41 millions</span></div></div></div></body></html>"""


def test_a_page_gives_its_paragraphs_with_their_questions():
    (paragraph,) = read_page(PAGE)
    assert paragraph.text == 'The line cost $41 million (2019). It took four years. Hale opened it in "Eastport".'
    assert [one.question for one in paragraph.asked] == [
        "How long did building it take?",
        "Who built it?",
        "What did it cost?",
    ]
    assert [one.answers for one in paragraph.asked] == [("four years", "four"), (), ("41 millions",)]


def test_evidence_is_the_sentence_and_the_answer_its_shortest_words():
    texts, questions = questions_of("trams", read_page(PAGE))
    ((name, text),) = texts.items()
    long, none = questions  # what is not in the paragraph word for word is left out
    assert (long["story"], long["answerable"], none["answerable"]) == (name, True, False)
    assert [text[slice(*span)] for span in long["evidence"]] == ["It took four years."]
    assert text[slice(*long["answer_span"])] == "four"
    assert (none["evidence"], none["answer_span"]) == ([], None)


def test_neighbouring_paragraphs_are_one_story_as_far_as_there_is_room():
    long = read_page(PAGE.replace("It took", "It took " + "so " * 900))
    texts, questions = questions_of("trams", long * 5)
    assert len(texts) == 3
    for question in questions:
        for start, end in question["evidence"]:
            assert texts[question["story"]][start:end].endswith("four years.")


def test_a_question_seen_before_is_taken_once(tmp_path, monkeypatch):
    for folder in ("new", "old"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "trams.html").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(
        "sys.argv", ["squad", str(tmp_path / "new"), str(tmp_path / "old"), "--out", str(tmp_path / "out")]
    )
    main()
    questions = read_questions([tmp_path / "out" / "squad.jsonl"])
    assert [question["id"] for question in questions] == ["a1", "a2"]
    assert {path.stem for path in (tmp_path / "out" / "stories").iterdir()} >= {q["story"] for q in questions}


@pytest.mark.parametrize("page", ["<p>No questions</p>", "<div class='para-wrap'></div>"])
def test_a_page_without_questions_gives_none(page):
    assert questions_of("x", read_page(page))[1] == []
