"""damage_state.py TIRAGE ROWTOOL N SEED - damages the state of a site of ./photos in N random ways and in many chosen
ones.  After each a build has to end with 0, with the same files and at most one warning, and the next one without any;
gc --delete must leave all files of the site and of others alone."""

import os
import random
import shutil
import socket
import sqlite3
import struct
import subprocess
import sys

tirage, rowtool, count, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
dice = random.Random(seed)
DB = "s/.tirage/state.db"
seen = {"set aside": 0, "not noticed": 0}


def tree(folder):
    files = {}
    for place, folders, names in os.walk(folder):
        if ".tirage" in folders:
            folders.remove(".tirage")
        for name in names:
            with open(os.path.join(place, name), "rb") as file:
                files[os.path.relpath(os.path.join(place, name), folder)] = file.read()
    return files


def run(*args):
    return subprocess.run([tirage, *args], capture_output=True, text=True, errors="replace", timeout=120, check=False)


def warnings(result):
    return [line for line in result.stderr.splitlines() if "confined without" not in line]


def fail(name, what, result):
    print(f"{name}: {what}: exit code {result.returncode}\n{result.stdout}{result.stderr}")
    sys.exit(1)


def check(name, damage, noticed=None):
    """Damages a fresh copy; `noticed`: whether a warning must come, None: it may."""
    shutil.rmtree("s", ignore_errors=True)
    shutil.copytree("site", "s", copy_function=os.link)  # the same inodes, which the state knows
    shutil.rmtree("s/.tirage")
    shutil.copytree("site/.tirage", "s/.tirage")
    with open("s/mine.txt", "w") as file:
        file.write("of the user\n")
    damage(DB)
    collected = run("gc", "-o", "s", "--delete", "-q")
    if collected.returncode not in (0, 1) or tree("s") != wanted:
        fail(name, "gc", collected)
    if collected.returncode == 1 and "set aside" not in collected.stderr:
        fail(name, "gc ends", collected)
    if not collected.returncode and "set aside" in collected.stderr:
        shutil.rmtree("s/.tirage")
        shutil.copytree("site/.tirage", "s/.tirage")
        damage(DB)
    built = run("build", "photos", "-o", "s", "-q", "-j", "2")
    lines = warnings(built)
    if built.returncode or tree("s") != wanted or len(lines) > 1:
        fail(name, "build", built)
    if (lines and "set aside" not in lines[0]) or (noticed is not None and noticed != bool(lines)):
        fail(name, "what is said", built)
    seen["set aside" if lines else "not noticed"] += 1
    again = run("build", "photos", "-o", "s", "-q", "-j", "2", "--json")
    if again.returncode or warnings(again) or '"unchanged": 4, "outputs": 0' not in again.stdout:
        fail(name, "the build after", again)
    collected = run("gc", "-o", "s", "--delete", "-q")
    if collected.returncode or collected.stdout or tree("s") != wanted:
        fail(name, "gc after", collected)


def rewrite(change):
    def damage(path):
        with open(path, "rb") as file:
            data = bytearray(file.read())
        change(data)
        with open(path, "wb") as file:
            file.write(data)

    return damage


def flip(data):
    for _ in range(dice.choice((1, 1, 1, 4, 64))):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def overwrite(data):
    for _ in range(dice.choice((1, 4, 64))):
        data[dice.randrange(len(data))] = dice.randrange(256)


def block(data):
    at, size = dice.randrange(len(data)), dice.choice((16, 512, 4096))
    data[at : at + size] = dice.randbytes(len(data[at : at + size]))


def zero(data):
    at, size = dice.randrange(len(data)), dice.choice((16, 512, 4096))
    data[at : at + size] = bytes(len(data[at : at + size]))


def cut(data):
    del data[dice.randrange(len(data)) :]


def swap(data):
    pages = len(data) // 4096
    a, b = (4096 * dice.randrange(pages) for _ in range(2))
    data[a : a + 4096], data[b : b + 4096] = data[b : b + 4096], data[a : a + 4096]


def grow(data):
    data += dice.randbytes(dice.randrange(1, 9000))


