# cli_shard.sh - shares of a build, made apart and joined, end like one build: its bytes, its exit code, its state.
. "$(dirname "$0")/lib.sh"

mkdir -p photos/sub/deep photos/other
for n in 1 2 3 4 5 6 7; do
    make_photo photos/p$n.jpg $((500 + 90 * n)) $((400 + 70 * n)) 420 --noise
done
make_photo photos/sub/b.jpg 700 500 422 --noise --orientation 6
make_photo photos/sub/deep/c.jpg 1000 800 444 --noise
make_photo photos/other/p1.jpg 640 480 420 --noise
cp photos/p1.jpg photos/other/twin.jpg
touch -d '2024-01-01 12:00:00' photos/*.jpg photos/*/*.jpg photos/*/*/*.jpg
sleep 2.1
ok build photos -o plain

# shards N ARGS: the shards of photos, each into a folder of its own, s1 .. sN.
shards() {
    n=$1
    shift
    for i in $(seq "$n"); do
        ok build photos --shard "$i/$n" -o "s$i" "$@"
    done
}

# 1. Three folders, joined.  A shard writes no page, and each photo is made by one shard only.
shards 3
[ "$(find s1 s2 s3 -name '*.html' | wc -l)" -eq 0 ] || fail "a shard wrote pages"
made=$(find s1 s2 s3 -name '*.jpg' -not -path '*/.tirage/*' | sed 's,^s./,,' | sort)
[ "$made" = "$(find plain -name '*.jpg' -not -path '*/.tirage/*' | sed 's,^plain/,,' | sort)" ] ||
    fail "the shards made: $made"
for i in 1 2 3; do
    [ "$(ls s$i/.tirage)" = "$(printf 'lock-shard-%s-of-3\nshard-%s-of-3' $i $i)" ] || fail "s$i/.tirage: $(ls s$i/.tirage)"
    [ -z "$(find s$i/.tirage -name 'state.db-*')" ] || fail "s$i is not a rollback journal's"
done
rm -rf slashes
ok merge slashes/ s1/ ./s2/ s3// # as shells complete names
same plain slashes
run merge site s1 s2 s3
expect_code 0
says '3 shards joined'
says '(11 unchanged), 0 pictures made'
same plain site
no_temps site

# Twice is as good as once, and a build afterwards finds everything done.
run merge site s1 s2 s3
expect_code 0
same plain site
run build photos -o site --json
grep -q '"unchanged": 11, "outputs": 0, "stale": 0,' out || fail "after a merge: $(cat out)"
ok build photos --shard 2/3 -o s2
run build photos --shard 2/3 -o s2 --json
grep -q '"shard": "2/3".*"outputs": 0,' out || fail "a shard made its pictures twice: $(cat out)"

# Without sources' times: copies that have others are read, not rendered.
mkdir moved
cp -r photos moved
run merge elsewhere s1 s2 s3 --source moved/photos
expect_code 0
says '(11 unchanged), 0 pictures made'
same plain elsewhere

# 2. One folder for all, as on shared storage, at the same time.
for i in 1 2 3; do
    "$TIRAGE" build photos --shard $i/3 -o shared -q -j 1 >log$i 2>&1 &
    eval "pid$i=$!"
done
for i in 1 2 3; do
    eval "wait \$pid$i" || fail "shard $i in a shared folder: $(cat log$i)"
done
[ -z "$(find shared -name '*.html')" ] || fail "a shard wrote pages"
[ ! -e shared/.tirage/state.db ] || fail "a shard touched the state of builds"
run merge shared --json
expect_code 0
grep -q '"unchanged": 11, "outputs": 0,' out || fail "merge of a shared folder: $(cat out)"
same plain shared

# A site that was there before: what is unchanged stays untouched, what is new comes from shards.
ok build photos -o grown
find grown -name '*.jpg' -printf '%P %i\n' | sort >before
make_photo photos/new.jpg 800 600 420 --noise
touch -d '2024-01-01 12:00:00' photos/new.jpg
sleep 2.1
rm -rf plain s1 s2 s3
ok build photos -o plain
shards 3
ok merge grown s1 s2 s3
same plain grown
find grown -name '*.jpg' -printf '%P %i\n' | sort >after
[ -z "$(comm -23 before after)" ] || fail "a merge replaced pictures that were right"

