# cli_views.sh - virtual albums: who is in them, that they cost no picture, and what is left when a keyword is gone.
. "$(dirname "$0")/lib.sh"

has() {
    grep -qF -e "$2" "$1" || fail "$1 lacks: $2"
}
lacks() {
    ! grep -qF -e "$2" "$1" || fail "$1 has: $2"
}

# albums_from PATTERN...: the first album.md.
albums_from() {
    {
        echo '---'
        echo 'title: All'
        echo 'albums_from:'
        for pattern in "$@"; do
            echo "- \"$pattern\""
        done
        echo '---'
    } >photos/album.md
}

# tag PHOTO PROPERTY VALUE...: in the XMP file beside it.
tag() {
    python3 - "$@" <<'END'
import sys
from xml.sax.saxutils import escape
photo, name, values = sys.argv[1], sys.argv[2], sys.argv[3:]
items = "".join(f"<rdf:li>{escape(v)}</rdf:li>" for v in values)
with open(photo + ".xmp", "w", encoding="utf-8") as f:
    f.write(f'''<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
<{name}><rdf:Bag>{items}</rdf:Bag></{name}></rdf:Description></rdf:RDF></x:xmpmeta>
''')
END
}

# pictures: all that are published, with their times and places on the disk.
pictures() {
    find site -name .tirage -prune -o -name '*.jpg' -printf '%P %i %T@\n' | sort
}

# made N: the last build, with --json, made N pictures.
made() {
    grep -q "\"outputs\": $1," out || fail "not $1 pictures: $(tail -n 1 out)"
}

# check_cleaned: the site without what earlier builds have left.
check_cleaned() {
    run gc photos -o site --delete
    expect_code 0
    check_site site
}

make_photo plain.jpg 120 80 420
python3 "$SOURCE_DIR/tests/cli/locate.py" plain.jpg <<'LIST'
photos/alps/IMG_1.jpg 2020-05-17T10:00:00
photos/alps/IMG_2.jpg 2021-01-02T10:00:00
photos/sea/IMG_1.jpg 2020-05-18T10:00:00
photos/sea/deep/IMG_9.jpg 2020-11-01T10:00:00
LIST
cp plain.jpg photos/sea/undated.jpg

# Albums of dates come to a site that is there: nothing is made, and no picture is touched.
ok build photos -o site
[ ! -e site/dates ] || fail "albums that nobody wants"
pictures >before
albums_from '{YYYY}/{MM}' 'Everything'
run build photos -o site --json
expect_code 0
made 0
pictures >after
cmp -s before after || fail "pictures were touched"
check_site site
[ "$(cd site/dates && find . -name '*.html' | sort | tr '\n' ' ')" = \
    "./2020/05/index.html ./2020/11/index.html ./2020/index.html ./2021/01/index.html ./2021/index.html ./index.html " ] ||
    fail "other albums: $(find site/dates)"
has site/dates/2020/05/index.html '<h1>May</h1>'
has site/dates/2020/05/index.html 'href="../../../sea/index.html#IMG_1.jpg"'
has site/dates/2020/05/index.html 'id="IMG_1.jpg:2"'
has site/everything/index.html 'undated.jpg'
[ "$(find site -name '*.jpg' | wc -l)" = "$(wc -l <before)" ] || fail "more pictures"

# An unchanged build writes nothing.
find site -name .tirage -prune -o -type f -printf '%P %i %T@\n' | sort >before
ok build photos -o site
find site -name .tirage -prune -o -type f -printf '%P %i %T@\n' | sort >after
cmp -s before after || fail "an unchanged build wrote files: $(diff before after)"

# Hidden and protected albums are in none of them, nor what lies below.
for name in hidden/IMG_3 hidden/below/IMG_4 secret/IMG_5; do
    mkdir -p "photos/${name%/*}"
    cp plain.jpg "photos/$name.jpg"
    tag "photos/$name.jpg" dc:subject Quetzalcoatlus Lake
done
printf -- '---\nhidden: true\n---\n' >photos/hidden/album.md
printf -- '---\npassword: open sesame\n---\n' >photos/secret/album.md
albums_from '%keywords' '%path' 'Everything' '%people'
run build photos -o site -q
expect_code 0
[ ! -e site/keywords ] || fail "keywords of hidden albums"
[ ! -e site/folders/hidden ] || fail "a hidden album has another"
! grep -rlaiF quetzalcoatlus site --include='*.html' || fail "a keyword of a hidden album is on a page"
for page in $(find site/folders site/everything -name '*.html'); do
    for word in IMG_3 IMG_4 IMG_5 hidden/ secret/; do
        lacks "$page" "$word"
    done
