# cli_about.sh - what photos and the files alongside them tell is read once, kept, and read again when it changes.
. "$(dirname "$0")/lib.sh"

# tell FILE: gives the photo a description, a camera, an exposure and a place.
tell() {
    python3 - "$1" <<'END'
import struct, sys

def text(s):
    return 2, len(s) + 1, s.encode() + b"\0"

def rationals(*v):
    return 5, len(v) // 2, struct.pack("<%dL" % len(v), *v)

def directory(entries, at):  # values behind it
    data, out = b"", struct.pack("<H", len(entries))
    for tag, (kind, count, value) in entries:
        if len(value) <= 4:
            out += struct.pack("<HHL4s", tag, kind, count, value)
        else:
            out += struct.pack("<HHLL", tag, kind, count, at + 6 + 12 * len(entries) + len(data))
            data += value + b"\0" * (len(value) % 2)
    return out + b"\0\0\0\0" + data

long = lambda v: (4, 1, struct.pack("<L", v))
main = [(0x10e, text("On the bridge")), (0x10f, text("NIKON CORPORATION")), (0x110, text("NIKON D90"))]
exif = directory([(0x829a, rationals(1, 250)), (0x829d, rationals(28, 10))], 500)
gps = directory([(1, text("N")), (2, rationals(48, 1, 51, 1, 30132, 1000)),
                 (3, text("E")), (4, rationals(2, 1, 17, 1, 40132, 1000))], 700)
block = struct.pack("<2sHL", b"II", 42, 8) + directory(main + [(0x8769, long(500)), (0x8825, long(700))], 8)
block = block.ljust(500, b"\0") + exif
block = b"Exif\0\0" + block.ljust(700, b"\0") + gps
jpeg = open(sys.argv[1], "rb").read()
head = struct.pack(">HH", 0xffe1, len(block) + 2)
open(sys.argv[1], "wb").write(jpeg[:2] + head + block + jpeg[2:])
END
}

# sidecar FILE TITLE
sidecar() {
    cat >"$1" <<END
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt>
<rdf:li xml:lang="x-default">$2</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>
END
}

# ask SQL [SCRIPT]: of the state, which the script changes first.
ask() {
    python3 -c 'import sqlite3, sys
db = sqlite3.connect("site/.tirage/state.db")
db.executescript(sys.argv[2])
print(*[v for row in db.execute(sys.argv[1]) for v in row])' "$1" "${2:-}"
}

mkdir photos
make_photo photos/a.jpg 600 400 420
tell photos/a.jpg
make_photo photos/b.jpg 600 400 420
build_counts 0 4
why_says a.jpg 'description: On the bridge'
why_says a.jpg 'camera: Nikon D90'
why_says a.jpg 'exposure: 1/250 s, f/2.8'
why_lacks a.jpg title:

# Nobody asked for maps: the location is not kept, since who uploads OUT may upload all of it.
why_lacks a.jpg location
[ "$(ask 'SELECT count(*) FROM source WHERE latitude IS NULL AND longitude IS NULL AND NOT asks')" = 2 ] ||
    fail "the state knows locations"
printf -- '---\nmap: true\n---\n' >photos/album.md
ok build photos -o located
run why photos/a.jpg -o located
grep -qx '  location: 48.858370, 2.294481' out || fail "the location is not known where it is wanted: $(cat out)"
rm -r photos/album.md located

# Sidecars: added, changed, the more special one, removed.  No picture is made again.
sidecar photos/a.xmp 'The old bridge'
build_counts 2 0
why_says a.jpg 'title: The old bridge'
why_says a.jpg 'description: On the bridge'
sidecar photos/a.xmp 'The new bridge'
build_counts 2 0
why_says a.jpg 'title: The new bridge'
sidecar photos/a.jpg.xmp 'Its own'
build_counts 2 0
why_says a.jpg 'title: Its own'
rm photos/a.jpg.xmp
build_counts 2 0
why_says a.jpg 'title: The new bridge'

