# html.sh - pages of the example project and of a plain tree, by html-validate.
. "$(dirname "$0")/../cli/lib.sh"
validate=${WEB:?names the folder of npm packages}/node_modules/.bin/html-validate
[ -x "$validate" ] || skip "no html-validate: ./run deps --web installs it"

cp "$SOURCE_DIR/tests/web/htmlvalidate.json" .
ok example photos
ok build photos -o plain
mkdir photos/many "photos/behind a password"
make_photo photos/many/0.jpg 60 40 420
i=0
while [ $((i += 1)) -le 400 ]; do cp photos/many/0.jpg photos/many/$i.jpg; done
cp photos/many/0.jpg "photos/behind a password/"
printf -- '---\nproofing: true\ndownload: zip\n---\n' >photos/many/album.md
printf -- '---\npassword: word\n---\n' >"photos/behind a password/album.md"
make_photo base.jpg 600 400 420
make_photo map.jpg 150 100 444 --grey
python3 "$SOURCE_DIR/tests/cli/make_hdr.py" join base.jpg map.jpg photos/hdr.jpg mpf,xmp || fail make_hdr.py
cat >photos/hdr.jpg.xmp <<'XMP'
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag><rdf:li>a &lt;b&gt; &amp; c</rdf:li>
<rdf:li>ד</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>
XMP
printf -- '---\nurl: https://example.org\nlang: he\nformats: [jpeg, webp]\ndownload: true\nexif: true\nkeywords: true\nsearch: true\n---\n# Title & <more>\n' \
    >photos/album.md
for i in $(seq 1 220); do
    printf 'photos/trip/p%d.jpg 20%02d-05-01T10:00:00 %d.5 %d.25\n' "$i" $((i / 20 + 10)) $((i % 90)) $((i % 120))
done | python3 "$SOURCE_DIR/tests/cli/locate.py" base.jpg
printf -- '---\nalbum_map: true\ntimeline: true\n---\n' >photos/trip/album.md
ok build photos -o full
for front in lead timeline; do
    sed -i "s/^front: .*//; 2i front: $front" photos/album.md
    ok build photos -o $front
done
grep -q 'class="lead' lead/index.html || fail "no lead"
grep -q 'id="map:1"' full/trip/index.html || fail "no panel of a map in full"
grep -q 'class="search"' full/index.html || fail "no search in full"
grep -q 'class="search"' full/index.html || fail "no search in full"
grep -q 'class="timeline"' full/trip/index.html || fail "no timeline in full"
grep -qF '<bdi>a &lt;b&gt; &amp; c</bdi>, <bdi>ד</bdi></dd>' full/index.html || fail "no keywords in full"
grep -q 'class="hdr"' full/index.html || fail "no HDR photo in full"
mkdir few
cp photos/hdr.jpg photos/trip/p[1-5].jpg few
printf -- '---\nlang: he\nexif: true\ndownload: true\nalbums_from: ["{YYYY}/{MM}", "Trips/%%path"]\n---\n' >few/album.md
ok build few -o views
grep -q 'class="home"' views/dates/2010/05/index.html || fail "no virtual album"
rm -r photos/trip photos/many "photos/behind a password" photos/album.md photos/hdr.jpg*
cp -R "$SOURCE_DIR/examples/story/." photos
command -v ffmpeg >/dev/null || skip "no ffmpeg, which the example's video and audio need"
sh "$SOURCE_DIR/examples/media.sh" photos
sed -i 's/^  night_mode: true/&\n  albums_from: ["%path"]/' photos/settings.yaml
ok build photos -o story
grep -q 'class="home"' story/folders/lake-country/index.html || fail "no virtual album of a story"
sed -i /albums_from/d photos/settings.yaml
sed -i 's/^  night_mode: true/&\n  light_mode: true/' photos/settings.yaml
ok build photos -o light
sed -i 's/theme: exposure/theme: light/' photos/settings.yaml
ok build photos -o lighter
for site in plain full lead timeline views story light lighter; do
    [ "$(find $site -name '*.html' | wc -l)" -ge 5 ] || fail "$site has hardly a page"
    "$validate" --config htmlvalidate.json "$site/**/*.html" >report 2>&1 || fail "$site: $(head -n 40 report)"
done
# It does find what is wrong.
sed -i 's/<h1>/<h1><div>/' plain/index.html
! "$validate" --config htmlvalidate.json plain/index.html >report 2>&1 || fail "html-validate finds nothing"
