# cli_shard_bad.sh - shards that do not fit together, are damaged or hostile: refused, named, and nothing lost.
. "$(dirname "$0")/lib.sh"

mkdir -p photos/sub
for n in 1 2 3 4 5; do
    make_photo photos/p$n.jpg $((500 + 90 * n)) $((400 + 70 * n)) 420 --noise
done
make_photo photos/sub/b.jpg 700 500 422 --noise
touch -d '2024-01-01 12:00:00' photos/*.jpg photos/*/*.jpg
sleep 2.1
ok build photos -o plain
for i in 1 2 3; do
    ok build photos --shard $i/3 -o good$i
done
# afresh: the three shards as they were.
afresh() {
    rm -rf s1 s2 s3 site
    for i in 1 2 3; do
        cp -a good$i s$i
    done
}
note2=s2/.tirage/shard-2-of-3/note state2=s2/.tirage/shard-2-of-3/state.db
# refused TEXT ARGS: the merge is refused and writes nothing; one that is whole works afterwards.
refused() {
    text=$1
    shift
    run merge site "$@"
    expect_code 1
    says "$text"
    [ ! -e site/index.html ] || fail "a refused merge wrote pages"
    cp err refusal
    ok merge whole good1 good2 good3
    same plain whole
    cp refusal err
}

# Usage.
refuses 2 "expected 1/N to N/N, N up to 100000, or auto, got '4/3'" build photos --shard 4/3
for shard in 0/3 1/0 -1/3 1/ /3 1 1/3x 1/100001 99999999999/3 ''; do
    refuses 2 'expected 1/N to N/N' build photos --shard "$shard"
done
refuses 2 'does not belong to this command' check photos --shard 1/3
refuses 2 'merge needs the folder' merge
refuses 1 'has no shard' merge nowhere
refuses 1 'has no shard' merge plain
afresh
refused 'photos: has no shard' s1 photos

# A shard is missing; one was made for another number of them.
afresh
refused 'shard 2/3 is missing' s1 s3
ok build photos --shard 1/4 -o s4
refused 'shard 2/3 is missing' s1 s3 s4
says 'shard 4/4 is missing'
run merge site s1 s2 s3 s4
expect_code 0
same plain site
# Both numbers complete: one of them is taken.
for i in 1 2; do
    ok build photos --shard $i/2 -o s2
done
rm -r site
run merge site s1 s2 s3 s4
expect_code 0
says '2 shards joined'
same plain site

# Other photos: between shards, and in the folder that merge finds.
afresh
cp -a photos more
make_photo more/new.jpg 600 400 420
rm -rf s2
ok build more --shard 2/3 -o s2
refused 'shard 2/3 in s2: was made of other photos than shard 1/3 in s1 (7 photos of' s1 s2 s3
afresh
run merge site s1 s2 s3 --source more
expect_code 1
says 'more: its 7 photos of'
says 'are not the 6 of'
run merge site s1 s2 s3 --source nowhere
expect_code 1
says 'nowhere: cannot open the folder'

# Patterns decide which photos there are: merge has to have the same.
rm -rf s1 s2 s3 site
for i in 1 2 3; do
    ok build photos --shard $i/3 -o s$i --exclude 'p[12].jpg'
done
refused 'are not the 4 of' s1 s2 s3
[ ! -e site ] || fail "a refused merge made the folder"
ok merge site s1 s2 s3 --exclude 'p[12].jpg'
ok build photos -o fewer --exclude 'p[12].jpg'
same fewer site
afresh

# The same names and sizes, other content: only the photo's own shard is named.
cp -a photos changed
printf '\011' | dd of=changed/p4.jpg bs=1 seek=30 conv=notrunc status=none
touch -d '2024-01-01 12:00:01' changed/p4.jpg
sleep 2.1 # no longer too young to be believed
run merge site s1 s2 s3 --source changed
expect_code 1
says '1 photo changed since, first p4.jpg; run it again'
[ "$(grep -c '^tirage: shard' err)" -eq 1 ] || fail "more than one shard is named"
says 'no page was written'
[ ! -e site/index.html ] || fail "pages of missing pictures"

# Size and time of the photo that the shard saw: it is not opened, unless all are to be read.
mkdir trusted
cp -a changed trusted/photos
touch -r photos/p4.jpg trusted/photos/p4.jpg
sleep 2.1
ok merge site s1 s2 s3 --source trusted/photos
same plain site
rm -r site
run merge site s1 s2 s3 --source trusted/photos --verify
expect_code 1
says '1 photo changed since, first p4.jpg; run it again'

# Other options and versions.
afresh
rm -rf s2
ok build photos --shard 2/3 -o s2 --original
refused 'shard 2/3 in s2: was made with other options than shard 1/3 in s1' s1 s2 s3
afresh
sed -i 's/^version .*/version 99.9/' $note2
refused "shard 2/3 in s2: was made by tirage 99.9, and this is $("$TIRAGE" -V | sed 's/tirage //')" s1 s2 s3
# A second folder may have what the first lacks.
ok merge site s1 s2 s3 good2
same plain site

