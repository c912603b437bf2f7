"""The tagger as it runs and as it was trained are one model."""

from importlib import resources
from itertools import pairwise

import numpy as np
import torch
from safetensors.torch import load

from corpus.polnear import Attribution
from corpus.story import Span
from corpus.tagger import WEIGHTS, Window, distance_buckets, pack, tag, tokenise
from corpus.train_tagger import Example, Tagger, collate, label

TEXT = (
    "The mayor told reporters on Monday that the bridge was safe. “We have checked every bolt,” she said. "
    "“Nobody should worry.”\n\nAccording to a report by engineers, the bridge needs repairs."
)


def window() -> Window:
    from corpus.paragraphs import find_paragraphs
    from corpus.quotations import find_quotations
    from corpus.sentences import find_sentences

    paragraphs = find_paragraphs(TEXT)
    tokens = tokenise(TEXT, paragraphs, find_sentences(TEXT, paragraphs), find_quotations(TEXT, paragraphs))
    (only,) = pack(tokens, lambda: 200)
    return only


def test_numpy_gives_what_torch_gives() -> None:
    """The same weights give the same probabilities in the runtime and in the trained module, up to the GELU used."""
    from corpus.paragraphs import find_paragraphs
    from corpus.quotations import find_quotations
    from corpus.sentences import find_sentences

    paragraphs = find_paragraphs(TEXT)
    frames = tag(TEXT, paragraphs, find_sentences(TEXT, paragraphs), find_quotations(TEXT, paragraphs))
    model = Tagger().eval()
    stored = {k: v.float() for k, v in load((resources.files("corpus.weights") / WEIGHTS).read_bytes()).items()}
    model.load_state_dict(stored, strict=False)
    tokens = window()
    for frame in frames:
        places = np.flatnonzero((tokens.offsets[:, 0] >= frame.cue.start) & (tokens.offsets[:, 1] <= frame.cue.end))
        roles = [(int(places[0]), int(places[-1]) + 1, np.zeros(len(tokens), np.int64))]
        with torch.no_grad():
            cues, scores = model(collate([Example(tokens, np.zeros(len(tokens), np.int64), roles)]))
        probabilities = torch.softmax(scores[0, 1 : len(tokens) + 1], dim=-1).numpy()
        np.testing.assert_allclose(frame.content, probabilities[:, 1], atol=0.01)
        np.testing.assert_allclose(frame.source, probabilities[:, 2], atol=0.01)
        first = torch.softmax(cues[0, int(places[0]) + 1], dim=-1)[1].item()
        assert abs(frame.score - first) < 0.01


def test_the_obvious_cues_are_found() -> None:
    """Told, said and according to, in the order of the text."""
    from corpus.paragraphs import find_paragraphs
    from corpus.quotations import find_quotations
    from corpus.sentences import find_sentences

    paragraphs = find_paragraphs(TEXT)
    frames = tag(TEXT, paragraphs, find_sentences(TEXT, paragraphs), find_quotations(TEXT, paragraphs))
    assert [f.cue.of(TEXT) for f in frames if f.score > 0.5] == ["told", "said", "According to"]


def test_labels_follow_the_marked_spans() -> None:
    """A token has the label of the span that its middle lies in."""
    tokens = window()
    said = TEXT.index("said")
    marked = Attribution(
        (Span(said - 4, said - 1),), (Span(said, said + 4),), (Span(TEXT.index("“We"), TEXT.index(" she said")),)
    )
    example = label(tokens, (marked,))
    ((start, end, roles),) = example.roles
    assert [TEXT[a:b] for a, b in tokens.offsets[start:end]] == ["said"]
    words = [TEXT[a:b] for (a, b), role in zip(tokens.offsets, roles, strict=True) if role == 1]
    assert words[:3] == ["“", "We", "have"]
    assert [TEXT[a:b] for (a, b), role in zip(tokens.offsets, roles, strict=True) if role == 2] == ["she"]


def test_distances_are_signed_and_logarithmic() -> None:
    """The cue's own tokens share a bucket; nearer tokens have buckets of their own, farther ones share."""
    buckets = distance_buckets(100, 10, 12)
    assert list(buckets[8:14]) == [14, 15, 16, 16, 17, 18]
    assert buckets[0] < buckets[9] < 16 < buckets[12] < buckets[99]


def test_long_paragraphs_are_cut_between_sentences() -> None:
    """No window is longer than the encoder can take, and every token is in one."""
    from corpus.sentences import find_sentences

    text = "The cat sat on the mat. " * 300
    paragraphs = (Span(0, len(text) - 1),)
    tokens = list(tokenise(text, paragraphs, find_sentences(text, paragraphs), ()))
    windows = list(pack(tokens, lambda: 224))
    assert sum(map(len, windows)) == len(tokens[0])
    assert max(map(len, windows)) <= 440
    assert all(w.sentence[0] != previous.sentence[-1] for previous, w in pairwise(windows))
