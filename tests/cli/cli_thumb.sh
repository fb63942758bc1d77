# cli_thumb.sh - sizes, names and options of tirage thumb.
. "$(dirname "$0")/lib.sh"

# sized W H GEOMETRY WANT [OPTIONS]: a W x H photo becomes WANT.
sized() {
    w=$1 h=$2 geometry=$3 want=$4
    shift 4
    [ -f $w-$h.jpg ] || make_photo $w-$h.jpg $w $h 420
    ok thumb -s "$geometry" -o sized.jpg "$@" $w-$h.jpg
    expect_fact sized.jpg size "$want"
}
sized 3000 2000 x450 675x450
sized 3000 2000 x1366 2049x1366
sized 3000 2000 x1920 2880x1920
sized 900 1200 x450 337x450
sized 3 2000 x450 1x450
sized 3000 2000 600x 600x400
sized 3000 2000 300 300x200
sized 900 1200 300 225x300
sized 3000 2000 300x300 300x200
sized 900 1200 1000x600 450x600
sized 3000 2000 50% 1500x1000
sized 301 203 33% 99x66
sized 301 203 1% 3x2
sized 301 203 copy 301x203
sized 301 203 100% 301x203
sized 301 203 1 1x1
# never enlarged
sized 301 203 1000 301x203
sized 301 203 x450 301x203
sized 301 203 65500x 301x203
sized 301 203 200x200 200x200 --fit cover
sized 301 203 400x100 301x75 --fit cover
sized 301 203 120x80 120x80 --fit exact
sized 301 203 600x600 203x203 --fit cover
sized 301 203 200x 200x135 --fit cover
for size in 0 x 0x0 x0 101% 0% 99999999 abc '' 1x2x3 -5 '5 ' COPY 10,, 1.5; do
    refuses 2 "invalid size" thumb -s "$size" 301-203.jpg
done
for quality in 0 101 -1 abc 7.5 ''; do
    refuses 2 "'$quality'" thumb -s 100 -Q "$quality" 301-203.jpg
done
refuses 2 "'fill'" thumb -s 100 --fit fill 301-203.jpg
refuses 2 "-s" thumb 301-203.jpg
refuses 2 "picture file" thumb -s 100

# Names
mkdir -p in/sub
make_photo in/a.jpg 301 203 420
make_photo in/sub/B.c.JPEG 301 203 420
make_photo in/noext 301 203 420
ok thumb -s 100,x50 in/a.jpg in/sub/B.c.JPEG in/noext
for name in in/a-100.jpg in/a-x50.jpg in/sub/B.c-100.JPEG in/sub/B.c-x50.JPEG in/noext-100; do
    [ -f $name ] || fail "$name is missing: $(find in)"
done
(cd in && "$TIRAGE" thumb -q -s 77 a.jpg && [ -f a-77.jpg ]) || fail "in the current folder"
ok thumb -s 50%,0100 -o 'made/{size}/deep er/{dir}/{stem}{stem}{ext}{{unknown}}{{' in/a.jpg
[ -f 'made/50%/deep er/in/aa.jpg{unknown}{' ] && [ -f 'made/0100/deep er/in/aa.jpg{unknown}{' ] ||
    fail "$(find made)"
ok thumb -s 60 -o plain in/a.jpg
expect_fact plain size 60x40
cp in/a.jpg ./-dash.jpg
cp in/a.jpg '{stem} %s #.jpg'
ok thumb -s 60 -- -dash.jpg '{stem} %s #.jpg'
[ -f ./-dash-60.jpg ] && [ -f '{stem} %s #-60.jpg' ] || fail "odd names"
# {dir} of a file in the root folder, which nobody may write, is the root folder itself
refuses 3 /does-not-exist.jpg thumb -s 60 /does-not-exist.jpg

# Clashes
refuses 2 "{size}" thumb -s 60,70 -o '{stem}{ext}' in/a.jpg
refuses 2 "two files would be named" thumb -s 60,60 in/a.jpg
refuses 2 "two files would be named" thumb -s 60 -o out.jpg in/a.jpg in/sub/B.c.JPEG
refuses 2 "two files would be named" thumb -s 60 -o 'x/{stem}.jpg' in/a.jpg in/sub/../a.jpg
refuses 2 "two files would be named" thumb -s 60 -o '{dir}/../{stem}.jpg' in/a.jpg in/sub/../sub/../a.jpg
mkdir twin
cp in/a.jpg twin
refuses 2 "two files would be named" thumb -s 60 -o '{dir}/../new/{stem}.jpg' in/a.jpg twin/a.jpg
refuses 2 "two files would be named" thumb -s 60 -o 'new/./{dir}/..//{stem}.jpg' in/a.jpg twin/a.jpg
ln -s twin alias
refuses 2 "two files would be named" thumb -s 60 -o '{dir}/out/{stem}.jpg' twin/a.jpg alias/a.jpg
[ ! -e new ] && [ ! -e twin/out ] || fail "a refused command made folders"
cp in/a.jpg original
refuses 2 in/a.jpg thumb -s 60 -o '{dir}/{stem}{ext}' in/a.jpg
refuses 2 in/a.jpg thumb -s 60 -o in/a.jpg in/sub/B.c.JPEG in/a.jpg
for template in '{dir}/{stem}{ext}' ./a.jpg ../in/a.jpg sub/../a.jpg "$PWD/in/a.jpg"; do
    code=0
    (cd in && "$TIRAGE" -q thumb -s 60 -o "$template" a.jpg) >out 2>err || code=$?
    cmp -s original in/a.jpg || fail "the source was overwritten through $template"
    expect_code 2
