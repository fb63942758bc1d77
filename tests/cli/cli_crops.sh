# cli_crops.sh - gravity, padding, rotation, sharpening, qualities by format and limits of bytes of tirage thumb.
. "$(dirname "$0")/lib.sh"
make_photo wide.jpg 600 200 420
make_photo high.jpg 200 300 420

# differ A B: two pictures are not the same file.
differ() {
    ! cmp -s "$1" "$2" || fail "$1 and $2 are the same"
}

# Gravity crops, by itself or with --fit cover.
for where in center north northeast east southeast south southwest west northwest attention; do
    ok thumb -s 50x50 --gravity $where -o w-$where.jpg wide.jpg
    ok thumb -s 50x50 --fit cover --gravity $where -o h-$where.jpg high.jpg
    expect_fact w-$where.jpg size 50x50
    expect_fact h-$where.jpg size 50x50
done
ok thumb -s 50x50 --gravity centre -o centre.jpg wide.jpg
ok thumb -s 50x50 --fit cover -o cover.jpg wide.jpg
cmp centre.jpg cover.jpg || fail "the centre is not what --fit cover shows"
cmp w-center.jpg cover.jpg || fail "the center is not what --fit cover shows"
cmp w-north.jpg w-south.jpg || fail "nothing is cut off a wide picture at the top"
cmp w-west.jpg w-northwest.jpg || fail "west and northwest of a wide picture"
cmp h-west.jpg h-east.jpg || fail "nothing is cut off a high picture at its sides"
differ w-west.jpg w-east.jpg
differ w-west.jpg w-center.jpg
differ h-north.jpg h-south.jpg
for where in '' top Center attentive north,east 1; do
    refuses 2 "--gravity: " thumb -s 50x50 --gravity "$where" -o no.jpg wide.jpg
done
for fit in inside exact; do
    refuses 2 "--gravity" thumb -s 50x50 --gravity north --fit $fit -o no.jpg wide.jpg
done

# Padding is exact, and nothing is enlarged.
for size in 90x90 90 1001x777; do
    ok thumb -s $size --pad '#ff8000' -o p.jpg wide.jpg
    case $size in 90) expect_fact p.jpg size 90x90 ;; *) expect_fact p.jpg size $size ;; esac
done
for type in png webp; do
    ok thumb -s 91x77 --pad black -o p.$type wide.jpg --json
done
ok thumb -s 91x77 --pad white --json -o p.jpg high.jpg
grep -q '"width": 91, "height": 77' out || fail "the report: $(cat out)"
for colour in '' red '#12345' '#1234567' '#12345g' 'white,black' '0xffffff'; do
    refuses 2 "--pad: " thumb -s 90x90 --pad "$colour" -o no.jpg wide.jpg
done
for size in 90x x90 50% copy original; do
    refuses 2 "--pad fills sizes WxH" thumb -s $size --pad white -o no.jpg wide.jpg
done
refuses 2 "leave out --fit" thumb -s 90x90 --pad white --fit cover -o no.jpg wide.jpg
refuses 2 "leave out --gravity" thumb -s 90x90 --pad white --gravity north -o no.jpg wide.jpg
refuses 3 "--max-pixels" thumb -s 60000x60000 --pad white --memory 0 -o no.jpg wide.jpg
refuses 3 "--memory" thumb -s 20000x20000 --pad white --memory 64M -o no.jpg wide.jpg

# Rotation
ok thumb -s 90x90 --rotate 90 -o r.jpg wide.jpg
expect_fact r.jpg size 30x90
ok thumb -s copy --rotate 180 -o r180.jpg wide.jpg
expect_fact r180.jpg size 600x200
ok thumb -s original --rotate 270 -o r270.jpg wide.jpg
expect_fact r270.jpg size 200x600
ok thumb -s 90x90 --rotate 0 -o r0.jpg wide.jpg
ok thumb -s 90x90 -o plain.jpg wide.jpg
cmp r0.jpg plain.jpg || fail "a rotation by nothing"
for degrees in 45 -91 360 '' right 90.0; do
    refuses 2 "--rotate: " thumb -s 90x90 --rotate "$degrees" -o no.jpg wide.jpg
done

# Sharpening
ok thumb -s 90x90 --sharpen none -o s0.jpg wide.jpg
cmp s0.jpg plain.jpg || fail "no sharpening"
for amount in light medium strong; do
    ok thumb -s 90x90 --sharpen $amount -o s-$amount.jpg wide.jpg
    differ s-$amount.jpg plain.jpg
done
differ s-light.jpg s-medium.jpg
differ s-strong.jpg s-medium.jpg
refuses 2 "--sharpen: " thumb -s 90x90 --sharpen 3 -o no.jpg wide.jpg

