# cli_deploy.sh - the site to a folder and, through a real ssh, to a server.  recitale_67
. "$(dirname "$0")/lib.sh"
command -v rsync >/dev/null || skip "no rsync"

mkdir -p "site/it's \$HOME" www
make_photo "site/it's \$HOME/a b.jpg" 300 200 420
make_photo site/a.jpg 300 200 420
printf 'title: T\nrss: false\nsettings:\n  deploy: {dest: ../www}\n' >site/settings.yaml
printf 'title: G\ncover: a b.jpg\nsections:\n  - {type: bordered-picture, image: a b.jpg}\n' \
    >"site/it's \$HOME/settings.yaml"
sent() { # DIR: what is there is what was built
    diff -r -x .tirage -x .tirage-deployed site/build "$1" >diffs 2>&1 || fail "not the same: $(head -n 5 diffs)"
    [ ! -e "$1/.tirage" ] || fail ".tirage was sent"
}
refuses 1 "there is no site yet" deploy site
ok build site

# A folder of this machine, seen from SRC; nothing that is there already is removed, and --delete is no way to do it
# before --force has given us the folder.
marked() { [ -f "$1/.tirage-deployed" ] && [ ! -L "$1/.tirage-deployed" ]; }
echo mine >www/mine.txt
ok deploy site
! marked www || fail "another's files are ours after a deploy"
refuses 1 'add --force this once' deploy site --delete
[ -e www/mine.txt ] || fail "--delete removed another's file"
mkdir www/.tirage-deployed # no mark
refuses 1 'add --force this once' deploy site --delete
rmdir www/.tirage-deployed
run deploy site --delete --dry-run
expect_code 0
says 'needs --force once'
grep -qx 'removed mine.txt' out || fail "--dry-run does not list what goes"
[ -e www/mine.txt ] || fail "--dry-run removed a file"
! marked www || fail "--dry-run leaves a mark"
ok deploy site --delete --force
sent www
marked www || fail "no mark"
echo mine >www/mine.txt
run deploy site --dry-run
expect_code 0
[ -e www/mine.txt ] || fail "--dry-run removed a file"
ok deploy site --delete
sent www
marked www || fail "the mark was removed"
# Started by somebody who ignores the ends of children.
code=0
timeout 60 env --ignore-signal=CHLD "$TIRAGE" -q deploy site >out 2>err </dev/null || code=$?
expect_code 0
# An empty folder is ours from the first deploy on, also if that one did not come to its end.
for first in '' --delete; do
    rm -r www
    ok deploy site $first
    sent www
    marked www || fail "no mark in a new folder"
done
# Removing comes last and is asked for by --delete: settings alone, which may be a stranger's, do not.
echo mine >www/mine.txt
sed -i 's/dest:/others: "-avz --progress --chmod=F644 --delete", dest:/' site/settings.yaml
run -q deploy site
expect_code 0
says "'--delete' of the settings does nothing by itself"
[ -e www/mine.txt ] || fail "settings removed a file"
ok deploy site --delete
sent www
[ "$(stat -c %a www/index.html)" = 644 ] || fail "others are not used"

# What could run a program or lead elsewhere is refused, and said.
for bad in '-e' '--rsh=sh' '--rsync-path=x' '-av -e sh' '--files-from=/etc/passwd' '--exclude-from=x' '--remove-source-files' \
    "'--rsh=x'" '/etc' '--config=x' '--backup-dir=/' '--exclude=!' '--include=!' -n --inplace --info=help '--log-file=/x' '-M--x' '"unclosed'; do
    printf 'title: T\nrss: false\nsettings:\n  deploy:\n    dest: ../www\n    others: >-\n      %s\n' "$bad" >site/settings.yaml
    refuses 1 'others: ' deploy site
done
for bad in 'ssh: true' 'ssh: true, hostname: -oProxyCommand=x' 'ssh: true, hostname: a b' 'ssh: true, hostname: "h:"' 'ssh: true, hostname: h, port: 1 -x' \
    'ssh: true, hostname: h, username: -x'; do
    printf 'title: T\nrss: false\nsettings:\n  deploy: {dest: x, %s}\n' "$bad" >site/settings.yaml
    refuses 1 'settings: deploy: ' deploy site
done
printf 'title: T\nrss: false\n' >site/settings.yaml
refuses 1 "has no 'dest'" deploy site
refuses 2 'begins like an option' deploy site --to -e:x
refuses 2 'only ssh://' deploy site --to ftp://host/folder
refuses 1 'does not exist' deploy site --to none/www
# The photos' own folder is no place for pages, by whatever name, nor are those in it and above it.
before=$(find site | sort)
mkdir away
ln -s ../site away/link
ln -s "site/it's \$HOME" direct
where='is, holds or lies in the folder of the photos or of the site itself'
for bad in site site/ . site/build site/build/x / "site/it's \$HOME" "site/it's \$HOME/../it's \$HOME/" site/new away/link away/link/new \
    direct ./direct/. "$work/site/new"; do
    for delete in '' '--delete --force'; do
        refuses 2 "$where" deploy site --to "$bad" $delete
    done