done
run check photos
expect_code 0
says "albums_from: no photo of an open album is for '%keywords'"
says "albums_from: no photo of an open album is for '%people'"
rm -r photos/hidden photos/secret
albums_from '%path'
ok build photos -o site
check_cleaned

# Keywords of all kinds: levels, slashes, dots, emoji, from right to left, as long and as many as anybody writes.
long=$(printf '%10240s' '' | tr ' ' x)
tag photos/alps/IMG_1.jpg lr:hierarchicalSubject 'Places|France|Paris' 'AC/DC' '..' '../../etc' '<b>&amp;"' "$long" 'con'
tag photos/alps/IMG_2.jpg dc:subject '😀' '👨‍👩‍👧' 'שלום' 'places' 'LAKE' 'index.html' '.tirage'
tag photos/sea/IMG_1.jpg dc:subject $(seq -f 'k%.0f' 1000)
tag photos/sea/undated.jpg lr:hierarchicalSubject 'Places|France' 'lake' 'Lake|Shore'
tag photos/sea/deep/IMG_9.jpg Iptc4xmpExt:PersonInImage 'Jane Zyxwvut'
pictures >before
albums_from '%keywords'
run build photos -o site --json
expect_code 0
made 0
pictures >after
cmp -s before after || fail "pictures were touched for keywords"
check_cleaned
for dir in places/france/paris ac-dc tag etc b-amp con-tag '😀' 'שלום' lake lake/shore index-html tirage k1 k200; do
    [ -e "site/keywords/$dir/index.html" ] || fail "no keywords/$dir"
done
[ -z "$(find site/keywords | grep -E '/[^/]{81,}$|\.\.|/\.')" ] || fail "names: $(find site/keywords | grep -E '/[^/]{81,}$|\.\.|/\.')"
[ ! -e site/etc ] || fail "a keyword led out"
has site/keywords/places/index.html '<h2>France</h2>'
has site/keywords/places/france/index.html 'undated.jpg'
lacks site/keywords/places/france/index.html '"figure id="IMG_1.jpg"'
has site/keywords/index.html '&lt;b&gt;'
! grep -rlaF Zyxwvut site || fail "nobody asked for people"

# A keyword that is gone takes its album along.
[ "$(find site/keywords -path '*paris*' -name index.html | wc -l)" = 1 ] || fail "Paris is not there once"
tag photos/alps/IMG_1.jpg lr:hierarchicalSubject 'Places|France'
ok build photos -o site
check_cleaned
[ ! -e site/keywords/places/france/paris ] || fail "Paris is still there"

# Without the key nothing of them is left, neither on pages nor in the state.
printf -- '---\ntitle: All\n---\n' >photos/album.md
ok build photos -o site
check_cleaned
[ ! -e site/keywords ] || fail "albums are left"
! grep -rlaF -e k199 -e 'שלום' site || fail "keywords are left"

# Shares, joined, end like one build.
albums_from '%keywords' '{YYYY}' '%people/{YYYY-MM}'
ok build photos -o site
for i in 1 2; do
    ok build photos --shard "$i/2" -o "s$i"
done
ok merge joined s1 s2
check_cleaned
same site joined
has joined/people/jane-zyxwvut/2020-11/index.html IMG_9

# What is no pattern is told with its place and what is allowed.
albums_from '%keyword'
run build photos -o site
expect_code 1
says "album.md:4:3: albums_from: '%keyword': what begins with % is one of %keywords, %people, %place and %path"
printf -- '---\nalbums_from: [{YYYY}/{MM}]\n---\n' >photos/album.md
run check photos
expect_code 1
says quotes
mkdir photos/sub
mv photos/sea/*.jpg photos/sub
printf -- '---\nalbums_from: ["%%path"]\n---\n' >photos/sub/album.md
printf -- '---\ntitle: All\n---\n' >photos/album.md
run check photos
expect_code 1
says "sub/album.md:2:1: albums_from: belongs in the first folder's album.md"
