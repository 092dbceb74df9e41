"""Trains the vectors. Begins with what the teacher says of each token, then follows the teacher on whole texts and tells pairs from other pairs.

Usage: python train.py pairs.jsonl vocabulary.txt TEACHER_FOLDER CACHE model.npz [--steps N] [--minutes M]
All randomness comes from one seed. Writes the model now and then.
"""

import argparse
import json
import pathlib
import time
import zlib

import numba
import numpy as np

from model import Model, bags, unit
from tokens import Tokens

DIMENSIONS, SHORT = 256, 128
BATCH = 1024
TEMPERATURE = 0.05
HELD_BACK = 3000
LONGEST = 160  # tokens of a text that are read in training


def options():
    p = argparse.ArgumentParser()
    for name in ("pairs", "vocabulary", "teacher", "cache", "target"):
        p.add_argument(name)
    p.add_argument("--steps", type=int, default=6000)
    p.add_argument("--rate", type=float, default=0.003)
    p.add_argument("--anchor", type=float, default=0.0015, help="share of the way back to what the teacher says of a token, at each step that touches it")
    p.add_argument("--seed", type=int, default=5)
    p.add_argument("--kl", type=float, default=1.0)
    p.add_argument("--cosine", type=float, default=2.0)
    p.add_argument("--distil", type=float, default=0.4, help="share of the steps that follow the teacher")
    p.add_argument("--crop", type=float, default=0.1, help="share of the short texts that are cut from the long one instead")
    p.add_argument("--begin", default="", help="a model to go on from")
    return p.parse_args()


def tokenised(pairs_file: str, tokens: Tokens, cache: pathlib.Path):
    """Token numbers of all short and long texts, one after the other, with where each begins; cached."""
    file = cache / "tokens.npz"
    if file.exists():
        return dict(np.load(file))
    sources: dict[str, int] = {}
    held = {"source": [], "name": [], "a": [], "b": []}
    for line in open(pairs_file, encoding="utf-8"):
        row = json.loads(line)
        held["source"].append(sources.setdefault(row["s"], len(sources)))
        held["name"].append(zlib.crc32(row["a"].encode()))
        held["a"].append(np.array(tokens(row["a"])[:LONGEST], np.int32))
        held["b"].append(np.array(tokens(row["b"])[:LONGEST], np.int32))
    out = {"source": np.array(held["source"]), "names": np.array(list(sources)), "name": np.array(held["name"])}
    for side in "ab":
        out[side] = np.concatenate(held[side])
        out[f"{side}_at"] = np.concatenate([[0], np.cumsum([len(t) for t in held[side]])])
    np.savez(file, **out)
    return out


@numba.njit(fastmath=True, cache=True)
def adam(E, m, v, rows, gradient, rate, t, anchor, share):
    """One step of Adam, only for the rows that a batch touches; each then goes a share of the way back to its anchor's direction."""
    first, second = 1 - 0.9**t, 1 - 0.99**t
    for k in range(len(rows)):
        r = rows[k]
        for d in range(E.shape[1]):
            g = gradient[k, d]
            m[r, d] = 0.9 * m[r, d] + 0.1 * g
            v[r, d] = 0.99 * v[r, d] + 0.01 * g * g
            E[r, d] -= rate * (m[r, d] / first) / (np.sqrt(v[r, d] / second) + 1e-8)
        long = np.sqrt((E[r] * E[r]).sum())
        for d in range(E.shape[1]):
            E[r, d] += share * (long * anchor[r, d] - E[r, d])


def softmax(x):
    """Shares of each row, and the logarithm of what they were divided by."""
    x -= x.max(1, keepdims=True)
    shares = np.exp(x)
    whole = shares.sum(1, keepdims=True)
    shares /= whole
    return shares, np.log(whole)


