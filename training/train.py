"""Trains the vectors, from those that `fit.py` found: follows the teacher on whole texts, and tells pairs from other pairs.

Usage: python train.py WORK [--steps N ...]: each argument of `recipe.Training`
"""

import argparse
import dataclasses
import pathlib
import time

import numba
import numpy as np

from model import Model, bags, unit
from recipe import DIMENSIONS, HELD_BACK, HELD_BACK_QUESTIONS, SEED_TRAINING, SHORT, Places, Training
from texts import Texts

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


def match(A, B, mask, temperature):
    """Loss and gradients of the sums of short and long texts, of which those in one place belong together; `mask`: no wrong answers."""
    na, nb = np.linalg.norm(A, axis=1, keepdims=True) + 1e-6, np.linalg.norm(B, axis=1, keepdims=True) + 1e-6
    a, b = A / na, B / nb
    n = len(a)
    rows = a @ b.T
    rows *= 1 / temperature
    rows[mask] = -50
    columns = np.ascontiguousarray(rows.T)
    by_row, log_row = softmax(rows)
    by_column, log_column = softmax(columns)
    # `rows` and `columns` hold what is left of the similarities after their greatest was taken off.
    loss = (log_row.sum() + log_column.sum() - np.trace(rows) - np.trace(columns)) / n / 2
    by_row[np.arange(n), np.arange(n)] -= 1
    by_column[np.arange(n), np.arange(n)] -= 1
    g = by_row
    g += by_column.T
    g *= 1 / (2 * n * temperature)
    da, db = g @ b, g.T @ a
    return loss, (da - a * (da * a).sum(1, keepdims=True)) / na, (db - b * (db * b).sum(1, keepdims=True)) / nb


def towards(A, T, weight):
    """Loss and gradient of the cosine between sums and what the teacher says."""
    n = np.linalg.norm(A, axis=1, keepdims=True) + 1e-6
    a = A / n
    cosine = (a * T).sum(1, keepdims=True)
    return float(weight * (1 - cosine.mean())), -weight / len(A) * (T - a * cosine) / n


def held_back(texts: Texts, draw: np.random.Generator) -> np.ndarray:
    """Pairs that training does not see, most of them of running text."""
    some = draw.permutation(texts.size)[: HELD_BACK * 8]
    some = some[~np.isin(texts.names[texts.source[some]], ["synonyms", "wordnet", "dictionaries"])][:HELD_BACK]
    questions = np.flatnonzero(texts.names[texts.source] == "medical")
    return np.union1d(some, draw.choice(questions, min(len(questions), HELD_BACK_QUESTIONS), replace=False))


class Batches:
    """Draws pairs: those that the teacher read, those of one source, or those of all."""

    def __init__(self, texts: Texts, without: np.ndarray, o: Training, draw: np.random.Generator):
        self.o, self.draw = o, draw
        in_training = np.ones(texts.size, bool)
        in_training[without] = False
        self.taught = np.flatnonzero(in_training[texts.taught])
        self.rows = [np.flatnonzero((texts.source == s) & in_training) for s in range(len(texts.names))]
        weight = np.array([len(r) ** o.balance for r in self.rows])
        self.weight = weight / weight.sum()
        chance = np.zeros(texts.size)
        for w, r in zip(self.weight, self.rows):
            chance[r] = w / max(1, len(r))
        self.chance = np.cumsum(chance / chance.sum())

    def read(self) -> np.ndarray:
        """Numbers within `texts.taught`."""
        return self.draw.choice(self.taught, min(self.o.batch, len(self.taught)), replace=False)

    def pairs(self) -> np.ndarray:
        if self.draw.random() < 0.5:
            rows = self.rows[self.draw.choice(len(self.rows), p=self.weight)]
            return self.draw.choice(rows, min(self.o.batch, len(rows)), replace=False)
        return np.unique(np.searchsorted(self.chance, self.draw.random(self.o.batch)).clip(0, len(self.chance) - 1))

    def cropped(self, a: np.ndarray, b: np.ndarray):
        """Now and then, instead of a short text, a stretch of the long one, which mostly loses it."""
        if len(b) <= 30 or self.draw.random() >= self.o.crop:
            return a, b
        length = self.draw.integers(5, 16)
        at = self.draw.integers(0, len(b) - length)
        return b[at : at + length], np.concatenate([b[:at], b[at + length :]]) if self.draw.random() < 0.7 else b


