# cli_bad_input.sh - files that are not what their names say: named, reported, and never the end of a run.
. "$(dirname "$0")/lib.sh"

mkdir photos
make_photo photos/good.jpg 300 200 420
make_photo photos/whole.jpg 300 200 420 --noise
size=$(wc -c <photos/whole.jpg)
head -c $((size / 2)) photos/whole.jpg >photos/half.jpg
head -c $((size - 2)) photos/whole.jpg >photos/no-end.jpg
rm photos/whole.jpg
: >photos/empty.jpg
echo 'Dear diary' >photos/text.jpg
printf '\211PNG\r\n\032\n0000' >photos/png.jpg
printf 'GIF89a0000' >photos/gif.jpg
printf '\000\000\000\030ftypcrx 0000' >photos/raw.jpg
printf 'BM00000000' >photos/bmp.jpg
printf '\377\330\377' >photos/start.jpg
head -c 100 photos/good.jpg >photos/header.jpg
{ printf '\377\330\377\340'; head -c 5000 /dev/urandom; } >photos/noise.jpg
cp photos/good.jpg photos/huge.jpg
python3 - <<'END'
data = bytearray(open("photos/good.jpg", "rb").read())
at = data.index(b"\xff\xc0") + 5
data[at:at + 4] = b"\xff\xdc\xff\xdc"  # 65500 x 65500
open("photos/huge.jpg", "wb").write(data)
END
mkfifo photos/pipe.jpg
mkdir photos/folder.jpg
ln -s nowhere photos/dead.jpg
bad='empty text png gif raw bmp start header noise huge'

check_report() {
    for name in $bad; do
        [ "$(grep -c "^tirage: photos/$name.jpg: " err)" -eq 1 ] || fail "$name.jpg is not named once"
    done
    for name in half no-end; do
        grep -q "^tirage: warning: photos/$name.jpg: " err || fail "no warning about $name.jpg"
    done
    for name in pipe dead; do
        grep -q "^tirage: note: $name.jpg: " err || fail "no note about $name.jpg"
    done
    for text in 'raw.jpg: is a Canon raw photo without a JPEG preview: develop' 'bmp.jpg: is not a picture' 'empty.jpg: is empty' \
        'text.jpg: is not a picture' '--max-pixels'; do
        says "$text"
    done
}

for jobs in 0 2; do
    run build photos -q -o site$jobs -j $jobs
    expect_code 3
    check_report
    says 'tirage: 10 of 13 photos'
    [ "$(wc -l <err)" -eq 15 ] || fail "$(wc -l <err) lines for 10 failures, 2 warnings and 2 notes"
    [ "$(ls site$jobs/*.jpg | wc -l)" -eq 3 ] || fail "outputs: $(ls site$jobs)"
    check_site site$jobs
    upright site$jobs/good-*
    complete site$jobs
    no_temps site$jobs
    for name in $bad; do
        grep -q "<b>$name.jpg</b>" site$jobs/index.html || fail "$name.jpg has no place on the page"
    done
done
same site0 site2

# The top of a cut photo is there.
[ "$(fact site0/half-* corners | cut -d ' ' -f 1,2)" = \
    "$(fact site0/no-end-* corners | cut -d ' ' -f 1,2)" ] || fail "the cut photo has lost its top"
expect_fact site0/half-* size 300x200

run build photos -q -o site-json --json
expect_code 3
python3 - <<'END' || fail "--json"
import json
events = [json.loads(line) for line in open("out")]
status = {e["path"][7:-4]: e["status"] for e in events if e["event"] == "photo"}
assert status["good"] == "ok" and status["half"] == status["no-end"] == "recovered", status
assert sum(s == "failed" for s in status.values()) == 10, status
assert all(e["message"] for e in events if e.get("status") in ("failed", "recovered"))
done = events[-1]
assert (done["event"], done["failed"], done["recovered"]) == ("done", 10, 2), done
END

run build photos -q -o strict --strict -j 1
expect_code 3
[ "$(grep -c '^tirage: photos/' err)" -eq 1 ] || fail "--strict went on"
[ ! -e strict/index.html ] || fail "--strict wrote pages"
no_temps strict

# Recovered damage alone is a success; only bad photos are still a site.
mkdir recovered none
cp photos/half.jpg photos/no-end.jpg recovered
run build recovered -q -o recovered-site
expect_code 0
[ "$(wc -l <err)" -eq 2 ] || fail "not two warnings"
cp photos/text.jpg none
run build none -q -o none-site
expect_code 3
check_site none-site

# --max-pixels
refuses 3 '--max-pixels' thumb -s 100 --max-pixels 59999 photos/good.jpg
ok thumb -s 100 --max-pixels 60000 photos/good.jpg
for name in $bad missing folder; do
    refuses 3 "photos/$name.jpg: " thumb -q -s 50 photos/$name.jpg
done
run thumb -q -s 50 photos/half.jpg
expect_code 0
[ "$(ls photos/*-50.jpg)" = photos/half-50.jpg ] || fail "outputs: $(ls photos/*-50.jpg)"
no_temps photos

# Names as long as a file system allows; what is neither file nor folder.
long=$(printf 'n%.0s' $(seq 251))
mkdir -p names/"$long-al"
cp photos/good.jpg names/"$long.jpg"
cp photos/good.jpg names/"$long-al"/a.jpg
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("names/socket.jpg")'
mkfifo names/pipe.jpg
run build names -o names-site
expect_code 3
says 'the name of the output is too long; shorten the photo'
says 'socket.jpg: skipped: neither a file nor a folder'
says 'pipe.jpg: skipped: neither a file nor a folder'
says '1 of 2 photos'
check_site names-site
no_temps names-site

# Behind the pixels there may be anything; what is shown all right, but not as it was meant, is a note.
mkdir odd
python3 - <<'END'
import struct, zlib

jpeg = open("photos/good.jpg", "rb").read()
open("odd/behind.jpg", "wb").write(jpeg[:-2] + bytes(40) + b"\xff\xc8\0\x11" + bytes(64))

def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

header = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
open("odd/hdr.png", "wb").write(
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"cICP", b"\x09\x10\0\1")
    + chunk(b"IDAT", zlib.compress((b"\0" + bytes(12)) * 4)) + chunk(b"IEND", b""))
END
for jobs in 0 2; do
    run thumb -q -j $jobs -s 100 odd/behind.jpg odd/hdr.png
    expect_code 0
    grep -q '^tirage: warning: odd/behind.jpg: damaged, shown' err || fail "no warning about behind.jpg"
    grep -q '^tirage: note: odd/hdr.png: is HDR' err || fail "no note about hdr.png"
    [ "$(wc -l <err)" -eq 2 ] || fail "$(wc -l <err) lines for a warning and a note"
    rm odd/*-100.*
done
run build odd -q -o odd-site --json
expect_code 0
grep -q '"path": "odd/hdr.png", "status": "ok", "message": ".*HDR' out || fail "--json hides the note"