def match(A, B, target, mask):
    """Loss and gradients of two sets of sums whose similarities should follow `target` (shares by row and by column), or the pairing."""
    na, nb = np.linalg.norm(A, axis=1, keepdims=True) + 1e-6, np.linalg.norm(B, axis=1, keepdims=True) + 1e-6
    a, b = A / na, B / nb
    n = len(a)
    rows = a @ b.T
    rows *= 1 / TEMPERATURE
    if mask is not None:
        rows[mask] = -50
    columns = np.ascontiguousarray(rows.T)
    by_row, log_row = softmax(rows)
    by_column, log_column = softmax(columns)
    if target is None:
        # `rows` and `columns` hold what is left of the similarities after their greatest was taken off.
        loss = (log_row.sum() + log_column.sum() - np.trace(rows) - np.trace(columns)) / n / 2
        by_row[np.arange(n), np.arange(n)] -= 1
        by_column[np.arange(n), np.arange(n)] -= 1
    else:
        loss = (log_row.sum() + log_column.sum() - (target[0] * rows).sum() - (target[1] * columns).sum()) / n / 2
        by_row -= target[0]
        by_column -= target[1]
    g = by_row
    g += by_column.T
    g *= 1 / (2 * n * TEMPERATURE)
    da, db = g @ b, g.T @ a
    return loss, (da - a * (da * a).sum(1, keepdims=True)) / na, (db - b * (db * b).sum(1, keepdims=True)) / nb


def towards(A, T, weight):
    """Loss and gradient of the cosine between sums and what the teacher says."""
    n = np.linalg.norm(A, axis=1, keepdims=True) + 1e-6
    a = A / n
    cosine = (a * T).sum(1, keepdims=True)
    return float(weight * (1 - cosine.mean())), -weight / len(A) * (T - a * cosine) / n


