"""serve_client.py - what cli_serve_clients.sh checks of the client for Python, which is in ./client, in a folder with b.jpg."""
import asyncio
import os
import pathlib
import signal
import sys
import threading

sys.path.insert(0, "client")
import tirage  # noqa: E402

PROGRAM = os.environ["TIRAGE"]


def children(pid):
    return [int(p.parent.name) for p in pathlib.Path("/proc").glob("[0-9]*/stat") if parent(p) == pid]


def parent(stat):
    try:
        return int(stat.read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return None


def fails(call, error, says=""):
    try:
        call()
    except error as e:
        assert says in str(e), e
        return e
    raise AssertionError(f"no {error.__name__}")


def nested(depth):
    return [nested(depth - 1)] if depth else 1


def out(name, size=8, **more):
    return {"path": name, "size": size, **more}


def blocking():
    with tirage.Tirage(".", jobs=2, program=PROGRAM) as t:
        reply = t.thumb(pathlib.Path("b.jpg"), [out(pathlib.Path("new/p.jpg"), 32), out("p.webp", "16x", quality=50)], mkdir=True)
        assert [(o["path"], o["width"], o["height"]) for o in reply["outputs"]] == [("new/p.jpg", 32, 24), ("p.webp", 16, 12)], reply
        assert os.path.getsize("new/p.jpg") == reply["outputs"][0]["bytes"]
        assert fails(lambda: t.thumb("nowhere.jpg", []), tirage.TirageError, "nowhere.jpg").code == "not-found"
        assert fails(lambda: t.thumb("b.jpg", [out("x.jpg", qualty=1)]), tirage.TirageError, "qualty").code == "unknown-field"
        unsaid = [("n" * (1 << 20), [], "limit"), ("b.jpg", [out("x.jpg", float("nan"))], "malformed"), (nested(32), [], "malformed")]
        for src, outputs, code in unsaid:  # what the program cannot answer, since it does not know of whom it is
            assert fails(lambda: t.submit(src, outputs).result(20), tirage.TirageError).code == code
        assert fails(lambda: t.submit(nested(31), []).result(20), tirage.TirageError, "src").code == "malformed"
        widths, threads = [], []
        for k in range(4):  # many at once, of several threads
            def work(k=k):
                futures = [t.submit("b.jpg", [out(f"many-{k}-{i % 9}.jpg", 8 + i % 20)]) for i in range(250)]
                widths.extend(f.result()["outputs"][0]["width"] == 8 + i % 20 for i, f in enumerate(futures))
            threads.append(threading.Thread(target=work))
            threads[-1].start()
        for thread in threads:
            thread.join()
        assert len(widths) == 1000 and all(widths)
        last = [t.submit("b.jpg", [out("last.jpg")]) for _ in range(100)]
        assert not last[-1].cancel()  # the reply would come nevertheless
        assert t.close() == 0
        assert all(f.result()["ok"] for f in last)
        fails(lambda: t.thumb("b.jpg", []), tirage.Ended)
    t = tirage.Tirage(["."], jobs=1, program=PROGRAM)
    t.thumb("b.jpg", [])
    for worker in [w for z in children(t._process.pid) for w in children(z)]:
        os.kill(worker, signal.SIGSTOP)
    futures = [t.submit("b.jpg", [out("died.jpg")]) for _ in range(50)]
    t._process.kill()
    for future in futures:
        fails(future.result, tirage.Ended, "-9")
    fails(lambda: t.thumb("b.jpg", []), tirage.Ended)
    t.close()
    fails(lambda: tirage.Tirage(".", program="/nowhere/tirage"), FileNotFoundError)
    with tirage.Tirage("/nowhere", program=PROGRAM) as t:
        fails(lambda: t.thumb("b.jpg", []), tirage.Ended)


async def has_read(t):
    """Returns when the program has read all that was written until now: it complains of a line in its turn, and at once."""
    complained, settle = asyncio.Event(), t._settle
    t._settle = lambda line: complained.set() if b'"malformed"' in line else settle(line)
    t._process.stdin.write(b"no request\n")
    await asyncio.wait_for(complained.wait(), 60)
    t._settle = settle


async def concurrent():
    async with tirage.AsyncTirage(["."], jobs=1, program=PROGRAM) as t:
        replies = await asyncio.gather(*[t.thumb("b.jpg", [out(f"async-{i % 9}.jpg", 8 + i % 20)]) for i in range(1000)])
        assert all(r["outputs"][0]["width"] == 8 + i % 20 for i, r in enumerate(replies))
        try:
            await t.thumb("nowhere.jpg", [])
        except tirage.TirageError as e:
            assert e.code == "not-found"
        assert await t.close() == 0
    async with tirage.AsyncTirage(["."], jobs=1, program=PROGRAM) as t:
        await t.thumb("b.jpg", [])  # by a new worker, which is not replaced while it is stopped
        workers = [w for z in children(t._process.pid) for w in children(z)]
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        tasks = [asyncio.create_task(t.thumb("b.jpg", [out(f"never-{i}.jpg")])) for i in range(200)]
        kept = asyncio.create_task(t.thumb("b.jpg", [out("kept.jpg")]))
        await asyncio.sleep(0)  # they write what there is room for
        await has_read(t)
        for task in tasks:
            task.cancel()
        assert all(isinstance(e, asyncio.CancelledError) for e in await asyncio.gather(*tasks, return_exceptions=True))
        await has_read(t)
        for worker in workers:
            os.kill(worker, signal.SIGCONT)
        assert (await kept)["ok"] and os.path.exists("kept.jpg")
        assert await t.close() == 0
        assert not list(pathlib.Path().glob("never-*")), "a cancelled request was done"
    async with tirage.AsyncTirage(".", program=PROGRAM) as t:
        await t.thumb("b.jpg", [])
        tasks = [asyncio.create_task(t.thumb("b.jpg", [])) for _ in range(300)]
        await asyncio.sleep(0)
        t._process.kill()
        for end in await asyncio.gather(*tasks, return_exceptions=True):
            assert isinstance(end, (dict, tirage.Ended)), end


def finds():
    os.environ["TIRAGE_BIN"] = "/some/tirage"
    assert tirage.find_program() == "/some/tirage"
    del os.environ["TIRAGE_BIN"]
    os.environ["PATH"] = os.path.dirname(PROGRAM)
    assert tirage.find_program() == PROGRAM
    beside = pathlib.Path(tirage.__file__).parent / "bin" / "tirage"
    beside.parent.mkdir()
    beside.symlink_to(PROGRAM)
    assert tirage.find_program() == str(beside)


blocking()
asyncio.run(concurrent())
finds()
