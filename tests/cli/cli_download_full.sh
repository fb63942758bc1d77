# cli_download_full.sh - a disk that is too small for a ZIP file alone: the site is complete without it.
. "$(dirname "$0")/lib.sh"

mkdir disk
if [ -z "${INSIDE_NAMESPACE:-}" ]; then
    unshare -rm mount -t tmpfs -o size=64k tmpfs disk 2>/dev/null || skip "cannot mount a small disk here"
    status=0
    INSIDE_NAMESPACE=1 unshare -rm sh "$0" || status=$?
    exit $status
fi

trap 'umount disk 2>/dev/null || :; cleanup' EXIT
mkdir photos photos/small
for i in 1 2 3 4; do
    make_photo photos/$i.jpg 900 700 420 --noise
done
make_photo photos/small/5.jpg 100 80 420
ok build photos -o plain
printf -- '---\ndownload: zip\n---\n' >photos/album.md
ok build photos -o whole
mount -t tmpfs -o size=100m tmpfs disk
ok build photos -o disk/site
need=$(du -sk disk | cut -f 1)
zip=$(($(stat -c %s whole/photos.zip) / 1024))
umount disk

mount -t tmpfs -o size=$((need - zip / 2))k tmpfs disk
run build photos -q -o disk/site
expect_code 3
says 'disk/site/photos.zip: the ZIP file was not made: '
says 'the disk is full: make room and run the same command again'
says '1 ZIP file could not be made'
[ ! -e disk/site/photos.zip ] || fail "half a ZIP file"
[ -f disk/site/small/small.zip ] || fail "one that had room was not made"
no_temps disk/site
check_site disk/site
! grep -q 'class="archive"' disk/site/index.html || fail "a page leads to what is not there"
grep -q 'class="archive"' disk/site/small/index.html || fail "no link to what is there"
mount -o remount,size=$((need * 2))k disk
ok build photos -o disk/site
same disk/site whole
