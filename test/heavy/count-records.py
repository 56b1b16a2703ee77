"""Counts the records of files and folders, sharing nothing with the program: modules of Python's standard library only.

usage: count-records.py PATH...    prints {"files": {path: records}, "records": n, "bytes": n} as JSON

A line of JSON Lines, an element of a JSON array, a concatenated JSON value, a row of a CSV file below its header, any other text as a whole.
"""

import csv
import gzip
import io
import json
import os
import sys

csv.field_size_limit(1 << 30)


def decoded(data):
    """The text, or None for binary content."""
    if b"\0" in data:
        return None
    for charset in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            pass
    return None


def json_values(text):
    decoder = json.JSONDecoder()
    at = 0
    while True:
        while at < len(text) and text[at] in " \t\r\n":
            at += 1
        if at == len(text):
            return
        value, at = decoder.raw_decode(text, at)
        yield value


def records(name, text):
    if name.endswith(".jsonl"):
        return sum(1 for line in text.split("\n") if line.strip() != "")
    if name.endswith(".json"):
        values = list(json_values(text))
        return len(values[0]) if len(values) == 1 and isinstance(values[0], list) else len(values)
    if name.endswith((".csv", ".tsv")):
        rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if name.endswith(".tsv") else ",")
        return max(0, sum(1 for row in rows if row) - 1)
    return 1 if text != "" else 0


def files_below(path):
    if os.path.isfile(path):
        yield path
    for folder, _, names in os.walk(path):
        for name in names:
            yield os.path.join(folder, name)


found = {}
size = 0
for argument in sys.argv[1:]:
    for path in files_below(argument):
        with open(path, "rb") as file:
            data = file.read()
        size += len(data)
        if path.endswith(".gz"):
            data = gzip.decompress(data)
        text = decoded(data)
        if text is not None:
            found[path] = records(path.removesuffix(".gz"), text)
print(json.dumps({"files": found, "records": sum(found.values()), "bytes": size}, ensure_ascii=False))
