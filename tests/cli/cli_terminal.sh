# cli_terminal.sh - whatever a name or a text holds, what reaches a terminal is UTF-8 that does nothing to it.
. "$(dirname "$0")/lib.sh"

# clean CODE...: the last output and complaints; the command ended with one of the codes.
clean() {
    case " $* " in *" $code "*) ;; *) fail "exit code $code, expected one of: $*" ;; esac
    python3 - <<'END' || fail "not clean"
import sys, unicodedata
for name in "out", "err":
    try:
        text = open(name, "rb").read().decode()
    except UnicodeDecodeError as e:
        sys.exit(f"{name} is not UTF-8: {e}")
    bad = [c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Zl", "Zp")
           or unicodedata.bidirectional(c) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
           or c in "\u200e\u200f\u061c"]
    if bad:
        sys.exit(f"{name} has {bad}")
END
}
# json: every line of the output is an object.
json() {
    python3 -c 'import json, sys; [json.loads(line) for line in open("out", encoding="utf-8")]' || fail "not JSON"
}
# The escape of C0 and of C1, alone and in UTF-8, a line feed, directions, a line separator, no UTF-8 at all.
evil=$(printf 'e\033[31m\302\2332J\2332J\n\342\200\256\342\201\246\342\200\250\330\234\377x')
mkdir "photos" "photos/$evil"
make_photo "photos/$evil/$evil.jpg" 300 200 420
make_photo "photos/$evil/b.jpg" 300 200 420
make_photo "photos/half$evil.jpg" 300 200 420
head -c 2000 "photos/half$evil.jpg" >half && mv half "photos/half$evil.jpg"
echo nonsense >"photos/bad$evil.jpg"
ln -s nowhere "photos/loose$evil"
printf -- '---\ntitle: "\\x1b[31m\\u009b\\u202e"\nsort: "\\x1b\\u009b\\u202e"\n%s: 1\n---\n' 'k' >"photos/$evil/album.md"

run check "photos"
clean 1 3
says 'sort: expected date, name or manual, got'
printf -- '---\ntitle: "\\x1b[31m\\u009b\\u202e"\n---\n' >"photos/$evil/album.md"
for json in '' --json; do
    run check photos $json
    clean 3
    run build photos -o site --dry-run $json
    clean 3
    run build photos -o "site$evil" $json
    clean 3
    run build photos -o "site$evil" $json # now from the state
    clean 3
    [ -z "$json" ] || json
    grep -q 'x1b' out err || fail "the names are not shown"
done
run why -o "site$evil" "photos/$evil/$evil.jpg"
clean 0
run why -o "site$evil" "photos/$evil/none$evil.jpg"
clean 1
run preview photos -o "none$evil"
clean 1
run deploy photos -o "site$evil" --to "none$evil/none"
clean 1 2
run merge photos -o "none$evil" "shard$evil"
clean 1 2
rm "photos/$evil/$evil.jpg"
run -q build photos -o "site$evil"
for json in '' --json; do
    run gc photos -o "site$evil" $json
    clean 0
    [ -s out ] || fail "gc lists nothing"
    [ -z "$json" ] || json
done
run gc -o "none$evil"
clean 1
run thumb -s 20 "photos/none$evil.jpg" "photos/half$evil.jpg" -o "thumb$evil/{stem}-{size}{ext}" --json
clean 3
json
run cpu --cpu "$evil"
clean 2
code=0
TIRAGE_CPU="$evil" "$TIRAGE" cpu >out 2>err || code=$?
clean 2
TIRAGE_JOBS="$evil" "$TIRAGE" build photos -o site2 >out 2>err || code=$?
clean 2
for option in --format --subsampling --fit -s --memory --background --keep -Q "--$evil"; do
    run thumb "$option" "$evil" photos/x.jpg
    clean 2
done
run bench compare --table "$evil" x
clean 2
run "$evil"
clean 1 2
run example "photos/bad$evil.jpg"
clean 1
run example "photos/bad$evil.jpg/x"
clean 1

# A project of somebody else, and results of another machine.
mkdir -p "project/$evil"
cp "photos/$evil/b.jpg" "project/$evil/"
printf 'title: T\n"\\x1b\\u009b\\u202e": 1\nsettings: {"\\x9b": 2}\n' >project/settings.yaml
printf 'title: G\ncover: "\\u202e.jpg"\nsections: [{type: "\\x1b\\u202e"}]\n' >"project/$evil/settings.yaml"
run build project
clean 1
printf 'title: G\n' >"project/$evil/settings.yaml"
run autogen project --all
clean 0 1
run autogen project --all
clean 0 1
cat >make_result.py <<'END'
import json
evil = "e\x1b[31m\u009b2J\n\u202e\u2028x"
series = {"median": 1, "min": 1, "max": 1, "runs": [1]}
machine = dict.fromkeys("name board arch storage os kernel libc compiler".split(), evil)
machine |= {"clusters": [{"cpu": evil, "cores": 1, "mhz": 1, "governor": evil}], "memory_mib": 1, "jpeg_speedup": 2}
result = {"format": "tirage-bench", "version": VERSION, "tirage": evil, "level": evil, "machine": machine,
          "work": {"photos": 1, "albums": 1, "megapixels": 1, "megabytes": 1, "made": True, "hash": evil},
          "degrees_before": 0, "degrees_most": 0, "throttled": True,
          "stages": [{"name": evil, "level": evil, "cpu_ms": series}],
          "builds": [{"name": evil, "jobs": 1, "wall_s": series, "cpu_s": series, "photos_per_s": 1,
                      "megapixels_per_s": 1, "peak_mib": 1, "tree": evil}]}
json.dump(result, open("result.json", "w"))
END
sed -i "s/VERSION/$(sed -n 's/.*TG_BENCH_FORMAT = \([0-9]*\).*/\1/p' "$SOURCE_DIR/bench/machine/machine.h")/" make_result.py
python3 make_result.py
for table in text markdown; do
    run bench compare --table $table result.json result.json
    clean 0
    grep -q 'x1b' out || fail "the names are not shown"
done
run bench compare --table csv result.json
tr -d '\r' <out >lf && mv lf out
clean 0
