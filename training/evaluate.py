"""nDCG@10, recall@100 and MRR@10 of vectors over collections, for the teacher and for the model, in the same way.

Usage: python evaluate.py COLLECTIONS model.npz, or COLLECTIONS TEACHER_FOLDER CACHE
"""

import pathlib
import sys

import numpy as np

from collections_read import read
from recipe import DIMENSIONS, SHORT


def measure(embed, folder: pathlib.Path) -> dict[str, float]:
    documents, questions, judged = read(folder)
    ids = list(documents)
    asked = [q for q in questions if any(grade > 0 for grade in judged.get(q, {}).values())]
    passages = embed([" ".join(x for x in documents[i] if x) for i in ids])
    vectors = embed([questions[q] for q in asked])
    discount = 1 / np.log2(np.arange(2, 12))
    sums = np.zeros(3)
    for q, vector in zip(asked, vectors):
        grades = {d: g for d, g in judged[q].items() if g > 0}
        order = np.argsort(-(passages @ vector), kind="stable")[:100]
        gains = np.array([grades.get(ids[i], 0) for i in order])
        ideal = np.array(sorted(grades.values(), reverse=True)[:10])
        first = np.flatnonzero(gains[:10])
        sums += (
            (gains[:10] * discount[: len(gains[:10])]).sum() / (ideal * discount[: len(ideal)]).sum(),
            (gains > 0).sum() / len(grades),
            1 / (first[0] + 1) if len(first) else 0,
        )
    return dict(zip(("nDCG@10", "recall@100", "MRR@10"), (sums / len(asked)).round(4).tolist()))


if __name__ == "__main__":
    root, given = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    names = sorted(p.name for p in root.iterdir() if p.is_dir())
    if given.suffix == ".npz":
        from model import Model

        model = Model.load(str(given))
        for dimensions in (DIMENSIONS, SHORT):
            for name in names:
                print(f"model, {dimensions}", name, measure(lambda texts: model.embed(texts, dimensions), root / name), flush=True)
    else:
        from teacher import Teacher

        teacher = Teacher(given, pathlib.Path(sys.argv[3]))
        for name in names:
            print("teacher", name, measure(teacher.embed, root / name), flush=True)
