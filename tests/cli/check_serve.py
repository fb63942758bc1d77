"""check_serve.py PART - a part of what cli_serve.sh checks of `tirage serve --stdio`, in a folder with the photos a.jpg
(large), b.jpg (small) and turned.jpg.  TIRAGE names the program; SLOW=1: with sanitizers."""
import contextlib
import json
import os
import pathlib
import select
import shutil
import signal
import socket
import subprocess
import sys
import time

SLOW = os.environ.get("SLOW") == "1"
LIMIT = 120  # seconds for what should take a moment


class Serve:
    """The program, and its replies as they come."""

    def __init__(self, *args, roots=(".",), **popen):
        options = [word for root in roots for word in ("--root", root)]
        popen = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": open("err", "wb"), **popen}
        self.process = subprocess.Popen([os.environ["TIRAGE"], "serve", "--stdio", *options, *args], **popen)
        self.buffer = b""
        hello = self.line()
        assert hello["protocol"] == 1 and hello["tirage"], hello

    def send(self, *requests):
        for request in requests:
            data = request if isinstance(request, bytes) else json.dumps(request).encode()
            self.process.stdin.write(data + b"\n")
        self.process.stdin.flush()

    def line(self):
        """The next line as an object; None at the end."""
        while b"\n" not in self.buffer:
            assert select.select([self.process.stdout], [], [], LIMIT)[0], "no reply"
            data = os.read(self.process.stdout.fileno(), 1 << 16)
            if not data:
                assert not self.buffer, self.buffer
                return None
            self.buffer += data
        line, self.buffer = self.buffer.split(b"\n", 1)
        return json.loads(line)

    def ask(self, request):
        self.send(request)
        return self.line()

    def refused(self, request, code, says="", number=...):
        """The one reply to it is this error."""
        reply = self.ask(request)
        assert reply["ok"] is False and reply["error"]["code"] == code and says in reply["error"]["message"], reply
        assert set(reply) == {"id", "ok", "error"} and set(reply["error"]) == {"code", "message"}, reply
        if number is not ...:
            assert reply["id"] == number, reply
        return reply

    def end(self, code=0):
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        last = self.line()
        assert last is None, last
        assert self.process.wait(LIMIT) == code, self.process.returncode

    def workers(self):
        zygotes = children(self.process.pid)
        return [pid for zygote in zygotes for pid in children(zygote)]

    def stop_a_worker(self, request):
        """Stops the workers that are there, one of a new program, and asks for something that it has from now on."""
        assert self.ask({"id": "first", "src": "b.jpg"})["ok"]
        workers = self.workers()
        assert workers
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        self.send(request)
        self.refused(b"x", "malformed")  # what came before has begun when the next line is read
        return workers


def children(pid):
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(stat.read_text().rsplit(")", 1)[1].split()[1]) == pid:
                found.append(int(stat.parent.name))
    return found


def descriptors(pid):
    names = []
    for fd in pathlib.Path(f"/proc/{pid}/fd").glob("*"):
        with contextlib.suppress(OSError):
            names.append(os.readlink(fd))
    return names


