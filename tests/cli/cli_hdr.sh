# cli_hdr.sh - gain maps of HDR photos stay with their pictures, at every size, and cost no picture when they are wrong.
. "$(dirname "$0")/lib.sh"

hdr() { # as make_hdr.py
    python3 "$SOURCE_DIR/tests/cli/make_hdr.py" "$@" || fail "make_hdr.py $*"
}
make_photo base.jpg 1200 802 420
make_photo map.jpg 300 201 444 --grey
make_photo colour.jpg 300 201 420
mkdir in keep drop

# thumb_both NAME ARGS: keep/NAME.jpg and drop/NAME.jpg of in/NAME.jpg.
thumb_both() {
    name=$1
    shift
    ok thumb "$@" -o "keep/$name.jpg" "in/$name.jpg"
    ok thumb "$@" --hdr drop -o "drop/$name.jpg" "in/$name.jpg"
}
# carried NAME: keep/NAME.jpg is drop/NAME.jpg with a map, whose numbers are in ./says.
carried() {
    hdr split "keep/$1.jpg" plain.jpg shown.jpg >says
    cmp plain.jpg "drop/$1.jpg" || fail "$1: the picture itself is another"
    complete keep
}
dropped() {
    cmp "keep/$1.jpg" "drop/$1.jpg" || fail "$1: has a map"
}
expect_says() { # KEY ISO XMP
    grep -qx "$1 $2 $3" says || fail "expected $*, got $(grep "^$1 " says)"
}

# Every way to say where the map is and what its numbers are; in XMP they stay to the letter, in ISO's segment to the number.
for how in mpf,xmp little,xmp container,xmp container,video,xmp mpf,iso mpf,container,xmp,iso; do
    hdr join base.jpg map.jpg in/a.jpg $how max=2.50 to=2.321928094887362 min=-0.25 alternate=1e-3
    thumb_both a -s 640
    carried a
    [ "$(fact shown.jpg size)" = 160x107 ] || fail "the map is $(fact shown.jpg size)"
    case $how in
    *xmp,iso) expect_says max 5/2 2.50 ;;
    *xmp)
        expect_says max 5/2 2.50
        expect_says to '[0-9]*/[0-9]*' 2.321928094887362
        expect_says alternate '1/1000' 1e-3
        ;;
    *) expect_says min -1/4 -0.25 ;;
    esac
done

# The colours of a map: full ones, and each channel has numbers of its own.
hdr join base.jpg colour.jpg in/colour.jpg mpf,xmp,iso max=3/2/1 gamma=1/0.5/2
thumb_both colour -s 640
carried colour
expect_says max 3/2/1 3/2/1
[ "$(fact shown.jpg sampling)" = "2x2 1x1 1x1" ] || fail "chroma is $(fact shown.jpg sampling)"

# A profile of its own, here in two segments.
python3 -c 'import struct, sys
icc = bytearray(100000)
icc[0:4], icc[16:20], icc[36:40] = struct.pack(">I", len(icc)), b"RGB ", b"acsp"
sys.stdout.buffer.write(icc)' >profile
make_photo own.jpg 300 201 420 --icc profile
hdr join base.jpg own.jpg in/own.jpg mpf,iso-own
for size in 640 original; do
    thumb_both own -s $size
    carried own
    "$TESTTOOL" icc shown.jpg | cmp - profile || fail "the profile of a map is not the same"
done

# Where it is not worth its bytes, or cannot be: small pictures, other formats, a map without differences.
thumb_both a -s 299
dropped a
thumb_both a -s 300
carried a
ok thumb -s 400 --hdr keep -o 'keep/a.png' in/a.jpg
ok thumb -s 400 --hdr drop -o 'drop/a.png' in/a.jpg
cmp keep/a.png drop/a.png || fail "a PNG file differs"
ok thumb -s 1 -o flat.jpg map.jpg
hdr join base.jpg flat.jpg in/flat.jpg mpf,xmp
thumb_both flat -s 640
dropped flat

