"""The tokeniser. `packages/embed/src/builtin/tokens.ts` does the same; `vectors.json` beside the weights holds the cases that prove it.

A text is taken apart by compatibility (NFKD), set in lower case and freed of marks. Words are runs of letters and digits.
A word in the vocabulary is one token; any other is cut from the left into the longest pieces known, the later ones written `##piece`.
What no piece begins with is passed over, character by character.
"""

import re
import unicodedata

LONGEST_WORD = 40  # characters of a word that are read
WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.category(c).startswith("M"))
        text = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.category(c).startswith("M"))
    return WORD.findall(text.lower())


class Tokens:
    def __init__(self, vocabulary: list[str]):
        self.vocabulary = vocabulary
        self.id = {piece: i for i, piece in enumerate(vocabulary)}
        self.cache: dict[str, list[int]] = {}

    def of_word(self, word: str) -> list[int]:
        known = self.cache.get(word)
        if known is not None:
            return known
        found: list[int] = []
        rest, mark = word[:LONGEST_WORD], ""
        while rest:
            end = len(rest)
            while end > 0 and mark + rest[:end] not in self.id:
                end -= 1
            if end > 0:
                found.append(self.id[mark + rest[:end]])
            rest, mark = rest[max(end, 1) :], "##"
        self.cache[word] = found
        return found

    def __call__(self, text: str) -> list[int]:
        return [i for word in words(text) for i in self.of_word(word)]
