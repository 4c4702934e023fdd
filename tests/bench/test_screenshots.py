"""The picture for the README, as it is written."""

import struct
import zlib

from bench.screenshots import SIGNATURE, smaller


def chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_a_picture_is_compressed_and_stays_the_same() -> None:
    """Its pixels come in any number of parts; what is said about it is dropped."""
    header, pixels = struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0), b"\0" * (65 * 64)
    packed = zlib.compress(pixels, 0)
    parts = [(b"IHDR", header), (b"tEXt", b"Software\0x"), (b"IDAT", packed[:100]), (b"IDAT", packed[100:])]
    made = smaller(SIGNATURE + b"".join(chunk(*part) for part in (*parts, (b"IEND", b""))))
    assert made == SIGNATURE + b"".join(
        (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(pixels, 9)), chunk(b"IEND", b""))
    )
