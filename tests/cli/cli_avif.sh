# cli_avif.sh - AVIF files: the second pass of a build, which may be stopped at any time and goes on where it was.
. "$(dirname "$0")/lib.sh"

mkdir -p photos/one photos/two
for i in 1 2 3; do make_photo photos/one/$i.jpg $((490 + 10 * i)) 300 420; done
make_photo photos/two/4.jpg 500 300 444
make_photo photos/two/5.jpg 300 490 420 --orientation 6
formats() { printf -- '---\nformats: [%s]\n---\n' "$1" >photos/album.md; }
avifs() { find "$1" -name '*.avif' | wc -l; }
offers() { grep -o 'type="image/avif"' "$1" | wc -l; }

"$TIRAGE" --version --verbose >versions
if grep -q '^without writing AVIF' versions; then
    formats avif
    run build photos -o site
    expect_code 0
    says 'built without libaom'
    [ "$(avifs site)" = 0 ] || fail "AVIF files without an encoder"
    refuses 2 'built without libaom' thumb -s 100 --format avif photos/one/1.jpg
    skip "this program writes no AVIF"
fi
grep -q '^libaom v\{0,1\}[0-9].*, which writes AVIF' versions || fail "no version of libaom"

# Nobody asked.
formats jpeg
ok build photos -o plain
[ "$(avifs plain)" = 0 ] || fail "AVIF files that nobody wanted"

# A whole site; the other pictures are what they are without.
formats 'avif, webp, jpeg'
run build photos -o whole
expect_code 0
says 'the site is complete; AVIF files of 5 photos follow'
[ "$(avifs whole)" = "$(find plain -name '*.jpg' | wc -l)" ] || fail "$(avifs whole) AVIF files"
for jpeg in $(cd plain && find . -name '*.jpg'); do cmp "plain/$jpeg" "whole/$jpeg" || fail "$jpeg is another"; done
[ "$(offers whole/one/index.html)" -ge 3 ] && [ "$(offers whole/two/index.html)" -ge 2 ] || fail "pages do not offer them"
grep -q '<source type="image/avif"[^>]*><source type="image/webp"' whole/one/index.html || fail "AVIF does not come first"
check_site whole
for avif in $(find whole -name '*.avif'); do
    grep -qF "${avif##*/}" "${avif%/*}/index.html" || fail "nothing leads to $avif"
