"""New inputs from seeds: bits flipped, pieces cut, doubled, swapped with another seed's, words of the format put in."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

LONGEST = 4096
"""Bytes of an input at most: longer ones find nothing more, and fewer of them are tried in the same time."""
_NUMBERS = (b"0", b"-1", b"2147483648", b"4294967295", b"18446744073709551616", b"1e309", b"\x00", b"\xff", b"\xc3")


def inputs(seeds: Sequence[bytes], words: Sequence[bytes], count: int) -> Iterator[bytes]:
    """``count`` inputs: the seeds as they are, then what becomes of them; always the same ones."""
    chance = random.Random(count)
    made = 0
    for seed in seeds[:count]:
        yield seed
        made += 1
    for _ in range(count - made):
        data = bytearray(chance.choice(seeds)) if seeds and chance.random() < 0.97 else bytearray()
        if not data:
            data += chance.randbytes(chance.randrange(1, 200))
        for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
            chance.choice(_WAYS)(data, chance, seeds, words)
        yield bytes(data[:LONGEST])


def _place(data: bytearray, chance: random.Random) -> tuple[int, int]:
    begin = chance.randrange(len(data) + 1)
    return begin, min(len(data), begin + chance.choice((1, 1, 2, 4, 16, 64)))


def _flip(data: bytearray, chance: random.Random, _seeds: Sequence[bytes], _words: Sequence[bytes]) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _byte(data: bytearray, chance: random.Random, _seeds: Sequence[bytes], _words: Sequence[bytes]) -> None:
    if data:
        data[chance.randrange(len(data))] = chance.randrange(256)


def _cut(data: bytearray, chance: random.Random, _seeds: Sequence[bytes], _words: Sequence[bytes]) -> None:
    begin, end = _place(data, chance)
    del data[begin:end]


def _end(data: bytearray, chance: random.Random, _seeds: Sequence[bytes], _words: Sequence[bytes]) -> None:
    del data[chance.randrange(len(data) + 1) :]


def _double(data: bytearray, chance: random.Random, _seeds: Sequence[bytes], _words: Sequence[bytes]) -> None:
    begin, end = _place(data, chance)
    data[begin:begin] = data[begin:end] * chance.choice((1, 1, 2, 9))


def _swap(data: bytearray, chance: random.Random, seeds: Sequence[bytes], _words: Sequence[bytes]) -> None:
    other = bytearray(chance.choice(seeds)) if seeds else bytearray()
    begin, end = _place(data, chance)
    from_, to = _place(other, chance)
    data[begin:end] = other[from_:to]


def _word(data: bytearray, chance: random.Random, _seeds: Sequence[bytes], words: Sequence[bytes]) -> None:
    begin, end = _place(data, chance)
    data[begin : chance.choice((begin, end))] = chance.choice((*words, *_NUMBERS))


_WAYS: Sequence[Callable[[bytearray, random.Random, Sequence[bytes], Sequence[bytes]], None]] = (
    *(_flip, _byte, _cut, _end, _double, _swap, _word),
)
