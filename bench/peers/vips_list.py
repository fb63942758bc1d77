#!/usr/bin/python3
"""Pictures by vipsthumbnail: JOBS processes of one thread, each with a share of the photos, one after another for
every kind of picture; each reads only as much of the photo as its size needs.

Usage: JOBS=N vips_list.py LIST     (see peers.py)
"""
import concurrent.futures
import os
import subprocess
import sys

WHOLE = "100000x100000"  # never enlarged


def thumbnails(box, rows):
    folder = os.path.dirname(rows[0][1])
    size = WHOLE if box == "copy" else box
    subprocess.run(["vipsthumbnail", "--size", f"{size}>", "-o",
                    f"{folder}/%s-{box}.jpg[Q=75,interlace,strip,subsample_mode=on]", *(row[0] for row in rows)],
                   check=True, env=dict(os.environ, VIPS_CONCURRENCY="1"))


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    jobs = int(os.environ["JOBS"])
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        tasks = []
        for box in dict.fromkeys(row[4] for row in rows):
            wanted = [row for row in rows if row[4] == box]
            tasks += [pool.submit(thumbnails, box, wanted[i::jobs]) for i in range(min(jobs, len(wanted)))]
        for task in tasks:
            task.result()
