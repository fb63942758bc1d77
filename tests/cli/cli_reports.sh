# cli_reports.sh - what the program says: of damaged photos at every build, of what a build would make, of counts, of
# Ctrl-C, and of paths that are not there.
. "$(dirname "$0")/lib.sh"

mkdir p
make_photo p/a.jpg 640 480 444
make_photo p/b.jpg 1200 900 420 --noise
run build p -o site
says 'tirage: 2 photos (0 unchanged), 6 pictures made in '
run build p -o site
says 'tirage: 2 photos (2 unchanged), 0 pictures made in '
mkdir one
make_photo one/a.jpg 64 48 444
run build one
says 'tirage: 1 photo (0 unchanged), 1 picture made in '
run check one
says 'tirage: 1 photo checked, 0 of them bad; a build makes 1 picture'

# --dry-run lists what would change, and nothing is written.
sleep 2.1 # photos that were written a moment ago are read again, but their pictures stay
cp -R site before
ok build p -o site --dry-run
[ ! -s out ] || fail "a list of what is there"
run build p -o site --dry-run
says 'tirage: 0 files would be made'
cp p/a.jpg p/c.jpg
rm site/b-*-480x.jpg
ok build p -o site --dry-run
[ "$(grep -c '^site/c-' out)" = 2 ] || fail "a new photo is not listed"
[ "$(grep -c '^site/b-' out)" = 4 ] || fail "a photo without one picture is not listed"
! grep -q '^site/a-' out || fail "what is there is listed"
run build p -o site --dry-run --json
[ "$(grep -c '^{"event": "planned", "path": "site/[bc]-.*"}$' out)" = 6 ] || fail "no events"
grep -q '^{"event": "done", "dry_run": true, "photos": 3, "failed": 0, "outputs": 6, ' out || fail "no end"
rm before/b-*-480x.jpg
same before site

# A damaged photo is named by every build, also under another name.
cp p/b.jpg p/cut.jpg
truncate -s -2000 p/cut.jpg
run build p -o site
expect_code 0
says 'warning: p/cut.jpg: damaged, shown as far as it could be read ('
run build p -o site -q
says 'warning: p/cut.jpg: damaged, shown as far as it could be read'
mv p/cut.jpg p/moved.jpg
run build p -o site
says 'warning: p/moved.jpg: damaged, shown as far as it could be read'
says ' 0 pictures made'
run build p -o site --json
grep -q '"recovered": 1' out || fail "not counted in JSON"
[ "$(grep -c damaged err)" = 1 ] || fail "named once more"

# What is not there is said not to be there, whoever is asked.
refuses 1 'nowhere.jpg: there is no such file' why nowhere.jpg -o site
refuses 1 'no/where.jpg: there is no such file' why no/where.jpg
refuses 1 'site/nothing.html: there is no such file' why site/nothing.html
refuses 1 'p: is a folder; name a photo' why p
refuses 1 'nowhere: there is no such folder' why p/a.jpg -o nowhere
refuses 1 'nowhere: cannot open the folder of photos' gc nowhere
refuses 1 'nowhere: there is no gallery yet' gc p -o nowhere
echo x >p/x.mrw
refuses 1 'x.mrw: is left out: such raw photos are not shown yet' why p/x.mrw -o site
run why a.jpg -o site # as the gallery calls it
expect_code 0
grep -q '^photo a.jpg: 640x480' out || fail "not by the gallery's name"
run why p/a.jpg -o site --json
head -n 1 out | grep -q '^{"event": "source", "path": "a.jpg", "state": "unchanged", "width": 640, "height": 480' || fail "no source in JSON"
grep -q '^{"event": "output", "path": "a-.*", "state": "unchanged"}$' out || fail "no output in JSON"
run gc p -o site --json
grep -q '^{"event": "done", "files": [0-9]*, "bytes": [0-9]*, "removed": false}$' out || fail "no end in JSON"

# Without rsync and ffmpeg doctor says what is lost.
mkdir none
code=0
PATH=$work/none "$TIRAGE" doctor >out 2>err </dev/null || code=$?
grep -q '^ffmpeg is not installed: videos and audio are left out$' out || fail "nothing of ffmpeg"
grep -q '^rsync is not installed: deploy reaches folders of this machine, but no server$' out || fail "nothing of rsync"
printf '#!/bin/sh\necho "rsync  version 9.9  protocol version 1"\n' >none/rsync
chmod +x none/rsync
code=0
PATH=$work/none "$TIRAGE" doctor --json >out 2>err </dev/null || code=$?
grep -q '"ffmpeg": null, "rsync": "rsync version 9.9"' out || fail "no versions in JSON"

# On a read-only file system those that only look work, and the others say why they do not.
cat >readonly.sh <<'END'
mount --bind site site && mount -o remount,ro,bind site || exit 77
"$TIRAGE" why p/a.jpg -o site && "$TIRAGE" gc p -o site && "$TIRAGE" build p -o site --dry-run || exit 1
! "$TIRAGE" gc p -o site --delete
END
code=0
unshare -m sh readonly.sh >out 2>err </dev/null || unshare -rm sh readonly.sh >out 2>err </dev/null || code=$?
[ "$code" = 0 ] || [ "$code" = 1 ] || skip "no mounts here: all but a read-only file system was tested"
expect_code 0
says 'cannot lock the output folder: Read-only file system'
grep -q '^photo a.jpg' out || fail "why says nothing"
