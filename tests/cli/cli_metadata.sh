# cli_metadata.sh - outputs hold nothing but the picture and its colour profile.
. "$(dirname "$0")/lib.sh"

# profile SPACE BYTES: what looks like an ICC profile to who reads its header only.
profile() {
    head -c 16 /dev/zero
    printf '%s' "$1"
    head -c 16 /dev/zero
    printf acsp
    yes 'no real profile' | head -c $(($2 - 40))
}
profile 'RGB ' 150000 >profile # enough for three segments
profile GRAY 500 >small
mkdir photos
make_photo photos/all.jpg 300 200 420 --metadata --date "2020:01:02 03:04:05" --orientation 6 \
    --icc profile
make_photo photos/grey.jpg 300 200 444 --grey --metadata --icc small
make_photo photos/unfit.jpg 300 200 420 --icc small # a profile of grey pictures in a coloured one
make_photo photos/plain.jpg 300 200 420
grep -q SECRET photos/all.jpg || fail "the test's photo has no secrets"
[ "$(fact photos/all.jpg markers)" = 'APP0 APP1 APP1 APP13 COM APP2 APP2 APP2' ] ||
    fail "the test's photo: $(fact photos/all.jpg markers)"

ok build photos -o site
ok thumb -s copy,100,100% -o 'thumbs/{stem}-{size}{ext}' photos/*.jpg
ok thumb -s 101 --progressive -o 'thumbs/{stem}-progressive{ext}' photos/*.jpg
! grep -rq SECRET site thumbs || fail "secrets are left in $(grep -rl SECRET site thumbs)"
! grep -rqa Exif site thumbs || fail "EXIF is left in $(grep -rla Exif site thumbs)"
for file in site/all-* thumbs/all-*; do
    expect_fact "$file" markers 'APP0 APP2 APP2 APP2'
    "$TESTTOOL" icc "$file" | cmp -s - profile || fail "$file: the profile is not the same"
done
for file in site/grey-* thumbs/grey-*; do
    "$TESTTOOL" icc "$file" | cmp -s - small || fail "$file: the profile is not the same"
done
for file in site/plain-* thumbs/plain-* site/unfit-* thumbs/unfit-*; do
    expect_fact "$file" markers APP0
done

# A profile with a missing segment is no profile, and no reason to lose the picture.
python3 - <<'END'
data = open("photos/all.jpg", "rb").read()
at = data.index(b"ICC_PROFILE\0\2")  # its second segment
size = data[at - 2] * 256 + data[at - 1]
open("broken.jpg", "wb").write(data[:at - 4] + data[at - 2 + size:])
END
run thumb -q -s 100 -o broken-thumb.jpg broken.jpg
expect_code 0
upright broken-thumb.jpg
expect_fact broken-thumb.jpg markers APP0
