"""Runs every cell of a notebook, as it is, with the pauses of a person: notebook.py FILE SECONDS."""

import sys
import time

import nbformat
from nbclient import NotebookClient

path, pause = sys.argv[1], float(sys.argv[2])


def wait(cell, cell_index, **_):
    for output in cell.get("outputs", []):
        sys.stdout.write(output.get("text", ""))
    time.sleep(pause)


with open(path, encoding="utf-8") as file:
    notebook = nbformat.read(file, as_version=4)
NotebookClient(notebook, kernel_name="python3", on_cell_executed=wait).execute()
