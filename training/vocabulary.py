"""Chooses the vocabulary: whole words that many sources use, and pieces for all other words.

Usage: python vocabulary.py WORK
"""

import collections
import json
import pathlib
import string
import sys

from recipe import PIECES, WORDS, Places
from tokens import LONGEST_WORD, words

places = Places(pathlib.Path(sys.argv[1]))

def ordered(counts: collections.Counter) -> list[str]:
    """By count, and by letters where counts are equal: the same each time."""
    return sorted(counts, key=lambda word: (-counts[word], word))


by_source: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
with open(places.pairs, encoding="utf-8") as f:
    for line in f:
        row = json.loads(line)
        by_source[row["s"]].update(set(words(row["a"] + " " + row["b"])))

# The square root keeps one large source from deciding alone.
score: collections.Counter = collections.Counter()
total: collections.Counter = collections.Counter()
for counts in by_source.values():
    total.update(counts)
    for word, n in counts.items():
        score[word] += n**0.5
usual = [w for w in ordered(score) if total[w] >= 4 and w.isascii() and len(w) <= LONGEST_WORD and not (w.isdigit() and len(w) > 4)]
chosen = usual[:WORDS]
known = set(chosen)

pieces: collections.Counter = collections.Counter()
for word, n in total.items():
    if word not in known and word.isascii() and 1 < n and len(word) <= 20:
        for start in range(1, len(word)):
            for end in range(start + 2, min(len(word), start + 8) + 1):
                # A piece that ends the word is worth more: endings repeat and mean something.
                pieces[word[start:end]] += n * (end - start) * (3 if end == len(word) else 1)
single = list(string.ascii_lowercase + string.digits)
tails = ["##" + c for c in single] + ["##" + p for p in ordered(pieces)[:PIECES]]
vocabulary = list(dict.fromkeys(single + chosen))[: WORDS + len(single)] + tails
places.vocabulary.write_text("\n".join(vocabulary) + "\n", "ascii")
print(f"{len(vocabulary)} tokens; the last whole words: {' '.join(chosen[-12:])}; some pieces: {' '.join(tails[36:60])}")
