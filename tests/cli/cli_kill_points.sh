# cli_kill_points.sh - whatever interrupts a build, no file is half there and the next one completes it.  recitale_41, recitale_70
# KILL_POINTS=N in the environment: that many kills, however long they take; else 200, or as many as four minutes have
# room for.  KILL_SEED=N: other ones.
. "$(dirname "$0")/lib.sh"
: "${FAULTS:?names tests/support/faults}"

mkdir -p photos/sub
for i in 1 2 3 4 5 6; do
    make_photo photos/$i.jpg $((600 + 100 * i)) 500 420 --noise
done
make_photo photos/sub/7.jpg 900 700 444 --noise
make_photo photos/sub/8.jpg 300 200 422 --noise
ok build photos -o clean

# What has a final name is whole: equal to its like in the finished site.
whole() {
    (cd "$1" && find . -name .tirage -prune -o -type f -print) | while read -r file; do
        cmp -s "$1/$file" "clean/$file" || { echo "$1/$file"; break; }
    done >torn
    [ ! -s torn ] || fail "not whole $2: $(cat torn)"
}
completes() { # AFTER [ARGS]: the next build ends like one from nothing, and leaves nothing else
    after=$1
    shift
    ok build photos -o site "$@"
    same clean site
    no_temps site
    [ $# = 0 ] || [ ! -e site/.tirage/state.db ] || fail "the state is still in the site $after"
    run build photos -o site "$@" --json
    grep -q '"unchanged": 8, "outputs": 0,' out || fail "the state does not know the site $after: $(tail -n 1 out)"
}

# A repeatable sequence of numbers below $1 in $random.
seed=${KILL_SEED:-12345}
next_random() {
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    random=$((seed / 65536 % $1))
}

# SIGKILL of the whole program at any time, of a site that lacks this or that.
n=${KILL_POINTS:-200}
[ $SLOW = 0 ] || n=10
end=$(($(date +%s) + ${KILL_POINTS:+9999999 +} 240))
span=$((200 + SLOW * 1500)) # ms, about what the build takes
i=0
while [ $i -lt "$n" ]; do
    i=$((i + 1))
    next_random 4
    case $random in
    0) rm -rf site ;;
    1) rm -f site/[1-6]-* ;;
    2) rm -f site/index.html site/sub/*-480x.jpg ;;
    3) rm -rf site/.tirage/state.db* ;;
    esac
    next_random 3
    [ "$random" = 0 ] && set -- --state elsewhere || set -- # where a state that is in OUT moves
    next_random "$span"
    "$TIRAGE" -q -j 2 build photos -o site "$@" >out 2>err </dev/null &
    pid=$!
    sleep "0.$(printf %03d "$random")"
    kill -KILL $pid 2>/dev/null || :
    wait $pid 2>/dev/null || :
    [ ! -d site ] || whole site "after kill $i"
    [ $((i % 5)) -ne 0 ] || completes "after kill $i" "$@"
    [ "$(date +%s)" -lt "$end" ] || break
done
completes "in the end"
echo "$i kills"

# Every kind of failure at every early call of its kind: an error or a named photo, nothing torn.
[ $SLOW = 0 ] || exit 0 # sanitizers come before what is preloaded
for fault in write:5 write:28 rename:5 rename:13 open:24 open:5 pread:5; do # EIO ENOSPC EACCES EMFILE
    for at in 1 2 3 5 8 13 21 34 55; do
        rm -rf site
        code=0
        TG_FAULT=$fault:$at LD_PRELOAD=$FAULTS "$TIRAGE" -q -j 1 build photos -o site \
            >out 2>err </dev/null || code=$?
        case $code in
        0) ! grep -v 'state.db was damaged: set aside' err || fail "complaints, but exit code 0: $fault:$at" ;;
        1 | 3) [ -s err ] || fail "exit code $code without a word: $fault:$at" ;;
        *) fail "exit code $code: $fault:$at" ;;
        esac
        [ ! -d site ] || [ $code = 3 ] || whole site "after $fault:$at"
        completes "after $fault:$at"
    done
done

# Too few descriptors altogether.
for limit in 12 16 24 40; do
    rm -rf site
    (ulimit -n $limit && exec "$TIRAGE" -q -j 2 build photos -o site) >out 2>err </dev/null || :
    [ ! -d site ] || whole site "with $limit descriptors"
    completes "with $limit descriptors"
done
