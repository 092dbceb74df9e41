"""The model: one vector per token; a text is the sum of its tokens' vectors, normalised. How often a token counts is in its length."""

import numpy as np
import scipy.sparse as sp

from tokens import Tokens


def bags(token_lists: list[np.ndarray], size: int) -> sp.csr_matrix:
    """One row per text; how often each token stands in it."""
    lengths = np.fromiter((len(t) for t in token_lists), np.int64, len(token_lists))
    indptr = np.concatenate([[0], np.cumsum(lengths)])
    indices = np.concatenate(token_lists) if len(token_lists) else np.zeros(0, np.int32)
    return sp.csr_matrix((np.ones(len(indices), np.float32), indices, indptr), shape=(len(token_lists), size))


def unit(x: np.ndarray) -> np.ndarray:
    return x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-9)


class Model:
    def __init__(self, vocabulary: list[str], vectors: np.ndarray):
        self.tokens, self.vectors = Tokens(vocabulary), vectors.astype(np.float32)

    @staticmethod
    def load(file: str) -> "Model":
        held = np.load(file, allow_pickle=False)
        return Model(held["vocabulary"].tolist(), held["vectors"])

    def save(self, file: str) -> None:
        np.savez(file, vocabulary=np.array(self.tokens.vocabulary), vectors=self.vectors)

    def embed(self, texts: list[str], dimensions: int = 256) -> np.ndarray:
        lists = [np.array(self.tokens(t), np.int32) for t in texts]
        return unit(bags(lists, len(self.vectors)) @ self.vectors[:, :dimensions])
