# lib.sh - what the command-line tests share; each begins with:  . "$(dirname "$0")/lib.sh"
# TIRAGE, TESTTOOL, SOURCE_DIR and SLOW (1: with sanitizers) come from ctest.  A test runs in a folder of its own, which is removed.
set -eu
: "${TIRAGE:?names the program}" "${TESTTOOL:?names tests/support/testtool}" "${SOURCE_DIR:?}" "${SLOW:=0}"
unset TIRAGE_JOBS XDG_CACHE_HOME
export LC_ALL=C

work=$(mktemp -d "${TMPDIR:-/tmp}/tirage-test.XXXXXX")
cleanup() {
    chmod -R u+rwx "$work" 2>/dev/null || :
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 1' HUP INT TERM
chmod 755 "$work"
cd "$work"

fail() {
    echo "FAILED: $*"
    echo "--- the last command's standard output and error:"
    head -n 40 out err 2>/dev/null || :
    exit 1
}

skip() {
    echo "SKIPPED: $*"
    exit 77
}

# A kernel or a sanitizer may keep a layer of the sandbox away, which the program says in a line: no concern of
# the tests that count lines.
drop_sandbox_note() {
    sed -i '/^tirage: note: \(-j 0: \|\(workers are\|ffmpeg is\) confined without \)/d' err
}

# run ARGS: the program; leaves its exit code in $code, its output in ./out and ./err.
run() {
    code=0
    "$TIRAGE" "$@" >out 2>err </dev/null || code=$?
    drop_sandbox_note
}

# ok ARGS: it must succeed without a word of warning.
ok() {
    run -q "$@"
    [ "$code" = 0 ] || fail "exit code $code: tirage $*"
    [ ! -s err ] || fail "complaints: tirage $*"
}

expect_code() {
    [ "$code" = "$1" ] || fail "exit code $code, expected $1"
}

# says TEXT: standard error holds it.
says() {
    grep -qF -e "$1" err || fail "standard error does not say: $1"
}

# build_counts UNCHANGED MADE ARGS: a build of photos into site that finds and makes that many, without a word of warning.
build_counts() {
    unchanged=$1 made=$2
    shift 2
    run build photos -o site --json "$@"
    expect_code 0
    [ ! -s err ] || fail "complaints"
    grep -q "\"event\": \"done\".*\"unchanged\": $unchanged, \"outputs\": $made," out ||
        fail "not $unchanged unchanged and $made made: $(tail -n 1 out)"
}

# why_says PHOTO LINE, why_lacks PHOTO TEXT: what `why` says of a photo of that site.
why_says() {
    run why "photos/$1" -o site
    grep -qx -e "  $2" out || fail "why does not say '$2' of $1: $(cat out)"
}
why_lacks() {
    run why "photos/$1" -o site
    ! grep -q -e "$2" out || fail "why says of $1: $(cat out)"
}

# refuses CODE TEXT ARGS: exactly one line on standard error, which holds TEXT; nothing on the output.
refuses() {
    want=$1 text=$2
    shift 2
    run "$@"
    expect_code "$want"
    [ "$(wc -l <err)" -eq 1 ] || fail "not one line: tirage $*"
    grep -q '^tirage: ' err || fail "does not begin with 'tirage: ': tirage $*"
    says "$text"
    [ ! -s out ] || fail "standard output is not empty: tirage $*"
}

make_photo() {
    "$TESTTOOL" make "$@" || fail "testtool make $*"
}

# peak FILE ARGS: how many MiB `thumb` takes at most to make FILE.  allowed FILE ARGS: how many MiB it allows for.
peak() {
    python3 -c 'import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)' "$TIRAGE" thumb -q -j 0 -o "$@"
}
allowed() {
    run thumb --memory 1M -o "$@"
    expect_code 3
    sed -n 's/.*may take \([0-9]*\) MiB.*/\1/p' err
}

# fact FILE KEY: one fact of testtool info.
fact() {
    "$TESTTOOL" info "$1" | sed -n "s/^$2 //p"
}

expect_fact() {
    got=$(fact "$1" "$2")
    [ "$got" = "$3" ] || fail "$1: $2 is '$got', expected '$3'"
}

# upright FILE...: red, green / blue, white in the corners, as in every picture that testtool makes.
upright() {
    "$TESTTOOL" upright "$@" || fail "not upright"
}

# complete DIR: every JPEG below it can be read to its end.
complete() {
    find "$1" -name '*.[jJ][pP]*[gG]' -type f -exec "$TESTTOOL" info {} \; >facts 2>&1 ||
        fail "damaged outputs in $1: $(cat facts)"
    ! grep -q '^warnings [1-9]' facts || fail "damaged outputs in $1"
}

# no_temps DIR: no temporary file is left, in a site or alongside the outputs of thumb.
no_temps() {
    left=$(find "$1" -path '*/.tirage/tmp/*' -o -name '.tirage-*')
    [ -z "$left" ] || fail "temporary files are left: $left"
}

# same A B: two sites hold the same bytes.
same() {
    diff -r -x .tirage "$1" "$2" >diffs 2>&1 || fail "$1 and $2 differ: $(head -n 5 diffs)"
}

check_site() {
    python3 "$SOURCE_DIR/tests/cli/check_site.py" "$1" >site-facts 2>&1 ||
        fail "pages of $1: $(cat site-facts)"
}

# children PID: its child processes.
children() {
    cat /proc/[0-9]*/stat 2>/dev/null | sed -n "s/^\([0-9]*\) (.*) [A-Z] $1 .*/\1/p"
}

# wait_until COMMAND: for at most two minutes, which are for what hangs and not for machines with other work.
wait_until() {
    tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ $tries -lt 2400 ] || fail "waited in vain for: $*"
        sleep 0.05
    done
}

