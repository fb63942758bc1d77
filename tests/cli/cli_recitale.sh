# cli_recitale.sh - a récitale project from its settings to the site: examples/story, which has every
# section type, with pictures made here.
. "$(dirname "$0")/lib.sh"

ok example story
cp -R "$SOURCE_DIR/examples/story/." story
command -v ffmpeg >/dev/null || skip "no ffmpeg, which the example's video and audio need"
sh "$SOURCE_DIR/examples/media.sh" story
ok build story -o site
complete site
no_temps site
python3 "$SOURCE_DIR/tests/cli/check_story.py" site >site-facts 2>&1 || fail "pages: $(cat site-facts)"
grep -qx 'pages 8' site-facts || fail "pages: $(cat site-facts)"
if command -v xmllint >/dev/null; then
    xmllint --noout site/feed.xml || fail "the feed is not well-formed"
else
    python3 -c 'import xml.dom.minidom; xml.dom.minidom.parse("site/feed.xml")' || fail "the feed"
fi
[ "$(grep -c '<item>' site/feed.xml)" -eq 5 ] || fail "the feed has not five items"

# Names, sizes and options are récitale's: quality 80 by settings.gm, 90 by the picture.
pictures="site/Autumn in the hills"
[ -f "$pictures/view 02-1141083414-x600.jpg" ] || fail "no x600: $(ls "$pictures")"
expect_fact "$pictures/view 02-1141083414-x450.jpg" mode progressive
[ "$(find "$pictures" -name 'view 04-*-x600.jpg' | wc -l)" -eq 1 ] || fail "view 04 is not made once"
[ ! -e "$pictures/view 04-1141083414-x600.jpg" ] || fail "the picture's own quality is not used"

# The same bytes again, elsewhere, and without processes.
cp -R site first
ok build story -o site
same first site
(cd story && "$TIRAGE" -q) || fail "the current folder"
same first story/build
rm -r story/build
run build story -o dry --dry-run -q
expect_code 0
[ ! -e dry ] || fail "--dry-run wrote"
[ "$(wc -l <out)" -eq "$(find site -name 'view *' -o -name '*.webm' -o -name '*.mp3' | wc -l)" ] || fail "--dry-run lists $(wc -l <out)"

# recitale_21, 22, 24-26, 33, 35, 36: options reach the encoder.
mkdir -p small/g
make_photo small/g/a.jpg 900 600 420 --orientation 6 --metadata
make_photo small/g/b.jpg 900 600 444
cat >small/settings.yaml <<'END'
title: Small
rss: false
END
cat >small/g/settings.yaml <<'END'
title: G
cover: b.jpg
sections:
  - {type: bordered-picture, image: {name: a.jpg, resize: 50%}}
  - {type: bordered-picture, image: {name: a.jpg, progressive: false, quality: 30}}
  - {type: bordered-picture, image: {name: a.jpg, auto-orient: false}}
  - {type: bordered-picture, image: {name: a.jpg, strip: false}}
  - {type: author, image: b.jpg}
END
ok build small -o smallsite
copy() {
    echo smallsite/g/a-"$1".jpg
}
# Copies are named after the size in the file's header, 600x900, and are upright: 900x600.
expect_fact "$(copy 1188218354-300x450)" size 450x300
expect_fact "$(copy 1188218354-x450)" size 675x450
expect_fact "$(copy 1188218354-x450)" mode progressive
upright "$(copy 1188218354-x450)" "$(copy 2021241233-600x900)"
expect_fact "$(copy 2021241233-600x900)" size 900x600
expect_fact "$(copy 2021241233-600x900)" mode baseline
[ "$(stat -c %s "$(copy 2021241233-x450)")" -lt "$(stat -c %s "$(copy 1188218354-x450)")" ] ||
    fail "quality: 30 is not smaller"
expect_fact "$(copy 270909881-600x900)" size 600x900
expect_fact "$(copy 270909881-600x900)" orientation 6
expect_fact "$(copy 1908191925-600x900)" size 900x600
expect_fact "$(copy 1908191925-600x900)" orientation 1
expect_fact smallsite/g/b-1188218354-400x400.jpg size 400x267
expect_fact smallsite/g/b-1188218354-400x400.jpg sampling '1x1 1x1 1x1'

# --subsampling on the command line wins over the settings.
ok build small -o sub --subsampling 420
expect_fact sub/g/b-1188218354-400x400.jpg sampling '2x2 1x1 1x1'

