#!/usr/bin/env python3
"""Compares what test_json_read prints of texts, good and damaged, with Python's json.
Usage: check_json_read.py TEST_JSON_READ"""
import json
import random
import subprocess
import sys

DEPTH = 32


class Number(str):
    pass


class Members(list):
    pass


def refuse(word):
    raise ValueError(word)


def meant(text):
    return "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)


def hexed(sign, text):
    return sign + meant(text).encode().hex()


def lines(value, key, out, depth):
    if depth > DEPTH:
        raise ValueError("deep")
    if key is not None:
        out.append(hexed("k", key))
    if isinstance(value, Members):
        out.append("{")
        for name, member in value:
            lines(member, name, out, depth + isinstance(member, list))
        out.append(")")
    elif isinstance(value, list):
        out.append("[")
        for member in value:
            lines(member, None, out, depth + isinstance(member, list))
        out.append(")")
    elif isinstance(value, Number):
        out.append("n" + value)
    elif isinstance(value, str):
        out.append(hexed("s", value))
    else:
        out.append({True: "t", False: "f", None: "z"}[value])


def expected(data):
    try:
        text = data.decode("utf-8-sig")
        value = json.loads(text, object_pairs_hook=Members, parse_int=Number, parse_float=Number,
                           parse_constant=refuse)
        out = []
        lines(value, None, out, isinstance(value, list))
    except (ValueError, RecursionError):
        return "bad"
    return " ".join(out)


rng = random.Random(26)
STRINGS = ['""', '"a"', r'"\u00e9"', '"é😀"', r'"\ud83d\ude00"', r'"\ud83d"', r'"\ude00\ud83d\n"', r'"\u0000"',
           r'"\"\\\/\b\f\n\r\t"', '"\u2028\x7f"']
NUMBERS = ["0", "-0", "1", "-12", "1.5", "0.0e-0", "1E+400", "9" * 40, "-1e5"]


def make(depth):
    kind = rng.randrange(8 if depth < 6 else 5)
    space = rng.choice(["", "", " ", "\n\t", "\r"])
    if kind < 2:
        text = rng.choice(STRINGS)
    elif kind < 4:
        text = rng.choice(NUMBERS)
    elif kind < 5:
        text = rng.choice(["true", "false", "null"])
    elif kind < 6:
        text = "[" + space + ",".join(make(depth + 1) for _ in range(rng.randrange(4))) + "]"
    else:
        text = "{" + space + ",".join(rng.choice(STRINGS) + space + ":" + make(depth + 1)
                                      for _ in range(rng.randrange(4))) + "}"
    return space + text + space


def damage(data):
    data = bytearray(data)
    for _ in range(rng.randrange(1, 3)):
        at = rng.randrange(len(data) + 1)
        how = rng.randrange(3)
        byte = rng.choice(b'{}[]",:\\u0dDeE+-.1tfn \n\t\r\x00\x1f\x7f\x80\xbf\xc3\xed\xa0\xf0\xff')
        if how == 0:
            data.insert(at, byte)
        elif how == 1 and at < len(data):
            del data[at]
        elif at < len(data):
            data[at] = byte
    return bytes(data)


texts = [b"", b" ", b"NaN", b"-Infinity", b"[1,]", b"\xef\xbb\xbf{}", b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf1",
         b"[" * DEPTH + b"]" * DEPTH, b"[" * (DEPTH + 1) + b"]" * (DEPTH + 1), b'{"a":' * DEPTH + b"1" + b"}" * DEPTH,
         b"[]" * 2, b"[" * 5000, "[1]".encode("utf-16"), b"\v1", b"\xc2\xa01", b'"\xf4\x90\x80\x80"', b'"\xc0\x80"']
for _ in range(6000):
    good = make(0).encode()
    texts += [good, damage(good), good[:rng.randrange(len(good) + 1)]]

sent = b"".join(b"%d\n%s" % (len(text), text) for text in texts)
got = subprocess.run([sys.argv[1], "print"], input=sent, stdout=subprocess.PIPE, check=True).stdout
got = got.decode().split("\n")[:-1]
assert len(got) == len(texts), f"{len(got)} lines of {len(texts)} texts"
bad = 0
refused = 0
for text, line in zip(texts, got):
    refused += line == "bad"
    if line.strip() != expected(text):
        bad += 1
        if bad < 10:
            print("differs:", text[:200], "gave", line[:200], "and not", expected(text)[:200])
assert refused > 4000, f"only {refused} were refused"
print(f"{len(texts)} texts, {refused} of them refused, {bad} differ")
sys.exit(bad > 0)
