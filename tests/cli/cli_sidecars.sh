# cli_sidecars.sh - what other programs wrote alongside photos: Google Takeout's JSON, Picasa's .picasa.ini, darktable's
# XMP.  It is read, read again when it changes, and nothing that nobody asked for is kept.
. "$(dirname "$0")/lib.sh"

# takeout FILE DESCRIPTION SECONDS [MORE]
takeout() {
    cat >"$1" <<END
{
  "title": "a.jpg",
  "description": "$2",
  "photoTakenTime": {"timestamp": "$3", "formatted": "whenever"},
  "geoData": {"latitude": 48.85837, "longitude": 2.294481, "altitude": 0.0},
  "people": [{"name": "Wilhelmina Quux"}]${4:+,
  $4}
}
END
}

# nowhere TEXT...: in no file of the site or of its state, and no name of one.
nowhere() {
    for text in "$@"; do
        ! grep -rqaiF -e "$text" site || fail "'$text' is in $(grep -rlaiF -e "$text" site | head -n 3)"
        ! find site | grep -qiF -e "$text" || fail "'$text' is a name"
    done
}

# ---- Takeout ------------------------------------------------------------------------------------
mkdir photos
for name in a b 'c(1)' d-edited long e f g; do
    make_photo "photos/$name.jpg" 600 400 420
done
mv photos/long.jpg photos/a_name_that_is_longer_than_46_characters_123456.jpg
takeout photos/a.jpg.json 'Of a' 1609459200
takeout photos/b.jpg.supplemental-meta.json 'Of b' 1577836800
takeout 'photos/c.jpg.supplemental-metadata(1).json' 'Of c' 1577836801
takeout photos/d.jpg.json 'Of d \u2013 edited' 1577836802
takeout photos/a_name_that_is_longer_than_46_characters_12345.json 'Of long' 1577836803
printf '{"description": "cut' >photos/e.jpg.json
printf '{"description": ["x"], "photoTakenTime": 5, "people": 7, "trashed": "true"}' >photos/f.jpg.json
takeout photos/metadata.json 'Of the album' 1
ok build photos -o site
why_says a.jpg 'description: Of a'
why_says b.jpg 'description: Of b'
why_says 'c(1).jpg' 'description: Of c'
why_says d-edited.jpg 'description: Of d – edited'
why_says a_name_that_is_longer_than_46_characters_123456.jpg 'description: Of long'
for name in e f g; do
    why_lacks $name.jpg description
done
nowhere 'Of the album'
# By their dates, which the photos have not: b of 2020 comes before a of 2021.
python3 - <<'END' || fail "photos are not in the order of Takeout's dates"
import re
page = open("site/index.html").read()
names = re.findall(r'\b([ab])[-.][^" ]*jpe?g', page)
assert names and names.index("b") < names.index("a"), names[:20]
END
check_site site

