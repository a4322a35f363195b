#!/usr/bin/env python3
"""Fills fuzz/corpus with what the tests read, cut as the targets take it."""

import zipfile
from pathlib import Path

HERE = Path(__file__).parent
FORMATS = HERE / "../tests/data/formats"
SAMPLES = HERE / "../samples"


def write(target, name, data):
    folder = HERE / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def parts(path, names):
    with zipfile.ZipFile(path) as archive:
        return b"\0".join(archive.read(name) if name in archive.namelist() else b"" for name in names)


def main():
    for kind in ("html", "doc", "rtf"):
        for path in FORMATS.glob(f"*.{kind}"):
            write(kind, path.name, path.read_bytes())
    word = ["word/document.xml", "word/numbering.xml", "word/styles.xml"]
    for name in ("word.docx", "rich.docx"):
        write("docx", name, parts(FORMATS / name, word))
    write("docx", "parts.docx", parts(FORMATS / "parts.docx", ["word/main.xml"]))
    pages = [f"Doc_0/Pages/Page_{at}/Content.xml" for at in range(2)]
    write("ofd", "hand.ofd", parts(FORMATS / "hand.ofd", pages))
    for path in SAMPLES.glob("*/*.*"):
        data = path.read_bytes()
        write("markdown" if path.suffix == ".md" else "text", path.name, data)
        write("markdown", path.name, data)
        write("outline", path.name, data)
    write("tables", "csv", b"\0id,\xe6\xa0\x87\xe9\xa2\x98,\xe6\xad\xa3\xe6\x96\x87\n1,a,\"b\nc\"\n")
    write("tables", "tsv", b"\1p1\ta\tb\n")
    write("tables", "jsonl", b'\2{"id":"x","content":"<p>a</p>","year":2024}\n')
    write("archive", "docx", (FORMATS / "parts.docx").read_bytes())
    write("archive", "ofd", (FORMATS / "hand.ofd").read_bytes())


if __name__ == "__main__":
    main()
