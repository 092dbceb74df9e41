"""The pairs as token numbers, with what the teacher said of some of them.

Usage: python texts.py WORK
"""

import hashlib
import json
import pathlib
import sys
import zlib

import numpy as np

from model import unit
from recipe import LENGTHS, LONGEST, Places
from tokens import Tokens


def key(a: str, b: str) -> int:
    """Names a pair by its texts, so that what the teacher said of it holds when other pairs come or go."""
    return int.from_bytes(hashlib.blake2b(f"{a}\0{b}".encode(), digest_size=8).digest(), "little")


def begin(pair: int, b: str) -> str:
    """Of the long text of a pair, what the teacher reads."""
    return " ".join(b.split()[: LENGTHS[pair % len(LENGTHS)]])


def tokenise(places: Places) -> None:
    """Writes the token numbers of all short and long texts, one after the other, with where each begins."""
    tokens = Tokens(places.vocabulary.read_text("ascii").split())
    sources: dict[str, int] = {}
    held = {name: [] for name in ("source", "name", "key", "cut", "a", "b")}
    for line in open(places.pairs, encoding="utf-8"):
        row = json.loads(line)
        pair = key(row["a"], row["b"])
        held["source"].append(sources.setdefault(row["s"], len(sources)))
        held["name"].append(zlib.crc32(row["a"].encode()))
        held["key"].append(pair)
        held["a"].append(np.array(tokens(row["a"])[:LONGEST], np.int32))
        held["b"].append(np.array(tokens(row["b"])[:LONGEST], np.int32))
        held["cut"].append(min(LONGEST, len(tokens(begin(pair, row["b"])))))
    out = {"names": np.array(list(sources)), "key": np.array(held["key"], np.uint64)}
    out |= {name: np.array(held[name]) for name in ("source", "name", "cut")}
    for side in "ab":
        out[side] = np.concatenate(held[side])
        out[f"{side}_at"] = np.concatenate([[0], np.cumsum([len(t) for t in held[side]])])
    part = places.work / "part-of-tokens.npz"
    np.savez(part, **out)
    part.rename(places.tokens)
    print(f"{len(out['key'])} pairs, {len(out['a']) + len(out['b'])} tokens", flush=True)


def shards(places: Places):
    return [np.load(f) for f in sorted(places.teacher.glob("*-[0-9]*.npz")) if not f.name.startswith("part-of-")]


class Texts:
    """`source`, `name` (of equal short texts), and `text(side, pair)`; `taught` are the pairs that the teacher read."""

    def __init__(self, places: Places):
        self.held = dict(np.load(places.tokens))
        self.source, self.names, self.name, self.cut = (self.held[n] for n in ("source", "names", "name", "cut"))
        self.size = len(self.source)
        read = shards(places)
        keys, first = np.unique(np.concatenate([s["keys"] for s in read]), return_index=True)
        at = np.searchsorted(keys, self.held["key"]).clip(0, len(keys) - 1)
        self.taught = np.flatnonzero((keys[at] == self.held["key"]) & (self.cut > 0) & (np.diff(self.held["a_at"]) > 0))
        rows = first[at[self.taught]]
        self.said_a, self.said_b = (unit(np.concatenate([s[side] for s in read])[rows].astype(np.float32)) for side in "ab")

    def text(self, side: str, pair: int) -> np.ndarray:
        at = self.held[f"{side}_at"]
        return self.held[side][at[pair] : at[pair + 1]]

    def begun(self, pair: int) -> np.ndarray:
        """Of the long text, what the teacher read."""
        return self.text("b", pair)[: self.cut[pair]]


if __name__ == "__main__":
    tokenise(Places(pathlib.Path(sys.argv[1])))
