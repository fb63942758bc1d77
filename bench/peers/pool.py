"""A task for each photo, in JOBS processes, as récitale has it."""
import multiprocessing
import os
from itertools import groupby


def for_each_photo(render, listing):
    """render((PHOTO, [[PHOTO, OUTPUT, WIDTH, HEIGHT, BOX], ...])) for each photo of a list; see peers.py."""
    with open(listing, encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    tasks = [(path, list(outputs)) for path, outputs in groupby(rows, lambda row: row[0])]
    with multiprocessing.Pool(int(os.environ["JOBS"])) as pool:
        for _ in pool.imap_unordered(render, tasks):
            pass
        pool.close()
        pool.join()  # or its processes would not be counted
