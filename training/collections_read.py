"""Reads collections for retrieval: Cranfield, CISI, and folders in the form of BEIR. They are for evaluation only."""

import csv
import json
import pathlib
import re


def smart(path: pathlib.Path) -> list[dict[str, str]]:
    """The records of a SMART file: `.I`, then fields `.T`, `.A`, `.B`, `.W`, `.X`."""
    records, field = [], ""
    for line in path.read_text("latin-1").split("\n"):
        if line.startswith(".I"):
            records.append({"I": line[2:].strip()})
            field = ""
        elif re.match(r"\.[A-Z]\s*$", line):
            field = line[1]
        elif field:
            records[-1][field] = (records[-1].get(field, "") + " " + line.strip()).strip()
    return records


def read(folder: pathlib.Path):
    """(documents {id: (title, text)}, questions {id: text}, judgements {question: {document: grade}})."""
    judged: dict[str, dict[str, float]] = {}
    if (folder / "cran.qry").exists():
        documents = {r["I"]: (r.get("T", ""), r.get("W", "")) for r in smart(folder / "cran.all.1400")}
        questions = {str(i): r.get("W", "") for i, r in enumerate(smart(folder / "cran.qry"), 1)}
        for line in (folder / "qrels.txt").read_text().split("\n"):
            part = line.split()
            if len(part) == 4:
                judged.setdefault(part[0], {})[part[2]] = float(part[3])
    elif (folder / "CISI.QRY").exists():
        documents = {r["I"]: (r.get("T", ""), r.get("W", "")) for r in smart(folder / "CISI.ALL")}
        questions = {r["I"]: r.get("W", "") for r in smart(folder / "CISI.QRY")}
        for line in (folder / "CISI.REL").read_text().split("\n"):
            part = line.split()
            if len(part) >= 2:
                judged.setdefault(part[0], {})[part[1]] = 1.0
    else:
        documents, questions = {}, {}
        for line in open(folder / "corpus.jsonl", encoding="utf-8"):
            row = json.loads(line)
            documents[row["_id"]] = (row.get("title") or "", row.get("text") or "")
        for line in open(folder / "queries.jsonl", encoding="utf-8"):
            row = json.loads(line)
            questions[row["_id"]] = row["text"]
        for row in csv.reader(open(folder / "qrels" / "test.tsv", encoding="utf-8"), delimiter="\t"):
            if len(row) == 3 and re.match(r"-?\d+$", row[2]):
                judged.setdefault(row[0], {})[row[1]] = float(row[2])
    return documents, questions, judged