def in_payload(data):
    """A byte of a text or hash, which no structure of SQLite's tells of."""
    at = data.find(dice.choice((b".jpg", b"index.html", b"tirage-assets", b"photos")))
    data[at + dice.randrange(4)] ^= 1


def sql(text, *resum):
    def damage(path):
        subprocess.run([rowtool, path, text, *resum], check=True)

    return damage


def odd(make):
    def damage(path):
        os.remove(path)
        make(path)

    return damage


def link(path):
    with open("victim.txt", "w") as file:
        file.write("precious")
    os.symlink(os.path.abspath("victim.txt"), path)


def link_to_database(path):
    shutil.copy(os.path.join("site/.tirage/state.db"), "victim.db")
    os.symlink(os.path.abspath("victim.db"), path)


def listen(path):
    socket.socket(socket.AF_UNIX).bind(path)


def folder(path):
    os.mkdir(path)
    with open(path + "/kept", "w"):
        pass


def foreign(version):
    def make(path):
        db = sqlite3.connect(path)
        db.executescript(f"CREATE TABLE t(x); PRAGMA user_version = {version}")
        db.close()

    return odd(make)


def utf16(path):
    with sqlite3.connect(path) as db:
        dump = "\n".join(db.iterdump())
    os.remove(path)
    with sqlite3.connect(path) as db:
        db.executescript("PRAGMA encoding = 'UTF-16le'; " + dump + "PRAGMA user_version = 7")


def beside(suffix, make):
    return lambda path: make(path + suffix)


def junk(path):
    with open(path, "wb") as file:
        file.write(dice.randbytes(5000))


def first_build():
    result = run("build", "photos", "-o", "site", "-q", "-j", "2")
    if result.returncode:
        fail("first build", "build", result)
    return tree("site")


wanted = first_build() | {"mine.txt": b"of the user\n"}
KINDS = (flip, flip, flip, overwrite, block, zero, cut, swap, grow, in_payload)
for number in range(count):
    kind = dice.choice(KINDS)
    check(f"{kind.__name__} #{number} of seed {seed}", rewrite(kind))

check("nothing", lambda path: None, False)
check("empty", rewrite(bytearray.clear))
for table in ("output", "source", "root"):
    check(f"no table {table}", sql(f"DROP TABLE {table}"), True)
    check(f"a view {table}", sql(f"DROP TABLE {table}; CREATE VIEW {table} AS SELECT 1 AS id, '/etc' AS path"), True)
for version in (0, 1, 2, 3, 4, 5, -1):
    check(f"version {version}", sql(f"PRAGMA user_version = {version}"), True)
check("a later version", sql("PRAGMA user_version = 99"), True)
if not os.path.exists("s/.tirage/state.db.later"):
    sys.exit("the state of a later version was not kept under a name of its own")
for version in (0, 1, 2, 3, 4, 5, 6):
    check(f"another database of version {version}", foreign(version), True)
for text in (
    "ALTER TABLE output DROP COLUMN tint",
    "ALTER TABLE source ADD COLUMN more",
    "CREATE TABLE more(a)",
    "DROP INDEX output_plan",
    "CREATE TRIGGER t AFTER INSERT ON output BEGIN DELETE FROM source; END",
    "CREATE TRIGGER t BEFORE INSERT ON output BEGIN SELECT raise(abort, 'no'); END",
    "UPDATE source SET size = NULL",
    "UPDATE output SET stale = 1",
    "UPDATE output SET path = 'mine.txt' WHERE path = 'index.html'",
    "UPDATE output SET path = '../../victim.txt' WHERE path = 'index.html'",
    "UPDATE root SET path = '/etc'",
):
    check(text, sql(text), True)