# Once they have not changed for a while, neither photo nor sidecar is read.
touch -d '2024-01-01 12:00:00' photos/*
sleep 2.1
build_counts 2 0
ask 'SELECT seen FROM source ORDER BY path' >before
build_counts 2 0
ask 'SELECT seen FROM source ORDER BY path' >after
cmp -s before after || fail "unchanged photos were read again"
rm photos/a.xmp
build_counts 2 0
why_lacks a.jpg title:

# What is no sidecar is none, and never holds a build up.
mkfifo photos/a.jpg.xmp
run build photos -o site
expect_code 0
rm photos/a.jpg.xmp
mkdir photos/a.jpg.xmp
build_counts 2 0
rmdir photos/a.jpg.xmp
head -c 3000000 /dev/zero >photos/a.jpg.xmp
build_counts 2 0
{
    echo '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">'
    for pair in ab bc cd de ef fg gh hi; do
        echo "<!ENTITY ${pair#?} '$(yes "&${pair%?};" | head -n 20 | tr -d '\n')'>"
    done
    echo ']>'
} >bomb
sidecar photos/a.jpg.xmp '&i;'
cat bomb photos/a.jpg.xmp >both
mv both photos/a.jpg.xmp
build_counts 2 0
why_lacks a.jpg title:
rm photos/a.jpg.xmp

# The state of tirage 0.1.0, which had no checksums and knew nothing of motion photos: photos are read once more, nothing is made
# again, and what is in OUT stays known.
rm -rf clean
ok build photos -o clean
make_photo photos/gone.jpg 300 200 420
build_counts 2 1
rm photos/gone.jpg
sleep 2.1 # no longer too young to be believed
run build photos -o site --json
grep -q '"unchanged": 2, "outputs": 0, "stale": 1,' out || fail "before: $(cat out)"
ask 'SELECT seen FROM source ORDER BY path' >before
ask 'SELECT 1' "DROP INDEX output_plan; DROP INDEX output_source;
ALTER TABLE source RENAME TO s; ALTER TABLE output RENAME TO o; ALTER TABLE root RENAME TO r;
$(cat "$SOURCE_DIR/tests/cli/state_of_0.1.0.sql")
INSERT INTO source SELECT path, size, inode, mtime, ctime, side_size, side_inode, side_mtime, side_ctime, seen, hash,
    format, width, height, orientation, samples, multiscan, date, title, description, camera, lens, exposure, asks,
    latitude, longitude FROM s;
INSERT INTO output SELECT path, source, size, inode, mtime, ctime, plan, idx, hash, stale, tint FROM o;
INSERT INTO root SELECT id, path FROM r;
DROP TABLE s; DROP TABLE o; DROP TABLE r; DROP TABLE key;
PRAGMA user_version = 2;" >/dev/null
find site -name .tirage -prune -o -type f -printf '%P %i %T@\n' | sort >before-files
run build photos -o site --json
expect_code 0
[ ! -s err ] || fail "complaints about the state of 0.1.0"
grep -q '"unchanged": 2, "outputs": 0, "stale": 1,' out || fail "after 0.1.0: $(cat out)"
find site -name .tirage -prune -o -type f -printf '%P %i %T@\n' | sort >after-files
cmp before-files after-files || fail "files were written anew"
ask 'SELECT seen FROM source ORDER BY path' >after
! cmp -s before after || fail "nobody looked for the videos of motion photos"
sleep 2.1
build_counts 2 0
ask 'SELECT seen FROM source ORDER BY path' >before
build_counts 2 0
ask 'SELECT seen FROM source ORDER BY path' >after
cmp before after || fail "photos were read more than once"
[ "$(ask 'PRAGMA user_version')" = 7 ] || fail "the state is not of today's version"
why_says a.jpg 'camera: Nikon D90'
ok gc photos -o site --delete
same clean site
