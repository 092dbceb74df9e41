"""Lets the teacher embed a mixture of the pairs, once, into shards: `shard-N.npz` with the row numbers and both vectors of each pair.

Only the beginning of the long text is read: a short text tells more of each of its words, and takes less time. `cut` says how
many of the model's own tokens that is.
Usage: python embed_teacher.py pairs.jsonl vocabulary.txt TEACHER_FOLDER CACHE SHARDS
"""

import json
import pathlib
import random
import sys

import numpy as np

from teacher import Teacher
from tokens import Tokens

SHARD, WORDS = 5_000, 20
# How many pairs of a source in the whole mixture; every source not named gives OTHERS.
SHARES = {"wikipedia": 42000, "medical": 14000, "wordnet": 12000, "dictionaries": 8000, "law": 3000, "countries": 2000, "preprints": 6000, "debian": 4000, "synonyms": 3000}
OTHERS = 2200

if __name__ == "__main__":
    pairs_file, vocabulary, folder, cache = (pathlib.Path(p) for p in sys.argv[1:5])
    tokens = Tokens(vocabulary.read_text("ascii").split())
    by_source: dict[str, list[int]] = {}
    pairs = []
    for number, line in enumerate(open(pairs_file, encoding="utf-8")):
        row = json.loads(line)
        by_source.setdefault(row["s"], []).append(number)
        pairs.append((row["a"], row["b"]))
    draw = random.Random(12)
    chosen = [n for source, rows in by_source.items() for n in draw.sample(rows, min(len(rows), SHARES.get(source, OTHERS)))]
    draw.shuffle(chosen)
    print(f"{len(chosen)} pairs", flush=True)
    teacher = Teacher(folder, cache, threads=1)
    for shard in range(int(sys.argv[5])):
        target = cache / f"shard-{shard}.npz"
        if target.exists():
            continue
        rows = chosen[shard * SHARD : (shard + 1) * SHARD]
        begins = [" ".join(pairs[n][1].split()[:WORDS]) for n in rows]
        a, b = teacher.embed([pairs[n][0] for n in rows]), teacher.embed(begins)
        cut = [len(tokens(begin)) for begin in begins]
        np.savez(cache / f"part-{shard}.npz", rows=np.array(rows), cut=np.array(cut), a=a.astype(np.float16), b=b.astype(np.float16))
        (cache / f"part-{shard}.npz").rename(target)
        print(f"shard {shard}", flush=True)
