"""Lets the teacher embed a mixture of the pairs, once, into shards: `shard-N.npz` with the row numbers and both vectors of each pair.

Usage: python embed_teacher.py pairs.jsonl TEACHER_FOLDER CACHE [shards]
"""

import json
import pathlib
import random
import sys

import numpy as np

from teacher import Teacher

SHARD, LENGTH = 5_000, 72
# How many pairs of a source in the whole mixture; every source not named gives OTHERS.
SHARES = {"wikipedia": 42000, "medical": 14000, "wordnet": 12000, "dictionaries": 8000, "law": 3000, "countries": 2000, "preprints": 6000, "debian": 4000, "synonyms": 3000}
OTHERS = 2200

if __name__ == "__main__":
    pairs_file, folder, cache = (pathlib.Path(p) for p in sys.argv[1:4])
    by_source: dict[str, list[int]] = {}
    pairs = []
    for number, line in enumerate(open(pairs_file, encoding="utf-8")):
        row = json.loads(line)
        by_source.setdefault(row["s"], []).append(number)
        pairs.append((row["a"], row["b"]))
    draw = random.Random(11)
    chosen = [n for source, rows in by_source.items() for n in draw.sample(rows, min(len(rows), SHARES.get(source, OTHERS)))]
    draw.shuffle(chosen)
    print(f"{len(chosen)} pairs", flush=True)
    teacher = Teacher(folder, cache, threads=1)
    for shard in range(int(sys.argv[4]) if len(sys.argv) > 4 else len(chosen) // SHARD):
        target = cache / f"shard-{shard}.npz"
        if target.exists():
            continue
        rows = chosen[shard * SHARD : (shard + 1) * SHARD]
        a = teacher.embed([pairs[n][0] for n in rows], LENGTH)
        b = teacher.embed([pairs[n][1] for n in rows], LENGTH)
        np.savez(cache / f"part-{shard}.npz", rows=np.array(rows), a=a.astype(np.float16), b=b.astype(np.float16))
        (cache / f"part-{shard}.npz").rename(target)
        print(f"shard {shard}", flush=True)