# Qualities
ok thumb -s 150 -Q jpeg=40,webp=30 -o q.jpg wide.jpg
ok thumb -s 150 -Q jpeg=40,webp=30 -o q.webp wide.jpg
ok thumb -s 150 -Q 40 -o q40.jpg wide.jpg
ok thumb -s 150 -Q 60,webp=30 -o q30.webp wide.jpg
ok thumb -s 150 -Q 30 -o w30.webp wide.jpg
ok thumb -s 150 -Q webp=30 -o q75.jpg wide.jpg
ok thumb -s 150 -o d75.jpg wide.jpg
ok thumb -s 150 -Q webp=30 -Q 40 -o last.jpg wide.jpg
ok thumb -s 150 -Q jpeg=90 -Q webp=30 -o last75.jpg wide.jpg
cmp q.jpg q40.jpg || fail "the quality of JPEG"
cmp q.webp w30.webp || fail "the quality of WebP"
cmp q30.webp w30.webp || fail "the quality of WebP beside a number"
cmp q75.jpg d75.jpg || fail "the quality of formats that are not named"
cmp last.jpg q40.jpg || fail "the last quality counts"
cmp last75.jpg d75.jpg || fail "the last list of qualities counts"
for quality in jpeg= =80 jpeg=0 jpeg=101 png=80 jpeg=80, ,80 jpeg=80=9 'jpeg 80' \
    jpeg=99999999999999999999999999 JPEG=80 jpegwebpavif=80 jpeg=-1; do
    refuses 2 "'$quality'" thumb -s 90 -Q "$quality" -o no.jpg wide.jpg
done

# Limits of bytes
ok thumb -s 300 -Q 95 -o large.jpg wide.jpg
large=$(wc -c <large.jpg)
limit=$((large * 2 / 3))
for type in jpg webp; do
    ok thumb -s 300 -Q 95 --max-bytes $limit -o small.$type wide.jpg
    [ "$(wc -c <small.$type)" -le $limit ] || fail "$(wc -c <small.$type) bytes, not $limit"
done
ok thumb -s 300 -Q 95 --max-bytes 1M -o loose.jpg wide.jpg
cmp large.jpg loose.jpg || fail "a limit that is far"
run thumb -q -s 300 --max-bytes 100 -o tiny.jpg wide.jpg
expect_code 0
says "even at quality 20"
ok thumb -s 300 -Q 20 -o q20.jpg wide.jpg
cmp tiny.jpg q20.jpg || fail "below quality 20"
run thumb -q -s 300 --max-bytes 100 -o tiny.png wide.jpg
expect_code 0
says "no quality that could be lowered"
run thumb -q -s original --max-bytes 100 -o tiny.jpg wide.jpg
expect_code 0
says "no quality that could be lowered"
for n in 0 0K '' K -1 1.5K 10T 5KB 99999999999999999999 1e3 ' 5'; do
    refuses 2 "'$n'" thumb -s 90 --max-bytes "$n" -o no.jpg wide.jpg
done

# All together, at all levels and without workers.
for level in c best; do
    TIRAGE_CPU=$level ok thumb -s 120x120 --gravity attention --rotate 90 --sharpen medium --max-bytes 3000 -o $level.jpg wide.jpg
    TIRAGE_CPU=$level ok thumb -s 120x121 --pad '#123456' --rotate 270 --sharpen strong -Q jpeg=60 -o $level-p.jpg wide.jpg
done
cmp c.jpg best.jpg || fail "levels differ"
cmp c-p.jpg best-p.jpg || fail "levels differ where there is padding"
ok thumb -j 0 -s 120x120 --gravity attention --rotate 90 --sharpen medium --max-bytes 3000 -o alone.jpg wide.jpg
cmp alone.jpg best.jpg || fail "without workers"
[ ! -e no.jpg ] || fail "a refused command made something"

# What others call it.
for habit in --smartcrop=attention:--gravity --position=top:--gravity --extent=9x9:--pad --embed:--pad -t:--rotate \
    --unsharp=0x1:--sharpen --define=jpeg:--max-bytes; do
    refuses 2 "${habit#*:}" thumb -s 90 "${habit%%:*}" wide.jpg
done
refuses 2 "two dashes: --gravity" thumb -s 90 -gravity center wide.jpg
refuses 2 "--pad" thumb -s 90 -extent 90x90 wide.jpg
refuses 2 "--sharpen" thumb -s 90 -unsharp 0x1 wide.jpg
refuses 2 "--max-bytes" thumb -s 90 -define jpeg:extent=20kb wide.jpg

# Other ways to say it, and what would be ignored.
ok thumb -s 90 --rotate -90 -o left.jpg wide.jpg
ok thumb -s 90 --rotate 270 -o right.jpg wide.jpg
cmp left.jpg right.jpg || fail "a turn to the left is another one"
ok thumb -s 90x90 --pad '#fff' -Q jpg=60 -o three.jpg wide.jpg
ok thumb -s 90x90 --pad White -Q jpeg=60 -o six.jpg wide.jpg
cmp three.jpg six.jpg || fail "#fff is not white"
refuses 2 "'300x' is none" thumb -s 300x --gravity north -o no.jpg wide.jpg
refuses 2 "did you mean northwest?" thumb -s 90 --gravity north-west -o no.jpg wide.jpg
for colour in '#ff' '#ffff' '#ggg' fff '' '#'; do
    refuses 2 "'$colour'" thumb -s 90x90 --pad "$colour" -o no.jpg wide.jpg
done
