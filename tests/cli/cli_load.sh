# cli_load.sh - --max-load: one photo at a time while the machine is busy, the same pictures in the end.
. "$(dirname "$0")/lib.sh"
: "${FAULTS:?names tests/support/faults}"

for n in 0 -1 x 1x 1.5.2 nan inf 1e3 ''; do
    refuses 2 "expected a number like 2 or 1.5, got '$n'" build --max-load "$n" x
done
refuses 2 "does not belong to this command" check --max-load 2
[ $SLOW = 0 ] || exit 0 # a sanitizer wants to be the first library

mkdir photos
for i in 1 2 3 4 5 6; do "$TESTTOOL" make photos/$i.jpg 300 200 420; done
ok build -j 3 photos -o free
# How often a build with the load LOAD asks for it: once for every job that might join another one.
asks() {
    TG_LOAD=$1 LD_PRELOAD=$FAULTS "$TIRAGE" build -q -j 3 $2 photos -o "$3" >out 2>err || fail "exit code $?"
    diff -r -x .tirage free "$3" || fail "other files than without a limit"
    grep -c 'load is asked for' err || :
}
[ "$(asks 99 '' never)" = 0 ] || fail "asked without --max-load"
idle=$(asks 0.5 '--max-load 1' idle)
busy=$(asks 99 '--max-load 1' busy)
# Idle: five photos of six join others at once.  Busy: two idle workers ask in vain while each photo is rendered.
[ "$idle" -ge 2 ] && [ "$busy" -gt "$idle" ] || fail "asked $idle times when idle, $busy times when busy"

# Videos too, also when there is nothing to be done but videos.
command -v ffmpeg >/dev/null || skip "no ffmpeg: videos were not tried"
mkdir videos
for i in 1 2 3; do
    ffmpeg -v error -f lavfi -i testsrc=s=64x48:r=10:d=0.$i -pix_fmt yuv420p videos/$i.mp4 </dev/null
done
ok build -j 3 videos -o free-videos
cp -Rp free-videos busy-videos
rm busy-videos/*.mp4
TG_LOAD=99 LD_PRELOAD=$FAULTS "$TIRAGE" build -q -j 3 --max-load 1 videos -o busy-videos >out 2>err || fail "videos: $(cat err)"
same free-videos busy-videos
[ "$(grep -c 'load is asked for' err)" -ge 2 ] || fail "nobody asked for the load alongside videos"