done
[ ! -e out.jpg ] && [ ! -e x ] || fail "a clash made an output"

# Outputs are made anew and replaced whole, or left alone with --skip-existing.
ok thumb -s 60 -o t.jpg in/a.jpg
cp t.jpg fresh
echo old >t.jpg
ln t.jpg hardlink
ok thumb -s 60 -o t.jpg --skip-existing in/a.jpg
[ "$(cat t.jpg)" = old ] || fail "--skip-existing did not skip"
ok thumb -s 60 -o t.jpg in/a.jpg
cmp -s t.jpg fresh || fail "the output was not made anew"
[ "$(cat hardlink)" = old ] || fail "the output was written in place, not replaced"
rm t.jpg
ok thumb -s 60,70 -o 't-{size}.jpg' in/a.jpg
rm t-60.jpg
cp t-70.jpg seventy
echo old >t-70.jpg
ok thumb -s 60,70 -o 't-{size}.jpg' --skip-existing in/a.jpg
[ -f t-60.jpg ] && [ "$(cat t-70.jpg)" = old ] || fail "--skip-existing with a missing size"

# Quality, mode, subsampling
ok thumb -s 200 -o q95.jpg -Q 95 in/a.jpg
ok thumb -s 200 -o q20.jpg -Q 20 in/a.jpg
[ "$(wc -c <q95.jpg)" -gt "$(wc -c <q20.jpg)" ] || fail "-Q changes nothing"
ok thumb -s 200 -o q75.jpg -Q 75 in/a.jpg
ok thumb -s 200 -o default.jpg in/a.jpg
cmp -s q75.jpg default.jpg || fail "quality 75 is not the default"
expect_fact default.jpg mode baseline
ok thumb -s 200 -o progressive.jpg --progressive in/a.jpg
expect_fact progressive.jpg mode progressive
ok thumb -s 200 -o baseline.jpg --progressive --baseline in/a.jpg
cmp -s baseline.jpg default.jpg || fail "--baseline is not the default"
for sub in 444 422 440 420; do
    make_photo s$sub.jpg 200 100 $sub
    ok thumb -s 150 -o kept.jpg s$sub.jpg
    [ "$(fact kept.jpg sampling)" = "$(fact s$sub.jpg sampling)" ] || fail "$sub is not kept"
    ok thumb -s 150 -o 420.jpg --subsampling 420 s$sub.jpg
    expect_fact 420.jpg sampling '2x2 1x1 1x1'
    ok thumb -s 150 -o 444.jpg --subsampling 444 s$sub.jpg
    expect_fact 444.jpg sampling '1x1 1x1 1x1'
done
# Stranger ones become 4:2:0.
for sub in 411 mixed; do
    make_photo s$sub.jpg 201 101 $sub --orientation 6
    ok thumb -s copy,150 -o 'kept-{size}.jpg' s$sub.jpg
    for size in copy 150; do
        expect_fact kept-$size.jpg sampling '2x2 1x1 1x1'
        upright kept-$size.jpg
    done
done
make_photo grey.jpg 200 100 444 --grey
ok thumb -s 150 -o grey-thumb.jpg --progressive grey.jpg
expect_fact grey-thumb.jpg components 1

# All sizes at once give the same bytes as the program promises for this list, whatever is missing.
ok thumb -s 90,180 -o 'both/{size}.jpg' 3000-2000.jpg
ok thumb -s 90,180 -o 'again/{size}.jpg' -j 0 3000-2000.jpg
same both again

# Bad ones are named, the others are made.
echo text >in/text.jpg
run thumb -s 60 -o 'mixed/{stem}{ext}' in/text.jpg in/missing.jpg in/sub in/a.jpg -q
expect_code 3
for name in in/text.jpg in/missing.jpg in/sub; do
    [ "$(grep -c "^tirage: $name: " err)" -eq 1 ] || fail "$name is not named once"
done
[ "$(ls mixed)" = a.jpg ] || fail "outputs: $(ls mixed)"
run thumb -s 60 -o 'strict/{stem}{ext}' in/text.jpg in/a.jpg --strict -q -j 1
expect_code 3
[ "$(wc -l <err)" -eq 1 ] || fail "--strict went on"
run thumb -s 60 -o 'json/{stem}{ext}' in/text.jpg in/a.jpg --json -q
expect_code 3
python3 - <<'END' || fail "--json"
import json
events = {e["path"]: e for e in map(json.loads, open("out")) if e["event"] == "photo"}
assert events["in/a.jpg"]["status"] == "ok", events
assert events["in/a.jpg"]["outputs"][0]["width"] == 60, events
assert events["in/text.jpg"]["status"] == "failed" and events["in/text.jpg"]["message"], events
END
run thumb -s 60 -o in/a.jpg/below.jpg in/sub/B.c.JPEG -q
expect_code 1
says in/a.jpg
no_temps .
