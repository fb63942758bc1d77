# cli_hostile.sh - photos that are cut, flipped, bombs or full of nonsense: a picture or one named failure for
# each, no worker lost, and little memory.
. "$(dirname "$0")/lib.sh"

mkdir sources cut flipped
make_photo sources/baseline.jpg 301 203 420 --noise
make_photo sources/progressive.jpg 301 203 422 --noise --progressive
for format in png webp; do
    ok thumb -s copy --format $format -o sources/$format.$format sources/baseline.jpg
done
cat >mangle.py <<'END'
import os
import random

for name in os.listdir("sources"):
    stem, suffix = os.path.splitext(name)
    whole = open("sources/" + name, "rb").read()
    for i in range(1, 16):
        with open(f"cut/{stem}-{i}{suffix}", "wb") as out:
            out.write(whole[:len(whole) * i // 16])
    choose = random.Random(stem)
    for i in range(48):
        data = bytearray(whole)
        # half of them in the headers, where more depends on a bit
        at = choose.randrange(len(data) if i % 2 else min(700, len(data)))
        data[at] ^= 1 << choose.randrange(8)
        with open(f"flipped/{stem}-{i}{suffix}", "wb") as out:
            out.write(data)
END
python3 mangle.py

# each_ends FOLDER: every file of FOLDER became a picture or is named as a failure, by a worker that lives.
each_ends() {
    run thumb -q -s 100 -j 2 --max-pixels 10000000 -o "$1-out/{stem}.jpg" --format jpeg "$1"/*
    [ "$code" -eq 0 ] || [ "$code" -eq 3 ] || fail "exit code $code"
    ! grep -q -e 'worker' -e 'signal' err || fail "a worker was lost"
    for file in "$1"/*; do
        stem=$(basename "${file%.*}")
        if [ -e "$1-out/$stem.jpg" ]; then
            ! grep -qF "tirage: $file: " err || fail "$file failed and has an output"
        else
            [ "$(grep -cF "tirage: $file: " err)" -eq 1 ] || fail "$file is not named once"
        fi
    done
    complete "$1-out"
    no_temps "$1-out"
}
each_ends cut
for stem in baseline progressive png; do # as far as they go, and told
    expect_fact cut-out/$stem-15.jpg size 100x67
    grep -qF "tirage: warning: cut/$stem-15." err || fail "no warning about cut/$stem-15"
done
each_ends flipped
[ "$(ls flipped-out | wc -l)" -ge 60 ] || fail "only $(ls flipped-out | wc -l) flipped files are shown"

# The content decides, not the suffix.
mkdir wrong
cp sources/png.png wrong/png.jpg
cp sources/webp.webp wrong/webp.png
cp sources/baseline.jpg wrong/jpeg.webp
run thumb -q -s 100 -o 'wrong-out/{stem}.jpg' --format jpeg wrong/*
expect_code 0
for stem in png webp jpeg; do
    expect_fact wrong-out/$stem.jpg size 100x67
    upright wrong-out/$stem.jpg
done

# As long as a JPEG may be, and one pixel wide.
mkdir thin
make_photo thin/wide.jpg 65500 1 444
make_photo thin/tall.jpg 1 65500 420
ok thumb -s 100,x450,50%,copy -o 'thin-out/{stem}-{size}.jpg' thin/*
expect_fact thin-out/wide-100.jpg size 100x1
expect_fact thin-out/tall-100.jpg size 1x100
expect_fact thin-out/tall-x450.jpg size 1x450
expect_fact thin-out/wide-50%.jpg size 32750x1
expect_fact thin-out/wide-copy.jpg size 65500x1
expect_fact thin-out/tall-copy.jpg size 1x65500
ok build thin -o thin-site
check_site thin-site

# Bombs: 40 GB of pixels, of text, and of file.  Within 1 GB of memory each is a refusal, not a death.
mkdir bombs
cat >bombs.py <<'END'
import struct
import zlib


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(name, w, h, *more):
    header = struct.pack(">IIBBBBB", w, h, 16, 6, 0, 0, 0)
    with open(name, "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(more) +
                  chunk(b"IDAT", zlib.compress(bytes(1 << 20))) + chunk(b"IEND", b""))


png("bombs/sides.png", 200000, 200000)
png("bombs/pixels.png", 65500, 65500)
pack = zlib.compressobj(9)
zeros = bytes(1 << 24)
text = b"".join(pack.compress(zeros) for _ in range(40)) + pack.flush()  # 640 MB in 640 kB
png("bombs/text.png", 1, 1, chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + text),
    chunk(b"iCCP", b"x\0\0" + text))
with open("bombs/file.webp", "wb") as out:
    out.write(b"RIFF\xf0\xff\xff\xffWEBPVP8 ")
    out.truncate(40 << 30)
with open("bombs/file.jpg", "wb") as out:
    out.write(b"\xff\xd8\xff")
    out.truncate(40 << 30)
END
python3 bombs.py
limited() {
    (ulimit -v 1000000 && "$@")
}
[ "$SLOW" = 1 ] && limited() { # sanitizers reserve terabytes
    "$@"
}
for jobs in 0 1; do
    for name in sides.png pixels.png file.webp; do
        code=0
        limited "$TIRAGE" thumb -q -j $jobs -s 10 -o 'bomb-{stem}.jpg' bombs/$name >out 2>err || code=$?
        expect_code 3
        [ "$(grep -c "^tirage: bombs/$name: " err)" -eq 1 ] || fail "$name is not named once"
    done
    code=0 # nothing but its metadata is bad
    limited "$TIRAGE" thumb -q -j $jobs -s 10 --keep xmp --format jpeg -o 'bomb-{stem}.jpg' \
        bombs/text.png >out 2>err || code=$?
    drop_sandbox_note
    [ "$code" -eq 0 ] || [ "$code" -eq 3 ] || fail "exit code $code for text.png"
    ! grep -q -e 'worker' -e 'signal' err || fail "a worker was lost"
done
[ "$SLOW" = 1 ] || { # 40 GB of nothing take their time
    code=0
    limited timeout 60 "$TIRAGE" thumb -q -j 1 --timeout 2 -s 10 -o 'bomb-{stem}.jpg' bombs/file.jpg \
        >out 2>err || code=$?
    expect_code 3
    says 'bombs/file.jpg: '
}

# Metadata: a profile of 4 MB is kept; EXIF that leads in circles or promises too much is passed over.
mkdir meta
cat >meta.py <<'END'
import struct

photo = open("sources/baseline.jpg", "rb").read()


def put(name, *segments):
    with open("meta/" + name, "wb") as out:
        out.write(photo[:2])
        for marker, data in segments:
            out.write(struct.pack(">BBH", 0xff, marker, len(data) + 2) + data)
        out.write(photo[2:])


def exif(*entries, following=0):
    body = struct.pack("<H", len(entries))
    body += b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return (0xe1, b"Exif\0\0II*\0\x08\0\0\0" + body + struct.pack("<I", following))


icc = bytearray(b"\xa5" * (4 << 20))
icc[0:4] = struct.pack(">I", len(icc))
icc[16:20] = b"RGB "
icc[36:40] = b"acsp"
parts = [icc[i:i + 65000] for i in range(0, len(icc), 65000)]
put("icc.jpg", *((0xe2, b"ICC_PROFILE\0" + bytes([i + 1, len(parts)]) + bytes(part))
                 for i, part in enumerate(parts)))
open("profile", "wb").write(icc)
SHORT, LONG, TURN, EXIF, GPS, MAKER = 3, 4, 0x112, 0x8769, 0x8825, 0x927c
put("next-is-first.jpg", exif((TURN, SHORT, 1, 6), following=8))
put("below-is-above.jpg", exif((TURN, SHORT, 1, 6), (EXIF, LONG, 1, 8), (GPS, LONG, 1, 8)))
put("counts.jpg", exif((TURN, SHORT, 0xffffffff, 6), (0x9003, 2, 0xffffffff, 8),
                       (MAKER, 7, 0x7fffffff, 0x7fffffff), (0x132, 12, 0x20000001, 0xfffffff0)))
put("many.jpg", exif(*((EXIF, LONG, 1, 8) for _ in range(5000))))
put("offsets.jpg", exif((EXIF, LONG, 1, 0xffffffff), (GPS, LONG, 1, 0x80000000),
                        following=0xfffffffe))
END
python3 meta.py
ok thumb -s 100 --keep exif -o 'meta-out/{stem}.jpg' meta/*
for file in meta-out/*; do
    size=100x67
    case $file in */next* | */below*) size=67x100 ;; esac # their orientation can be read
    expect_fact "$file" size $size
done
"$TESTTOOL" icc meta-out/icc.jpg | cmp - profile || fail "the profile is not the same"
