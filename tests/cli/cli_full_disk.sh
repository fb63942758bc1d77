# cli_full_disk.sh - no space left: exit code 1, one line, and under final names whole files only.
. "$(dirname "$0")/lib.sh"

mkdir disk
if [ -z "${INSIDE_NAMESPACE:-}" ]; then
    unshare -rm mount -t tmpfs -o size=64k tmpfs disk 2>/dev/null || skip "cannot mount a small disk here"
    status=0
    INSIDE_NAMESPACE=1 unshare -rm sh "$0" || status=$?
    exit $status
fi

trap 'umount disk 2>/dev/null || :; cleanup' EXIT
mkdir photos
for i in 1 2 3 4 5 6 7 8; do
    make_photo photos/p$i.jpg $((i * 200)) $((i * 150)) 420 --noise
done
ok build photos -o whole
mount -t tmpfs -o size=100m tmpfs disk
ok build photos -o disk/site
need=$(du -sk disk | cut -f 1)
umount disk

# all_or_none SITE: each photo has all its outputs, the same as on a large disk, or none.
all_or_none() {
    (cd "$1" && find . -name '*.jpg') | sort >made
    while IFS= read -r file; do
        cmp -s "$1/$file" "whole/$file" || fail "$file is not whole"
    done <made
    for i in 1 2 3 4 5 6 7 8; do
        some=$(grep -c "/p$i-" made) || :
        all=$(ls whole/p$i-* | wc -l)
        [ "$some" -eq 0 ] || [ "$some" -eq "$all" ] || fail "p$i has $some of $all outputs"
    done
}

for percent in 5 20 40 60 80 95; do
    for jobs in 0 1 2; do
        echo "$percent % of $need KiB, -j $jobs"
        mount -t tmpfs -o size=$((need * percent / 100))k tmpfs disk
        run build photos -q -o disk/site -j $jobs
        expect_code 1
        [ "$(wc -l <err)" -eq 1 ] || fail "not one line"
        says 'the disk is full: make room and run the same command again'
        says disk/site
        all_or_none disk/site
        no_temps disk/site
        [ ! -e disk/site/index.html ] || fail "a page shows pictures that are not there"
        umount disk
    done
done

# Thumbnails: temporary files are alongside the outputs.
mount -t tmpfs -o size=300k tmpfs disk
run thumb -q -s copy -o 'disk/{stem}{ext}' -j 2 photos/*.jpg
expect_code 1
says 'the disk is full'
complete disk
no_temps disk
umount disk

# With more space the same command finishes what was begun.
mount -t tmpfs -o size=$((need / 2))k tmpfs disk
run build photos -q -o disk/site
expect_code 1
mount -o remount,size=$((need * 2 + 100))k disk
ok build photos -o disk/site
same disk/site whole
umount disk

# Standard output may be full too.
if [ -c /dev/full ]; then
    code=0
    "$TIRAGE" --help >/dev/full 2>err || code=$?
    expect_code 1
    says 'standard output'
fi