# 3. A shard that is killed leaves no note and is named; run again, it ends well.
rm -rf site
killed_early() { # it has begun and not ended
    rm -rf s2
    "$TIRAGE" build photos --shard 2/3 -o s2 -q -j 1 >log 2>&1 &
    victim=$!
    while [ ! -e s2/.tirage/shard-2-of-3/state.db ] && kill -0 $victim 2>/dev/null; do :; done
    kill -9 $victim 2>/dev/null || :
    ! wait $victim 2>/dev/null
}
wait_until killed_early
[ ! -e s2/.tirage/shard-2-of-3/note ] || fail "a killed shard has a note"
run merge site s1 s2 s3
expect_code 1
says 'shard 2/3 in s2: has not come to its end, or still works'
[ ! -e site ] || fail "a refused merge wrote something"
ok build photos --shard 2/3 -o s2
ok merge site s1 s2 s3
same plain site

# So does one that fails when it is run again.
if [ $SLOW = 0 ]; then # sanitizers come before what is preloaded
    [ -e s2/.tirage/shard-2-of-3/note ] || fail "no note"
    find s2 -name '*-480x.jpg' -delete
    TG_FAULT=rename:5:1 LD_PRELOAD=$FAULTS "$TIRAGE" -q -j 1 build photos --shard 2/3 -o s2 2>err && fail "no error"
    [ ! -e s2/.tirage/shard-2-of-3/note ] || fail "a failed shard has a note"
    # And whatever becomes of a merge, the next one completes it.
    ok build photos --shard 2/3 -o s2
    for fault in write:28 rename:13 open:24 pread:5; do
        for at in 1 2 3 5 8 13 21 34; do
            rm -rf site
            TG_FAULT=$fault:$at LD_PRELOAD=$FAULTS "$TIRAGE" -q -j 1 merge site s1 s2 s3 >out 2>err && code=0 || code=$?
            [ $code -le 1 ] || [ $code = 3 ] || fail "exit code $code: $fault:$at"
            [ $code = 0 ] || [ -s err ] || fail "exit code $code without a word: $fault:$at"
            ok merge site s1 s2 s3
            same plain site
            no_temps site
        done
    done
fi

# 4. Options of the shards are those of the merge.
rm -rf s1 s2 s3 site plain
shards 3 --original --srgb --subsampling 444 --background black
ok build photos -o plain --original --srgb --subsampling 444 --background black
ok merge site s1 s2 s3
same plain site

# 5. A photo that fails in a shard fails in the merge, and the page has its place.
rm -rf s1 s2 s3 site plain
printf 'no picture' >photos/bad.jpg
{ head -c 300 photos/p3.jpg; head -c 3000 /dev/zero; } >photos/worse.jpg
run build photos -o plain
expect_code 3
codes=
for i in 1 2 3; do
    run build photos --shard $i/3 -o s$i -q
    codes=$codes$code
done
case $codes in *3*) ;; *) fail "no shard failed: $codes" ;; esac
run merge site s1 s2 s3
expect_code 3
says 'bad.jpg'
same plain site
rm photos/bad.jpg photos/worse.jpg

# 6. More shards than photos, and one that has them all.
rm -rf s? s?? site plain
ok build photos -o plain
shards 14
ok merge site s1 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 s12 s13 s14
same plain site
ok build photos --shard 1/1 -o one
ok merge one
same plain one

