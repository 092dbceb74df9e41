"""All numbers that decide what the model becomes, in one place, and where each step leaves what it made."""

import pathlib
from dataclasses import dataclass

# The tokeniser's vocabulary.
WORDS, PIECES = 39_500, 3_500

# What the teacher reads: shards of so many pairs, and how many pairs of a source at most; of every source not named, OTHERS.
SHARD = 5_000
SHARES = {
    "wikipedia": 45_000, "medical": 15_000, "wordnet": 10_000, "synonyms": 5_000, "dictionaries": 10_000, "law": 5_000, "countries": 3_000,
    "preprints": 10_000, "debian": 10_000, "MicrosoftDocs+OfficeDocs-Support": 10_000, "MicrosoftDocs+dynamics365smb-docs": 10_000,
}  # fmt: skip
OTHERS = 5_000
# Words of the long text that the teacher reads: one in ten pairs each. A short text tells more of each of its words.
LENGTHS = (16, 16, 16, 16, 16, 32, 32, 32, 64, 64)

# The model. The first SHORT numbers work alone.
DIMENSIONS, SHORT = 256, 128
LONGEST = 160  # tokens of a text that are read in training

SEED_TEXTS, SEED_TRAINING = 7, 5
HELD_BACK, HELD_BACK_QUESTIONS = 3_000, 700  # pairs that training never sees


@dataclass(frozen=True)
class Fit:
    """Least squares on what the teacher says."""

    rounds: int = 24  # of conjugate gradients
    pull: float = 1.0  # towards what the teacher says of the token alone
    damping: float = 1e-3  # a token as frequent as this counts half
    evening: float = 0.7  # of the directions' spread: 0 leaves it, 1 makes all alike


@dataclass(frozen=True)
class Training:
    steps: int = 400
    batch: int = 1_024
    rate: float = 0.0012
    anchor: float = 0.0025  # share of the way back to the fitted direction, at each step that touches a token
    follow: float = 0.3  # share of the steps that follow the teacher
    cosine: float = 2.0  # what following counts beside telling pairs apart
    temperature: float = 0.05
    crop: float = 0.1  # share of the short texts that are cut from the long one instead
    balance: float = 0.5  # a source is drawn by the number of its pairs to this power


@dataclass(frozen=True)
class Places:
    work: pathlib.Path

    @property
    def pairs(self) -> pathlib.Path:
        return self.work / "pairs.jsonl"

    @property
    def vocabulary(self) -> pathlib.Path:
        return self.work / "vocabulary.txt"

    @property
    def teacher(self) -> pathlib.Path:
        return self.work / "teacher"

    @property
    def tokens(self) -> pathlib.Path:
        return self.work / "tokens.npz"

    @property
    def words(self) -> pathlib.Path:
        return self.work / "words.npy"

    @property
    def fitted(self) -> pathlib.Path:
        return self.work / "fitted.npz"

    @property
    def model(self) -> pathlib.Path:
        return self.work / "model.npz"
