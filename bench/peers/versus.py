#!/usr/bin/python3
"""Runs two commands in turn and prints the median CPU time, wall time and peak memory of each, and the
median of the ratios pair by pair, which holds when the machine's speed drifts.

Usage: versus.py [-n RUNS] COMMAND_A COMMAND_B     (each one string, run by sh)
"""
import argparse
import os
import statistics
import subprocess
import time


def run(command):
    start = time.monotonic()
    child = subprocess.Popen(["sh", "-c", command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"versus.py: failed with status {status}: {command}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-n", type=int, default=5, help="counted runs of each, after one warm-up")
    parser.add_argument("commands", nargs=2)
    args = parser.parse_args()
    results = [[], []]
    for i in range(args.n + 1):
        for k in range(2):
            result = run(args.commands[k])
            if i:
                results[k].append(result)
    print("| command | CPU s | wall s | peak MiB (largest process) |\n|---|---|---|---|")
    for k in range(2):
        cpu, wall, rss = (statistics.median(column) for column in zip(*results[k]))
        print(f"| {'AB'[k]} | {cpu:.2f} | {wall:.2f} | {rss:.0f} |")
    ratios = [b[0] / a[0] for a, b in zip(*results)]
    print(f"\nCPU of B / CPU of A: {statistics.median(ratios):.2f} "
          f"({min(ratios):.2f}-{max(ratios):.2f})")


if __name__ == "__main__":
    main()
