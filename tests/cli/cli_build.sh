# cli_build.sh - a site from a tree with every kind of name: pages, links, pictures, reports.
. "$(dirname "$0")/lib.sh"

odd_utf8=$(printf 'bad \377\376')
newline=$(printf 'two\nlines')
control=$(printf 'bell \007')
mkdir -p photos/"Two words" photos/"100% #1" photos/'été' photos/"$newline" photos/"$odd_utf8" \
    photos/"$control" photos/deep/er/est photos/'<b>&amp;"' photos/-dash photos/.hidden \
    photos/empty/below photos/'a+b=c&d;e,f' photos/'tilde~ %41'
make_photo photos/top.jpg 100 70 420
make_photo photos/"Two words/it's \"quoted\".jpg" 90 60 444
make_photo photos/"100% #1/a#b%20c?.jpg" 90 60 422
make_photo photos/"été/Ünïcode 日本.jpg" 60 90 420
make_photo photos/"$newline/a$newline.jpg" 80 60 420
make_photo photos/"$odd_utf8/b$odd_utf8.jpg" 80 60 420
make_photo photos/"$control/c$control.jpg" 80 60 420
make_photo photos/deep/er/est/UPPER.JPEG 40 30 420
make_photo photos/deep/er/est/jpe.jpe 40 30 420
make_photo photos/'<b>&amp;"'/'"><img src=x onerror=alert(1)>.jpg' 50 40 420
make_photo photos/-dash/-o.jpg 50 40 420
make_photo photos/'a+b=c&d;e,f'/'1, 2 480w.jpg' 50 40 420
make_photo photos/'tilde~ %41'/'%2e%2e.jpg' 50 40 420
make_photo photos/.hidden/secret.jpg 50 40 420
make_photo photos/.secret.jpg 50 40 420
make_photo photos/large.jpg 2500 1000 420
make_photo photos/middle.jpg 700 1000 420 --orientation 6
echo text >photos/notes.txt

ok build photos -o site
check_site site
grep -qx 'pages 14' site-facts || fail "pages: $(cat site-facts)"
complete site
no_temps site
find site -name '*.jpg' -o -name '*.JPEG' -o -name '*.jpe' | while IFS= read -r file; do
    # find prints the path with newlines in it as three lines
    [ ! -f "$file" ] || upright "$file"
done
[ ! -e site/empty ] || fail "an album without pictures has a folder"
! grep -rq secret site || fail "hidden files are shown"
[ "$(find site -name 'large-*' | wc -l)" -eq 6 ] || fail "large.jpg has not six sizes"
[ "$(find site -name 'middle-*' | wc -l)" -eq 3 ] || fail "middle.jpg has not three sizes"
[ "$(find site -name 'top-*' | wc -l)" -eq 1 ] || fail "top.jpg has not one size"
expect_fact "$(find site -name 'large-*-1920x.jpg')" size 1920x768
expect_fact "$(find site -name 'large-*-1920x.jpg')" mode progressive
expect_fact "$(find site -name 'middle-*-480x.jpg')" size 480x686
[ "$(find site -perm -444 -type f ! -path '*/.tirage/*' | wc -l)" -eq \
    "$(find site -type f ! -path '*/.tirage/*' | wc -l)" ] || fail "files that cannot be served"
[ "$(stat -c %a site/.tirage)" = 700 ] || fail ".tirage is not private"

# Built again: nothing changes.  Elsewhere, by other spellings of the same command: the same bytes.
cp -r site first
ok build photos -o site
same first site
ok photos -o site2/
same first site2
(cd photos && "$TIRAGE" -q -o ../site3) || fail "the current folder"
same first site3
ok build photos/ -o ./site4 -j 0
same first site4

# The default output is SRC/build, which is not a source of the next build.
ok build photos
same first photos/build
ok build photos
same first photos/build
rm -r photos/build

# --subsampling keep and 444
ok build photos -o kept --subsampling keep
expect_fact "$(find kept -name 'a#b*')" sampling '2x1 1x1 1x1'
expect_fact "$(find first -name 'a#b*')" sampling '2x2 1x1 1x1'
ok build photos -o full --subsampling 444
expect_fact "$(find full -name 'a#b*')" sampling '1x1 1x1 1x1'
check_site full

