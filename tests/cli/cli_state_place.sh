# cli_state_place.sh - where the state is: in OUT, alongside an OUT that is published as it lies, or where --state says; it is
# found again, moved, locked, and never published.
. "$(dirname "$0")/lib.sh"

mkdir -p photos/sub
make_photo photos/a.jpg 500 400 420
make_photo photos/sub/b.jpg 520 300 444
touch -d '2024-01-01 12:00:00' photos/*.jpg photos/*/*.jpg
sleep 2.1
ok build photos -o plain
[ -e plain/.tirage/state.db ] && [ ! -e .plain.tirage ] && [ ! -e plain/.nojekyll ] || fail "a plain OUT"
[ "$(cat plain/.tirage/.gitignore)" = '*' ] || fail "no .gitignore in the state"

# counts UNCHANGED MADE ARGS: a build that finds and makes that many.
counts() {
    want="\"unchanged\": $1, \"outputs\": $2,"
    shift 2
    run build --json "$@"
    expect_code 0
    grep -q "$want" out || fail "not $want: $(tail -n 1 out)"
}
# bare OUT: nothing of the state is in it, and nothing of a build that works.
bare() {
    [ "$(ls -A "$1/.tirage" | tr '\n' ' ')" = '.gitignore lock ' ] || fail "in $1/.tirage: $(ls -A "$1/.tirage")"
    [ ! -s "$1/.tirage/lock" ] && [ "$(stat -c %a "$1/.tirage")" = 700 ] || fail "$1/.tirage"
    diff -r -x .tirage -x .nojekyll plain "$1" || fail "another site with its state elsewhere"
}
# finds OUT ARGS: why and gc know the site.
finds() {
    site=$1
    shift
    run why "$site/index.html" "$@"
    expect_code 0
    grep -q 'as it was written' out || fail "why of $site: $(cat out)"
    run gc photos -o "$site" "$@"
    expect_code 0
    [ ! -s out ] || fail "gc of $site: $(cat out)"
}

# By name.
for name in docs public; do
    counts 0 4 photos -o $name
    bare $name
    [ -e .$name.tirage/state.db ] && [ "$(stat -c %a .$name.tirage)" = 700 ] || fail "no state alongside $name"
    [ "$(cat .$name.tirage/.gitignore)" = '*' ] || fail "no .gitignore in the state of $name"
    counts 2 0 photos -o $name
    counts 2 0 photos -o "$PWD/$name/"
    (cd $name && "$TIRAGE" build ../photos -o . -q) || fail "OUT is the current folder"
    bare $name
    finds $name
done
[ -e docs/.nojekyll ] && [ ! -s docs/.nojekyll ] && [ ! -e public/.nojekyll ] || fail "for GitHub Pages"
# Two sites do not share one: each would be what the other no longer wants.
ok build photos -o first --state one
refuses 1 '/first: choose another folder for ' build photos/sub -o second --state one
refuses 1 '/first: choose another folder for ' gc photos -o plain --state one --delete
[ ! -e second ] || fail "something was made of a site that shares a state"
mv first moved
counts 2 0 photos -o moved --state one
rm -r moved
# Parents that are not there yet.
ok build photos -o new/er/docs/
bare new/er/docs
[ -e new/er/.docs.tirage/state.db ] || fail "no state alongside a new folder"

# In a git work tree; a clone of it is ours too, and knows nothing.
mkdir -p repo
if git --version >/dev/null 2>&1; then
    git -c init.defaultBranch=main init -q repo
else
    mkdir repo/.git
fi
counts 0 4 photos -o repo/deep/site
bare repo/deep/site
[ -e repo/deep/.site.tirage/state.db ] && [ -e repo/deep/site/.nojekyll ] || fail "a site in a work tree"
finds repo/deep/site
if git --version >/dev/null 2>&1; then
    git -C repo add -A
    git -C repo -c user.name=t -c user.email=t@example.org commit -qm site
    [ "$(git -C repo ls-files | grep tirage | grep -v assets)" = deep/site/.tirage/.gitignore ] ||
        fail "committed: $(git -C repo ls-files)"
    git clone -q repo clone 2>clone.log
    ok build photos -o clone/deep/site
    diff -r -x .tirage repo/deep/site clone/deep/site || fail "the clone"
    [ -z "$(git -C clone status --porcelain)" ] || fail "not committed: $(git -C clone status --porcelain)"
fi

