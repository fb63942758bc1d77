# cli_captured.sh - what a photo can do that takes its worker over: see nothing but its own handful, change nothing that
# is finished, pass off nothing, end no build.  tests/support/captured.c plays it.
. "$(dirname "$0")/lib.sh"
: "${CAPTURED_LIB:?names tests/support/captured}"

# captured MODE ARGS: the program with such workers.
captured() {
    what=$1
    shift
    code=0
    CAPTURED=$what LD_PRELOAD=$CAPTURED_LIB "$TIRAGE" -q "$@" >out 2>err </dev/null || code=$?
    drop_sandbox_note
}

# clean_text: nothing that a terminal would obey.
clean_text() {
    LC_ALL=C grep -q '[^ -~]' err && fail "raw bytes reach the terminal"
    :
}

# album DIR MARK NAME...: photos that end in a mark of eight bytes.
album() {
    mkdir -p "$1"
    dir=$1 mark=$2
    shift 2
    for name; do
        make_photo "$dir/$name.jpg" 40 30 420
        printf '%s%04d%s' "$mark" $count "$mark" >>"$dir/$name.jpg" # no two alike
        count=$((count + 1))
    done
}

count=0
album photos/open 'OPEN----' a b c d e
album photos/other 'OTHER---' a b c
album photos/locked 'LOCKED1-' a b c d
album photos/secret 'LOCKED2-' a b
printf -- '---\npassword: one\n---\n' >photos/locked/album.md
printf -- '---\npassword: two\n---\n' >photos/secret/album.md
ok build photos -o clean
for jobs in 1 2; do
    # Each process sees one album, whoever may see which.
    captured watch build photos -o watched -j $jobs
    [ "$code" = 0 ] && [ ! -s err ] || fail "a worker saw too much"
    same watched clean
    # What was handed over does not change.
    captured late build photos -o late -j $jobs
    [ "$code" = 0 ] && [ ! -s err ] || fail "late"
    same late clean
    grep -rq OVERWRITTEN late && fail "a finished output was changed"
    rm -r watched late
done
# That the watcher would have seen it:
mkdir mixed
cp photos/open/[ab].jpg photos/other/c.jpg mixed
captured watch build mixed -o mixed-site -j 1
grep -q 'SAW [A-Z-]* AND [A-Z-]*' err || fail "the watcher sees nothing"