# Names and locations are kept only where somebody asks for them.
nowhere 'Wilhelmina' 'Quux'
[ "$(python3 -c 'import sqlite3
print(*sqlite3.connect("site/.tirage/state.db").execute("SELECT count(latitude) FROM source").fetchone())')" = 0 ] ||
    fail "the state knows locations"
printf -- '---\npeople: true\nmap: true\n---\n' >photos/album.md
ok build photos -o site
grep -qaF 'Wilhelmina Quux' site/.tirage/state.db || fail "people are not known where they are asked for"
why_says a.jpg 'location: 48.858370, 2.294481'
rm photos/album.md
ok build photos -o site
nowhere 'Wilhelmina' 'Quux'

# Changed, replaced by XMP, removed: read again, and no picture is made.
takeout photos/a.jpg.json 'Of a, again' 1609459200
build_counts 8 0
why_says a.jpg 'description: Of a, again'
cat >photos/a.jpg.xmp <<'END'
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt>
<rdf:li xml:lang="x-default">Of XMP</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>
END
build_counts 8 0
why_says a.jpg 'title: Of XMP'
why_lacks a.jpg description
rm photos/a.jpg.xmp photos/a.jpg.json
build_counts 8 0
why_lacks a.jpg 'title\|description'

# What is no sidecar is none, and holds nothing up.
mkfifo photos/a.jpg.json
run build photos -o site
expect_code 0
rm photos/a.jpg.json
mkdir photos/a.jpg.json
build_counts 8 0
rmdir photos/a.jpg.json
{ printf '{"description": "large", "x": "'; head -c 1100000 /dev/zero | tr '\0' x; printf '"}'; } >photos/a.jpg.json
build_counts 8 0
why_lacks a.jpg description
{ head -c 40 /dev/zero | tr '\0' '['; head -c 40 /dev/zero | tr '\0' ']'; } >photos/a.jpg.json
build_counts 8 0
echo '{"description": "of another folder"}' >outside.json
ln -sf ../outside.json photos/a.jpg.json
build_counts 8 0
why_lacks a.jpg description
rm photos/a.jpg.json

# What is in Google's trash or archived is not shown, and nothing was made anew when it comes back.
takeout photos/b.jpg.supplemental-meta.json 'Of b' 1577836800 '"trashed": true'
run -v build photos -o site
expect_code 0
grep -q 'b.jpg: .*rejected in its metadata' err || fail "nobody says why b.jpg is not shown: $(cat err)"
! grep -q '\bb-[0-9]' site/index.html || fail "a photo in the trash is shown"
takeout photos/b.jpg.supplemental-meta.json 'Of b' 1577836800 '"trashed": false'
build_counts 8 0

# Once nothing has changed for a while, neither photo nor sidecar is read.
touch -d '2024-01-01 12:00:00' photos/*
sleep 2.1
build_counts 8 0
seen() {
    python3 -c 'import sqlite3
print(*sqlite3.connect("site/.tirage/state.db").execute("SELECT path, seen FROM source ORDER BY path"))'
}
seen >before
build_counts 8 0
seen >after
cmp -s before after || fail "unchanged photos were read again"

# Videos have such files too, or those of the pictures that they belong to.
if command -v ffmpeg >/dev/null; then
    ffmpeg -v error -f lavfi -i testsrc=s=320x240:r=10:d=1 -pix_fmt yuv420p photos/v.mp4
    takeout photos/v.mp4.supplemental-metadata.json 'Of the video' 1577836804
    ok build photos -o site
    why_says v.mp4 'description: Of the video'
    takeout photos/v.mp4.supplemental-metadata.json 'Of the video, again' 1577836804
    build_counts 9 0
    why_says v.mp4 'description: Of the video, again'
    printf -- '---\npeople: true\nmap: true\n---\n' >photos/album.md
    build_counts 9 0
    grep -qaF 'Wilhelmina Quux' site/.tirage/state.db || fail "people of videos are not known"
    touch -d '2024-01-01 12:00:00' photos/*
    sleep 2.1
    build_counts 9 0
    seen >before
    build_counts 9 0
    seen >after
    cmp -s before after || fail "an unchanged video was read again"
else
    echo "without ffmpeg: videos are left out"
fi
rm -r photos site

# ---- Picasa -------------------------------------------------------------------------------------
mkdir -p photos/summer
for name in a b c; do
    make_photo photos/summer/$name.jpg 600 400 420
done
make_photo photos/x.jpg 600 400 420
printf '[Picasa]\r\nname=At the sea\r\n[a.jpg]\r\ncaption=Caf\351 <b>\r\nkeywords=zanzibarish\r\n%s\r\n%s\r\n' \
    'faces=rect64(3f845bcb59418507),8e62398ebda8c1a5' 'star=yes' >photos/summer/.picasa.ini
printf '[b.jpg]\r\nhidden=yes\r\n[Contacts2]\r\n8e62398ebda8c1a5=Wilhelmina Quux;w@example.org;;\r\n' \
    >>photos/summer/.picasa.ini
cp photos/summer/.picasa.ini ini
run -v build photos -o site
expect_code 0
grep -q 'summer/b.jpg: .*hidden in Picasa' err || fail "nobody says why b.jpg is not shown: $(cat err)"
grep -q 'At the sea' site/summer/index.html || fail "no title"
grep -q 'Café &lt;b&gt;' site/summer/index.html || fail "no caption"
[ ! -e site/summer/b.jpg ] && ! find site | grep -q '/b[-.]' || fail "a hidden photo is there"
nowhere zanzibarish Wilhelmina Quux example.org
check_site site
cmp -s ini photos/summer/.picasa.ini || fail "Picasa's file was changed"
find site -name '*icasa*' | grep . && fail "Picasa's file was copied"
mv photos/summer/.picasa.ini photos/summer/picasa.ini
printf -- '---\nfiles: [summer/picasa.ini]\n---\n' >photos/album.md
run build photos -o site
expect_code 1
says 'is read by tirage'
printf -- '---\nfiles: [summer]\n---\n' >photos/album.md
ok build photos -o site
nowhere zanzibarish Wilhelmina Quux example.org
printf -- '---\nkeywords: true\n---\n' >photos/album.md
ok build photos -o site
nowhere Wilhelmina Quux example.org
printf -- '---\ntags: [zanzibarish]\n---\n' >photos/summer/album.md
ok build photos -o site
rm photos/summer/album.md
ln -s ../../ini photos/summer/.picasa.ini
run build photos -o site
expect_code 3
says 'summer/.picasa.ini'
! grep -q 'summer' site/index.html || fail "an album whose hidden photos nobody knows is shown"
rm -r photos site

# ---- darktable ----------------------------------------------------------------------------------
mkdir photos
for name in a a_01; do
    make_photo photos/$name.jpg 600 400 420
done
darktable() {
    cat >"$1" <<END
<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmlns:darktable="http://darktable.sf.net/"
   xmp:Rating="$2" xmpMM:DerivedFrom="a.jpg" darktable:xmp_version="5" darktable:auto_presets_applied="1"
   darktable:history_end="1">
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">$3</rdf:li></rdf:Alt></dc:title>
   <dc:subject><rdf:Seq><rdf:li>zanzibarish</rdf:li></rdf:Seq></dc:subject>
   <lr:hierarchicalSubject><rdf:Seq><rdf:li>places|zanzibarish</rdf:li></rdf:Seq></lr:hierarchicalSubject>
   <darktable:colorlabels><rdf:Seq><rdf:li>0</rdf:li><rdf:li>2</rdf:li></rdf:Seq></darktable:colorlabels>
   <darktable:history><rdf:Seq><rdf:li darktable:operation="flip" darktable:params="ffffffff"/></rdf:Seq></darktable:history>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
END
}
darktable photos/a.jpg.xmp 3 'Of the photo'
darktable photos/a_02.jpg.xmp 3 'Of another version'
ok build photos -o site
why_says a.jpg 'title: Of the photo'
why_lacks a_01.jpg title
nowhere zanzibarish 'another version'
darktable photos/a_01.jpg.xmp -1 'Rejected'
printf -- '---\nlabels: [green]\nmin_rating: 3\n---\n' >photos/album.md
run -v build photos -o site
expect_code 0
grep -q 'a_01.jpg: .*rejected' err || fail "nobody says that a_01.jpg is rejected: $(cat err)"
grep -q '\ba-[0-9]' site/index.html || fail "a.jpg is not shown"
! grep -q Rejected site/index.html || fail "the title of a rejected photo is on a page"