# Crops and turns: exact sizes here, the pixels in hdr_proof.py.
thumb_both a -s 401x300 --fit cover
carried a
[ "$(fact shown.jpg size)" = 101x75 ] || fail "the map of a crop is $(fact shown.jpg size)"

# A full-size copy has the coded data of both pictures, and nothing that is private.
make_photo secret.jpg 1200 802 420 --metadata --orientation 6
hdr join secret.jpg map.jpg in/secret.jpg mpf,container,xmp,iso,private
thumb_both secret -s original
carried secret
! grep -qa SECRET keep/secret.jpg || fail "private metadata stays"
[ "$(fact shown.jpg size)" = 300x201 ] || fail "the map of a copy is $(fact shown.jpg size)"
[ "$("$TESTTOOL" diff map.jpg shown.jpg)" = 0 ] || fail "the map of a copy is another"
expect_fact keep/secret.jpg orientation 6
# But a map is encoded as pictures are that not every browser shows.
make_photo rgb.jpg 300 201 444 --rgb
hdr join base.jpg rgb.jpg in/rgb.jpg mpf,xmp
thumb_both rgb -s original
carried rgb
[ "$(fact shown.jpg markers)" = "APP0 APP1 APP2" ] || fail "a map of R, G, B has $(fact shown.jpg markers)"
thumb_both secret -s 640 --keep exif
carried secret
hdr join base.jpg map.jpg in/note.jpg mpf,container,xmp
for size in 640 original; do
    ok thumb -s $size --keep xmp -o kept.jpg in/note.jpg
    hdr split kept.jpg >says
    grep -qa '<hdrgm:note>SECRET' kept.jpg || fail "XMP that was to be kept is gone"
done

# Apple's: the headroom of XMP, and of the maker's note, by which it is 3 - 70 * 0.005 stops.
hdr join base.jpg map.jpg in/apple.jpg mpf,apple headroom=4
thumb_both apple -s 640
carried apple
expect_says max 2 2
hdr join base.jpg map.jpg in/apple.jpg mpf,apple maker=1.01/0.005
thumb_both apple -s 640
carried apple
expect_says to 53/20 2.65
thumb_both apple -s original
carried apple
[ "$(fact shown.jpg size)" = 300x201 ] || fail "Apple's map is $(fact shown.jpg size) in a copy"

# What is wrong costs the map alone, and is told.
make_photo huge.jpg 1201 803 420
# hostile HOW [KEY=VALUE...]
hostile() {
    hdr join base.jpg "$map" in/bad.jpg "$@"
    run thumb -s 640,original -o 'keep/bad-{size}.jpg' in/bad.jpg
    expect_code 0
    says "gain map"
    ok thumb -s 640,original --hdr drop -o 'drop/bad-{size}.jpg' in/bad.jpg
    dropped bad-640
    dropped bad-original
}
map=map.jpg
hostile mpf,container,xmp at=4294967295 bytes=4294967295
hostile mpf,container,xmp at=1 bytes=100
hostile container,xmp bytes=0
hostile container,xmp bytes=999999999999
hostile container,xmp bytes=500
hostile mpf,xmp bytes=1
hostile mpf,xmp,iso cut=600
hostile mpf,xmp bytes=300
hostile mpf,xmp short=2
hostile container,xmp short=100
hostile mpf,xmp max=NaN
hostile mpf,xmp max=inf
hostile mpf,xmp max=
hostile mpf,xmp max=1e39
hostile mpf,xmp max=-1
hostile mpf,xmp gamma=0
hostile mpf,iso gamma=0
hostile mpf,iso gamma=-1
hostile mpf,iso max=200
hostile mpf,xmp to=0
hostile mpf,xmp from=-1
hostile mpf,xmp max=1/2
hostile mpf,xmp max=1/2/3/4
hostile mpf,xmp max=11111111111111111111111111111111111111111
hostile mpf,apple headroom=0.5
hostile mpf,apple headroom=x
hostile mpf,apple maker=1/9
hostile mpf,apple maker=1/-20000000
hostile mpf,apple maker=1/-0.2
map=huge.jpg
hostile mpf,xmp
map=colour.jpg
hostile mpf,apple headroom=4

