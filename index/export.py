"""The encoder's export to ONNX: once, at the first reading, so that nothing else needs torch or transformers.

The exported graph is the whole of the model: transformer, pooling, whatever follows, and normalisation.
Importing this module imports torch and takes seconds.
"""

import warnings
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import msgspec
import onnx
import torch
from onnx import helper
from tokenizers import Tokenizer

from index.encoder import ENCODER_FILES, Encoder, EncoderCard
from index.errors import ModelError
from index.passages import PassageEncoder
from index.shrink import shrink

__all__ = ["export"]

_GRAPH, _WEIGHTS, _TOKENIZER, _CARD = ENCODER_FILES
_OPSET = 17
_EXACT = 0.999  # the least cosine between the two paths for weights as they are
_SHRUNK = 0.998  # and for weights stored smaller; below it they are kept as they are
_PROBES = (
    "Who said that?",
    "What did the ministry's spokeswoman say about the vote on Tuesday, and who reported it first?",
    "“We will not be intimidated,” the mayor of the city told reporters outside the court in 2016.",
    "Officials said 14 people were injured. Nobody has been charged, and the investigation goes on.",
)


def export(encoder: PassageEncoder, folder: Path, *, smaller: bool = True) -> None:
    """Write `ENCODER_FILES` to `folder`: the graph, its tokenizer, and a card that says what they are.

    With `smaller`, weights are stored smaller where the vectors stay as they are. Raises ModelError if the
    exported graph doesn't give the vectors that sentence-transformers gives.
    """
    graph = _traced(encoder)
    (folder / _TOKENIZER).write_text(_tokenizer(encoder), encoding="utf-8")
    if smaller and _write(_shrunk(graph), encoder, folder, quantised=True) >= _SHRUNK:
        return
    agreement = _write(graph, encoder, folder, quantised=False)
    if agreement < _EXACT:
        raise ModelError(encoder.model.name, f"its export does not agree with it (cosine {agreement:.3f})")


def _shrunk(graph: onnx.ModelProto) -> onnx.ModelProto:
    small = onnx.ModelProto()
    small.CopyFrom(graph)
    small.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    shrink(small.graph)
    return small


def _traced(encoder: PassageEncoder) -> onnx.ModelProto:
    fields = encoder.network.tokenizer(list(_PROBES), padding=True, return_tensors="pt")
    names = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in fields]
    buffer = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the tracer, about branches that no text takes
        torch.onnx.export(
            _Whole(encoder, names).eval(),
            tuple(fields[name] for name in names),
            buffer,  # type: ignore[arg-type]
            input_names=names,
            output_names=["vectors"],
            dynamic_axes={name: {0: "texts", 1: "tokens"} for name in names} | {"vectors": {0: "texts"}},
            opset_version=_OPSET,
            dynamo=False,  # the newer exporter takes four times as long for the same graph
        )
    return onnx.load_from_string(buffer.getvalue())


class _Whole(torch.nn.Module):
    """All of a sentence-transformers model as one function of token arrays."""

    def __init__(self, encoder: PassageEncoder, names: Sequence[str]) -> None:
        super().__init__()
        self.network = encoder.network
        self.names = names

    def forward(self, *arrays: torch.Tensor) -> torch.Tensor:
        """Normalised vectors, (texts, dimensions)."""
        features = dict(zip(self.names, arrays, strict=True))
        for part in self.network:
            features = part(features)
        return torch.nn.functional.normalize(features["sentence_embedding"], dim=-1)


def _tokenizer(encoder: PassageEncoder) -> str:
    theirs = encoder.network.tokenizer
    tokenizer = Tokenizer.from_str(theirs.backend_tokenizer.to_str())
    tokenizer.enable_truncation(encoder.network.max_seq_length or 512)
    tokenizer.enable_padding(
        pad_id=theirs.pad_token_id, pad_token=theirs.pad_token, pad_type_id=theirs.pad_token_type_id
    )
    return tokenizer.to_str()


def _write(graph: onnx.ModelProto, encoder: PassageEncoder, folder: Path, *, quantised: bool) -> float:
    """Write graph and card; return the least cosine to sentence-transformers on the probes."""
    questions, passages = encoder.encode_questions(_PROBES), encoder.encode(_PROBES)
    card = EncoderCard(
        model=encoder.model.name,
        dimensions=questions.shape[1],
        query_prompt=encoder.network.prompts.get("query") or "",
        passage_prompt=encoder.network.prompts.get("document") or "",
        quantised=quantised,
        agreement=0.0,
    )
    (folder / _WEIGHTS).unlink(missing_ok=True)
    onnx.save(graph, folder / _GRAPH, save_as_external_data=True, location=_WEIGHTS)
    (folder / _WEIGHTS).chmod((folder / _GRAPH).stat().st_mode)  # onnx leaves them to their owner alone
    (folder / _CARD).write_bytes(msgspec.json.encode(card))
    ours = Encoder(folder)
    pairs = ((ours.encode(_PROBES), questions), (ours.passages(_PROBES), passages))
    agreement = min(float((found * theirs).sum(axis=1).min()) for found, theirs in pairs)
    (folder / _CARD).write_bytes(msgspec.json.encode(msgspec.structs.replace(card, agreement=agreement)))
    return agreement