# An existing state moves, and nothing is made anew: of an earlier version, with a log that was not written back, with
# shards, and across file systems.
old_place() { # a site "docs" with its state in it
    rm -rf docs .docs.tirage
    ok build photos -o docs --state docs/.tirage
    [ -e docs/.tirage/state.db ] && [ ! -e .docs.tirage ] || fail "--state OUT/.tirage"
    mkdir docs/.tirage/frames
    echo frame >docs/.tirage/frames/x.png
    python3 -c 'import os, sqlite3
db = sqlite3.connect("docs/.tirage/state.db")
db.execute("PRAGMA wal_autocheckpoint = 0")
db.execute("UPDATE root SET id = id")
db.commit()
os._exit(0)'
    [ -s docs/.tirage/state.db-wal ] || fail "no log"
}
old_place
finds docs
counts 2 0 photos -o docs
bare docs
[ ! -e .docs.tirage/state.db-wal ] || fail "a log is left"
old_place
mkdir .docs.tirage && touch .docs.tirage/.tirage && echo 'an older state' >.docs.tirage/state.db &&
    echo 'and its log' >.docs.tirage/state.db-wal
counts 2 0 photos -o docs
bare docs
elsewhere=$(mktemp -d /dev/shm/tirage-test.XXXXXX 2>/dev/null || mktemp -d)
trap 'rm -rf "$elsewhere"; cleanup' EXIT
old_place
counts 2 0 photos -o docs --state "$elsewhere/state"
bare docs
finds docs --state "$elsewhere/state"
# Whatever stops it, the next build goes on.
if [ $SLOW = 0 ]; then
    for at in 1 2 3 5 8; do
        for fault in rename:5 write:28 open:5; do
            for place in .docs.tirage "$elsewhere/s-$at-$fault"; do
                old_place
                TG_FAULT=$fault:$at LD_PRELOAD=${FAULTS:?} "$TIRAGE" -q -j 1 build photos -o docs --state "$place" \
                    >out 2>err </dev/null || :
                ok build photos -o docs --state "$place"
                bare docs
                rm -rf "$place"
            done
        done
    done
fi

# Named: on the command line, by an album.md, by a settings.yaml; relative to SRC in these.
counts 0 4 photos -o site --state st/ate
bare site
[ -e st/ate/state.db ] || fail "no state in st/ate"
counts 2 0 photos -o site --state st/ate
finds site --state st/ate
printf -- '---\nstate: ../named\n---\n' >photos/album.md
ok build photos -o named-site
bare named-site
[ -e named/state.db ] || fail "album.md's state"
run gc photos -o named-site
expect_code 0
rm -r named-site # the state is for another one now
ok build photos
[ -e named/state.db ] && [ ! -e photos/build/.tirage/state.db ] || fail "of the default OUT"
run why photos/build/index.html
expect_code 0
rm -r photos/album.md photos/build
mkdir -p project/g
cp photos/a.jpg project/g
printf 'title: T\nurl: http://example.org\nsettings:\n  state: .st\n' >project/settings.yaml
printf 'title: G\ncover: a.jpg\nsections:\n  - type: bordered-picture\n    image: a.jpg\n' >project/g/settings.yaml
ok build project
[ -e project/.st/state.db ] && [ ! -e project/build/.tirage/state.db ] || fail "settings.yaml's state"
run why project/build/index.html
expect_code 0
ok check project
# A state among the photos is no album, and no change that a preview would build for.
ok build photos -o among --state photos/st
run build photos -o among --state photos/st
expect_code 0
bare among
rm -r photos/st

# Refused: in the site, above it, in what is not ours; nothing is written then.
echo mine >sub-file
mkdir full && echo mine >full/mine
for place in site site/st site/sub/../st . full photos; do
    refuses 1 "state" build photos -o site --state $place
    refuses 1 "state" build photos -o site --state $place --dry-run
done
[ "$(ls -A full)" = mine ] && [ ! -e photos/.gitignore ] && [ ! -e site/st ] || fail "a refused place was written to"
run build photos -o site --state sub-file
expect_code 1
refuses 2 'the value is empty' build photos -o site --state ''
refuses 1 'holds no state' gc photos -o site --state nowhere
[ ! -e nowhere ] || fail "gc made a folder"
echo 'of another program' >full/state.db
refuses 1 'holds no state' gc photos -o site --state full
[ "$(ls full | tr '\n' ' ')" = 'mine state.db ' ] || fail "gc wrote into a folder that is no state"
rm full/state.db

