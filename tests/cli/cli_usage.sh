# cli_usage.sh - help, version, cpu, and every wrong command line.
. "$(dirname "$0")/lib.sh"

for args in --version -V 'cpu --version'; do
    run $args
    expect_code 0
    grep -qx 'tirage [0-9][0-9.]*' out || fail "tirage $args: $(cat out)"
done
run --version -v
grep -q '^libjpeg-turbo [0-9]' out || fail "-v --version names no library"

run --help
expect_code 0
for word in build thumb example cpu --jobs --json 'Exit codes'; do
    grep -q -e "$word" out || fail "--help does not mention $word"
done
for command in build thumb example cpu; do
    run $command --help
    expect_code 0
    grep -q "tirage .*$command" out || fail "$command --help"
    cp out help
    run -h $command
    cmp -s out help || fail "-h $command differs from $command --help"
done
run help
expect_code 0

# The tables of commands and options, from which completions and manual are made.
run help --json
expect_code 0
python3 - out <<'END' || fail "help --json"
import json, sys

rows = [json.loads(line) for line in open(sys.argv[1])]
commands = [r["command"] for r in rows if "command" in r]
options = [r for r in rows if "option" in r]
assert len(commands) > 10 and len(options) > 30, (commands, len(options))
for names in commands, [o["option"] for o in options], [o["letter"] for o in options if "letter" in o]:
    assert len(names) == len(set(names)), f"twice in {names}"
for o in options:
    users = [c for use in o["uses"] for c in use["commands"]]
    assert users and len(users) == len(set(users)) and set(users) <= set(commands), o
    assert o.get("common", False) == (len(users) == len(commands)), o
END
run --help --json
expect_code 0
grep -q '^{"command":"build",' out || fail "--help --json"

# The levels of tirage cpu: c is everywhere, one above this CPU's own is no error.
run cpu
expect_code 0
grep -q '^c  *yes  *yes' out || fail "level c is missing"
case $(uname -m) in
x86_64) others=neon ;;
*) others=avx2 ;;
esac
for level in $(awk 'NR > 1 && NF == 3 && $1 != "kernel" { print $1 } !NF { exit }' out) best; do
    run cpu --cpu $level
    expect_code 0
done
run cpu --cpu c
[ "$(awk '$1 != "kernel" && NF == 2 { print $2 }' out | sort -u)" = c ] || fail "--cpu c uses more"
TIRAGE_CPU=c run cpu
[ "$(awk '$1 != "kernel" && NF == 2 { print $2 }' out | sort -u)" = c ] || fail "TIRAGE_CPU=c uses more"
run cpu --json --cpu c
python3 -c 'import json; d = json.load(open("out"))
assert d["levels"] == ["c"] and set(d["kernels"].values()) == {"c"}, d' || fail "cpu --json"
for level in $others foo '' AVX2; do
    refuses 2 "'$level'" cpu --cpu "$level"
done
for level in $others foo; do
    code=0
    TIRAGE_CPU=$level "$TIRAGE" cpu >out 2>err || code=$?
    expect_code 2
    says TIRAGE_CPU
done
TIRAGE_CPU=foo run --cpu c cpu
expect_code 2

mkdir photos
make_photo photos/a.jpg 40 30 420
for jobs in -1 abc '' 1x 1025 99999999999999999999 ' 1' 0x2; do
    refuses 2 "'$jobs'" build photos -o site -j "$jobs"
done
code=0
TIRAGE_JOBS=many "$TIRAGE" build photos -o site >out 2>err || code=$?
expect_code 2
says TIRAGE_JOBS
refuses 2 "-j" build photos -o site -j
refuses 2 "-o" build photos -o ''
refuses 2 "-o" thumb -s 10 photos/a.jpg -o ''
refuses 2 "the gallery goes to -o OUT" build photos site
refuses 2 "--nonsense" build photos --nonsense
refuses 2 "-x" build photos -x
for size in x 1X -1 '' 99999999999999999999; do
    refuses 2 'invalid size' build photos -o site --memory "$size"
done
refuses 2 "does not belong to this command" build photos -s 100
refuses 2 "does not belong to this command" build photos -Q 80
refuses 2 "does not belong to this command" cpu --force
refuses 2 "does not belong to this command" thumb -s 10 photos/a.jpg --verify
refuses 2 "one folder" build photos photos
refuses 2 "no arguments" cpu photos
refuses 2 "new folder" example
refuses 2 "new folder" example a b
for n in 0 -1 x 99999999999; do
    refuses 2 "'$n'" build photos -o site --max-pixels $n
    refuses 2 "'$n'" build photos -o site --timeout $n
done
for option in '--format bmp' '--keep gps' '--background blue' '--background #12345' '--fit fill'; do
    refuses 2 "${option%% *}" thumb -s 10 photos/a.jpg $option
done
refuses 2 "'430'" build photos -o site --subsampling 430
[ ! -e site ] || fail "a wrong command line made an output"

# The example is made once, into a new or empty folder, the same everywhere.
mkdir empty
ok example empty
refuses 1 empty example empty
ok example deep/below --cpu c
same empty deep/below
[ "$(find empty -name '*.jpg' | wc -l)" -eq 25 ] || fail "not 25 photos in the example"
complete empty
refuses 1 photos/a.jpg example photos/a.jpg
