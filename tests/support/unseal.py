"""unseal.py SITE PASSWORD OUT - opens everything of a site that a password opens, from nothing but the password and the
files of the site, by Python's cryptography (OpenSSL), and writes it to the folder OUT: pages as they are named, sealed
files with a suffix of their type.  Files of other passwords are left out.

The format is that of docs/security.md.  It is written from there, and knows nothing of tirage's own code."""
import base64
import hashlib
import hmac
import json
import os
import re
import sys

CHUNK = 65536
TAG = 16
SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/avif": ".avif",
            "image/gif": ".gif", "video/mp4": ".mp4", "video/webm": ".webm", "audio/mpeg": ".mp3",
            "application/zip": ".zip"}


class Wrong(Exception):
    """What was read is not what the format says."""


def need(ok, what):
    if not ok:
        raise Wrong(what)


def mac(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def padded(length):
    """Padme."""
    e = length.bit_length() - 1
    zero = (1 << (e - e.bit_length())) - 1
    return (length + zero) & ~zero


def open_gcm(key, data):
    """Nonce, ciphertext and tag."""
    try:
        return AESGCM(key).decrypt(data[:12], data[12:], None)
    except InvalidTag:
        return None


def read_key_file(text, password):
    """The content key, or None if it is that of another password."""
    match = re.fullmatch(r"tirageKey\((\{.*\})\);\n", text)
    need(match, "the key file is none")
    lock = json.loads(match.group(1))
    need(set(lock) == {"version", "rounds", "salt", "key"}, f"the key file says {sorted(lock)}")
    need(lock["version"] == 1, "another version")
    salt, wrapped = (base64.b64decode(lock[name], validate=True) for name in ("salt", "key"))
    need(len(salt) == 16 and len(wrapped) == 12 + 32 + 16, "lengths in the key file")
    master = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, lock["rounds"])
    wrap = mac(master, b"tirage wrap 1")
    key = open_gcm(wrap, wrapped)
    need(key is None or wrapped[:12] == mac(wrap, key)[:12], "the nonce of the key file")
    return key


def read_page(text, key):
    match = re.search(r'<script id="sealed" type="application/octet-stream">([A-Za-z0-9+/=]*)</script>', text)
    need(match, "the page holds nothing")
    data = base64.b64decode(match.group(1), validate=True)
    page = open_gcm(mac(key, b"tirage page 1"), data)
    need(page is None or data[:12] == mac(mac(key, b"tirage nonce 1"), page)[:12], "the nonce of a page")
    return page


def read_sealed(data, key):
    """Type and content, or None if it is of another key."""
    need(data[:8] == b"TGSEAL1\n", "the magic number")
    file_id, rest = data[8:24], data[24:]
    cipher = AESGCM(mac(mac(key, b"tirage media 1"), file_id))
    count = -(-len(rest) // (CHUNK + TAG))
    stream = b""
    for i in range(count):
        piece = rest[i * (CHUNK + TAG):(i + 1) * (CHUNK + TAG)]
        need(len(piece) > TAG, "an empty chunk")
        nonce = i.to_bytes(8, "big") + bytes(3) + bytes([i == count - 1])
        try:
            stream += cipher.decrypt(nonce, piece, None)
        except InvalidTag:
            need(i == 0, f"chunk {i} is wrong")
            return None
    length, kind = int.from_bytes(stream[:8], "big"), stream[9:9 + stream[8]]
    end = 9 + len(kind) + length
    need(end <= len(stream), "the length")
    need(len(stream) == padded(end), f"padded to {len(stream)} instead of {padded(end)}")
    need(not any(stream[end:]), "padded with other bytes than zeros")
    need(file_id == mac(mac(key, b"tirage media id 1"), hashlib.sha256(stream[:end]).digest())[:16], "the id of the file")
    return kind.decode("ascii"), stream[9 + len(kind):end]


def walk(site):
    for folder, folders, names in os.walk(site):
        folders[:] = sorted(name for name in folders if name != ".tirage")
        for name in sorted(names):
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                yield os.path.relpath(path, site), file.read()


def main(site, password, out):
    files = dict(walk(site))
    keys = []
    for path, data in files.items():
        if re.fullmatch(r"keys/[0-9a-f]{32}\.js", path):
            key = read_key_file(data.decode("ascii"), password)
            if key:
                name = mac(mac(key, b"tirage name 1"), b"key file")[:16].hex()
                need(path == f"keys/{name}.js", f"{path} should be {name}")
                keys.append(key)
    need(len(keys) <= 1, "more than one key for one password")
    if not keys:
        sys.exit(f"no key file opens with {password!r}")
    opened = 0
    for path, data in files.items():
        found = None
        try:
            if path.endswith(".sealed"):
                found = read_sealed(data, keys[0])
                path = path[:-len(".sealed")] + SUFFIXES[found[0]] if found else path
            elif path.endswith(".html") and b'id="sealed"' in data:
                page = read_page(data.decode(), keys[0])
                found = page and ("text/html", page)
        except Wrong as wrong:
            sys.exit(f"{path}: {wrong}")
        if found:
            opened += 1
            path = os.path.join(out, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(found[1])
    print(opened)


if __name__ == "__main__":
    try:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    except ImportError:
        sys.exit(77)
    main(*sys.argv[1:])