# hold LOCK: another process has this file locked, until let_go.
hold() {
    : >hold
    flock "$1" sh -c ': >held; while [ -e hold ]; do sleep 0.05; done' &
    holder=$!
    wait_until test -e held
}
let_go() {
    rm hold held
    wait $holder
}

# waits_for LOCK TEXT ARGS: while LOCK is held the program says TEXT; then it comes to a good end.
waits_for() {
    hold "$1"
    text=$2
    shift 2
    "$TIRAGE" "$@" >out 2>err </dev/null &
    waiter=$!
    wait_until grep -qF -e "$text" err
    let_go
    code=0
    wait $waiter || code=$?
    drop_sandbox_note
    expect_code 0
}

# start_sshd WHAT-ELSE: an sshd of this test on loopback, at $port, for the key home/.ssh/id_ed25519; ends with the test.
# Where there can be none, the test ends here: skipped, but for WHAT-ELSE was tested.
start_sshd() {
    sshd=$(command -v sshd || ls /usr/sbin/sshd 2>/dev/null) || skip "no sshd$1"
    [ "$(id -u)" = 0 ] || skip "sshd needs root here$1"
    mkdir -p home/.ssh /run/sshd
    chmod 700 home home/.ssh
    ssh-keygen -q -t ed25519 -N '' -f hostkey
    ssh-keygen -q -t ed25519 -N '' -f home/.ssh/id_ed25519
    cp home/.ssh/id_ed25519.pub authorized
    for try in 1 2 3 4 5; do # until no other program has the port at this moment
        port=$(python3 -c "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])")
        cat >sshd_config <<END
Port $port
ListenAddress 127.0.0.1
HostKey $work/hostkey
AuthorizedKeysFile $work/authorized
PidFile $work/sshd.pid
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
UsePAM no
StrictModes no
MaxStartups 100
END
        timeout 200 "$sshd" -D -e -f "$work/sshd_config" 2>sshd.log &
        server=$!
        trap 'kill $server 2>/dev/null || :; cleanup' EXIT
        up() { grep -q 'Server listening' sshd.log || ! kill -0 $server 2>/dev/null; }
        wait_until up
        ! kill -0 $server 2>/dev/null || return 0
    done
    fail "sshd does not start: $(cat sshd.log)"
}

# can_unseal: whether a Python has the library for it, which ./run deps --test installs; $python is that.
# unseal SITE PASSWORD OUT: writes what the password opens to the folder OUT; prints how many files that are.
can_unseal() {
    for python in python3 /usr/bin/python3; do
        ! "$python" -c 'import cryptography' 2>/dev/null || return 0
    done
    return 1
}
unseal() {
    can_unseal || return 1
    "$python" "$SOURCE_DIR/tests/support/unseal.py" "$@" 2>unseal-err || fail "unseal $*: $(cat unseal-err)"
}
