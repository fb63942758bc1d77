# cli_map.sh - maps and timelines of albums: who is on them, what they tell, and what is kept of locations.
. "$(dirname "$0")/lib.sh"

locate() {
    python3 "$SOURCE_DIR/tests/cli/locate.py" plain.jpg
}

# ask SQL: of the state.
ask() {
    python3 -c 'import sqlite3, sys
for row in sqlite3.connect("site/.tirage/state.db").execute(sys.argv[1]): print(*row)' "$1"
}

has() {
    grep -qF -e "$2" "$1" || fail "$1 lacks: $2"
}
lacks() {
    ! grep -qF -e "$2" "$1" || fail "$1 has: $2"
}

# dots FILE N
dots() {
    got=$(grep -c '^<li style="--x:' "$1" || :)
    [ "$got" = "$2" ] || fail "$got dots in $1, not $2"
}

# album DIR KEY
album() {
    mkdir -p "photos/$1"
    printf -- '---\n%s\n---\n' "$2" >"photos/$1/album.md"
}

make_photo plain.jpg 120 80 420
locate <<'LIST'
photos/alps/a.jpg 2020-05-03T10:00:00 45.923456 6.869123
photos/alps/b.jpg 2020-05-04T10:00:00 45.923456 6.869123
photos/alps/c.jpg 2020-05-05T10:00:00 46.547800 7.980000
photos/alps/peaks/d.jpg 2020-05-06T10:00:00 46.547800 7.981000
photos/sea/e.jpg 2021-07-01T10:00:00 -17.8 179.8
photos/sea/f.jpg 2021-07-02T10:00:00 -17.8 -179.8
photos/hidden/g.jpg 2021-07-02T10:00:00 10.111111 20.222222
photos/secret/h.jpg 2021-07-02T10:00:00 11.111111 21.222222
photos/home/i.jpg 2021-07-02T10:00:00 12.111111 22.222222
photos/none/j.jpg 2021-07-02T10:00:00
photos/odd/k.jpg 2021-07-02T10:00:00 0/1,0/1,0/1 0/1,0/1,0/1
photos/odd/l.jpg 2021-07-02T10:00:00 48/0,1/0,1/0 2/0,1/0,1/0
photos/odd/m.jpg 2021-07-02T10:00:00 91/1,0/1,0/1 2/1,0/1,0/1
photos/odd/n.jpg 2021-07-02T10:00:00 4294967295/1,4294967295/1,4294967295/1 2/1,0/1,0/1
photos/odd/o.jpg 2021-07-02T10:00:00 48/-1,-1/-1,1/0 2/1,0/1,0/1
LIST
album hidden 'hidden: true'
album secret 'password: open sesame'
album home 'album_map: false'

# Without the key there is neither a map nor a location, nor a file for either.
ok build photos -o site
lacks site/alps/index.html 'class="map"'
[ -z "$(find site -name 'map-*' -o -name 'timeline-*')" ] || fail "files for nobody"
[ "$(ask 'SELECT count(*) FROM source WHERE latitude NOT NULL OR asks')" = 0 ] || fail "locations are kept"
find site -name .tirage -prune -o -name '*.jpg' -printf '%P %i %T@\n' | sort >pictures

# With it: an album's own, and the root's of all that anybody may see.
album . 'album_map: true'
ok build photos -o site
find site -name .tirage -prune -o -name '*.jpg' -printf '%P %i %T@\n' | sort >pictures-with
cmp pictures pictures-with || fail "pictures were made anew"
dots site/alps/index.html 2
dots site/alps/peaks/index.html 1
dots site/sea/index.html 2
dots site/hidden/index.html 1
dots site/odd/index.html 0
dots site/home/index.html 0
dots site/none/index.html 0
dots site/index.html 2
has site/alps/index.html 'href="#map:1" aria-label="2 pictures, 3–4'
has site/alps/index.html '<a href="peaks/index.html">peaks</a> 1 picture · 6'
has site/alps/index.html '<a href="#c.jpg"><img '
has site/alps/peaks/index.html 'href="#d.jpg" aria-label="d"></a>'
has site/index.html '<a href="alps/peaks/index.html">peaks</a>'
has site/index.html 'href="sea/index.html" aria-label="sea, 2 pictures, 1–2'
for name in hidden secret home odd; do
    lacks site/index.html "href=\"$name/index.html\" aria-label"
done
lacks site/secret/index.html map:

# Where somebody lives is in no page, not even as a part of it.
! grep -rlE --include='*.html' '45\.92|6\.869|10\.111|4592|10\.11' site || fail "a page tells a location"

# The state keeps what maps show, and nothing else.
[ "$(ask 'SELECT path FROM source WHERE latitude NOT NULL ORDER BY path' | tr '\n' ' ')" = \
    'alps/a.jpg alps/b.jpg alps/c.jpg alps/peaks/d.jpg hidden/g.jpg sea/e.jpg sea/f.jpg secret/h.jpg ' ] ||
    fail "the state keeps: $(ask 'SELECT path FROM source WHERE latitude NOT NULL')"