# Settings that changed after the shards: of a plain tree, that pictures are wanted as WebP too.
afresh
cp -a photos webp
printf -- '---\nformats: [jpeg, webp]\n---\n' >webp/album.md
run merge site s1 s2 s3 --source webp
expect_code 1
says 'run it again'
[ ! -e site/index.html ] || fail "pages of missing pictures"

# Cut short at every part: the note, the state.
for size in 0 10 100 200; do
    afresh
    truncate -s $size $note2
    refused 'shard 2/3 in s2: its note is damaged' s1 s2 s3
done
for size in 0 100 4096 9000; do
    afresh
    truncate -s $size $state2
    refused 'shard 2/3 in s2: its state is cut short or damaged' s1 s2 s3
done
afresh
rm $state2
refused 'shard 2/3 in s2: its state is cut short or damaged' s1 s2 s3
ok build photos --shard 2/3 -o s2
ok merge site s1 s2 s3
same plain site

# Pictures gone, cut short, changed in place: what is whole is kept, the shard is named, and with --verify mends
# even what has its old size and time.
afresh
picture=$(find s2 -name '*-480x.jpg' | sort | head -n 1)
rm "$picture"
refused 'with missing or damaged pictures' s1 s2 s3
afresh
truncate -s 100 "$picture"
refused 'with missing or damaged pictures' s1 s2 s3
afresh
stamp=$(stat -c %y "$picture")
printf '\377' | dd of="$picture" bs=1 seek=200 conv=notrunc status=none
touch -d "$stamp" "$picture"
refused '; run it again with --verify' s1 s2 s3
ok build photos --shard 2/3 -o s2 --verify
run merge site s1 s2 s3 --json
expect_code 0
grep -q '"unchanged": 6, "outputs": 0,' out || fail "after mending: $(cat out)"
same plain site

# Two at once: one waits for the other, and both end well.
afresh
mkdir -p site/.tirage
hold site/.tirage/lock
"$TIRAGE" merge site s1 s2 s3 >first 2>&1 &
first=$!
"$TIRAGE" merge site s1 s2 s3 >second 2>&1 &
second=$!
for one in first second; do
    wait_until grep -q 'another tirage works on site; waiting' $one
done
let_go
wait $first && wait $second || fail "one of them failed: $(cat first second)"
same plain site
# The same shard twice.
waits_for s2/.tirage/shard-2-of-3/lock 'another tirage works on s2; waiting' build photos --shard 2/3 -o s2

# Clocks: a shard whose clock, and so whose files, are years ahead or behind.
for year in 1990 2037; do
    afresh
    find s1 s2 s3 -exec touch -d "$year-01-01" {} +
    run merge site s1 s2 s3 --json
    grep -q '"unchanged": 6, "outputs": 0,' out || fail "clocks of $year: $(cat out)"
    same plain site
    run build photos -o site --json
    grep -q '"unchanged": 6, "outputs": 0,' out || fail "a build after clocks of $year: $(cat out)"
done

# Hostile: pictures, folders and states that are links; a state with more in it than a state has.
afresh
name=$(basename "$picture")
echo secret >secret.jpg
rm "$picture"
ln -s ../secret.jpg "s2/$name"
refused 'with missing or damaged pictures' s1 s2 s3
afresh
mkdir outside
mv s2/sub outside 2>/dev/null || { mv s1/sub outside 2>/dev/null || mv s3/sub outside; }
for i in 1 2 3; do
    [ -e s$i/sub ] || { [ -e good$i/sub ] && ln -s ../outside/sub s$i/sub; } || :
done
refused 'with missing or damaged pictures' s1 s2 s3
afresh
mv $state2 state.db
ln -s ../../../state.db $state2
refused 'its state is cut short or damaged' s1 s2 s3

afresh
mv $note2 note
ln -s ../../../note $note2
refused 'its note is damaged' s1 s2 s3
env SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=3 \
    "$TIRAGE" build photos -o s9 --shard auto 2>err && fail "a task beyond its array"
says 'name the shard'
[ ! -e s9 ] || fail "a task beyond its array wrote something"

# Named folders go before shards of an earlier time in OUT.
afresh
rm -rf one site
cp -Rp good1 one
for i in 2 3; do
    ok build photos -o one --shard $i/3
done
ok merge one --source photos
make_photo photos/late.jpg 300 200 420
for i in 1 2 3; do
    ok build photos -o s$i --shard $i/3
done
ok merge one s1 s2 s3
ok build photos -o whole
same whole one
rm photos/late.jpg
rm -rf one whole

