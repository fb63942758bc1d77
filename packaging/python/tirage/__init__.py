"""Thumbnails through one `tirage serve --stdio`: Tirage blocks, AsyncTirage is for asyncio.
docs/serve.md describes requests and replies.  A program that ends is not started again: what is asked of it fails."""
from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import shutil
import threading
from concurrent.futures import Future
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any, Iterable, Mapping, Sequence, Union

__all__ = ["AsyncTirage", "Ended", "Tirage", "TirageError", "find_program"]
Name = Union[str, "os.PathLike[str]"]
Output = Mapping[str, Any]  # {"path", "size"} and options of `tirage thumb`
Reply = dict  # {"source", "placeholder", "outputs", "warnings"}
IN_FLIGHT = 128  # requests that the program of an AsyncTirage has; others wait here
LINE, DEPTH = 1 << 20, 32  # of a request: of what is longer or deeper the program cannot say of whom it is


class TirageError(Exception):
    """What the program answers instead of pictures; `code` is one of docs/serve.md."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


class Ended(Exception):
    """The program is not there any more."""


def find_program() -> str:
    """$TIRAGE_BIN, or else the one that was installed with this file, or else that of PATH."""
    up = Path(__file__).resolve().parents  # [1]: by pip install --target, [4]: in any other way
    folders = [up[0], up[1], up[4] if up[1].name.endswith("-packages") else up[0]]
    path = os.pathsep.join([*(f"{folder}/bin" for folder in folders), os.environ.get("PATH", os.defpath)])
    return os.environ.get("TIRAGE_BIN") or shutil.which("tirage", path=path) or "tirage"


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else None
    return 0 if inner is None else 1 + max(map(_depth, inner), default=0)


class _Client:
    """roots: folders; args: other options of `tirage serve`, like ["--memory", "1G"]."""

    def __init__(self, roots: Name | Iterable[Name], *, jobs: int | None = None, args: Sequence[str] = (),
                 program: str | None = None):
        folders = [roots] if isinstance(roots, (str, os.PathLike)) else roots
        named = [] if jobs is None else ["--jobs", str(jobs)]
        named += [word for folder in folders for word in ("--root", os.fspath(folder))]
        self._argv = [program or find_program(), "serve", "--stdio", *named, *args]
        self._pending: dict[int, Any] = {}
        self._numbers, self._ended = itertools.count(1), False

    def _request(self, src: Name, outputs: Iterable[Output], mkdir: bool) -> tuple[int, bytes]:
        request = {"id": next(self._numbers), "src": src, "outputs": [dict(output) for output in outputs], "mkdir": mkdir}
        try:
            line = json.dumps(request, default=os.fspath, allow_nan=False).encode()
        except (RecursionError, ValueError) as error:
            raise TirageError("malformed", str(error)) from error
        if _depth(request) > DEPTH:
            raise TirageError("malformed", f"a request is nested more than {DEPTH} deep")
        if len(line) > LINE:
            raise TirageError("limit", f"a request has more than {LINE} bytes")
        return request["id"], line + b"\n"

    def _settle(self, line: bytes) -> None:
        reply = json.loads(line)
        future = self._pending.pop(reply.get("id"), None)  # None: it is about a line, or the first of all
        if future and not future.done():
            error = reply.get("error")
            future.set_exception(TirageError(error["code"], error["message"])) if error else future.set_result(reply)

    def _end(self, status: int) -> None:
        for future in [f for f in self._pending.values() if not f.done()]:
            future.set_exception(Ended(f"tirage ended with status {status}"))


class Tirage(_Client, contextlib.AbstractContextManager):
    """Blocks; several threads may share it."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self._process = Popen(self._argv, stdin=PIPE, stdout=PIPE)
        self._lock = threading.Lock()  # of writers
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def submit(self, src: Name, outputs: Iterable[Output], *, mkdir: bool = False) -> Future[Reply]:
        """Asks without waiting for the reply; waits while the program has all the requests that it takes."""
        (number, line), future = self._request(src, outputs, mkdir), Future()
        future.set_running_or_notify_cancel()  # it cannot be cancelled: the program is not told
        with self._lock:
            if self._ended:
                raise Ended("tirage has ended")
            self._pending[number] = future
            with contextlib.suppress(OSError):  # the reader tells all
                self._process.stdin.write(line)
                self._process.stdin.flush()
        return future

    def thumb(self, src: Name, outputs: Iterable[Output], *, mkdir: bool = False) -> Reply:
        return self.submit(src, outputs, mkdir=mkdir).result()

    def close(self) -> int:  # the exit status; what was asked is finished
        with self._lock, contextlib.suppress(OSError):
            self._ended = True
            self._process.stdin.close()
        self._reader.join()
        return self._process.wait()

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self) -> None:
        with self._process.stdout as lines:
            for line in lines:
                self._settle(line)
        status = self._process.wait()
        with self._lock:  # who holds it meets a closed pipe
            self._ended = True
            self._end(status)


class AsyncTirage(_Client):
    """`async with AsyncTirage(roots) as tirage: await tirage.thumb(...)`.  Cancelling a task cancels its request."""

    async def __aenter__(self) -> AsyncTirage:
        self._process = await asyncio.create_subprocess_exec(*self._argv, stdin=PIPE, stdout=PIPE, limit=1 << 22)
        self._room = asyncio.Semaphore(IN_FLIGHT)
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def thumb(self, src: Name, outputs: Iterable[Output], *, mkdir: bool = False) -> Reply:
        async with self._room:
            if self._ended:
                raise Ended("tirage has ended")
            number, line = self._request(src, outputs, mkdir)
            future = self._pending[number] = asyncio.get_running_loop().create_future()
            self._process.stdin.write(line)
            future.add_done_callback(lambda f: f.cancelled() and self._process.stdin.write(b'{"cancel": %d}\n' % number))
            return await future

    async def close(self) -> int:
        self._ended = True
        self._process.stdin.close()
        await self._reader
        return await self._process.wait()

    async def _read(self) -> None:
        while line := await self._process.stdout.readline():
            self._settle(line)
        self._ended = True
        self._end(await self._process.wait())