[ "$(ask 'SELECT asks FROM source WHERE path = "home/i.jpg"')" = 0 ] || fail "home is known"

# An unchanged rebuild reads no photo and writes no page.
touch -d '2024-01-01 12:00:00' photos/*/*.jpg photos/*/*/*.jpg
sleep 2.1
ok build photos -o site
ask 'SELECT path, seen FROM source ORDER BY path' >before
find site -name .tirage -prune -o -type f -printf '%P %i %T@\n' | sort >before-files
ok build photos -o site
ask 'SELECT path, seen FROM source ORDER BY path' >after
find site -name .tirage -prune -o -type f -printf '%P %i %T@\n' | sort >after-files
cmp before after || fail "photos were read again"
cmp before-files after-files || fail "files were written again"

# An album that wants none takes its locations back, and those of what is below.
album alps 'album_map: false'
ok build photos -o site
lacks site/index.html 'alps/peaks/index.html'
has site/index.html 'aria-label="sea'
dots site/alps/index.html 0
[ "$(ask 'SELECT count(*) FROM source WHERE latitude NOT NULL AND path LIKE "alps/%"')" = 0 ] ||
    fail "the state keeps what no map shows"
run why photos/alps/a.jpg -o site
lacks out location
run why photos/sea/e.jpg -o site
has out 'location: -17.800000, 179.800000'

# The link per picture is another key: it needs all locations, and draws nothing.
album alps 'title: Alps'
album . 'map: true'
ok build photos -o site
dots site/alps/index.html 0
has site/alps/index.html openstreetmap
album . 'title: Nothing'
ok build photos -o site
[ "$(ask 'SELECT count(*) FROM source WHERE latitude NOT NULL OR asks')" = 0 ] || fail "locations are still kept"
ok gc photos -o site --delete
[ -z "$(find site -name 'map-*')" ] || fail "a style sheet for nobody"

# All links lead somewhere; the tool knows neither hidden albums nor those behind a password.
rm -r photos/hidden photos/secret
album . 'album_map: true'
ok build photos -o open
check_site open

# A project: for all galleries, and of pictures that open in the viewer.
mkdir -p project/g project/h
printf 'title: T\nrss: false\nsettings: {album_map: true}\n' >project/settings.yaml
printf 'title: G\ncover: p.jpg\nsections:\n- {type: bordered-picture, image: p.jpg}\n- {type: full-picture, image: q.jpg}\n' \
    >project/g/settings.yaml
printf 'title: H\ncover: r.jpg\nalbum_map: false\nsections:\n- {type: bordered-picture, image: r.jpg}\n' >project/h/settings.yaml
locate <<'LIST'
project/g/p.jpg 2020-05-03T10:00:00 45.923456 6.869123
project/g/q.jpg 2020-05-03T10:00:00 45.923456 6.869123
project/h/r.jpg 2020-05-03T10:00:00 45.923456 6.869123
LIST
ok build project -o told
dots told/g/index.html 1
dots told/h/index.html 0
has told/g/index.html 'href="#p.jpg" aria-label'
dots told/index.html 1
python3 "$SOURCE_DIR/tests/cli/check_story.py" told >facts 2>&1 || fail "pages of told: $(cat facts)"

# Many pictures: the timeline of all pages, on each of them; the map leads to all of them from the first.
for i in $(seq 1 420); do
    printf 'many/p%03d.jpg 20%02d-%02d-05T10:00:00 %d.5 %d.25\n' "$i" $((i / 60 + 10)) $((i / 10 % 6 + 1)) $((i % 3 + 40)) $((i % 5))
done | locate
for i in $(seq 1 200); do
    printf 'many/few/p%03d.jpg 2020-%02d-05T10:00:00\n' "$i" $((i / 20 + 1))
done | locate
printf -- '---\nalbum_map: true\ntimeline: true\n---\n' >many/album.md
ok build many -o large
check_site large
has large/index.html 'class="timeline long"'
has large/page-3.html '<a href="page-2.html#t:2014-01"><span>January'
has large/page-2.html 'id="t:2014-01"'
has large/index.html '<a href="page-3.html#p41'
lacks large/page-2.html 'class="map"'
lacks large/page-2.html map-
lacks large/few/index.html timeline
[ "$(grep -c 'class="timeline' large/page-2.html)" = 1 ] || fail "no timeline on the second page"
printf -- '---\ntimeline: true\nsort: name\n---\n' >many/album.md
ok build many -o large
lacks large/index.html timeline

# Neither key is anything but a boolean.
album . 'album_map: everywhere'
run check photos
says "'everywhere' is not a boolean"
