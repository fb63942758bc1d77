#!/usr/bin/python3
"""Pictures by the client of `tirage serve` for Python; --async: by the one for asyncio.

Usage: ROOT=FOLDER JOBS=N TIRAGE_BIN=PROGRAM serve_list.py [--async] LIST     (see serve.py and peers.py)
"""
import asyncio
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "packaging/python"))
from tirage import AsyncTirage, Tirage  # noqa: E402

OPTIONS = {"fit": "exact", "progressive": True, "subsampling": "420"}


def requests(path):
    for line in Path(path).read_text().splitlines():
        photo, output, width, height, _ = line.split("\t")
        yield photo, [{"path": output, "size": f"{width}x{height}", **OPTIONS}]


async def concurrently(path):
    async with AsyncTirage(os.environ["ROOT"], jobs=int(os.environ["JOBS"])) as tirage:
        await asyncio.gather(*[tirage.thumb(*request) for request in requests(path)])


if sys.argv[1] == "--async":
    asyncio.run(concurrently(sys.argv[2]))
else:
    with Tirage(os.environ["ROOT"], jobs=int(os.environ["JOBS"])) as blocking:
        for future in [blocking.submit(*request) for request in requests(sys.argv[1])]:
            future.result()