# 7. What schedulers say.
rm -rf s1 s2 s3 auto
auto() {
    env -u SLURM_ARRAY_TASK_ID -u JOB_COMPLETION_INDEX "$@" "$TIRAGE" build photos --shard auto -o auto --dry-run >out 2>err &&
        code=0 || code=$?
}
run build photos --shard 2/3 -o auto --dry-run
cp out second
[ -s second ] || fail "nothing to make"
run build photos --shard 3/3 -o auto --dry-run
cp out third
[ "$(sort -u second third | wc -l)" -eq $(($(wc -l <second) + $(wc -l <third))) ] || fail "shares overlap"
auto SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=3
cmp -s out second || fail "Slurm from 1: $(cat err)"
auto SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=2
cmp -s out third || fail "Slurm from 0: $(cat err)"
auto JOB_COMPLETION_INDEX=1 COMPLETIONS=3
cmp -s out second || fail "Kubernetes: $(cat err)"
auto_refuses() {
    text=$1
    shift
    auto "$@"
    expect_code 2
    says "$text"
}
auto_refuses 'neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX' x=
auto_refuses 'only arrays of all tasks' SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=1 SLURM_ARRAY_TASK_MIN=2 SLURM_ARRAY_TASK_MAX=2
auto_refuses 'only arrays of all tasks' SLURM_ARRAY_TASK_ID=4 SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=4
auto_refuses 'only arrays of all tasks' SLURM_ARRAY_TASK_ID=2
auto_refuses 'JOB_COMPLETION_INDEX must be' JOB_COMPLETION_INDEX=3 COMPLETIONS=3
auto_refuses 'JOB_COMPLETION_INDEX must be' JOB_COMPLETION_INDEX=0
auto_refuses 'JOB_COMPLETION_INDEX must be' JOB_COMPLETION_INDEX=-1 COMPLETIONS=3

# 8. A project, its locked gallery, video and audio: merge makes the latter.
ok example story
cp -R "$SOURCE_DIR/examples/story/." story
command -v ffmpeg >/dev/null || skip "no ffmpeg, which the example's video and audio need"
sh "$SOURCE_DIR/examples/media.sh" story
rm -rf s1 s2 s3 site plain
ok build story -o plain
for i in 1 2 3; do
    ok build story --shard $i/3 -o s$i
done
[ -z "$(find s1 s2 s3 -name '*.webm' -o -name '*.mp3' -o -name '*.html')" ] || fail "a shard made more than pictures"
run merge site s1 s2 s3 --json
expect_code 0
frames=$(find plain -name '*.jpg' | wc -l)
shared=$(find s1 s2 s3 -name '*.jpg' | wc -l)
videos=$(find plain -name '*.webm' -o -name '*.mp3' | wc -l)
grep -q "\"outputs\": $((frames - shared + videos))," out || fail "the merge made more than videos, audio and first frames: $(cat out)"
same plain site
ok merge site s1 s2 s3
same plain site

# What shards in OUT made and merge does not want any more, gc removes: the open names of a locked album above all.
rm -rf shared plain
cp -Rp photos locked
for i in 1 2; do
    ok build locked --shard $i/2 -o shared
done
printf -- '---\npassword: word\n---\n' >locked/sub/album.md
rm locked/p7.jpg
for i in 1 2; do
    ok build locked --shard $i/2 -o shared
done
ok merge shared
[ -n "$(find shared/sub -name 'b-*')" ] || fail "nothing is left for gc"
ok gc locked -o shared --delete
[ -z "$(find shared/sub -name 'b-*' -o -name 'c-*')" ] || fail "gc leaves open pictures of a locked album"
[ -z "$(find shared -maxdepth 1 -name 'p7-*')" ] || fail "gc leaves pictures of a photo that is gone"
ok build locked -o plain
same plain shared
rm -rf locked shared

# A video in a plain folder is no photo of a shard.
video=$(find story -name '*.webm' -o -name '*.mp4' | head -n 1)
[ -n "$video" ] || fail "no video in the example"
cp "$video" photos/sub/
rm -rf s1 s2 s3 site plain
ok build photos -o plain
shards 3
ok merge site s1 s2 s3
same plain site
rm photos/sub/"$(basename "$video")"
rm -rf s1 s2 s3 site
for i in 1 2 3; do
    ok build story --shard $i/3 -o s$i
done
ok merge site s1 s2 s3

# Settings that came after the shards and want other pictures, under other names.
sed -i 's/quality: 80/quality: 70/' story/settings.yaml
grep -q 'quality: 70' story/settings.yaml || fail "no quality in the example's settings"
rm -r site
run merge site s1 s2 s3
expect_code 1
says 'wanted in sizes that it did not make'
[ ! -e site/index.html ] || fail "pages of missing pictures"