# --dry-run lists what would be made and writes nothing.
run build photos -o dry --dry-run -q
expect_code 0
[ ! -e dry ] || fail "--dry-run wrote"
grep -q '^dry/large-.*-1920x.jpg$' out || fail "--dry-run does not list large.jpg"
[ "$(wc -l <out)" -eq 22 ] || fail "--dry-run lists $(wc -l <out) lines"
mkdir odd
cp photos/large.jpg "odd/$(printf 'a\nb\033[2Jc').jpg"
run build odd -o dry --dry-run -q
grep -q '^dry/a\\x0ab\\x1b\[2Jc-.*-480x.jpg$' out || fail "--dry-run does not escape names"
head -c 3000 photos/large.jpg >"odd/$(printf 'cut\033[2J').jpg"
for jobs in 0 1; do
    run build odd -o "$(printf 'od\033[2Jd')$jobs" -j $jobs
    says 'cut\x1b[2J.jpg: damaged'
    says "od\\x1b[2Jd$jobs/index.html"
    tr -d '\n' <err | LC_ALL=C grep -q '[[:cntrl:]]' && fail "control characters in messages"
done
run thumb -s 50,60 -o "$(printf '\033[2J')" odd/*
says '{size}'
tr -d '\n' <err | LC_ALL=C grep -q '[[:cntrl:]]' && fail "control characters in messages"
run build photos -o site --dry-run -q
expect_code 0
same first site

# --json: one object a line, with every photo and every output, and the totals at the end.
rm -r site
run build photos -o site --json -q
expect_code 0
python3 - <<'END' || fail "--json"
import json
events = [json.loads(line) for line in open("out", encoding="utf-8")]
photos = [e for e in events if e["event"] == "photo"]
assert len(photos) == 15, len(photos)
assert all(p["status"] == "ok" for p in photos)
large = next(p for p in photos if p["path"].endswith("/large.jpg"))
assert [o["width"] for o in large["outputs"]] == [480, 640, 960, 1280, 1920, 2500], large
assert all(o["bytes"] > 0 and o["path"].startswith("site/") for o in large["outputs"])
assert any("two\nlines" in p["path"] for p in photos)
done = events[-1]
assert done["event"] == "done" and done["photos"] == 15 and done["outputs"] == 22, done
assert done["failed"] == 0 and done["recovered"] == 0 and done["unchanged"] == 0, done
END
run build photos -o site --json -q
[ "$(grep -vc left-out out)" -eq 1 ] || fail "--json of a build with nothing to do"

# Pictures go by date, undated ones last by name in natural order.
mkdir dated
make_photo dated/a.jpg 40 30 420 --date "2021:05:05 12:00:00"
make_photo dated/b.jpg 40 30 420 --date "2020:05:05 12:00:00"
make_photo dated/p10.jpg 40 30 420
make_photo dated/p9.jpg 40 30 420
make_photo dated/z.jpg 40 30 420 --date "0000:00:00 00:00:00"
ok build dated -o order
[ "$(grep -o '<img src="[^"-]*' order/index.html | tr '\n' ' ')" = \
    '<img src="b <img src="a <img src="p9 <img src="p10 <img src="z ' ] || fail "$(grep -o '<img src="[^"-]*' order/index.html)"

# Links: followed once, loops cut, dead ones noted; those that lead out are refused.
mkdir -p links/real elsewhere
make_photo links/real/a.jpg 40 30 420
make_photo elsewhere/b.jpg 40 30 420
ln -s real links/again
ln -s .. links/real/up
ln -s ../elsewhere links/there
ln -s nowhere links/dead.jpg
ln -s real/a.jpg links/alias.jpg
run build links -o linked -q
expect_code 3
says 'there: a link that leads out of the folder of photos'
check_site linked
[ ! -e linked/there ] || fail "a link out of the folder was followed"
run build links -o linked -q --follow-links
expect_code 0
check_site linked
[ -f linked/there/index.html ] && [ -f linked/real/index.html ] || fail "albums are missing"
[ ! -e linked/again ] && [ ! -e linked/real/up ] || fail "a loop was entered"
says dead.jpg
