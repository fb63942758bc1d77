# cli_original.sh - full-size copies that are the photos themselves, less their metadata.
. "$(dirname "$0")/lib.sh"

cat >compare.py <<'END'
"""compare.py A B: exits 1 unless two JPEG files have the same tables, frame and coded data, to the bit."""
import sys
def parts(path):
    data, at, kept = open(path, "rb").read(), 2, []
    while True:
        marker = data[at + 1]
        if marker == 0xD9:
            return kept
        size = 2 + int.from_bytes(data[at + 2:at + 4], "big")
        end = at + size
        if marker == 0xDA:
            while not (data[end] == 0xFF and data[end + 1] not in (0, *range(0xD0, 0xD8))):
                end += 1
        if not 0xE0 <= marker <= 0xEF and marker != 0xFE:
            kept.append(data[at:end])
        at = end
a, b = parts(sys.argv[1]), parts(sys.argv[2])
sys.exit(a != b or not a)
END
unchanged() { python3 compare.py "$1" "$2" || fail "$2 is not coded as $1"; }

mkdir -p photos t
make_photo photos/plain.jpg 400 300 420
make_photo photos/turned.jpg 400 300 422 --orientation 6 --metadata
head -c 70000 /dev/urandom >profile
make_photo photos/progressive.jpg 400 300 444 --progressive --icc profile
for name in plain turned progressive; do
    ok thumb -s original -o 't/{stem}{ext}' photos/$name.jpg
    unchanged photos/$name.jpg t/$name.jpg
    expect_fact t/$name.jpg size "$(fact photos/$name.jpg size)"
    ! grep -qa SECRET t/$name.jpg || fail "metadata of $name"
done
expect_fact t/plain.jpg orientation "$(fact photos/plain.jpg orientation)"
expect_fact t/turned.jpg orientation 6
"$TESTTOOL" icc t/progressive.jpg >profile2
cmp -s profile profile2 || fail "not the same colour profile"
[ "$(stat -c %s t/plain.jpg)" -le "$(stat -c %s photos/plain.jpg)" ] || fail "it grew"
ok thumb -s original --keep exif -o 't/kept{ext}' photos/turned.jpg
grep -qa SECRET t/kept.jpg || fail "--keep exif"

# What follows the picture is nobody's; one that is cut short is closed; once more changes nothing.
cp photos/plain.jpg photos/tail.jpg
echo SECRET >>photos/tail.jpg
ok thumb -s original -o 't/{stem}{ext}' photos/tail.jpg
cmp -s t/tail.jpg t/plain.jpg || fail "the tail"
ok thumb -s original -o 't/again{ext}' t/turned.jpg
cmp -s t/again.jpg t/turned.jpg || fail "not the same again"
head -c 3000 photos/plain.jpg >photos/cut.jpg
run thumb -s original,100 -o 't/{stem}-{size}{ext}' photos/cut.jpg
expect_code 0
[ "$(tail -c 2 t/cut-original.jpg | od -An -tx1 | tr -d ' ')" = ffd9 ] || fail "it is not closed"
expect_fact t/cut-original.jpg size 400x300

# Bytes between segments are stepped over, as decoders do: the picture must not end there.
python3 - <<'END'
data = open("photos/plain.jpg", "rb").read()
at = 4 + int.from_bytes(data[4:6], "big")
open("photos/garbage.jpg", "wb").write(data[:at] + b"\0SECRET" + data[at:])
END
run -q thumb -s original -o 't/{stem}{ext}' photos/garbage.jpg
expect_code 0
says extraneous
cmp -s t/garbage.jpg t/plain.jpg || fail "bytes between segments"
rm photos/garbage.jpg

# Browsers are not trusted with CMYK: that is re-encoded.
make_photo photos/cmyk.jpg 400 300 444 --cmyk
ok thumb -s original,100 -o 't/{stem}-{size}{ext}' photos/cmyk.jpg
expect_fact t/cmyk-original.jpg size 400x300
expect_fact t/cmyk-original.jpg components 3
rm photos/cmyk.jpg photos/cut.jpg

# In a project: named as the copies are, so that published links stay.
mkdir -p site/g
cp photos/turned.jpg site/g/a.jpg
printf 'title: T\nrss: false\nsettings: {original: link}\n' >site/settings.yaml
printf 'title: G\ncover: a.jpg\nsections:\n  - {type: bordered-picture, image: a.jpg}\n' >site/g/settings.yaml
ok build site -o web
unchanged photos/turned.jpg web/g/a-1188218354-300x400.jpg
expect_fact web/g/a-1188218354-300x400.jpg orientation 6
grep -q 'href="a-1188218354-300x400.jpg"' web/g/index.html || fail "nothing leads to it"
sed -i 's/link/reencode/' site/settings.yaml
ok build site -o web
expect_fact web/g/a-1188218354-300x400.jpg size 400x300
sed -i 's/reencode/none/' site/settings.yaml
ok build site -o web2
[ ! -e web2/g/a-1188218354-300x400.jpg ] || fail "there is a copy"

# In a plain tree on request; browsers do not choose it by themselves.
ok build photos -o plain --original
unchanged photos/plain.jpg "$(ls plain/plain-*-400x300.jpg)"
check_site plain
ok build photos -o without
[ -z "$(ls without/plain-*-400x300.jpg 2>/dev/null)" ] || fail "a copy without --original"

# Without processes and with many, at every level: the same.
TIRAGE_CPU=c ok build photos -o plain0 --original -j 0
same plain plain0

real=$SOURCE_DIR/../shared/photos
[ -d "$real" ] || skip "no real photos: only made-up ones were copied"
mkdir real
for photo in "$real"/*.[jJ][pP][gG]; do
    ok thumb -s original -o 'real/{stem}{ext}' "$photo"
    unchanged "$photo" "real/$(basename "$photo")"
done