# By somebody who knows the checksums: impossible values, and possible ones that are wrong.
for text in (
    "UPDATE source SET size = NULL, inode = NULL",
    "UPDATE source SET width = 4294967295, height = 4294967295",
    "UPDATE source SET width = 0, height = 0",
    "UPDATE source SET width = -5, orientation = 99, format = 77",
    "UPDATE source SET width = 'abc', orientation = 'x'",
    "UPDATE source SET date = '9999-99-99T99:99:99<script>'",
    "UPDATE source SET date = x'32303230', title = x'ff00ff'",
    "UPDATE source SET title = printf('%.*c', 900000, 'x')",
    "UPDATE source SET title = char(27) || '[31m<b>' || char(0) || 'x'",
    "UPDATE source SET hash = x'00', seen = 'never'",
    "UPDATE output SET plan = x'00', hash = x'00'",
    "UPDATE output SET idx = -1",
    "UPDATE output SET idx = 1 << 40, tint = 5",
    "UPDATE output SET tint = x'00'",
    "UPDATE output SET size = -1.5",
    "INSERT INTO output(path, source, size, stale) VALUES('../../victim.txt', 'x', 1, 1)",
    "INSERT INTO output(path, source, size, stale) VALUES('/etc/passwd', 'x', 1, 1)",
    "INSERT INTO output(path, source, size, stale) VALUES('a/../mine.txt', 'x', 1, 1)",
    "INSERT INTO output(path, source, size, stale) VALUES('', 'x', 1, 1), ('a//b', 'x', 1, 1), (x'6d00', 'x', 1, 1)",
    "UPDATE source SET path = '../' || path",
    "UPDATE root SET path = 7",
):
    check(text + ", resummed", sql(text, "resum"))
# What could make gc remove what is not ours, with everything else as it should be.
def claim_mine(path):
    st = os.stat(os.path.dirname(path) + "/../mine.txt")
    sql(
        f"INSERT INTO output(path, size, inode, mtime, ctime, plan, idx, hash, stale) SELECT 'mine.txt', {st.st_size}, "
        f"{st.st_ino}, {st.st_mtime_ns}, 0, plan, idx, hash, 1 FROM output WHERE path LIKE '%-480x.jpg' OR tint NOTNULL "
        "LIMIT 1",
        "resum",
    )(path)


check("a file of the user, by stamp and with another hash", claim_mine)
check("too long a text", sql("UPDATE source SET title = hex(zeroblob(2000000))", "resum"), True)
check("text", rewrite(lambda data: data.__setitem__(slice(None), b"hello world" * 100)), True)
check("zeros", rewrite(lambda data: data.__setitem__(slice(None), bytes(len(data)))), True)
check("UTF-16", utf16)
check("a folder", odd(folder), True)
check("a FIFO", odd(os.mkfifo), True)
check("a socket", odd(listen), True)
check("a link to a text", odd(link), True)
check("a link to a database", odd(link_to_database), True)
check("a link to nothing", odd(lambda path: os.symlink("newdb", path)), True)
if open("victim.txt").read() != "precious" or os.path.exists("s/.tirage/newdb"):
    sys.exit("a link was followed")
if open("victim.db", "rb").read() != open("site/.tirage/state.db", "rb").read():
    sys.exit("a database behind a link was written to")
if os.geteuid() == 0:
    try:
        os.mknod("null", 0o20666, os.makedev(1, 3))
        check("a device", odd(lambda path: os.mknod(path, 0o20666, os.makedev(1, 3))), True)
    except PermissionError:
        print("no devices here")
for suffix in ("-wal", "-shm", "-journal"):
    check("junk in " + suffix, beside(suffix, junk))
    check("a FIFO in " + suffix, beside(suffix, os.mkfifo), True)
    check("a folder in " + suffix, beside(suffix, os.mkdir), True)
    check("a link in " + suffix, beside(suffix, lambda path: os.symlink("/etc/passwd", path)), True)
def journal_that_names(path):
    """A journal without pages, at whose end is the name of a file: SQLite would remove that."""
    name = os.path.abspath("victim.txt").encode()
    magic = bytes.fromhex("d9d505f920a163d7")
    head = magic + struct.pack(">5I", 0, 0, os.path.getsize(path) // 4096, 512, 4096)
    lock_page = (0x40000000 // 4096) + 1
    end = struct.pack(">I", lock_page) + name + struct.pack(">2I", len(name), sum(name)) + magic
    with open(path + "-journal", "wb") as file:
        file.write(head.ljust(512, b"\0") + end)


check("a journal that names a file", journal_that_names, True)
if not os.path.exists("victim.txt"):
    sys.exit("a file was removed that a journal named")
check("a folder where it would be set aside", lambda path: (os.mkdir(path + ".broken"), junk(path)), True)
print(seen)