# At most 64 photos, or one.
count=100
album many/all 'OPEN----' $(seq 1 70)
CAPTURED_MOST=64 captured watch build many -o many-64 -j 1
[ "$code" = 0 ] && [ ! -s err ] || fail "a process had more than 64 photos"
CAPTURED_MOST=63 captured watch build many -o many-63 -j 1
says 'SAW MORE THAN 63 PHOTOS'
CAPTURED_MOST=1 captured watch build photos -o alone -j 2 --isolation photo
[ "$code" = 0 ] && [ ! -s err ] || fail "--isolation photo"
same alone clean
mkdir thumbs
CAPTURED_MOST=1 captured watch thumb -s 20 -o 'thumbs/{stem}{ext}' photos/open/*.jpg --isolation photo
[ "$code" = 0 ] || fail "thumb --isolation photo"

# What is no picture does not get into the site, and costs its photo alone.
for mode in script shorter leave disk text; do
    captured $mode build photos/open -o $mode -j 2
    expect_code 3
    [ "$(grep -c '^tirage: photos/open/[a-e].jpg: ' err)" -eq 5 ] || fail "$mode: not every photo is named"
    says '5 of 5 photos'
    clean_text
    [ -e $mode/index.html ] || fail "$mode ended the build"
    [ -z "$(find $mode -name '*.jpg')" ] || fail "$mode: pictures"
    no_temps $mode
    ! grep -rqF 'alert(document.domain)' $mode || fail "a script got into the site"
    mkdir -p thumbs-$mode
    captured $mode thumb -s 20 -o "thumbs-$mode/{stem}{ext}" photos/open/*.jpg
    expect_code 3
    [ -z "$(ls thumbs-$mode)" ] || fail "$mode: thumbnails"
done

# Replies that are wrong anywhere: some photos are lost or told of wrongly, the build and its pages are whole.
mkdir plain
cp -R photos/open photos/other plain
for seed in 1 2 3 4 5 6 7 8 9 10; do
    rm -rf mutated
    CAPTURED_SEED=$seed captured mutate build plain -o mutated -j 2 --timeout $((5 + SLOW * 25))
    [ "$code" = 0 ] || [ "$code" = 3 ] || fail "seed $seed: exit code $code"
    clean_text
    [ -s mutated/index.html ] || fail "seed $seed: no site"
    no_temps mutated
done

# The output of 40 x 30 pixels may have a megabyte and a little, not the disk.
captured fill build photos/open -o fill -j 1
expect_code 3
[ "$(grep -c 'WROTE 2 MIB IN ALL' err)" -eq 5 ] || fail "outputs are not bounded by what they can be"

# A project in which an open gallery shows a photo, s, from the folder of a locked one: it comes into no process with those
# that only some may see.
mkdir -p project/open project/locked
for name in a b c; do
    make_photo project/locked/$name.jpg 300 200 420
    make_photo project/open/$name.jpg 300 200 420
    printf 'LOCKED--%04dLOCKED--' $count >>project/locked/$name.jpg
    printf 'OPEN----%04dOPEN----' $count >>project/open/$name.jpg
    count=$((count + 1))
done
make_photo project/locked/s.jpg 300 200 420
printf 'SHARED--%04dSHARED--' $count >>project/locked/s.jpg
printf 'title: P\nurl: https://example.org\nsettings: {}\n' >project/settings.yaml
printf 'title: Open\ndate: 2020-01-01\ncover: a.jpg\nsections:\n' >project/open/settings.yaml
printf 'title: Locked\ndate: 2020-01-01\ncover: a.jpg\npassword: one\nsections:\n' >project/locked/settings.yaml
for name in a b c; do
    printf -- '- {type: bordered-picture, image: %s.jpg}\n' $name | tee -a project/open/settings.yaml >>project/locked/settings.yaml
done
printf -- '- {type: full-picture, image: ../locked/s.jpg}\n' >>project/open/settings.yaml
ok build project -o project-site
complete project-site
captured watch build project -o project-watched -j 1
[ "$code" = 0 ] && [ ! -s err ] || fail "a worker saw photos of two galleries"
same project-watched project-site
# One that both show is made once for those who may see both, and once for everybody.
printf -- '- {type: full-picture, image: ../locked/b.jpg}\n' >>project/open/settings.yaml
ok build project -o project-site
complete project-site
ok build project -o project-alone -j 0
same project-alone project-site

# made SRC SITE: how many pictures a build makes.
made() {
    "$TIRAGE" build "$1" -o "$2" >out 2>err || fail "build of $1"
    cat out err | sed -n 's/.* \([0-9]*\) pictures\{0,1\} made.*/\1/p'
}

# Photos with the same content are taken over from each other, but not from those of others' eyes, whose worker may have
# been told what to make of them.
mkdir -p twins/open twins/locked twins/again
make_photo twins/open/a.jpg 300 200 420
[ "$(made twins twins-site)" -eq 1 ] || fail "one photo"
cp twins/open/a.jpg twins/again/b.jpg
[ "$(made twins twins-site)" -eq 0 ] || fail "an open copy of an open photo is made anew"
cp twins/open/a.jpg twins/locked/c.jpg
cp photos/locked/album.md twins/locked
[ "$(made twins twins-site)" -eq 1 ] || fail "a locked photo is taken over from an open one"
cp twins/open/a.jpg twins/locked/d.jpg
[ "$(made twins twins-site)" -eq 0 ] || fail "a locked copy of a locked photo is made anew"
[ "$(made twins twins-site)" -eq 0 ] || fail "unchanged"
