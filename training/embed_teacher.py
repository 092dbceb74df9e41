"""Lets the teacher embed a mixture of the pairs, once, into shards: `SOURCE-N.npz` with the keys of the pairs and both vectors of each.

Which pairs are read is decided by a hash of their text: shards stay valid when sources are added. Only the beginning of the long
text is read: a short text tells more of each of its words, and takes less time.
Usage: python embed_teacher.py WORK TEACHER_FOLDER
"""

import json
import pathlib
import sys

import numpy as np

from recipe import OTHERS, SHARD, SHARES, Places
from teacher import Teacher
from texts import begin, key


def plan(places: Places):
    """(name of a shard, its pairs), in an order that takes all sources forward together."""
    by_source: dict[str, list[tuple[int, str, str]]] = {}
    for line in open(places.pairs, encoding="utf-8"):
        row = json.loads(line)
        by_source.setdefault(row["s"], []).append((key(row["a"], row["b"]), row["a"], row["b"]))
    found = []
    for source, rows in by_source.items():
        rows = sorted(rows)[: SHARES.get(source, OTHERS)]
        for number, start in enumerate(range(0, len(rows), SHARD)):
            found.append(((start + SHARD / 2) / len(rows), f"{source}-{number}", rows[start : start + SHARD]))
    return [(name, rows) for _, name, rows in sorted(found)]


def main(places: Places, folder: pathlib.Path) -> None:
    target = places.teacher
    target.mkdir(parents=True, exist_ok=True)
    shards = plan(places)
    print(f"{sum(len(rows) for _, rows in shards)} pairs in {len(shards)} shards", flush=True)
    teacher = None
    for number, (name, rows) in enumerate(shards):
        file = target / f"{name}.npz"
        if file.exists():
            continue
        teacher = teacher or Teacher(folder, target, threads=1)
        a, b = teacher.embed([a for _, a, _ in rows]), teacher.embed([begin(k, b) for k, _, b in rows])
        part = target / f"part-of-{name}.npz"
        np.savez(part, keys=np.array([k for k, _, _ in rows], np.uint64), a=a.astype(np.float16), b=b.astype(np.float16))
        part.rename(file)
        print(f"shard {number}: {name}, {len(rows)} pairs", flush=True)


if __name__ == "__main__":
    main(Places(pathlib.Path(sys.argv[1])), pathlib.Path(sys.argv[2]))