def peak(pid):
    """Of its memory, in MiB."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) // 1024
    raise AssertionError("no VmHWM")


def want(path, size=40, **more):
    return {"path": path, "size": size, **more}


def one(number, path, src="b.jpg", **more):
    return {"id": number, "src": src, "outputs": [want(path)], **more}


def replies():
    """What a reply says is what was made, and is what thumb makes."""
    s = Serve()
    reply = s.ask({"id": "x", "src": "turned.jpg", "outputs": [
        want("x40.jpg"), want("x.webp", "x30", quality=50), want("c.png", "20x20", fit="cover"), want("plain", "copy")]})
    assert reply["id"] == "x" and reply["ok"] is True and reply["warnings"] == [], reply
    assert reply["source"] == {"format": "jpeg", "width": 120, "height": 90, "orientation": 6, "date": None}, reply
    assert len(reply["placeholder"]) == 2 and all(c[0] == "#" and len(c) == 7 for c in reply["placeholder"]), reply
    shapes = [(o["path"], o["format"], o["width"], o["height"]) for o in reply["outputs"]]
    assert shapes == [("x40.jpg", "jpeg", 40, 30), ("x.webp", "webp", 40, 30), ("c.png", "png", 20, 20),
                      ("plain", "jpeg", 120, 90)], shapes
    for made in reply["outputs"]:
        assert os.path.getsize(made["path"]) == made["bytes"], made
    for name, args, fields in (("t.jpg", ["-s", "40"], want("t.jpg")), ("t.webp", ["-s", "x30", "-Q", "50"], want("t.webp", "x30", quality=50)),
                               ("t.png", ["-s", "20x20", "--fit", "cover"], want("t.png", "20x20", fit="cover")),
                               ("p.jpg", ["-s", "50x40", "--pad", "#123456", "--rotate", "90", "-Q", "jpeg=60"],
                                want("p.jpg", "50x40", pad="#123456", rotate=90, quality="jpeg=60")),
                               ("g.webp", ["-s", "20x20", "--gravity", "attention", "--sharpen", "light"],
                                want("g.webp", "20x20", gravity="attention", sharpen="light"))):
        assert s.ask({"id": name, "src": "turned.jpg", "outputs": [fields]})["ok"]
        subprocess.run([os.environ["TIRAGE"], "thumb", "-q", *args, "-o", f"same-{name}", "turned.jpg"], check=True)
        assert pathlib.Path(name).read_bytes() == pathlib.Path(f"same-{name}").read_bytes(), name
    reply = s.ask({"id": 7, "src": "turned.jpg", "outputs": [want("tiny.jpg", "copy", **{"max-bytes": 200})]})
    assert reply["ok"] and "even at quality 20" in reply["warnings"][0], reply
    facts = s.ask({"id": -5, "src": "turned.jpg"})
    assert facts["id"] == -5 and facts["outputs"] == [] and facts["placeholder"] is None, facts
    # A file that is cut short is a warning, as for thumb; one that is none is an error, and its worker is not used again.
    pathlib.Path("cut.jpg").write_bytes(pathlib.Path("a.jpg").read_bytes()[:60000])
    pathlib.Path("none.jpg").write_bytes(b"\xff\xd8\xff\xe0 no photo at all")
    reply = s.ask(one(1, "cut-40.jpg", "cut.jpg"))
    assert reply["ok"] and "damaged" in reply["warnings"][0], reply
    s.refused(one(2, "none-40.jpg", "none.jpg"), "corrupt", "none.jpg", 2)
    pathlib.Path("text.jpg").write_text("no picture\n")
    s.refused(one(3, "text-40.jpg", "text.jpg"), "unsupported", "text.jpg", 3)
    assert not os.path.exists("none-40.jpg")
    s.end()


def malformed():
    """One error object each, and the next request is done."""
    s = Serve("--max-pixels", "1000000")
    for line in (b"garbage", b"{", b"[]", b'"text"', b"{}", b'{"id": 1}', b'{"id": 1, "src": "b.jpg"} x', b"\xff\xfe{}",
                 b'{"id": 1.5, "src": "b.jpg"}', b'{"id": null, "src": "b.jpg"}', b'{"id": [1], "src": "b.jpg"}',
                 b'{"id": 99999999999999999999, "src": "b.jpg"}', b'{"src": "b.jpg"}', b'{"id": "' + b"i" * 257 + b'", "src": "b.jpg"}',
                 b'{"id": 1, "src": "b.jpg", "src": "a.jpg"}', b'{"id": 1, "src": 7}', b'{"id": 1, "src": ""}',
                 b'{"id": 1, "src": "b\\u0000.jpg"}', b'{"id": 1, "src": "b\\ud800.jpg"}', b'{"id": 1, "src": "\xc3\x28.jpg"}',
                 b'{"id": 1, "src": "b.jpg", "outputs": {}}', b'{"id": 1, "src": "b.jpg", "outputs": [7]}',
                 b'{"id": 1, "src": "b.jpg", "outputs": [{"size": 4}]}', b'{"cancel": {}}', b'{"cancel": 1, "id": 1}',
                 b"[" * 100000, b'{"id": 1, "src": ' + b'{"a": ' * 90 + b"1" + b"}" * 91):
        s.refused(line, "malformed")
    assert s.refused(b'{"id": 1}', "malformed")["id"] == 1
    s.refused({"id": 1, "src": "b.jpg", "sorce": 1}, "unknown-field", "'sorce'", 1)
    s.refused({"id": 1, "src": "b.jpg", "outputs": [want("x.jpg", qualty=3)]}, "unknown-field", "did you mean quality?", 1)
    s.refused({"id": 1, "src": "b.jpg", "outputs": [want("x.jpg", **{"x" * 5000: 1})]}, "unknown-field")
    s.refused({"cancel": 1, "src": "b.jpg"}, "unknown-field")
    for output in ({"path": "x.jpg"}, want("x.jpg", "40,50"), want("x.jpg", 0), want("x.jpg", "40%%"), want("x.jpg", True),
                   want("x.jpg", quality=0), want("x.jpg", quality="high"), want("x.jpg", quality=[]), want("x.jpg", fit="tight"),
                   want("x.jpg", fit="inside", gravity="north"), want("x.jpg", gravity="up"), want("x.jpg", rotate=45),
                   want("x.jpg", pad="red"), want("x.jpg", "50%", pad="white"), want("x.jpg", pad="white", gravity="north"),
                   want("x.jpg", sharpen=True), want("x.jpg", quality="png=3"), want("x.jpg", **{"max-bytes": 0}),
                   want("x.jpg", srgb=1), want("x.jpg", format="png"), want("x.xyz"), want("x.gif"), want("x.jpg", lossless=True), want("x.tiff"),
                   want("sub/"), want("."), want(".."), want("folder"), want("b.jpg"), want("./b.jpg"), want("hard.jpg")):
        s.refused({"id": 1, "src": "b.jpg", "outputs": [output]}, "usage", "", 1)
    s.refused({"id": 1, "src": "b.jpg", "mkdir": 1}, "usage", "mkdir")
    s.refused({"id": 1, "src": "b.jpg", "outputs": [want("x.jpg"), want("./x.jpg", 20)]}, "usage", "twice")
    s.refused({"id": 1, "src": "b.jpg", "outputs": [want(f"{i}.jpg") for i in range(61)]}, "limit", "60")
    s.refused({"id": 1, "src": "b" * 5000}, "limit", "path")
    s.refused({"id": 1, "src": "b.jpg", "outputs": [want("n" * 300 + ".jpg")]}, "limit", "name")
    s.refused(one(1, "x.jpg", "nowhere.jpg"), "not-found", "nowhere.jpg", 1)
    s.refused(one(1, "x.jpg", "b.jpg/c"), "not-found")
    s.refused(one(1, "nowhere/x.jpg"), "not-found", "mkdir", 1)
    s.refused(one(1, "x.jpg", "folder"), "unsupported")
    s.refused(one(1, "x.jpg", "pipe"), "unsupported")
    s.refused(one(1, "pipe"), "usage")
    s.refused(one(1, "x.jpg", "a.jpg"), "limit", "a.jpg") # --max-pixels
    assert not os.path.exists("x.jpg")
    # A line of 100 MB costs nothing, and no more than one error.
    before = peak(s.process.pid)
    block = b"x" * (1 << 20)
    for _ in range(100):
        s.process.stdin.write(block)
    s.refused(b"", "limit", "1048576", None)
    assert peak(s.process.pid) - before < 8 or SLOW, (before, peak(s.process.pid))
    s.refused(b'{"id": 1, "src": "' + b"s" * ((1 << 20) - 20) + b'"}', "limit", "path", 1) # the longest
    s.refused(b'{"id": 1, "src": "' + b"s" * ((1 << 20) - 19) + b'"}', "limit", "1048576", None)
    # Blank lines are none; one without an end is one at the end of all.
    s.send(b"", b"  \t\r")
    s.process.stdin.write(json.dumps(one("ü\n", "made.jpg")).encode())
    s.process.stdin.close()
    reply = s.line()
    assert reply["ok"] and reply["id"] == "ü\n" and os.path.exists("made.jpg"), reply
    s.end()


def roots():
    """Nothing is read or written but below the roots."""
    here = os.getcwd()
    s = Serve(roots=(f"{here}/in/", "out"))
    for src in ("../b.jpg", f"{here}/b.jpg", "/etc/passwd", "../../../../../../etc/passwd", f"{here}/in/../b.jpg", "leads-out.jpg",
                "folder-out/b.jpg", "absolute.jpg", f"{here}/in", f"{here}/inner/b.jpg", f"//{here}/in/b.jpg", "around.jpg", "magic"):
        reply = s.refused(one(1, f"{here}/out/x.jpg", src), "outside-root")
    for path in ("../x.jpg", "/x.jpg", f"{here}/x.jpg", "folder-out/x.jpg", f"{here}/out/../x.jpg", f"{here}/out/up/x.jpg"):
        s.refused(one(1, path), "outside-root")
        s.refused(one(1, path, mkdir=True), "outside-root")
    s.refused(one(1, "folder-out/made/x.jpg", mkdir=True), "outside-root")
    assert not os.path.exists("made") and not os.path.exists("x.jpg") and not os.listdir("out/sub")
    for src in ("", "."):
        reply = s.ask(one(1, f"{here}/out/x.jpg", src))
        assert reply["error"]["code"] in ("malformed", "unsupported"), reply
    s.refused(one(1, f"{here}/out"), "outside-root")
    s.refused(one(1, f"{here}/out/."), "usage")
    # What is below, however it is spelled, and with links that stay.
    for number, (src, path) in enumerate((("b.jpg", "1.jpg"), (f"{here}/in/b.jpg", f"{here}/out/2.jpg"), ("./sub/../b.jpg", "sub/3.jpg"),
                                          ("stays.jpg", f"{here}/out/sub/../4.jpg"), (f"{here}/in//b.jpg", f"{here}/out/link/5.jpg"))):
        reply = s.ask(one(number, path, src))
        assert reply["ok"], reply
    made = sorted(str(p) for p in pathlib.Path().glob("*/**/[1-5].jpg"))
    assert made == ["in/1.jpg", "in/sub/3.jpg", "out/2.jpg", "out/4.jpg", "out/sub/5.jpg"], made
    # A link is replaced, and not what it leads to.
    before = pathlib.Path("b.jpg").read_bytes()
    assert s.ask(one(9, "leads-out.jpg", "stays.jpg"))["ok"]
    assert not os.path.islink("in/leads-out.jpg") and pathlib.Path("b.jpg").read_bytes() == before
    # Folders are made where that was asked for; outputs have the mode that the umask leaves.
    assert s.ask(one(10, f"{here}/out/new/er/x.jpg", mkdir=True))["ok"]
    assert os.stat("out/new/er/x.jpg").st_mode & 0o777 == 0o666 & ~umask() and os.stat("out/new").st_mode & 0o777 == 0o777 & ~umask()
    # What is the photo, or twice the same file, only once folders are made.
    before = pathlib.Path("in/b.jpg").read_bytes()
    s.refused(one(12, "made/../b.jpg", mkdir=True), "usage", "is the photo itself")
    assert pathlib.Path("in/b.jpg").read_bytes() == before
    twice = one(13, "later/x.jpg", mkdir=True)
    for path in ("later//x.jpg", "later/more/../x.jpg", f"{here}/in/./later/x.jpg"):
        twice["outputs"] = twice["outputs"][:1] + one(13, path)["outputs"]
        s.refused(twice, "usage", "is there twice")
        assert not os.path.exists("in/later/x.jpg")
        shutil.rmtree("in/later")
    # A folder that becomes a link on the way is none.
    workers = s.stop_a_worker(one(11, f"{here}/out/new/er/y.jpg", "a.jpg"))
    os.rename("out/new", "out/old")
    os.symlink("../..", "out/new")
    os.mkdir("er")
    for worker in workers:
        os.kill(worker, signal.SIGCONT)
    reply = s.line()
    assert reply["id"] == 11 and reply["error"]["code"] == "outside-root", reply
    assert os.listdir("er") == [] and not list(pathlib.Path().rglob(".tirage-*"))
    s.end()


def umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def read_only():
    """Run by a user who may not write to the root `in`, but to `out`."""
    s = Serve(roots=("in", "out"))
    s.refused(one(1, "x.jpg"), "io", "x.jpg", 1)
    s.refused(one(1, "made/x.jpg", mkdir=True), "io", "x.jpg", 1)
    s.refused(one(1, f"{os.getcwd()}/out/x.jpg", "secret.jpg"), "io", "secret.jpg", 1)
    assert s.ask(one(2, f"{os.getcwd()}/out/x.jpg"))["ok"]
    s.end()


def workers():
    """A photo that kills its worker, or takes too long, costs itself alone."""
    for _ in range(5):  # a worker that is killed before it has the photo costs nothing
        s = Serve("-j", "1")
        first = s.stop_a_worker(one("killed", "k.jpg", "a.jpg"))
        s.send(one("next", "n.jpg"))
        os.kill(first[0], signal.SIGKILL)
        replies = {reply["id"]: reply for reply in (s.line(), s.line())}
        if "error" in replies["killed"]:
            break
        s.end()
        os.remove("k.jpg")
    assert replies["killed"]["error"]["code"] == "worker-died" and "signal 9" in replies["killed"]["error"]["message"], replies
    assert replies["next"]["ok"] and not os.path.exists("k.jpg"), replies
    # Workers stay: the next photo has the same one.
    before = s.workers()
    assert s.ask(one(1, "1.jpg"))["ok"] and s.workers() == before
    s.end()
    s = Serve("-j", "1", "--timeout", "20" if SLOW else "5")
    s.stop_a_worker(one("slow", "s.jpg", "a.jpg"))
    s.send(one("next", "n.jpg"))
    replies = {reply["id"]: reply for reply in (s.line(), s.line())}
    assert replies["slow"]["error"]["code"] == "limit" and "time limit" in replies["slow"]["error"]["message"], replies
    assert replies["next"]["ok"], replies
    s.end()
    # Without workers one request after the other is done, and nothing is waited for that does not come.
    s = Serve("-j", "0")
    assert s.ask(one(1, "1.jpg"))["ok"]
    s.send(*[one(i, f"{i}.jpg") for i in range(300)])
    assert [s.line()["id"] for _ in range(300)] == list(range(300))
    s.refused(one(1, "x.jpg", "nowhere.jpg"), "not-found")
    s.end()
    # Replies come when they are there, in whatever order.
    s = Serve("-j", "2")
    stopped = s.stop_a_worker(one("large", "l.jpg", "a.jpg"))
    s.send(one("small", "s.jpg"))
    reply = s.line()
    assert reply["id"] == "small" and reply["ok"], reply
    # An id is free again when it was answered, and not before.
    s.refused(one("large", "l2.jpg"), "duplicate-id", '"large"', None)
    s.refused({"id": "large", "src": "b.jpg", "x": 1}, "duplicate-id", '"large"', None)
    assert s.ask(one("small", "s.jpg"))["ok"]
    for worker in stopped:
        os.kill(worker, signal.SIGCONT)
    assert s.line()["id"] == "large"
    # A photo that changes while it is worked on is made as it is now.
    stopped = s.stop_a_worker(one("changed", "changed.jpg", "a.jpg"))
    os.rename("b.jpg", "moved.jpg")
    os.rename("a.jpg", "b.jpg")
    os.rename("moved.jpg", "a.jpg")
    for worker in stopped:
        os.kill(worker, signal.SIGCONT)
    reply = s.line()
    assert reply["ok"] and reply["source"]["width"] == 64, reply
    os.rename("a.jpg", "moved.jpg")
    os.rename("b.jpg", "a.jpg")
    os.rename("moved.jpg", "b.jpg")
    s.end()


def cancels():
    s = Serve("-j", "1")
    stopped = s.stop_a_worker(one(1, "1.jpg", "a.jpg"))
    s.send(one(2, "2.jpg"), one(3, "3.jpg"), {"cancel": 2}, {"cancel": "2"}, {"cancel": 77}, {"cancel": 1})
    reply = s.line() # of what waits: at once
    assert reply["id"] == 2 and reply["error"]["code"] == "cancelled", reply
    s.refused(one(1, "1.jpg"), "duplicate-id", "", None)
    os.kill(stopped[0], signal.SIGCONT)
    reply = s.line() # of what has begun: when its worker is free
    assert reply["id"] == 1 and reply["error"]["code"] == "cancelled", reply
    assert s.line()["id"] == 3 and os.path.exists("3.jpg")
    assert not os.path.exists("1.jpg") and not os.path.exists("2.jpg")
    # While its outputs are made, which takes a while.
    s.send({"id": 4, "src": "a.jpg", "outputs": [want(f"late-{i}.jpg", "copy", progressive=True, quality=90 + i) for i in range(10)]})
    while not is_busy(s.process.pid):
        assert not select.select([s.process.stdout], [], [], 0)[0], s.line()
    for worker in s.workers():
        os.kill(worker, signal.SIGSTOP)
    s.send({"cancel": 4})
    s.refused(b"x", "malformed")
    for worker in s.workers():
        os.kill(worker, signal.SIGCONT)
    reply = s.line()
    assert reply["id"] == 4 and reply["error"]["code"] == "cancelled", reply
    assert not list(pathlib.Path().glob("late-*"))
    s.end()


def ends():
    """The end of standard input, signals, and a reader that leaves."""
    s = Serve("-j", "2")
    s.send(*[one(i, f"e{i}.jpg") for i in range(40)])
    s.process.stdin.close()
    assert sorted(s.line()["id"] for _ in range(40)) == list(range(40))
    s.end()
    for sig in (signal.SIGTERM, signal.SIGINT):
        s = Serve("-j", "1")
        stopped = s.stop_a_worker(one("begun", "begun.jpg", "a.jpg"))
        s.send(*[one(i, f"w{i}.jpg") for i in range(10)])
        s.refused(b"x", "malformed") # they are all read
        s.process.send_signal(sig)
        for i in range(10):
            reply = s.line()
            assert reply["id"] == i and reply["error"]["code"] == "cancelled", reply
        with contextlib.suppress(OSError):
            s.send(one("late", "late.jpg")) # is not read any more
        os.kill(stopped[0], signal.SIGCONT)
        reply = s.line()
        assert reply["id"] == "begun" and reply["ok"] and os.path.exists("begun.jpg"), reply
        s.end(128 + sig)
        assert not os.path.exists("w0.jpg") and not os.path.exists("late.jpg")
        os.remove("begun.jpg")
    # Whoever does not read the rest is not waited for long.
    s = Serve("-j", "1")
    s.send(*[b"x" * 200 for _ in range(1500)])
    s.process.send_signal(signal.SIGTERM)
    assert s.process.wait(LIMIT) == 128 + signal.SIGTERM
    # Who leaves without a word ends it; what has begun is finished.
    for leaves in (lambda s: s.process.stdout.close(), lambda s: (s.process.stdin.close(), s.process.stdout.close())):
        s = Serve("-j", "1")
        stopped = s.stop_a_worker(one("begun", "begun.jpg", "a.jpg"))
        s.send(one(1, "w1.jpg"))
        leaves(s)
        time.sleep(0.2)
        os.kill(stopped[0], signal.SIGCONT)
        s.process.wait(LIMIT)
        assert os.path.exists("begun.jpg")
        os.remove("begun.jpg")


def slow_reader(pair=False):
    """2000 requests of a client that does not read for a while: nothing is lost, and memory is bounded."""
    n = 2000
    path = "deep/" * 40 # long names: replies that fill every buffer
    ours = theirs = None
    popen = {}
    if pair: # Node's pipes are sockets
        ours, theirs = socket.socketpair()
        popen = {"stdout": theirs}
    requests = b"".join(json.dumps(one(i, f"{path}{i % 50}.jpg", mkdir=True)).encode() + b"\n" for i in range(n))
    bad = b"".join(json.dumps({"id": f"bad-{i}", "src": "b.jpg", "unknown": 1}).encode() + b"\n" for i in range(n))
    process = subprocess.Popen([os.environ["TIRAGE"], "serve", "--stdio", "--root", "."], stdin=subprocess.PIPE,
                               **{"stdout": subprocess.PIPE, **popen})
    if pair:
        theirs.close()
    reader = ours.fileno() if pair else process.stdout.fileno()
    os.set_blocking(process.stdin.fileno(), False)
    data = requests + bad
    sent = 0
    rests, since = 0, time.monotonic() # how often in a row it took nothing and worked on nothing
    while sent < len(data) and rests < 30: # it takes no more when what it has is done
        if select.select([], [process.stdin], [], 0.1)[1]:
            with contextlib.suppress(BlockingIOError):
                sent += os.write(process.stdin.fileno(), data[sent:sent + 65536])
            rests, since = 0, time.monotonic()
        else:
            rests = 0 if is_busy(process.pid) else rests + 1
        assert time.monotonic() < since + LIMIT, "workers wait for the reader"
    assert sent < len(data), "it has read everything"
    if not SLOW:
        assert peak(process.pid) < 48, peak(process.pid)
    got = b""
    while True:
        ready = select.select([reader], [process.stdin] if sent < len(data) else [], [], LIMIT)
        assert ready[0] or ready[1], "it hangs"
        if ready[1]:
            with contextlib.suppress(BlockingIOError):
                sent += os.write(process.stdin.fileno(), data[sent:sent + 65536])
            if sent == len(data):
                process.stdin.close()
        if ready[0]:
            more = os.read(reader, 1 << 16)
            if not more:
                break
            got += more
    lines = [json.loads(line) for line in got.splitlines()][1:]
    assert process.wait(LIMIT) == 0
    assert len(lines) == 2 * n and {str(line["id"]) for line in lines} == {*map(str, range(n)), *(f"bad-{i}" for i in range(n))}
    assert sum(line["ok"] for line in lines) == n


def is_busy(pid):
    """Whether a request has begun that is not done: its outputs are open."""
    return any("memfd:output" in name for name in descriptors(pid))


def slow_reader_of_a_socket():
    slow_reader(pair=True)


{f.__name__: f for f in (replies, malformed, roots, read_only, workers, cancels, ends, slow_reader,
                         slow_reader_of_a_socket)}[sys.argv[1]]()
