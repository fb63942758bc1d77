# cli_raw.sh - raw photos by their previews, in thumb and build, alone and beside the pictures that were made of them.
. "$(dirname "$0")/lib.sh"

make_photo large.jpg 1200 800 420
make_photo little.jpg 300 200 420
python3 - <<'END'
import struct


def entry(tag, kind, count, value):
    return struct.pack("<HHI", tag, kind, count) + (struct.pack("<HH", value, 0) if kind == 3 else struct.pack("<I", value))


def nef(jpeg, orientation):
    """160 x 120 black pixels of one bit first; the preview and the sensor's data below."""
    first, subs, below, sensor = 8, 200, 208, 300
    text = b"2021:03:04 05:06:07\0"
    out = bytearray(3000)
    out[:8] = struct.pack("<2sHI", b"II", 42, first)
    entries = [entry(254, 4, 1, 1), entry(256, 3, 1, 160), entry(257, 3, 1, 120), entry(259, 3, 1, 1),
               entry(262, 3, 1, 1), entry(273, 4, 1, 500), entry(274, 3, 1, orientation), entry(279, 4, 1, 2400),
               entry(306, 2, 20, 400), entry(330, 4, 2, subs)]
    directory = struct.pack("<H", len(entries)) + b"".join(entries) + bytes(4)
    out[first:first + len(directory)] = directory
    out[subs:subs + 8] = struct.pack("<II", below, sensor)
    entries = [entry(513, 4, 1, len(out)), entry(514, 4, 1, len(jpeg))] if jpeg else []
    directory = struct.pack("<H", len(entries)) + b"".join(entries) + bytes(4)
    out[below:below + len(directory)] = directory
    entries = [entry(256, 3, 1, 6000), entry(257, 3, 1, 4000), entry(259, 3, 1, 34713), entry(262, 3, 1, 32803)]
    directory = struct.pack("<H", len(entries)) + b"".join(entries) + bytes(4)
    out[sensor:sensor + len(directory)] = directory
    out[400:420] = text
    return bytes(out) + jpeg


large, little = open("large.jpg", "rb").read(), open("little.jpg", "rb").read()
open("turned.NEF", "wb").write(nef(large, 6))
open("large.nef", "wb").write(nef(large, 1))
open("little.nef", "wb").write(nef(little, 1))
open("none.nef", "wb").write(nef(b"", 1))
END

# The preview, upright; never the first directory's picture.
ok thumb -s 600x600 -o turned.jpg turned.NEF
expect_fact turned.jpg size 400x600
ok thumb -s copy -o full.jpg large.nef
expect_fact full.jpg size 1200x800
run thumb -s 100x100 -o little-out.jpg little.nef
expect_code 0
says 'note: little.nef: is a raw photo whose largest preview has 300x200 pixels: develop it to JPEG'
refuses 3 'none.nef: is a raw photo without a JPEG preview: develop it to JPEG first' thumb -s 50x50 -o out.jpg none.nef
[ ! -e out.jpg ] || fail "a picture of a raw photo without a preview"

# As the JPEG file that is in it, to the byte.
ok thumb -s 300x200 -o one.jpg large.nef
ok thumb -s 300x200 -o other.jpg large.jpg
cmp one.jpg other.jpg || fail "another picture than that of the preview"

# In an album, as JPEG, and full-size copies too.
mkdir p
cp turned.NEF large.nef p
ok build p -o site --original
grep -q 'src="turned.NEF-[^"]*\.jpg"' site/index.html || fail "the page does not show turned.NEF"
! ls site | grep -i '\.nef$' || fail "the raw photo itself is in the site"
check_site site
run build p -o site --original
expect_code 0
says '2 photos (2 unchanged)'

# A JPEG file that is called like one of a format that is only read becomes one that is called JPEG.
mkdir lies
cp large.jpg lies/a.NEF
cp large.jpg lies/b.heic
ok build lies -o lies-site
[ "$(ls lies-site/[ab].* | grep -vc '\.jpg$')" = 0 ] || fail "pictures of files with wrong suffixes: $(ls lies-site)"
check_site lies-site

# Beside the picture that was made of it: one photo, unless asked otherwise.
cp large.jpg p/large.jpg
shown() {
    run build p -o site -v "$@"
    expect_code 0
    grep -o 'src="[a-zA-Z.]*-[0-9]' site/index.html | sed 's/src="//; s/-.*//' | sort -u | tr '\n' ' '
}
[ "$(shown)" = 'large turned.NEF ' ] || fail "pair"
shown >/dev/null
says 'left out: large.nef: a picture of the same name is shown'
[ "$(shown --raw separate)" = 'large large.nef turned.NEF ' ] || fail "separate: $(ls site)"
[ "$(shown --raw ignore)" = 'large ' ] || fail "ignore: $(ls site)"
printf -- '---\nraw: prefer\n---\n' >p/album.md
[ "$(shown)" = 'large.nef turned.NEF ' ] || fail "prefer: $(ls site)"
[ "$(shown --raw pair)" = 'large turned.NEF ' ] || fail "the option does not override album.md"
refuses 2 "--raw: expected pair, separate, ignore or prefer, got 'both'" build p -o site --raw both

# What names the one that is not shown is told which is.
mkdir told
cp large.jpg told/DSC_1.JPG
cp large.nef told/DSC_1.NEF
cp turned.NEF told/DSC_2.NEF
echo 'DSC_1.NEF: By the lake' >told/captions.txt
run check told
expect_code 0
says "captions.txt:1:1: no picture 'DSC_1.NEF' here; did you mean 'DSC_1.JPG'?"

# A tree of thumbnails has one of both, too.
ok thumb -r -s 60x60 -o 'tree/{stem}{ext}' p
[ "$(ls tree | tr '\n' ' ')" = 'large.jpg turned.jpg ' ] || fail "tree: $(ls tree)"

mkdir project
echo 'title: T' >project/settings.yaml
refuses 1 '--raw is for plain folders' build project --raw pair