def checker(texts: Texts, held: np.ndarray, others: np.ndarray):
    """Says how well the long texts of pairs held back are found among them and `others`."""
    medical = texts.names[texts.source[held]] == "medical"

    def check(E: np.ndarray) -> str:
        A = bags([texts.text("a", i) for i in held], len(E)) @ E
        B = bags([texts.text("b", i) for i in np.concatenate([held, others])], len(E)) @ E
        said = []
        for d in (DIMENSIONS, SHORT):
            s = unit(A[:, :d]) @ unit(B[:, :d]).T
            rank = (s > s[np.arange(len(held)), np.arange(len(held))][:, None]).sum(1)
            found = np.where(rank < 10, 1 / (rank + 1), 0)
            said.append(f"{d}: MRR@10 {found.mean():.4f} (medical {found[medical].mean():.4f})")
        return "; ".join(said)

    return check


def apart(S: np.ndarray, names: np.ndarray, temperature: float):
    """Losses, and the gradient of the sums of short texts and, after them, of the long ones, for all numbers and for the first alone."""
    n, losses, dS = len(names), {}, np.zeros_like(S)
    # Two of one short text are no wrong answers to each other.
    same = names[:, None] == names[None, :]
    np.fill_diagonal(same, False)
    for d, share in ((DIMENSIONS, 1.0), (SHORT, 0.5)):
        losses[f"pairs, {d}"], da, db = match(S[:n, :d], S[n:, :d], same, temperature)
        dS[:n, :d] += share * da
        dS[n:, :d] += share * db
    return losses, dS


def main(places: Places, o: Training) -> None:
    draw = np.random.default_rng(SEED_TRAINING)
    texts = Texts(places)
    begun = np.load(places.fitted)
    vocabulary, turn = begun["vocabulary"].tolist(), begun["turn"]
    E = np.ascontiguousarray(begun["vectors"], np.float32)
    anchor = unit(E)
    held = held_back(texts, draw)
    batches = Batches(texts, held, o, draw)
    check = checker(texts, held, draw.choice(np.setdiff1d(np.arange(texts.size), held), 20_000, replace=False))
    centre = np.concatenate([texts.said_a, texts.said_b]).mean(0)
    print(f"{texts.size} pairs, {len(texts.taught)} of them seen by the teacher\nat first: {check(E)}", flush=True)

    m, v = np.zeros_like(E), np.zeros_like(E)
    since, running = time.time(), {}
    for step in range(o.steps):
        follows = draw.random() < o.follow
        if follows:
            k = batches.read()
            chosen = texts.taught[k]
            a, b = [texts.text("a", i) for i in chosen], [texts.begun(i) for i in chosen]
            said = unit((np.concatenate([texts.said_a[k], texts.said_b[k]]) - centre) @ turn)
        else:
            chosen = batches.pairs()
            a, b = zip(*(batches.cropped(texts.text("a", i), texts.text("b", i)) for i in chosen))
        both = bags([*a, *b], len(E))
        rows, inverse = np.unique(both.indices, return_inverse=True)
        both = type(both)((both.data, inverse.astype(np.int32), both.indptr), shape=(both.shape[0], len(rows)))
        S = both @ E[rows]
        if follows:
            loss, dS = towards(S, said, o.cosine)
            losses = {"teacher": loss / o.cosine}
        else:
            losses, dS = apart(S, texts.name[chosen], o.temperature)
        pace = min(1, (step + 1) / 100) * max(0.02, 1 - step / o.steps)
        adam(E, m, v, rows, both.T @ dS, o.rate * pace, step + 1, anchor, o.anchor * pace)
        for name, value in losses.items():
            running[name] = 0.98 * running.get(name, value) + 0.02 * value
        if (step + 1) % 250 == 0 or step + 1 == o.steps:
            print(f"step {step + 1}, {time.time() - since:.0f} s:", {k: round(float(v), 3) for k, v in running.items()}, check(E), flush=True)
    Model(vocabulary, E).save(str(places.model))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("work", type=pathlib.Path)
    for field in dataclasses.fields(Training):
        parser.add_argument(f"--{field.name}", type=type(field.default), default=field.default)
    given = vars(parser.parse_args())
    main(Places(given.pop("work")), Training(**given))
