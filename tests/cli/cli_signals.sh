# cli_signals.sh - interrupted, killed and stuck: exit codes, no temporary files, no orphans.
. "$(dirname "$0")/lib.sh"

mkdir photos
make_photo photos/a.jpg 2400 1800 420 --noise
for name in b c d e f g h; do
    cp photos/a.jpg photos/$name.jpg
done
ok build photos -o whole
make_photo small.jpg 64 48 444

# start JOBS ARGS: the program in the background, its workers stopped in the middle of their first photos,
# so that nothing depends on how fast the machine is.  $pid is the program's.
start() {
    jobs=$1
    shift
    # Background jobs of scripts ignore Ctrl-C, and then so does the program.
    env --default-signal=INT "$TIRAGE" -q -j "$jobs" "$@" >out 2>err </dev/null &
    pid=$!
    wait_until rendering
    workers=$(children $(children $pid)) # of the process that they are forked from
    kill -STOP $workers
    # A stopped worker that has a photo keeps it; one that had just finished is given the next.
    sleep 0.2
    [ "$(echo $workers | wc -w)" -eq "$jobs" ] || fail "workers: $workers"
}

# Outputs are made in memory.
rendering() {
    ls -l /proc/$pid/fd 2>/dev/null | grep -q memfd:output
}

gone() {
    for process; do
        ! kill -0 "$process" 2>/dev/null || return 1
    done
}

finish() {
    code=0
    wait $pid || code=$?
    drop_sandbox_note
}

# Only whole photos are under final names.
whole_photos() {
    for file in $(find "$1" -maxdepth 1 -name '*.jpg'); do
        cmp -s "$file" "whole/${file##*/}" || fail "$file is not whole"
    done
    for name in a b c d e f g h; do
        count=$(ls "$1" | grep -c "^$name-") || :
        [ "$count" -eq 0 ] || [ "$count" -eq 6 ] || fail "photo $name has $count outputs"
    done
}

for signal in INT:130 TERM:143; do
    for jobs in 1 2; do
        start $jobs build photos -o site
        kill -${signal%:*} $pid
        finish
        expect_code ${signal#*:}
        wait_until gone $workers
        no_temps site
        whole_photos site
        [ ! -e site/index.html ] || fail "pages were written"
        rm -r site
    done
    mkdir thumbs
    start 2 thumb -s 480,960,1920 -o 'thumbs/{stem}-{size}{ext}' photos/*.jpg
    kill -${signal%:*} $pid
    finish
    expect_code ${signal#*:}
    wait_until gone $workers
    no_temps thumbs
    complete thumbs
    rm -r thumbs
done

# It says how far it came.
env --default-signal=INT "$TIRAGE" -j 2 build photos -o site >out 2>err </dev/null &
pid=$!
wait_until rendering
kill -INT $pid
finish
expect_code 130
grep -q '^tirage: stopped: [0-7] of 8 done; run again to continue$' err || fail "it does not say how far it came"
rm -r site

# While pages are written one Ctrl-C is enough too.
mkdir pages
i=0
while [ $i -lt 150 ]; do
    mkdir pages/$i
    ln small.jpg pages/$i/a.jpg
    i=$((i + 1))
done
# Pages are written in a moment: whoever misses it tries again.
interrupt_pages() {
    rm -rf site
    env --default-signal=INT "$TIRAGE" -j 1 build pages -o site >out 2>err </dev/null &
    pid=$!
    while kill -0 $pid 2>/dev/null; do
        set -- site/*/index.html
        [ ! -e "$1" ] || break
    done
    kill -INT $pid 2>/dev/null || :
    finish
    [ "$code" = 130 ]
}
tries=0
until interrupt_pages; do
    expect_code 0
    tries=$((tries + 1))
    [ $tries -lt 40 ] || fail "no build was interrupted while pages were written"
done
says 'tirage: stopped: 150 of 150 done; run again to continue'
[ "$(find site -name index.html | wc -l)" -lt 151 ] || fail "all pages were written"
run build pages -o site
expect_code 0
check_site site
rm -r site pages

# Without workers the photo in hand is finished first.
env --default-signal=INT "$TIRAGE" -q -j 0 build photos -o site >out 2>err </dev/null &
pid=$!
wait_until rendering
kill -INT $pid
finish
expect_code 130
no_temps site
whole_photos site
rm -r site

# Who starts it with Ctrl-C ignored, as nohup does, wants it to go on.
"$TIRAGE" -q build photos -o site >out 2>err </dev/null &
pid=$!
wait_until rendering
kill -INT $pid
finish
expect_code 0
same site whole
rm -r site