# sql TEXT [resum]: changes the second shard's state, and its note so that it fits.
sql() {
    "$ROWTOOL" $state2 "$@"
    "$TESTTOOL" hash $state2 >hash
    sed -i "s/^state .*/state $(cat hash)/" $note2
}
afresh
sql 'SELECT 1'
ok merge site s1 s2 s3
same plain site
afresh
sql 'CREATE VIEW more AS SELECT * FROM output'
refused 'it has other tables' s1 s2 s3
afresh
sql 'DROP TABLE source; CREATE VIEW source AS SELECT * FROM output'
refused 'it has other tables' s1 s2 s3
afresh
sql "CREATE TRIGGER t AFTER DELETE ON output BEGIN SELECT 1; END"
refused 'it has other tables' s1 s2 s3
# Pages of the database that lie about each other, under the right hash.
afresh
python3 - $state2 <<'EOF'
import sys
data = bytearray(open(sys.argv[1], 'rb').read())
page = int.from_bytes(data[16:18], 'big')
for at in range(page, len(data), page):  # every page but the first: its number of cells
    data[at + 3:at + 5] = b'\x7f\xff'
open(sys.argv[1], 'wb').write(data)
EOF
"$TESTTOOL" hash $state2 >hash
sed -i "s/^state .*/state $(cat hash)/" $note2
refused 'state.db: is damaged' s1 s2 s3
# Bytes anywhere, from a repeatable dice: an error or a right site.
for seed in $(seq 30); do
    afresh
    python3 - $state2 "$seed" <<'EOF'
import random, sys
dice = random.Random(int(sys.argv[2]))
data = bytearray(open(sys.argv[1], 'rb').read())
for _ in range(dice.choice((1, 4, 64))):
    data[dice.randrange(len(data))] = dice.randrange(256)
open(sys.argv[1], 'wb').write(data)
EOF
    "$TESTTOOL" hash $state2 >hash
    sed -i "s/^state .*/state $(cat hash)/" $note2
    run merge site s1 s2 s3
    case $code in
    0 | 3) [ -e site/index.html ] || fail "no page with seed $seed" ;;
    1) [ -s err ] && [ ! -e site/index.html ] || fail "refused without a word, or pages, with seed $seed" ;;
    *) fail "exit code $code with seed $seed" ;;
    esac
done
# A journal alongside it: named, and nothing is written where shards come from.
for journal in wal journal; do
    afresh
    echo 'not written back yet' >$state2-$journal
    find s1 s2 s3 -type f -exec "$TESTTOOL" hash {} \; -printf '%p %T@ %i\n' >before
    refused 'shard 2/3 in s2: its state has a journal next to it' s1 s2 s3
    find s1 s2 s3 -type f -exec "$TESTTOOL" hash {} \; -printf '%p %T@ %i\n' >after
    cmp before after || fail "a merge wrote into its shards"
done
# One that says it has a log ahead: SQLite would make two files alongside it, were it not told otherwise.
afresh
sql 'PRAGMA journal_mode = WAL'
rm -f $state2-wal $state2-shm
find s1 s2 s3 -type d -exec touch -d 2020-01-01 {} +
ok merge site s1 s2 s3
same plain site
[ -z "$(find s1 s2 s3 -type d -newermt 2020-01-02)" ] || fail "a merge made files among its shards"
# Rows of names that nobody asks for are not looked at.
afresh
sql "INSERT INTO output(path, source, hash) VALUES('../../evil.jpg', '../evil', x'00'); INSERT INTO output(path) VALUES('/etc/passwd')" resum
ok merge site s1 s2 s3
same plain site
# A text that is too long, and one with bytes for terminals and pages.
afresh
sql "UPDATE source SET title = hex(zeroblob(2000000))"
run merge site s1 s2 s3
expect_code 1
says 'state.db'
[ ! -e site/index.html ] || fail "a refused merge wrote pages"
afresh
sql "UPDATE source SET title = '<script>alert(1)</script>' || char(27) || '[31m', format = -1, width = 1 << 40, orientation = 99" resum
run merge site s1 s2 s3
expect_code 0
says '(6 unchanged), 0 pictures made'
same plain site # such a record is none: the photo was read here
afresh
sql "UPDATE source SET title = 'changed without its checksum'"
run merge site s1 s2 s3
expect_code 0
same plain site
afresh
sql "UPDATE source SET title = '<script>alert(1)</script>' || char(27) || '[31m'" resum
run merge site s1 s2 s3
expect_code 0
! grep -rq --exclude-dir=.tirage '<script>alert' site || fail "a title became a script"
grep -rq --exclude-dir=.tirage 'script&gt;alert' site || fail "the title is not there"
# Hashes of other lengths and wrong types are no reason to crash.
afresh
sql "UPDATE output SET hash = 'x', plan = zeroblob(3), idx = 'text', tint = 7; UPDATE source SET hash = 5, date = x'FF', size = 'y', seen = NULL" resum
run merge site s1 s2 s3
expect_code 1
says 'run it again'

# No room where the gallery is to be: what was there stays.
afresh
if setpriv --reuid 65534 --clear-groups true 2>/dev/null; then
    mkdir -m 555 locked
    chmod -R a+rX s1 s2 s3 photos
    find s1 s2 s3 -name .tirage -exec chmod -R a+rX {} +
    setpriv --reuid 65534 --clear-groups "$TIRAGE" merge locked/site s1 s2 s3 >out 2>err && code=0 || code=$?
    expect_code 1
    says 'Permission denied'
fi
