"""What the measuring scripts share: running a command and what it took, the machine, results as JSON."""
import json
import os
import platform
import statistics
import subprocess
import threading
import time
from pathlib import Path


def run(command, codes=(0,), **options):
    """CPU seconds with all children, wall seconds."""
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, **options)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in codes:
        raise SystemExit(f"exit code {child.returncode}: {command}")
    return usage.ru_utime + usage.ru_stime, wall


def peak_mib(command, codes=(0,), **options):
    """Most memory of a command and all its descendants together, looked at twenty times a second and more."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, **options)
    watch = Watch(child.pid)
    _, status, usage = os.wait4(child.pid, 0)
    peak = max(watch.stop(), usage.ru_maxrss / 1024)  # too short a run is not looked at
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in codes:
        raise SystemExit(f"exit code {child.returncode}: {command}")
    return peak


class Watch:
    """Looks at the memory (PSS, so that what forks share counts once) of a process and its descendants."""

    def __init__(self, pid):
        self.pid, self.peak, self.ended = pid, 0, threading.Event()
        self.thread = threading.Thread(target=self.look)
        self.thread.start()

    def stop(self):
        self.ended.set()
        self.thread.join()
        return self.peak / 1024

    def look(self):
        while not self.ended.wait(0.02):
            self.peak = max(self.peak, sum(pss_kib(pid) for pid in [self.pid, *descendants(self.pid)]))


def pss_kib(pid):
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass  # it has ended
    return 0


def descendants(pid):
    found = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += (task / "children").read_text().split()
    except OSError:
        pass
    return [d for child in found for d in [int(child), *descendants(int(child))]]


def series(values):
    return {"median": round(statistics.median(values), 4), "min": round(min(values), 4),
            "max": round(max(values), 4), "runs": [round(v, 4) for v in values]}


def output_of(*command):
    """The first line that a command prints, or "" where it is missing."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    except OSError:
        return ""
    return (done.stdout.strip().splitlines() or [""])[0]


def machine():
    models = [line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
              if line.startswith(("model name", "Model"))]
    memory = next(int(line.split()[1]) for line in Path("/proc/meminfo").read_text().splitlines()
                  if line.startswith("MemTotal:"))
    release = platform.freedesktop_os_release() if hasattr(platform, "freedesktop_os_release") else {}
    return {"cpu": models[0] if models else platform.machine(), "cores": len(os.sched_getaffinity(0)),
            "arch": platform.machine(), "memory_mib": memory // 1024, "kernel": platform.release(),
            "os": release.get("PRETTY_NAME", "?"), "libc": " ".join(platform.libc_ver()),
            "date": time.strftime("%Y-%m-%d", time.gmtime())}


def save(path, result):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    new.replace(path)


def photos_in(folder):
    """JPEG files of a folder, by name."""
    found = sorted(p.resolve() for p in Path(folder).iterdir() if p.suffix.lower() in (".jpg", ".jpeg"))
    if not found:
        raise SystemExit(f"{folder}: has no JPEG files")
    return found
