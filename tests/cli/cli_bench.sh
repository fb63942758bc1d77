# cli_bench.sh - measuring this machine and comparing results.  No time is asserted.
. "$(dirname "$0")/lib.sh"
export TMPDIR="$work/tmp"
mkdir tmp photos

make_photo photos/a.jpg 640 480 420
make_photo photos/b.JPG 480 640 444 --orientation 6
ok bench --photos photos --scale 1 --rounds 2 -j 2 -o a.json
[ -z "$(ls tmp)" ] || fail "something is left in TMPDIR: $(ls tmp)"
python3 - <<'END' || fail "the result is not what docs/bench-format.md says"
import json
r = json.load(open("a.json"))
assert r["format"] == "tirage-bench" and r["version"] == 1
assert r["work"]["photos"] == 14 and r["work"]["albums"] == 1 and not r["work"]["made"]
assert abs(r["work"]["megapixels"] - 14 * 640 * 480 / 1e6) < 0.1
builds = [(b["name"], b["jobs"]) for b in r["builds"]]
assert builds == [("cold", 1), ("cold", 2), ("unchanged", 2), ("one photo", 2)], builds
for b in r["builds"]:
    assert len(b["wall_s"]["runs"]) == 2 and b["wall_s"]["min"] <= b["wall_s"]["median"] <= b["wall_s"]["max"]
    assert b["cpu_s"]["median"] > 0 and b["peak_mib"] > 1
trees = {b["tree"] for b in r["builds"]}  # the photo that changes still shows the same
assert len(trees) == 1 and len(trees.pop()) == 32, "the site depends on the number of workers"
names = {s["name"] for s in r["stages"]}
assert {"probe", "decode by libjpeg-turbo", "decode", "resample", "encode progressive", "encode baseline", "pages"} <= names, names
assert r["machine"]["arch"] and r["machine"]["clusters"][0]["cores"] >= 1
END
ok bench --photos photos --scale 1 --rounds 1 -j 1 -o b.json
sed -i 's/"machine": {"name": "[^"]*"/"machine": {"name": "other <b>"/' b.json

# Side by side, in three forms and as a page.
ok bench compare a.json b.json -o page.html
grep -q 'other <b>' out || fail "the second machine is not there"
grep -q 'cold -j 2, s' out || fail "no builds"
ok bench compare a.json b.json --table markdown
grep -q '^| processor |' out || fail "no Markdown"
ok bench compare a.json b.json --table csv
python3 -c 'import csv; rows = list(csv.reader(open("out"))); assert all(len(r) == 4 for r in rows) and len(rows) > 20' ||
    fail "no CSV"
python3 - <<'END' || fail "the page is not well-formed"
import re, xml.dom.minidom
page = open("page.html", encoding="utf-8").read()
assert "other &lt;b&gt;" in page and "<script" not in page and "http" not in page
for svg in re.findall(r"<svg.*?</svg>", page, re.S):
    xml.dom.minidom.parseString(svg)
assert page.count("<svg") == 5
END

# Sites that differ are told.
sed 's/"tree": "[^"]*"/"tree": "00000000000000000000000000000000"/' b.json >c.json
run bench compare a.json c.json
expect_code 1
says 'made another site of the same photos'
sed 's/"throttled": false/"throttled": true/' b.json >d.json
run bench compare d.json
expect_code 0
says 'slowed down by heat'

# Files that are none.
refuses 1 'cannot' bench compare none.json
echo '{"a": 1}' >bad.json
refuses 1 'is not a result of tirage bench' bench compare bad.json
echo '{"a": [' >bad.json
refuses 1 'bad.json:' bench compare bad.json
sed 's/"version": 1/"version": 9/' a.json >bad.json
refuses 1 'is of version 9 of the format' bench compare bad.json
sed 's/"photos": 14/"photos": "x"/' a.json >bad.json
refuses 1 'photos: a number is missing' bench compare bad.json
sed 's/"wall_s"/"wall"/' a.json >bad.json
refuses 1 'wall_s' bench compare bad.json
sed 's/"jobs": 2/"jobs": 4294967295/' a.json >bad.json
refuses 1 'jobs: a number of workers' bench compare bad.json
head -c 300 a.json >bad.json
refuses 1 'bad.json' bench compare bad.json
refuses 2 'bench compare needs' bench compare
refuses 2 "'x' is neither" bench x
mkdir empty
refuses 1 'has no JPEG files' bench --photos empty -q
[ -z "$(ls tmp)" ] || fail "something is left in TMPDIR: $(ls tmp)"