done
for bad in . new "it's \$HOME" build ../site .. ../away/link ../direct "$work/site" /; do
    printf 'title: T\nrss: false\nsettings: {deploy: {dest: "%s"}}\n' "$bad" >site/settings.yaml
    refuses 1 "$where" deploy site --delete --force
done
[ "$(find site | sort)" = "$before" ] || fail "something was written into the photos' folder"
mkdir elsewhere # a site that lies far from its photos
ok build site -o elsewhere/site
for bad in elsewhere elsewhere/site elsewhere/site/x; do
    refuses 2 "$where" deploy site -o elsewhere/site --to "$bad"
done
# One folder with two names, as a mount or letters of either case make it.
if [ "$(id -u)" = 0 ] && mkdir mounted && mount --bind site mounted 2>/dev/null; then
    trap 'umount "$work/mounted" 2>/dev/null || :; cleanup' EXIT
    refuses 2 "$where" deploy site --to mounted/new
    refuses 2 "$where" deploy site --to mounted
    umount mounted
fi
rm -r www
mkdir www
ok deploy site --to www
sent www

# To a folder it needs no rsync, to a server it does and says so.
mkdir empty
code=0
PATH=$work/empty "$TIRAGE" -q deploy site --to www >out 2>err </dev/null || code=$?
expect_code 0
[ ! -s err ] || fail "complaints without rsync"
code=0
PATH=$work/empty "$TIRAGE" -q deploy site --to nowhere:www >out 2>err </dev/null || code=$?
expect_code 1
says 'needs rsync, which is not installed'

# Copies: only what changed, by size and time or by content; each complete; nothing through links.
ok build site
copied() { (cd www && find . -type f -exec stat -c '%n %i' {} + | sort) >now; }
rm -r www
run deploy site --to www/ -v
expect_code 0
says "tirage: $(find site/build -name .tirage -prune -o -type f -print | wc -l) new, 0 changed, 0 removed"
grep -qx "new it's \$HOME/index.html" out || fail "-v does not name files"
! grep -B 999 '\.jpg$' out | grep 'html$' || fail "a page before a picture"
sent www
marked www || fail "no mark"
[ ! -e www/.tirage-tmp ] || fail "temporary files are left"
copied && mv now before
run deploy site --to www
says 'tirage: 0 new, 0 changed, 0 removed'
copied && cmp -s before now || fail "what did not change was copied"
touch -d '2001-02-03' www/index.html # another time alone is no change
run deploy site --to www --dry-run
[ ! -s out ] || fail "a time is no change"
run deploy site --to www
copied && cmp -s before now || fail "what has the same bytes was copied"
[ "$(stat -c %Y www/index.html)" = "$(stat -c %Y site/build/index.html)" ] || fail "the time stays another"
printf x >>www/index.html
rm "$(find www -name "*.css" | head -n 1)"
mkdir -p www/old/deep www/.tirage-tmp
touch www/old/deep/mine.txt www/.tirage-tmp/left
run deploy site --to www --delete --dry-run
[ "$(sed 's/ .*//' out | sort | tr '\n' ' ')" = 'changed new removed ' ] || fail "not these three"
grep -qx 'changed index.html' out && grep -qx 'removed old/deep/mine.txt' out || fail "not those words"
says 'tirage: would be: 1 new, 1 changed, 1 removed'
[ -e www/old/deep/mine.txt ] || fail "--dry-run removed a file"
run deploy site --to www --delete --dry-run --json
grep -qx '{"event": "file", "path": "index.html", "what": "changed"}' out || fail "no event"
grep -qx '{"event": "done", "dry_run": true, "new": 1, "changed": 1, "removed": 1}' out || fail "no end"
ok deploy site --to www --delete
sent www
[ ! -e www/old ] && [ ! -e www/.tirage-tmp ] || fail "left behind"
mkdir others
echo mine >others/file
ln -s ../others www/link
ok deploy site --to www --delete
[ -e others/file ] && [ ! -L www/link ] || fail "a link was followed, or stayed"
rm -r "www/it's \$HOME"
ln -s ../others "www/it's \$HOME"
run deploy site --to www --delete
expect_code 1
says 'is not a folder, but the site has one here: remove it'
[ "$(ls others)" = file ] || fail "something was written through a link"
rm "www/it's \$HOME"
ok deploy site --to www
# The dry run of rsync speaks the same words.
cp site/settings.yaml settings.saved
printf 'title: T\nrss: false\nsettings: {deploy: {dest: ../www, others: -c}}\n' >site/settings.yaml
printf x >>www/index.html
touch www/old.html
run deploy site --delete --dry-run
sort out | tr '\n' ' ' | grep -qx 'changed index.html removed old.html ' || fail "not the words of copies"
ok deploy site --delete
cp settings.saved site/settings.yaml
# Addresses.
for bad in ssh://h ssh://h/ ssh:///x ssh://@h/x ssh://-oProxyCommand=x/x ssh://-x@h/x ssh://h:1x/x ssh://h:/x ssh://h:123456/x 'ssh://a b/x' \
    -x:y u@-oProxyCommand=x:y -u@h:x; do
    refuses 2 '--to' deploy site --to "$bad"