# That there is no memory for a map says nothing about the photo.
if [ "$SLOW" = 0 ]; then
    make_photo large.jpg 5000 4000 420
    make_photo scans.jpg 5000 4000 444 --progressive
    hdr join large.jpg scans.jpg in/large.jpg mpf,xmp
    rm -f keep/large.jpg
    (ulimit -v 120000 && exec "$TIRAGE" thumb -q -j 0 -s 640 --hdr drop -o drop/large.jpg in/large.jpg) 2>err || fail "a limit too low"
    (ulimit -v 120000 && exec "$TIRAGE" thumb -q -j 0 -s 640 -o keep/large.jpg in/large.jpg) 2>err && fail "no memory, and no error"
    says "memory"
    [ ! -e keep/large.jpg ] || fail "SDR for want of memory"
fi

# A build: who wants it otherwise says so, and then those photos alone are made anew that have a map.
mkdir album
cp in/a.jpg album/a.jpg
cp base.jpg album/plain.jpg
stamps() {
    find "$1" -name '*.jpg' -exec stat -c '%n %y' {} + | sort
}
# remade SITE ARGS: which photos' pictures another build makes anew.
remade() {
    stamps "$1" >before
    ok build album -o "$@"
    stamps "$1" | diff before - | sed -n 's/^> .*\/\([a-z]*\)-.*/\1/p' | sort -u | tr '\n' ' '
}
is_hdr() { # SITE
    for file in "$1"/a-*-640x.jpg "$1"/a-*-1920x.jpg; do
        hdr split "$file" >says
    done
}
is_sdr() { # SITE
    ! grep -rqa hdrgm "$1" --include='*.jpg' || fail "$1 has a gain map"
}
ok build album -o site
is_hdr site
[ -z "$(remade site)" ] || fail "made twice"
[ "$(remade site --hdr drop)" = "a " ] || fail "--hdr drop"
is_sdr site
printf -- '---\nhdr: drop\n---\n' >album/album.md
[ -z "$(remade site)" ] || fail "hdr: drop is not what --hdr drop is"
is_sdr site
[ "$(remade site --hdr keep)" = "a " ] || fail "--hdr keep does not override hdr: drop"
is_hdr site
printf -- '---\nhdr: keep\n---\n' >album/album.md
[ -z "$(remade site)" ] || fail "hdr: keep is not the default"
printf -- '---\nhdr: maybe\n---\n' >album/album.md
run build album -o site -q
expect_code 1
says "hdr: 'maybe' is neither keep nor drop"

# The state knows which maps take the memory of several scans.
make_photo scans.jpg 300 201 444 --progressive
mkdir known
cp base.jpg in/a.jpg known/
hdr join base.jpg scans.jpg known/scans.jpg mpf,xmp
ok build known -o known-site
python3 -c 'import sqlite3
for row in sqlite3.connect("known-site/.tirage/state.db").execute("SELECT path, gain_map FROM source ORDER BY path"): print(*row)' >got
printf '%s\n' 'a.jpg 1' 'base.jpg 0' 'scans.jpg 2' | cmp - got || fail "gain maps in the state: $(cat got)"

mkdir -p project/day
cp in/a.jpg project/day/
cat >project/settings.yaml <<'END'
title: HDR
rss: false
settings:
  hdr: drop
END
cat >project/day/settings.yaml <<'END'
title: A day
cover: a.jpg
sections:
  - type: full-picture
    image: a.jpg
END
ok build project -o story
is_sdr story
sed -i 's/hdr: drop/hdr: keep/' project/settings.yaml
ok build project -o story
grep -rqa hdrgm story --include='*.jpg' || fail "a project drops gain maps"

