"""Snapshots of the world as files, so that a restart replays seconds and not months.

A snapshot never matters for truth: the journal alone can rebuild the world. A torn or damaged file is
passed over for the one before it.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import structlog
import zstandard

_LOG = structlog.get_logger(__name__)
KEPT = 3
_MAGIC = b"YGSNAP1\n"
_SUFFIX = ".snapshot"
_HASH_BYTES = 32


class Snapshot(msgspec.Struct, frozen=True):
    """The world after step `step` of the journal `epoch`, as `twin.memory.dump` gave it."""

    epoch: str
    step: int
    world: bytes


class SnapshotFolder:
    """The newest few snapshots of one journal."""

    def __init__(self, folder: Path, epoch: str) -> None:
        self._folder = folder
        self._epoch = epoch
        self.passed_over: list[str] = []

    def write(self, step: int, world: bytes) -> Path:
        """Keep a world as of a step and let the oldest beyond `KEPT` go; all or nothing survives a crash."""
        self._folder.mkdir(parents=True, exist_ok=True)
        body = msgspec.msgpack.encode(Snapshot(self._epoch, step, world))
        packed = zstandard.ZstdCompressor(level=1).compress(body)
        path = self._folder / f"{step:016d}{_SUFFIX}"
        torn = path.with_suffix(".part")
        with torn.open("wb") as file:
            file.write(_MAGIC + hashlib.sha256(packed).digest() + packed)
            file.flush()
            os.fsync(file.fileno())
        torn.replace(path)
        for old in self._files()[KEPT:]:
            old.unlink(missing_ok=True)
        return path

    def newest(self, up_to_step: int) -> Iterator[Snapshot]:
        """Yield the sound snapshots of this journal that are not ahead of it, the newest first.

        Those that are damaged, of another journal or ahead are noted in `passed_over`.
        """
        for path in self._files():
            found = self._read(path, up_to_step)
            if isinstance(found, Snapshot):
                yield found
            else:
                self.pass_over(path.name, found)

    def pass_over(self, name: str, why: str) -> None:
        """Note that a snapshot could not be used."""
        _LOG.warning("a snapshot was passed over", file=name, why=why)
        self.passed_over.append(f"{name}: {why}")

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob(f"*{_SUFFIX}"), reverse=True)

    def _read(self, path: Path, up_to_step: int) -> Snapshot | str:
        content = path.read_bytes()
        start = len(_MAGIC) + _HASH_BYTES
        if len(content) <= start or not content.startswith(_MAGIC):
            return "torn"
        if hashlib.sha256(content[start:]).digest() != content[len(_MAGIC) : start]:
            return "damaged"
        snapshot = msgspec.msgpack.decode(
            zstandard.ZstdDecompressor().decompress(content[start:]), type=Snapshot
        )
        if snapshot.epoch != self._epoch:
            return "of another journal"
        if snapshot.step > up_to_step:
            return "ahead of the journal"
        return snapshot
