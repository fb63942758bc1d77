# cli_heif.sh - AVIF and HEIC as libavif's and libheif's encoders write them: the colours of what was encoded, at every
# depth, range and matrix (libavif's own decoder, by libyuv, is 5 levels off in the blue of BT.709 of limited range), and
# galleries of them.
. "$(dirname "$0")/lib.sh"

"$TIRAGE" --version --verbose >versions
! grep -q '^without AVIF' versions || no_avif=1
! grep -q '^without HEIC' versions || no_heic=1
for tool in avifenc avifdec heif-enc; do
    command -v $tool >/dev/null || skip "no $tool: ./run deps --test installs it"
done

make_photo scene.jpg 640 480 444
ok thumb -s copy -o 'scene.png' scene.jpg

# same FILE REFERENCE: mean difference of at most 1.5 levels, as JPEG files of highest quality.
same() {
    ok thumb -s copy --subsampling 444 -Q 100 -o ours.jpg "$1"
    ok thumb -s copy --subsampling 444 -Q 100 -o theirs.jpg "$2"
    difference=$("$TESTTOOL" diff ours.jpg theirs.jpg)
    awk -v d="$difference" 'BEGIN { exit !(d <= 1.5) }' || fail "$1: $difference levels from the reference (${form:-} ${colour:-} ${range:-})"
}

if [ -z "${no_avif:-}" ]; then
    for form in '-d 8 -y 420' '-d 8 -y 422' '-d 8 -y 444' '-d 10 -y 420' '-d 12 -y 444'; do
        for colour in 1/13/6 1/1/1 9/14/9; do
            for range in full limited; do
                # shellcheck disable=SC2086
                avifenc -s 9 --min 0 --max 4 $form -r $range --cicp $colour scene.png a.avif >/dev/null 2>log || fail "avifenc $form: $(cat log)"
                same a.avif scene.png
            done
        done
    done
    avifenc -s 9 -y 400 scene.png grey.avif >/dev/null
    avifdec -d 8 grey.avif grey.png >/dev/null
    form=grey colour= range=
    same grey.avif grey.png
    avifenc -s 9 --min 0 --max 4 --grid 2x2 scene.png grid.avif >/dev/null
    form=grid
    same grid.avif scene.png
    avifenc -s 9 --irot 1 scene.png turned.avif >/dev/null
    ok thumb -s 100 -o turned.jpg turned.avif
    expect_fact turned.jpg size 75x100
fi
if [ -z "${no_heic:-}" ]; then
    for form in '-p chroma=420' '-p chroma=422' '-p chroma=444'; do
        for colour in '6 1' '6 0' '1 1' '9 0'; do
            # shellcheck disable=SC2086
            set -- $colour
            # shellcheck disable=SC2086
            heif-enc -q 98 $form --matrix_coefficients="$1" --colour_primaries=1 --full_range_flag="$2" scene.png -o a.heic >/dev/null 2>log || fail "heif-enc: $(cat log)"
            same a.heic scene.png
        done
    done
fi

# A gallery of them, of JPEG files, in confined workers; and originals, which are JPEG too.
mkdir photos
cp scene.jpg photos
[ ! -e a.avif ] || cp a.avif photos/b.avif
[ ! -e a.heic ] || cp a.heic photos/c.HEIC
n=$(ls photos | wc -l)
run build photos -o site --original
expect_code 0
says "tirage: $n photos (0 unchanged)"
check_site site
[ -z "$(find site -name '*.avif' -o -iname '*.heic')" ] || fail "files that browsers do not show"
for photo in scene b.avif c.HEIC; do
    set -- site/"$photo"-*-640x480.jpg
    [ ! -e "photos/$photo" ] && [ $photo != scene ] || expect_fact "$1" size 640x480
done
run build photos -o site --original
says "tirage: $n photos ($n unchanged)"

# Damage is told.
if [ -e a.heic ]; then
    head -c 300 a.heic >photos/cut.heic
    run build photos -q -o site
    expect_code 3
    says 'photos/cut.heic: '
fi
