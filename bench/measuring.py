"""What the measuring scripts share: running a command and what it took, the machine, results as JSON."""
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path


def remove_site(site):
    """With its state, which is alongside it as build/ is in a git work tree."""
    shutil.rmtree(site, ignore_errors=True)
    shutil.rmtree(site.with_name(f".{site.name}.tirage"), ignore_errors=True)


def run(command, codes=(0,), **options):
    """CPU seconds with all descendants, wall seconds."""
    return measure(command, codes, 0, **options)[:2]


def measure(command, codes=(0,), every=0.02, **options):
    """CPU and wall seconds and most memory, MiB: of a command and all its descendants together, looked at `every` so
    many seconds, which costs them a little time."""
    read, write = os.pipe()
    child = subprocess.Popen([sys.executable, "-I", "-S", Path(__file__).with_name("launch.py"), str(write), *command],
                             stdout=subprocess.DEVNULL, pass_fds=[write], **options)
    os.close(write)
    watch = Watch(child.pid, every)
    with os.fdopen(read) as took:
        cpu, wall, largest, code = (float(word) for word in took.read().split())
    child.wait()
    peak = max(watch.stop(), largest)  # too short a run is not looked at
    if code not in codes:
        raise SystemExit(f"exit code {code:.0f}: {' '.join(map(str, command))}")
    return cpu, wall, peak


class Watch:
    """Looks at the memory (PSS, so that what forks share counts once) of a process's descendants.
    0 seconds: never."""

    def __init__(self, pid, every):
        self.pid, self.every, self.peak, self.ended = pid, every, 0, threading.Event()
        self.thread = threading.Thread(target=self.look)
        self.thread.start()

    def stop(self):
        self.ended.set()
        self.thread.join()
        return self.peak / 1024

    def look(self):
        while self.every and not self.ended.wait(self.every):
            self.peak = max(self.peak, sum(pss_kib(pid) for pid in descendants(self.pid)))


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


def write_png(path, width, height):
    """A picture with smooth and rough places, uncompressed so that no version of zlib changes it."""
    state, tile = 1, []
    for _ in range(240 * 240):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        tile.append((state >> 16) % 64)
    rows = bytearray()
    for y in range(height):
        line = bytearray(3 * width)
        for c, slope in enumerate((191, 96, 48)):
            shades = bytes(((i * slope >> 8) + y * slope // height) & 255 for i in range(256))
            rough = [tile[y % 240 * 240 + x] if (x // 120 + y // 120) % 2 else 0 for x in range(240)]
            period = bytes((shades[x] + rough[x]) & 255 for x in range(240))
            line[c::3] = (period * (width // 240 + 1))[:width]
        rows += b"\0" + line

    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((8, 2, 0, 0, 0))
    Path(path).write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
                           + chunk(b"IDAT", zlib.compress(bytes(rows), 0)) + chunk(b"IEND", b""))


def series(values):
    if not values:
        return {"runs": []}
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
