# reduce.sh PHOTO.jpg - CPU time of one Lanczos reduction of a decoded picture of 4000x3000 to 852 pixels
# wide: ours at each level, Pillow's resize() and `vips resize`.
set -eu
photo=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
/usr/bin/python3 - "$photo" "$dir/p.ppm" <<'PY'
import sys
from PIL import Image
image = Image.open(sys.argv[1]).convert("RGB").resize((4000, 3000), Image.BICUBIC)
image.save(sys.argv[2])
PY
build/bench/bench/tg_reduce "$dir/p.ppm" 852
/usr/bin/python3 - "$dir/p.ppm" <<'PY'
import statistics, sys, time
from PIL import Image
image = Image.open(sys.argv[1])
image.load()
for gap in (None, 2.0):
    times = []
    for _ in range(21):
        start = time.process_time()
        image.resize((852, 639), Image.LANCZOS, reducing_gap=gap)
        times.append((time.process_time() - start) * 1000)
    print(f"Pillow resize(), reducing_gap {gap}: {statistics.median(times):.2f} ms")
PY
vips copy "$dir/p.ppm" "$dir/p.v"
/usr/bin/python3 - "$dir" <<'PY'
import os, statistics, subprocess, sys
folder = sys.argv[1]
def cpu(*command):
    times = []
    for _ in range(11):
        child = subprocess.Popen(command, env=dict(os.environ, VIPS_CONCURRENCY="1"),
                                 stdout=subprocess.DEVNULL)
        usage = os.wait4(child.pid, 0)[2]
        times.append((usage.ru_utime + usage.ru_stime) * 1000)
    return statistics.median(times)
resize = cpu("vips", "resize", f"{folder}/p.v", f"{folder}/o.v", str(852 / 4000))
start = cpu("vips", "--version")
print(f"vips resize, whole process: {resize:.2f} ms, of which start-up {start:.2f} ms")
PY