# Two builds of one OUT wait for each other whatever their states are, and so do two with one state.
waits_for site/.tirage/lock 'waiting' build photos -o site --state other-state
waits_for st/ate/lock 'waiting' build photos -o site --state st/ate
waits_for site/.tirage/lock-shard-1-of-2 'waiting' build photos -o site --state other-state --shard 1/2
rm site/.tirage/lock-shard-1-of-2

# Shards, alongside each other and in one folder, and merge.
rm -rf docs .docs.tirage public .public.tirage
for i in 1 2; do
    ok build photos -o docs --shard $i/2
    ok build photos -o public --shard $i/2 --state shards
done
[ -e .docs.tirage/shard-1-of-2/note ] && [ ! -e docs/.tirage/shard-1-of-2 ] || fail "shards alongside docs"
[ -z "$(find docs/.tirage public/.tirage -name 'tmp*')" ] || fail "left: $(find docs/.tirage public/.tirage)"
run merge merged docs
expect_code 0
says '2 shards joined'
same plain merged
run merge docs
expect_code 0
diff -r -x .tirage -x .nojekyll plain docs || fail "merged in docs"
counts 2 0 photos -o docs
run merge public --state shards
expect_code 0
diff -r -x .tirage plain public || fail "merged in public"
# Those of an earlier version move with the rest.
rm -rf docs .docs.tirage
for i in 1 2; do
    ok build photos -o docs --shard $i/2 --state docs/.tirage
done
run build photos -o docs --shard 1/2 --json
grep -q '"unchanged": 1, "outputs": 0,' out || fail "a shard that moves: $(cat out)"
run merge docs
expect_code 0
[ -z "$(find docs/.tirage -name 'shard-*' -o -name state.db)" ] || fail "left: $(find docs/.tirage)"

# Not sent, not served; also of a site in the site.
ok build photos -o docs/inner/docs
mkdir www
run deploy photos -o docs --to www -q
if ! grep -q 'needs rsync' err; then
    expect_code 0
    [ -z "$(find www -name '*.tirage*' ! -name .tirage-deployed -o -name state.db)" ] || fail "sent: $(find www)"
    [ -e www/inner/docs/index.html ] && [ -e www/.nojekyll ] || fail "not sent"
fi
rm -rf docs/inner

# Names that Jekyll leaves out; the file is recorded, gc removes it, and one that is not ours stays.
make_photo photos/_DSC1.jpg 300 200 420
ok build photos -o site --state st/ate
[ -e site/.nojekyll ] && [ ! -s site/.nojekyll ] || fail "no .nojekyll"
run why site/.nojekyll --state st/ate
expect_code 0
check_site site
rm photos/_DSC1.jpg
run build photos -o site --state st/ate
run gc photos -o site --state st/ate --delete
grep -qx .nojekyll out || fail "gc keeps .nojekyll: $(cat out)"
bare site
echo 'of the user' >docs/.nojekyll.tmp
mv docs/.nojekyll.tmp docs/.nojekyll
rm -rf .docs.tirage
ok build photos -o docs
[ "$(cat docs/.nojekyll)" = 'of the user' ] || fail "a .nojekyll of the user was replaced"
run gc photos -o docs --delete
[ -e docs/.nojekyll ] || fail "a .nojekyll of the user was removed"

# Beside an OUT in a folder of somebody else there can be no state: then it is in OUT.
if setpriv --reuid 65534 --clear-groups true 2>/dev/null; then
    chmod 755 photos photos/sub
    chmod 644 photos/*.jpg photos/sub/*.jpg
    mkdir -m 755 theirs
    mkdir -m 777 theirs/public
    setpriv --reuid 65534 --clear-groups "$TIRAGE" build photos -o theirs/public -q >out 2>err || fail "no build"
    [ -e theirs/public/.tirage/state.db ] && [ ! -e theirs/.public.tirage ] || fail "where is its state"
fi

# preview --watch hands --state on, and its own state is no change.
"$TIRAGE" preview photos -o watched --state photos/st --watch -p 0 >served 2>err </dev/null &
server=$!
trap 'kill $server 2>/dev/null || :; rm -rf "$elsewhere"; cleanup' EXIT
wait_until grep -q 'Serving' served
[ -e photos/st/state.db ] && [ ! -e watched/.tirage/state.db ] || fail "preview's state"
sleep 3
kill $server
wait $server 2>/dev/null || :
! grep -q 'built again' err || fail "the state made preview build again"