# A worker that is killed costs one photo.
start 2 build photos -o site
victim=${workers%%[!0-9]*}
kill -KILL $victim
kill -CONT $workers 2>/dev/null || :
finish
expect_code 3
[ "$(wc -l <err)" -eq 2 ] || fail "not one failure and the summary"
grep -q '^tirage: photos/[a-h].jpg: .*killed by signal 9' err || fail "the photo is not named"
says '1 of 8 photos'
lost=$(sed -n 's,^tirage: photos/\([a-h]\).jpg: .*,\1,p' err)
[ "$(ls site | grep -c 'jpg$')" -eq 42 ] || fail "outputs: $(ls site)"
[ ! -e site/$lost-*-480x.jpg ] || fail "outputs of the lost photo"
whole_photos site
check_site site
no_temps site
# Built again, the site is whole.
ok build photos -o site
same site whole
rm -r site

# A worker that hangs is ended by --timeout.
start 2 build photos -o site --timeout $((8 + SLOW * 22))
finish
expect_code 3
says 'longer than its time limit'
says '2 of 8 photos'
wait_until gone $workers
whole_photos site
no_temps site
rm -r site

# The process that workers come from is stopped when it is needed: Ctrl-C ends the build nevertheless.
start 2 build photos -o site
zygote=$(children $pid)
kill -STOP $zygote
kill -KILL ${workers%%[!0-9]*}
sleep 0.2
kill -INT $pid
finish
expect_code 130
wait_until gone $zygote $workers
whole_photos site
rm -rf site

# The program itself is killed: its workers go with it, the next build cleans up.
start 2 build photos -o site
kill -KILL $pid
finish
expect_code 137
kill -CONT $workers 2>/dev/null || :
wait_until gone $workers
whole_photos site
ok build photos -o site
no_temps site
same site whole

# A closed pipe is not a reason to hang or crash.
"$TIRAGE" cpu | head -n 1 >/dev/null
code=0
(trap '' PIPE; "$TIRAGE" build photos -o site --json -q 2>err) | head -n 1 >out
python3 -c 'import json; json.load(open("out"))' || fail "--json into a closed pipe: $(cat out)"

# Photos that vanish or change while the rest is rendered cost themselves alone, and are right in the next build.  One
# that looks the same from outside is made once more, as it is now: never half of one and half of the other.
rm -rf site
cp -Rp photos before
mkdir new
make_photo new/h.jpg 2400 1800 420
make_photo new/d.jpg 2000 1500 420
ok build new -o new-site
start 1 build photos -o site
rm photos/e.jpg photos/f.jpg photos/g.jpg
ln -s /etc/passwd photos/f.jpg
mkfifo photos/g.jpg
cp new/[dh].jpg photos
kill -CONT $workers
finish
expect_code 3
for name in d e f g; do
    [ "$(grep -c "^tirage: photos/$name.jpg: " err)" -eq 1 ] || fail "$name is not named once"
done
grep -q '^tirage: photos/d.jpg: changed during the build; build again$' err || fail "d.jpg: $(cat err)"
says '4 of 8 photos'
for file in new-site/h-*.jpg; do
    cmp -s $file site/${file##*/} || fail "h.jpg is not what it has become"
done
check_site site
no_temps site
rm -f photos/[defgh].jpg
cp -p before/[defgh].jpg photos
ok build photos -o site
same site whole

# The photo that is being rendered changes in its middle.
rm -rf site
start 1 build photos -o site
for name in a b c d e f g h; do
    cp new/h.jpg photos/$name.jpg
done
kill -CONT $workers
finish
expect_code 0
made=0
for file in site/*-480x.jpg; do
    cmp -s $file new-site/h-*-480x.jpg && made=$((made + 1)) && continue
    cmp -s $file whole/${file##*/} || fail "$file is neither of the old photo nor of the new one"
done
[ $made -ge 7 ] || fail "$made photos are as they are now" # the first may have been finished

# Photos that change whenever they are looked at are named.
rm -rf site
start 1 build photos -o site
(n=0 && while kill -0 $pid 2>/dev/null; do n=$((n + 1)) && for f in photos/*.jpg; do echo "$n $f" >>$f; done; done) &
kill -CONT $workers
finish
expect_code 3
[ "$(grep -c 'changed during the build; build again$' err)" -ge 1 ] || fail "nobody said that photos change"
check_site site

# A limit on the size of files is told, not died of.
code=0
(ulimit -f 1 && exec "$TIRAGE" -q build photos -o limited) >out 2>err </dev/null || code=$?
expect_code 1
[ "$(wc -l <err)" -eq 1 ] || fail "not one line: $(cat err)"