def main():
    o = options()
    draw = np.random.default_rng(o.seed)
    cache = pathlib.Path(o.cache)
    vocabulary = pathlib.Path(o.vocabulary).read_text("ascii").split()
    tokens = Tokens(vocabulary)
    data = tokenised(o.pairs, tokens, cache)
    source, name, size = data["source"], data["name"], len(data["source"])

    shards = [np.load(f) for f in sorted(cache.glob("shard-*.npz"), key=lambda f: int(f.stem.split("-")[1]))]
    rows_of_teacher = np.concatenate([s["rows"] for s in shards])
    cuts = np.concatenate([s["cut"] for s in shards])
    teacher_a, teacher_b = (unit(np.concatenate([s[k] for s in shards]).astype(np.float32)) for k in "ab")
    print(f"{size} pairs, {len(rows_of_teacher)} of them seen by the teacher", flush=True)
    # The main directions of what the teacher says of texts, so that the first dimensions carry the most.
    # Found once: a model that goes on from another keeps them.
    if not (cache / "turn.npy").exists():
        _, directions = np.linalg.eigh(np.cov(np.concatenate([teacher_a[:40000], teacher_b[:40000]]).T))
        np.save(cache / "turn.npy", directions[:, ::-1][:, :DIMENSIONS].astype(np.float32))
    turn = np.load(cache / "turn.npy")

    begun = cache / "words.npy"
    if not begun.exists():
        from teacher import Teacher

        np.save(begun, Teacher(pathlib.Path(o.teacher), cache).embed([t.removeprefix("##") for t in vocabulary]))
    words = np.load(begun)
    counts = np.bincount(data["b"], minlength=len(vocabulary)) + 1
    share = counts / counts.sum()
    E = ((words - words.mean(0)) @ turn * (1e-3 / (1e-3 + share))[:, None]).astype(np.float32)
    anchor = unit(E)
    if o.begin:
        E = np.load(o.begin)["vectors"].astype(np.float32)

    held_back = draw.permutation(size)[: HELD_BACK * 8]
    held_back = held_back[np.array([data["names"][source[i]] not in ("synonyms", "wordnet", "dictionaries") for i in held_back])][:HELD_BACK]
    questioned = [i for i in range(size) if data["names"][source[i]] == "medical"]
    held_back = np.union1d(held_back, draw.choice(questioned, 700, replace=False))
    in_training = np.ones(size, bool)
    in_training[held_back] = False
    by_source = {s: np.flatnonzero((source == s) & in_training) for s in range(len(data["names"]))}
    weight = np.array([len(r) ** 0.6 for r in by_source.values()])
    everything = np.flatnonzero(in_training)
    # Half of what is drawn from all is drawn by the weights of the sources, so that Wikipedia and WordNet do not fill each batch.
    chance = np.zeros(size)
    for s, r in by_source.items():
        chance[r] = weight[s] / len(r)
    chance = np.cumsum(chance / chance.sum())
    taught = np.flatnonzero(in_training[rows_of_teacher])

    def text(side, i):
        return data[side][data[f"{side}_at"][i] : data[f"{side}_at"][i + 1]]

    def check():
        A = bags([text("a", i) for i in held_back], len(E)) @ E
        others = draw.choice(everything, 20000, replace=False)
        B = bags([text("b", i) for i in np.concatenate([held_back, others])], len(E)) @ E
        said = []
        for d in (DIMENSIONS, SHORT):
            a, b = unit(A[:, :d]), unit(B[:, :d])
            s = a @ b.T
            rank = (s > s[np.arange(len(a)), np.arange(len(a))][:, None]).sum(1)
            medical = data["names"][source[held_back]] == "medical"
            said.append(f"{d}: MRR {np.mean(np.where(rank < 10, 1 / (rank + 1), 0)):.4f} (medical {np.mean(np.where(rank < 10, 1 / (rank + 1), 0)[medical]):.4f})")
        return "; ".join(said)

    E = np.ascontiguousarray(E)
    m, v = np.zeros_like(E), np.zeros_like(E)
    print("at first:", check(), flush=True)
    since, running = time.time(), {}
    for step in range(o.steps):
        follows = draw.random() < o.distil
        if follows:
            k = draw.choice(taught, BATCH, replace=False)
            chosen = rows_of_teacher[k]
        elif draw.random() < 0.5:
            s = draw.choice(len(weight), p=weight / weight.sum())
            chosen = draw.choice(by_source[s], min(BATCH, len(by_source[s])), replace=False)
        else:
            chosen = np.unique(np.searchsorted(chance, draw.random(BATCH)).clip(0, size - 1))
        a, b = [text("a", i) for i in chosen], [text("b", i) for i in chosen]
        if follows:
            b = [t[:cut] for t, cut in zip(b, cuts[k])]
        else:
            for i in np.flatnonzero(draw.random(len(a)) < o.crop):
                if len(b[i]) > 30:
                    length = draw.integers(5, 16)
                    at = draw.integers(0, len(b[i]) - length)
                    a[i], b[i] = b[i][at : at + length], np.concatenate([b[i][:at], b[i][at + length :]]) if draw.random() < 0.7 else b[i]
        both = bags(a + b, len(E))
        rows, inverse = np.unique(both.indices, return_inverse=True)
        both = type(both)((both.data, inverse.astype(np.int32), both.indptr), shape=(both.shape[0], len(rows)))
        S = both @ E[rows]
        n = len(a)
        dS = np.zeros_like(S)
        same = name[chosen][:, None] == name[chosen][None, :]
        np.fill_diagonal(same, False)
        target = None
        if follows:
            Ta, Tb = teacher_a[k], teacher_b[k]
            sims = Ta @ Tb.T / TEMPERATURE
            target = (softmax(sims.copy())[0], softmax(np.ascontiguousarray(sims.T))[0])
        losses = {}
        for d, share in ((DIMENSIONS, 1.0), (SHORT, 0.5)):
            scale = share * (o.kl if follows else 1.0)
            loss, da, db = match(S[:n, :d], S[n:, :d], target, None if follows else same)
            dS[:n, :d] += scale * da
            dS[n:, :d] += scale * db
            losses[f"{'kl' if follows else 'nce'}{d}"] = loss
        if follows and o.cosine:
            loss, da = towards(S, unit(np.concatenate([Ta, Tb]) @ turn), o.cosine)
            dS += da
            losses["cosine"] = loss / o.cosine
        gradient = both.T @ dS
        pace = min(1, (step + 1) / 100) * max(0.02, 1 - step / o.steps)
        adam(E, m, v, rows, gradient, o.rate * pace, step + 1, anchor, o.anchor * pace)
        for key, value in losses.items():
            running[key] = 0.98 * running.get(key, value) + 0.02 * value
        if (step + 1) % 250 == 0 or step == 20:
            print(f"step {step + 1}, {time.time() - since:.0f} s:", {k: round(float(v), 3) for k, v in running.items()}, flush=True)
        if (step + 1) % 250 == 0 or step + 1 == o.steps:
            print("   ", check(), flush=True)
            Model(vocabulary, E).save(o.target)


main()
