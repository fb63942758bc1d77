# cli_sandbox.sh - a sandbox that lacks something is never silent, and with --require-sandbox refused.
. "$(dirname "$0")/lib.sh"
mkdir -p photos/a shards
make_photo photos/a/p.jpg 300 200 420

# lacking LAYER ARGS: as run, on a kernel without that layer, with all that is said.
lacking() {
    layer=$1
    shift
    code=0
    "$WITHOUT" "$layer" "$TIRAGE" "$@" >out 2>err </dev/null || code=$?
    [ $code != 77 ] || skip "no seccomp to take layers away with"
}
"$TIRAGE" doctor >doctor.txt 2>&1 || :
"$TIRAGE" build photos -o shards/1 --shard 1/1 -q 2>/dev/null || fail "no shard"

for layer in landlock seccomp; do
    [ $layer = landlock ] || [ "$SLOW" = 0 ] || continue # sanitizers have none to lack
    # Said also with -q, once, and the rest is used.
    lacking $layer -q build photos -o site-$layer
    expect_code 0
    [ "$(grep -c "^tirage: note: workers are confined without $layer: this kernel" err)" = 1 ] ||
        fail "not said that there is no $layer: $(cat err)"
    # Required, nothing is read or written.
    for command in "build photos -o none" "check photos" "thumb -s 90 -o none/{stem}{ext} photos/a/p.jpg" \
        "merge none shards/1 --source photos"; do
        # shellcheck disable=SC2086 # words
        lacking $layer -q $command --require-sandbox
        expect_code 1
        says "tirage: --require-sandbox: workers cannot be confined by "
        says "$layer: this kernel"
        says "(see tirage doctor)"
        [ "$(wc -l <err)" = 1 ] || fail "more than one line: $(cat err)"
        [ ! -e none ] || fail "$command wrote something"
    done
    lacking $layer doctor
    grep -q "^  $layer  *this kernel" out || fail "doctor does not miss $layer"
done

# Where all is there it changes nothing.
if ! sed -n '/^workers are/,/^$/p' doctor.txt | grep -qE '^  (seccomp|landlock) +[^y]'; then
    ok build photos -o full --require-sandbox
    ok thumb -s 90 -o 'full-thumbs/{stem}{ext}' photos/a/p.jpg --require-sandbox
    ok check photos --require-sandbox
    ok merge merged shards/1 --source photos --require-sandbox
fi
# However a JPEG is coded, a worker has the system calls that decoding it takes.
for kind in '' '--restart 9' '--progressive' '--progressive --restart 9' '--cmyk'; do
    # shellcheck disable=SC2086 # words
    make_photo "kind.jpg" 600 400 420 --noise $kind
    for jobs in 0 1; do
        ok thumb -s 600,150 -j $jobs -o "kind-$jobs-{size}.jpg" kind.jpg
    done
    for size in 600 150; do
        cmp kind-0-$size.jpg kind-1-$size.jpg || fail "$kind: other bytes from a worker"
    done
done
# -j 0 is none at all.
refuses 2 '--require-sandbox: with -j 0 there is none' build photos -o none -j 0 --require-sandbox
refuses 2 '--require-sandbox: with -j 0 there is none' thumb -s 90 -j 0 --require-sandbox photos/a/p.jpg
TIRAGE_JOBS=0 "$TIRAGE" -q build photos -o alone 2>err || fail "-j 0"
says 'note: -j 0: photos are decoded without a sandbox'
refuses 2 'does not belong to this command' gc -o full --require-sandbox

# ffmpeg, too.
command -v ffmpeg >/dev/null || exit 0
ffmpeg -v error -f lavfi -i testsrc=s=160x120:r=10:d=1 -pix_fmt yuv420p -y photos/a/f.mp4 </dev/null
for layer in landlock seccomp; do
    lacking $layer -q build photos -o videos-$layer
    expect_code 0
    says "tirage: note: ffmpeg is confined without $layer: this kernel"
done
grep -q '^ffmpeg version [^ ]*, /.*/ffmpeg, is confined by$' doctor.txt || fail "doctor says nothing of ffmpeg: $(cat doctor.txt)"
! grep -q 'does not start' doctor.txt || fail "this ffmpeg does not start within walls"
