"""Writes the weights that the product reads, and cases that prove that both sides agree.

Usage: python export.py WORK NAME: `english.bin` and `cases.jsonl` in WORK
The file, all numbers little-endian:
  4 bytes  "JSEM"
  u32      length of the head
  head     JSON: id, dimensions, tokens, vocabularyBytes, threshold; spaces after it up to a multiple of 16 bytes from the file's begin
  text     the vocabulary, ASCII, one token per line; line ends after it likewise
  f32      one factor per token
  i8       `dimensions` numbers per token; times the factor they are its vector
  32 bytes SHA-256 of everything before
"""

import hashlib
import json
import pathlib
import sys

import numpy as np

from model import Model, bags, unit
from recipe import Places

CASES = [
    "time off with a newborn",
    "Parental leave: twenty weeks, paid in full, for every parent.",
    "How do I reset my password?",
    "  Don't   PANIC!  e-mail: someone@example.com, tel. +44 20 7946 0958  ",
    "naïve café, coöperation, Ångström, Straße, İstanbul, ﬁnance, H₂O, ½ cup, ① first",
    "antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis supercalifragilisticexpialidocious",
    "kubectl get pods --namespace=kube-system -o jsonpath='{.items[*].metadata.name}'",
    "the the the the the",
    "Ünïcödé ΑΒΓ ΣΊΣΥΦΟΣ дом 日本語 한국어 العربية हिन्दी 👩‍💻 end",
    "under_score snake_case camelCase HTTP2 x86_64 2024-11-20T08:15:00Z 1,234,567.89",
    "zzzzxqj qqqqqq\u0000\u00ad\u200bend",
    "",
    "!!! --- ???",
]


def unrelated(places: Places, vectors: np.ndarray) -> float:
    """The cosine that one in a hundred pairs of a short and a long text exceeds that have nothing to do with each other."""
    data, draw = np.load(places.tokens), np.random.default_rng(3)
    sides = []
    for side in "ab":
        tokens, at = data[side], data[f"{side}_at"]
        chosen = draw.integers(0, len(at) - 1, 2000)
        sides.append(unit(bags([tokens[at[i] : at[i + 1]] for i in chosen], len(vectors)) @ vectors))
    return round(float(np.quantile(sides[0] @ sides[1].T, 0.99)), 2)


def main() -> None:
    places, name = Places(pathlib.Path(sys.argv[1])), sys.argv[2]
    model, target, cases = Model.load(str(places.model)), places.work / "english.bin", places.work / "cases.jsonl"
    vectors = model.vectors
    factors = (np.abs(vectors).max(1) / 127).astype("<f4")
    whole = np.rint(vectors / np.maximum(factors, 1e-12)[:, None]).clip(-127, 127).astype(np.int8)
    text = ("\n".join(model.tokens.vocabulary) + "\n").encode("ascii")
    text += b"\n" * (-len(text) % 16)
    digest = hashlib.sha256(text + factors.tobytes() + whole.tobytes()).hexdigest()
    rounded = whole.astype(np.float32) * factors[:, None]
    head = {"id": f"{name}-{digest[:8]}", "dimensions": vectors.shape[1], "tokens": len(vectors), "vocabularyBytes": len(text), "threshold": unrelated(places, rounded)}
    line = json.dumps(head, separators=(",", ":")).encode()
    line += b" " * (-(len(line) + 8) % 16)
    body = b"JSEM" + len(line).to_bytes(4, "little") + line + text + factors.tobytes() + whole.tobytes()
    target.write_bytes(body + hashlib.sha256(body).digest())
    lists = [np.array(model.tokens(t), np.int32) for t in CASES]
    out = unit(bags(lists, len(rounded)) @ rounded)
    rows = [
        {"text": t, "tokens": l.tolist(), "vector": [round(float(x), 4) for x in v[:8]] + [round(float(x), 4) for x in v[-8:]]}
        for t, l, v in zip(CASES, lists, out)
    ]
    cases.write_text("".join(json.dumps(row, ensure_ascii=True) + "\n" for row in rows))
    print(head, f"{target.stat().st_size / 1e6:.2f} MB; cosine of int8 to float: {(out * unit(bags(lists, len(rounded)) @ vectors)).sum(1)[:7].min():.5f}")


main()