done
# A place that is none.
touch file
run deploy site --to file/www
expect_code 1

# Plain trees, pages after pictures: one that cannot be sent keeps the old page.
mkdir plain plainwww
make_photo plain/a.jpg 300 200 420
ok build plain -o plainsite
ok deploy plain -o plainsite --to plainwww
diff -r -x .tirage -x .tirage-deployed plainsite plainwww >/dev/null || fail "a plain tree"
cp plainwww/index.html before.html
make_photo plain/b.jpg 300 200 420
ok build plain -o plainsite
mkdir -p "plainwww/$(basename plainsite/b-*-480x.jpg)/x" # in the way of the picture
run deploy plain -o plainsite --to plainwww
expect_code 1
says 'is a folder, where the site has a file: remove it'
cmp -s before.html plainwww/index.html || fail "a page came before its pictures"

# Through ssh: a server of our own.
start_sshd ": only folders were tested"
mkdir -p "remote/a b"
# ssh looks up its files in the user's home by the password file: a wrapper gives it ours.
mkdir bin
cat >bin/ssh <<END
#!/bin/sh
exec $(command -v ssh) -F none -i $work/home/.ssh/id_ed25519 -o UserKnownHostsFile=$work/known -o StrictHostKeyChecking=accept-new -o BatchMode=yes "\$@"
END
chmod 755 bin/ssh
PATH=$work/bin:$PATH
export PATH
cat >site/settings.yaml <<END
title: T
rss: false
settings:
  deploy: {ssh: true, username: $(id -un), hostname: 127.0.0.1, port: $port, dest: "$work/remote/a b/www"}
END
run -q deploy site
expect_code 0
sent "remote/a b/www"
marked "remote/a b/www" || fail "no mark on the server"
echo old >"remote/a b/www/old.html"
run -q deploy site --delete
expect_code 0
sent "remote/a b/www"
marked "remote/a b/www" || fail "the mark on the server was removed"
# Another's folder on the server, and this machine under another name: its own photos.
rm "remote/a b/www/.tirage-deployed"
mkdir "remote/a b/www/$(printf 'old\nfolder')"
run -q deploy site --delete
expect_code 1
says 'add --force this once'
[ -d "remote/a b/www/$(printf 'old\nfolder')" ] || fail "a folder on the server was removed"
run -q deploy site --delete --force
expect_code 0
sent "remote/a b/www"
sed -i "s|dest: .*}|dest: \"$work/site\"}|" site/settings.yaml
run -q deploy site --delete
expect_code 1
says 'add --force this once'
[ -e site/a.jpg ] || fail "an original was removed through ssh"
[ ! -e site/index.html ] || fail "something was sent among the photos"
# What cannot be looked into is not taken for empty.
touch "remote/file"
sed -i "s|dest: .*}|dest: \"$work/remote/file\"}|" site/settings.yaml
run -q deploy site --delete
expect_code 1
says 'rsync failed with code'
[ -f remote/file ] || fail "a file was taken for a folder"
# A folder above that is not there yet is made or not as rsync says; the home folder is not the root.
sed -i "s|dest: .*}|dest: \"$work/remote/new/\"}|" site/settings.yaml
run -q deploy site --delete
expect_code 0
sent remote/new
marked remote/new || fail "no mark"
# An address with user and port.
run deploy site --to "ssh://$(id -un)@127.0.0.1:$port$work/remote/by address"
expect_code 0
sent "remote/by address"
echo x >"remote/by address/new name"
run deploy site --to "ssh://127.0.0.1:$port$work/remote/by address" --delete --dry-run
expect_code 0
[ "$(cat out)" = 'removed new name' ] || fail "not the words of copies"
# A host that does not answer.
kill $server
wait $server || :
run deploy site
expect_code 1
says 'rsync failed with code'
# The folder for files that are on their way is never somebody's link.
mkdir theirs onto
ln -s "$work/theirs" onto/.tirage-tmp
run deploy site --to "$work/onto"
expect_code 1
says '.tirage-tmp: is not a folder: remove it'
[ -z "$(ls theirs)" ] && [ ! -e onto/index.html ] || fail "files went through a link"