# Pages say which photos are HDR, to those who see a badge and to those who do not, and offer HDR screens JPEG files before WebP
# ones.  Programs are told too, with the bytes that maps take, and so is who asks why.
mkdir pages
cp in/a.jpg base.jpg pages
make_photo small.jpg 240 160 420
make_photo small-map.jpg 60 40 444 --grey
hdr join small.jpg small-map.jpg pages/small.jpg mpf,xmp
printf -- '---\nformats: [jpeg, webp]\nexif: true\n---\n' >pages/album.md
run build pages -o told --original --json
expect_code 0
cp out report
check_site told
badges() { # SITE: photos with a badge
    tr '\n' ' ' <"$1/index.html" | grep -o '<figure id="[^"]*"><a href="[^"]*" class="hdr" aria-label="HDR photo: [^"]*">' |
        sed 's/.* id="\([^"]*\)".*: \(.*\)">$/\1 \2/'
}
[ "$(badges told)" = "a.jpg a" ] || fail "badges: $(badges told)"
grep -q '<dt>Dynamic range</dt><dd>HDR</dd>' told/index.html || fail "the metadata do not say HDR"
offers() { # what is offered of each photo
    grep -o '<figure id="[^"]*"\|<source \(media="[^"]*" \)\{0,1\}type="[^"]*" srcset="[^ ]*\|<img src="[^"]*' told/index.html |
        sed 's/ srcset.*-/ /'
}
offers >got
cat >expected <<'E'
<figure id="a.jpg"
<source media="(dynamic-range: high)" type="image/jpeg" 480x.jpg
<source type="image/webp" 480x.webp
<img src="a-
<figure id="base.jpg"
<source type="image/webp" 480x.webp
<img src="base-
<figure id="small.jpg"
<source type="image/webp" 480x.webp
<img src="small-
E
sed -i 's/^\(<img src="[a-z]*-\).*/\1/; s/\(type="[^"]*"\) .*x\.\(jpg\|webp\)$/\1 480x.\2/' got
diff expected got >diffs || fail "what pages offer: $(cat diffs)"
python3 - report <<'E' || fail "the report"
import json
import os
import sys

with open(sys.argv[1]) as file:
    photos = {os.path.basename(line["path"]): line for line in map(json.loads, file) if line["event"] == "photo"}
for name, photo in photos.items():
    assert ("hdr" in photo) == (name != "base.jpg"), photo
    for output in photo["outputs"]:
        carries = name == "a.jpg" and output["path"].endswith(".jpg")
        assert ("gain_map" in output) == carries, output
        if carries:
            with open(output["path"], "rb") as file:
                data = file.read()
            # The second picture, and what the first one says of it.
            second = data.rindex(b"\xff\xd9\xff\xd8") + 2
            assert len(data) - second < output["gain_map"] < len(data) - second + 1500, output
E
ok why pages/a.jpg -o told
grep -qx 'photo a.jpg: 1200x802 pixels, HDR' out || fail "why does not say HDR"
ok why pages/base.jpg -o told
! grep -q HDR out || fail "why says HDR of an SDR photo"
ok why pages/a.jpg -o told --json
grep -q '"hdr": true' out || fail "why says nothing to programs"
ok build pages -o told --original
[ "$(badges told)" = "a.jpg a" ] || fail "badges of a photo that is not read again: $(badges told)"
ok build pages -o told --original --hdr drop
! grep -q 'HDR\|class="hdr"\|dynamic-range' told/index.html || fail "pages say HDR where it is dropped"
ok build pages -o shards --original --shard 1/2
ok build pages -o shards --original --shard 2/2
ok merge shards
[ "$(badges shards)" = "a.jpg a" ] || fail "badges of a merged site: $(badges shards)"
if command -v ffmpeg >/dev/null; then
    ffmpeg -v error -f lavfi -i testsrc=s=64x48:r=10:d=0.5 -pix_fmt yuv420p v.mp4 </dev/null
    mkdir moving
    python3 "$SOURCE_DIR/tests/cli/make_motion.py" trailer in/a.jpg v.mp4 moving/a.jpg || fail make_motion.py
    ok build moving -o moved
    grep -q '" class="hdr" data-motion="[^"]*" aria-label="HDR motion photo: a">' moved/index.html || fail "both badges"
fi
