"""Begins the model: the vectors whose sums come nearest to what the teacher says of whole texts, by least squares.

Where too few texts hold a token, what the teacher says of it alone decides, damped for frequent ones.
Usage: python fit.py WORK TEACHER_FOLDER
"""

import pathlib
import sys

import numpy as np
import scipy.sparse as sp

from model import bags
from recipe import DIMENSIONS, Fit, Places
from texts import Texts


def alone(places: Places, folder: pathlib.Path, vocabulary: list[str]) -> np.ndarray:
    """What the teacher says of each token; cached."""
    if not places.words.exists():
        from teacher import Teacher

        np.save(places.words, Teacher(folder, places.teacher, threads=1).embed([t.removeprefix("##") for t in vocabulary]))
    return np.load(places.words)


def least_squares(X: sp.csr_matrix, T: np.ndarray, begin: np.ndarray, fit: Fit) -> np.ndarray:
    """Conjugate gradients on |X E - T|² + pull |E - begin|², each column for itself, scaled by how often a token stands in X."""
    back = X.T.tocsr()
    scale = (1 / (np.asarray(back.multiply(back).sum(1)).ravel() + fit.pull)).astype(np.float32)[:, None]
    E = begin.copy()
    rest = back @ (T - X @ E)
    step = scale * rest
    size = (rest * step).sum(0)
    for _ in range(fit.rounds):
        moved = back @ (X @ step) + fit.pull * step
        share = size / (step * moved).sum(0)
        E += share * step
        rest -= share * moved
        scaled = scale * rest
        following = (rest * scaled).sum(0)
        step = scaled + following / size * step
        size = following
    return E


def main(places: Places, folder: pathlib.Path, fit: Fit = Fit()) -> None:
    vocabulary = places.vocabulary.read_text("ascii").split()
    texts = Texts(places)
    said = np.concatenate([texts.said_a, texts.said_b])
    # The main directions of what the teacher says of texts, so that the first dimensions carry the most.
    turn = np.linalg.eigh(np.cov(said.T))[1][:, ::-1][:, :DIMENSIONS].astype(np.float32)

    counts = np.bincount(texts.held["b"], minlength=len(vocabulary)) + 1
    words = alone(places, folder, vocabulary)
    begin = ((words - words.mean(0)) @ turn * (fit.damping / (fit.damping + counts / counts.sum()))[:, None]).astype(np.float32)

    X = bags([texts.text("a", i) for i in texts.taught] + [texts.begun(i) for i in texts.taught], len(vocabulary))
    X.sum_duplicates()
    # A sum is compared at about the length that it has at first: only its direction counts.
    length = np.maximum(np.linalg.norm(X @ begin, axis=1), 1e-3)
    X = (sp.diags((1 / length).astype(np.float32)) @ X).tocsr()
    target = (said - said.mean(0)) @ turn
    E = least_squares(X, target, begin, fit)
    # The first directions say what a text is about at large; made smaller, more of what it is about in particular counts.
    even = target.std(0) ** -fit.evening
    even = (even / even[0]).astype(np.float32)
    E, turn = E * even, turn * even
    np.savez(places.fitted, vocabulary=np.array(vocabulary), vectors=E, turn=turn)
    print(f"fitted to {X.shape[0]} texts", flush=True)


if __name__ == "__main__":
    main(Places(pathlib.Path(sys.argv[1])), pathlib.Path(sys.argv[2]))
