# cli_reports.sh - what the program says: of damaged photos at every build, of what a build would make, of counts, of
# Ctrl-C, and of paths that are not there.
. "$(dirname "$0")/lib.sh"

mkdir p
make_photo p/a.jpg 640 480 444
make_photo p/b.jpg 1200 900 420 --noise
run build p -o site
says 'tirage: 2 photos (0 unchanged), 5 pictures made in '
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
[ "$(grep -c '^site/b-' out)" = 3 ] || fail "a photo without one picture is not listed"
! grep -q '^site/a-' out || fail "what is there is listed"
run build p -o site --dry-run --json
[ "$(grep -c '^{"event": "planned", "path": "site/[bc]-.*"}$' out)" = 5 ] || fail "no events"
grep -q '^{"event": "done", "dry_run": true, "photos": 3, "failed": 0, "outputs": 5, ' out || fail "no end"
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