done
if command -v avifdec >/dev/null; then
    for avif in $(find whole -name '*.avif'); do
        avifdec --info "$avif" >info 2>&1 || fail "libavif: $(cat info)"
        grep -q 'Range.*Full' info && grep -q 'Matrix Coeffs.*: 6' info || fail "libavif: $(cat info)"
        width=${avif##*-} width=${width%x.avif}
        got=$(sed -n 's/ \* Resolution *: \([0-9]*\)x.*/\1/p' info)
        [ "$got" -le "$width" ] || fail "$avif is $got wide"
        avifdec -q 95 "$avif" shown.jpg >info 2>&1 || fail "libavif: $(cat info)"
        upright shown.jpg
    done
fi

# Unchanged: nothing to do.
find whole -type f ! -path '*/.tirage/*' -printf '%p %T@\n' | sort >before
run build photos -o whole --json
grep -q '"unchanged": 5, "outputs": 0, .*"avif_photos": 5, "avif_left": 0}' out || fail "the second build did something"
find whole -type f ! -path '*/.tirage/*' -printf '%p %T@\n' | sort | cmp - before || fail "files were written"
[ ! -s err ] || fail "words"
run why "$(find whole/two -name '4*.avif' | head -n 1)" -o whole
expect_code 0
grep -q 'two/4.jpg' out || fail "why does not name the photo"
ok gc photos -o whole
[ ! -s out ] || fail "gc takes them for stale"

# Left for another time; then as if at once.
run build photos -o later --skip-avif
expect_code 0
says '5 of 5 photos have no AVIF files yet'
[ "$(avifs later)" = 0 ] && [ "$(offers later/one/index.html)" = 0 ] || fail "AVIF all the same"
run build photos -o later --dry-run
[ "$(grep -c '\.avif$' out)" = "$(avifs whole)" ] || fail "--dry-run does not list them"
run build photos -o later --dry-run --skip-avif
[ ! -s out ] || fail "--dry-run lists what is skipped"
ok build photos -o later
same whole later

# A photo that changes loses its own until they are made again, the others keep theirs.
make_photo photos/one/2.jpg 520 301 420
run build photos -o later --skip-avif
says '1 of 5 photos has no AVIF files yet'
[ "$(offers later/one/index.html)" = 2 ] || fail "$(offers later/one/index.html) of 3 photos have AVIF"
ok build photos -o later
[ "$(offers later/one/index.html)" -ge 2 ] || fail "the album was not completed"
make_photo photos/one/2.jpg 510 300 420
ok build photos -o later
same whole later

# start ARGS: a build in the background whose worker is stopped in the second pass, which takes a while.
mkdir -p slow/one slow/two
for name in one/1 one/2 two/3; do make_photo slow/$name.jpg 2000 1400 420 --noise; done
printf -- '---\nformats: avif\n---\n' >slow/album.md
ok build slow -o slow-whole
has_worker() { worker=$(children "$(children $pid)") && [ -n "$worker" ]; }
second_pass() { [ -f site/index.html ] && ls -l /proc/$pid/fd 2>/dev/null | grep -q memfd:output; }
start() {
    rm -rf site
    env --default-signal=INT "$TIRAGE" -j 1 build slow -o site "$@" >out 2>err </dev/null &
    pid=$!
    wait_until second_pass
    wait_until has_worker # its outputs are there a moment before it
    kill -STOP $worker
}
finish() {
    code=0
    wait $pid || code=$?
    drop_sandbox_note
}
completes() {
    check_site site
    complete site
    no_temps site
    ok build slow -o site
    same slow-whole site
}

start
nice=$(cut -d ' ' -f 19 "/proc/$worker/stat")
[ "$nice" -ge 10 ] || fail "workers have priority $nice"
kill -INT $pid
finish
expect_code 130
says 'stopped: the site is complete, but for AVIF files of'
no_temps site
completes

start --json
kill -TERM $pid
finish
expect_code 143
grep -q '"event": "stopped".*"avif_left": [1-3]}' out || fail "no word of AVIF files that are left"
completes

start
kill -KILL $pid
finish
rm -rf site/.tirage/tmp/*
completes

# Shards make theirs; what they leave out, merge makes.
for skip in '' --skip-avif; do
    rm -rf a b
    ok build photos -o a --shard 1/2 $skip
    ok build photos -o b --shard 2/2 $skip
    [ "$(avifs a)" -gt 0 ] || [ "$skip" ] || fail "a shard makes none"
    run merge a b --skip-avif --source photos
    expect_code 0
    [ "$(offers a/one/index.html)" = "$([ "$skip" ] && echo 0 || echo 3)" ] || fail "merge of shards with '$skip'"
    ok merge a b --source photos
    same whole a
done

# Drawings stay as they are; so do HDR photos, as AVIF files would have no gain map.
mkdir -p other/hdr
printf -- '---\nformats: avif\n---\n' >other/album.md
"$TESTTOOL" make base.jpg 640 480 420 && "$TESTTOOL" make map.jpg 160 120 420 --grey || fail "testtool"
python3 "$SOURCE_DIR/tests/cli/make_hdr.py" join base.jpg map.jpg other/hdr/hdr.jpg mpf,container,xmp,iso || fail "make_hdr"
ok thumb -s copy -o other/drawing.png base.jpg
ok build other -o others
[ "$(avifs others)" = 0 ] || fail "AVIF files of a drawing or an HDR photo"
ok build other -o others --hdr drop
[ "$(avifs others)" -gt 0 ] || fail "none of an HDR photo that is to be SDR"

# What is allowed for is what libaom takes at most, beyond a small picture; and not twice that.
make_photo small.jpg 64 64 420
make_photo large.jpg 4000 3000 420
[ "$SLOW" = 1 ] || for size in 1600 3000; do
    taken=$(($(peak one.avif -s $size large.jpg) - $(peak one.avif -s $size small.jpg)))
    allowed=$(($(allowed none.avif -s $size large.jpg) - $(allowed none.avif -s $size small.jpg)))
    [ "$taken" -le "$allowed" ] || fail "at $size: $taken MiB, $allowed are allowed for"
    [ "$allowed" -lt $((2 * taken + 8)) ] || fail "at $size: $allowed MiB are allowed for, not $taken"
done

# Behind a password the names are secret there too.
mkdir -p locked/album
cp base.jpg locked/album/face.jpg
printf -- '---\nformats: avif\n---\n' >locked/album.md
printf -- '---\npassword: open sesame\n---\n' >locked/album/album.md
ok build locked -o lock
[ -z "$(find lock -name '*.avif')" ] || fail "not sealed behind a password: $(find lock -name '*.avif')"
if unseal lock 'open sesame' unlocked >/dev/null; then
    [ "$(avifs unlocked)" -gt 0 ] || fail "none behind a password"
fi
[ -z "$(find lock -name '*face*')" ] || fail "the name of a photo behind a password: $(find lock -name '*face*')"

# Formats without AVIF: gc removes them.
formats jpeg
run build photos -o whole
says 'no longer wanted: see tirage gc'
! grep -rqF image/avif whole --include='*.html' || fail "pages still offer them"
ok gc photos -o whole --delete
[ "$(avifs whole)" = 0 ] || fail "gc leaves AVIF files"
formats png
run build photos -o whole
[ "$code" != 0 ] || fail "formats: png is taken"
says "formats: 'png' is none of jpeg, webp and avif"

# --max-load: nothing begins until it is below.
formats avif
[ $SLOW = 0 ] || exit 0 # a sanitizer wants to be the first library
: "${FAULTS:?names tests/support/faults}"
rm -rf site
TG_LOAD=99 LD_PRELOAD=$FAULTS env --default-signal=INT "$TIRAGE" -j 2 build --max-load 1 photos -o site >out 2>err </dev/null &
pid=$!
asked() { grep -q 'AVIF files of 5 photos follow' err && [ "$(sed '1,/AVIF files of/d' err | grep -c 'load is asked for')" -ge 1 ]; }
wait_until asked
kill -INT $pid
finish
expect_code 130
[ "$(avifs site)" = 0 ] || fail "AVIF files while the machine is busy"
TG_LOAD=0.5 LD_PRELOAD=$FAULTS "$TIRAGE" -q build --max-load 1 photos -o site >out 2>err || fail "exit code $?"
[ "$(avifs site)" -gt 0 ] || fail "none while it is idle"
