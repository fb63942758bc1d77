# cli_same_bytes.sh - one input gives one output tree at every CPU level and any number of workers.
. "$(dirname "$0")/lib.sh"

mkdir -p photos/sub
n=0
for size in '1 1' '1 40' '40 1' '7 5' '17 33' '640 427' '1201 801'; do
    for sub in 444 422 440 420 411; do
        n=$((n + 1))
        make_photo photos/p$n.jpg $size $sub --noise --orientation $((n % 8 + 1))
    done
done
make_photo photos/large.jpg 2003 1501 420 --noise --orientation 5
make_photo photos/sub/grey.jpg 801 603 444 --grey --noise
make_photo photos/sub/rgb.jpg 1003 603 444 --rgb --noise --orientation 7
make_photo photos/sub/progressive.jpg 1999 603 420 --progressive --noise

sizes='copy,x450,x600,64,100x200,33%'
thumbs() { # DIR OPTIONS
    dir=$1
    shift
    ok thumb -s "$sizes" -o "$dir/{dir}/{stem}-{size}{ext}" "$@" photos/*.jpg photos/sub/*.jpg
    ok thumb -s 300x300,120x80,1x1 --fit cover --progressive -o "$dir/cover/{stem}-{size}{ext}" \
        "$@" photos/*.jpg
}

ok build photos -o site --cpu c -j 1
complete site
ok build photos -o keep --cpu c --subsampling keep -j 1
thumbs thumbs --cpu c -j 1
complete thumbs

levels=$("$TIRAGE" cpu | awk 'NR > 1 && NF != 3 { exit } NR > 1 && $2 == "yes" { print $1 }')
[ -n "$levels" ] || fail "tirage cpu lists no level"
[ $SLOW = 0 ] || levels= # the kernels' own tests have sanitizers on every level
for level in $levels best; do
    ok build photos -o site-$level --cpu $level -j 2
    same site site-$level
    ok build photos -o keep-$level --cpu $level --subsampling keep -j 2
    same keep keep-$level
    thumbs thumbs-$level --cpu $level -j 2
    same thumbs thumbs-$level
done
for jobs in 0 1 2 5; do
    ok build photos -o site-j$jobs -j $jobs
    same site site-j$jobs
done
thumbs thumbs-j0 -j 0
same thumbs thumbs-j0
for level in c best; do
    TIRAGE_CPU=$level ok build photos -o env-$level
    same site env-$level
done
TIRAGE_JOBS=3 ok build photos -o env-jobs
same site env-jobs

# Every format that we write, from every format that we can make here; libjpeg's own SIMD off too.
ok thumb -s 700 --format png -o 'mixed/png/{stem}{ext}' photos/large.jpg photos/sub/grey.jpg
ok thumb -s 700 --format webp -o 'mixed/webp/{stem}{ext}' photos/large.jpg photos/sub/rgb.jpg
mkdir mixed/jpeg
cp photos/large.jpg photos/sub/progressive.jpg mixed/jpeg
formats() { # DIR OPTIONS
    dir=$1
    shift
    for format in same jpeg png webp; do
        ok thumb -s x300,77%,copy --format $format -o "$dir/$format/{dir}/{stem}-{size}{ext}" "$@" \
            mixed/*/*
    done
}
formats formats --cpu c -j 1
for level in $levels best; do
    formats formats-$level --cpu $level -j 2
    same formats formats-$level
done
JSIMD_FORCENONE=1 formats formats-plain
same formats formats-plain