# recitale_34: a photo that cannot be read costs itself.
echo nothing >small/g/a.jpg
run build small -o broken -q
expect_code 3
says g/a.jpg
grep -q 'could not be shown' broken/g/index.html || fail "no placeholder"
[ -f broken/g/b-1188218354-400x400.jpg ] || fail "the other photo is missing"

# recitale_02, 05, 17: errors of all files in one report, exit code 1, nothing written.
mkdir -p bad/g bad/h
echo 'title: x' >bad/settings.yaml
echo 'title: [' >bad/g/settings.yaml
echo 'date: never' >bad/h/settings.yaml
run build bad -o badsite
expect_code 1
says 'tirage: g/settings.yaml:2:1: '
says 'tirage: h/settings.yaml:1:7: '
says 'tirage: h/settings.yaml: has no title'
says 'tirage: bad: 4 errors in the settings'
says "tirage: warning: settings.yaml: without 'url'"
[ ! -e badsite ] || fail "something was written"

# recitale_65: check, or test as récitale calls it, finds the same and writes nothing.
for command in check test; do
    run $command bad
    expect_code 1
    says 'tirage: g/settings.yaml:2:1: '
    run $command small
    expect_code 3
    says g/a.jpg
    says 'tirage: 2 photos checked, 1 of them bad; a build makes 3 pictures'
    run $command small --json
    grep -qx '{"event": "checked", "photos": 2, "failed": 1, "outputs": 3, "archives": 0, "left_out": 0}' out || fail "--json"
    ok $command story
done
# Where récitale's own build/ is in the way, which only a build minds, photos and settings are looked at all the same.
cp -r small theirs
mkdir theirs/build
: >theirs/build/index.html
run check theirs
expect_code 3
says 'tirage: note: theirs/build: is not empty and was not made by tirage'
says 'tirage: 2 photos checked, 1 of them bad'
[ "$(ls theirs/build)" = index.html ] || fail "check wrote into récitale's folder"
[ ! -e bad/build ] && [ ! -e small/build ] && [ ! -e story/build ] || fail "it wrote"

# recitale_53: the language of dates from the environment, in récitale's order; settings win.
make_photo small/g/a.jpg 90 60 420
echo 'date: 2020-02-02' >>small/g/settings.yaml
french() {
    LC_TIME=fr_FR.UTF-8 LC_ALL=ru_RU.UTF-8 LANG=de_DE.UTF-8 ok build small -o french
}
french
grep -q '02 février 2020' french/index.html || fail "LC_TIME is not used"
echo 'settings: {date_locale: it}' >>small/settings.yaml
french
grep -q '02 febbraio 2020' french/index.html || fail "date_locale does not win over LC_TIME"

# Without processes, and with many: the same bytes.
ok build small -o one -j 0
ok build small -o two -j 2
same one two

# A gallery of 450 pictures is three pages, whose links all lead somewhere; `pages: false` makes them one again.
mkdir -p many/g
make_photo many/a.jpg 60 40 420 --date "2020:05:05 12:00:00"
printf 'title: Many\nrss: false\nsettings: {original: none, sizes: [40]}\n' >many/settings.yaml
printf 'title: G\ncover: 1.jpg\nsections:\n  - type: pictures-group\n    images:\n' >many/g/settings.yaml
for i in $(seq 1 3 450); do
    for k in $i $((i + 1)) $((i + 2)); do
        ln many/a.jpg "many/g/$k.jpg"
    done
    echo "      - [$i.jpg, $((i + 1)).jpg, $((i + 2)).jpg]"
done >>many/g/settings.yaml
ok build many -o manysite -q
complete manysite
python3 "$SOURCE_DIR/tests/cli/check_story.py" manysite >site-facts 2>&1 || fail "pages: $(cat site-facts)"
grep -qx 'pages 4' site-facts || fail "pages: $(cat site-facts)"
grep -c '<figure' manysite/g/index.html manysite/g/page-2.html manysite/g/page-3.html >figures
[ "$(cut -d: -f2 figures | tr '\n' ' ')" = "201 201 48 " ] || fail "figures: $(cat figures)"
grep -c 'class="day">05 May 2020</h2>' manysite/g/index.html manysite/g/page-3.html >days
[ "$(cut -d: -f2 days | tr '\n' ' ')" = "1 1 " ] || fail "days: $(cat days)"
echo 'pages: false' >>many/g/settings.yaml
ok build many -o manysite -q
ok gc many -o manysite --delete
[ ! -e manysite/g/page-2.html ] || fail "a page is left"
[ "$(grep -c '<figure' manysite/g/index.html)" -eq 450 ] || fail "not all on one page"
