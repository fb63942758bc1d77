#!/usr/bin/env python3
"""Compares what test_nfc prints with Python's unicodedata.  Usage: check_nfc.py TEST_NFC"""
import subprocess
import sys
import unicodedata

lines = subprocess.run([sys.argv[1], "print"], stdout=subprocess.PIPE, check=True).stdout.split(b"\n")
version = lines[0].decode()
if version != unicodedata.unidata_version:
    print(f"SKIPPED: Python has Unicode {unicodedata.unidata_version}, nfc_table.c {version}")
    sys.exit(77)
bad = count = 0
for line in lines[1:]:
    if not line:
        continue
    text, form = (part.decode() for part in line.split(b"\t"))
    count += 1
    if unicodedata.normalize("NFC", text) != form:
        bad += 1
        if bad < 10:
            print("differs:", ascii(text), "gave", ascii(form))
assert count > 2_400_000, f"only {count} texts"
print(f"{count} texts, {bad} differ")
sys.exit(bad > 0)
