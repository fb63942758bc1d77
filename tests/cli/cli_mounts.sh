# cli_mounts.sh - a file system that is mounted in OUT, and one for the state alone: files get there all the same, whole.
. "$(dirname "$0")/lib.sh"

if [ "${1:-}" != inside ]; then
    unshare -m true 2>/dev/null && exec unshare -m sh "$0" inside
    unshare -rm true 2>/dev/null && exec unshare -rm sh "$0" inside
    skip "no mounts here"
fi
unmount() {
    umount site/sub kept 2>/dev/null || :
    cleanup
}
trap unmount EXIT
mkdir -p photos/sub/deep site kept
for i in 1 2 3; do
    make_photo photos/$i.jpg 600 400 420 --noise
    make_photo photos/sub/$i.jpg 500 500 444 --noise
done
make_photo photos/sub/deep/4.jpg 300 300 444
touch -d '2024-01-01 12:00:00' photos/*.jpg photos/*/*.jpg photos/*/*/*.jpg
sleep 2.1
ok build photos -o plain
ok build photos -o site
rm -rf site/sub
mkdir site/sub
mount -t tmpfs none site/sub 2>/dev/null || skip "no mounts here"
mount -t tmpfs none kept

run build photos -o site --json
expect_code 0
[ ! -s err ] || fail "complaints"
same plain site
no_temps site
run build photos -o site --json
grep -q '"unchanged": 7, "outputs": 0,' out || fail "made again: $(cat out)"
mv photos/sub/deep photos/sub/moved # copied
run build photos -o site --json
grep -q '"unchanged": 7, "outputs": 0,' out || fail "encoded again: $(cat out)"
mv photos/sub/moved photos/sub/deep
ok build photos -o site
run gc photos -o site --delete
same plain site

# The state on a file system of its own.
ok build photos -o site --state kept/state
run build photos -o site --state kept/state --json
grep -q '"unchanged": 7, "outputs": 0,' out || fail "with the state elsewhere: $(cat out)"
same plain site
[ ! -e site/.tirage/state.db ] && [ -e kept/state/state.db ] || fail "the state did not move"

# No room there: the error names the file, nothing half is left.
umount site/sub
mount -t tmpfs -o size=64k none site/sub
run build photos -o site --state kept/state
expect_code 1
says 'the disk is full'
no_temps site
umount site/sub
mount -t tmpfs none site/sub
ok build photos -o site --state kept/state
same plain site
