"""What a step was given, packed for the journal and unpacked for a replay."""

import hashlib

import msgspec
import zstandard

from twin.acts import AnyAct
from twin.decode import Rejected, decode
from twin.engine import Gap, Input
from twin.wire import Letter


class Inputs(msgspec.Struct, frozen=True, array_like=True):
    """Everything one step was given, in the order `step` takes it.

    Attributes:
        refused: letters that are not to be read again, because reading them once broke the engine.
    """

    gaps: tuple[Gap, ...] = ()
    refused: tuple[Rejected, ...] = ()
    letters: tuple[Letter, ...] = ()
    acts: tuple[AnyAct, ...] = ()

    def said(self, root: str) -> list[Input]:
        """Return what the engine is told: the letters decoded, those that are none refused with a reason."""
        return [*self.gaps, *self.refused, *(decode(letter, root) for letter in self.letters), *self.acts]


class UnreadableInputsError(Exception):
    """The stored inputs of a step cannot be read back."""


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Inputs)
MAX_INPUTS_BYTES = 512 * 1024 * 1024


def pack(inputs: Inputs) -> bytes:
    """Return the inputs as one zstd msgpack blob (level 1: 31-50 bytes a letter, reliability.md §3.3)."""
    return zstandard.ZstdCompressor(level=1).compress(_ENCODER.encode(inputs))


def unpack(blob: bytes) -> Inputs:
    """Return what `pack` was given.

    Raises:
        UnreadableInputsError: the blob is damaged.
    """
    try:
        raw = zstandard.ZstdDecompressor().decompress(blob, max_output_size=MAX_INPUTS_BYTES)
        return _DECODER.decode(raw)
    except (zstandard.ZstdError, msgspec.DecodeError) as fault:
        raise UnreadableInputsError(str(fault)) from fault


def fingerprint(letter: Letter) -> str:
    """Return the SHA-256 of a letter's topic and bytes: the same however often it is delivered."""
    return hashlib.sha256(letter.topic.encode(errors="surrogatepass") + b"\0" + letter.payload).hexdigest()
