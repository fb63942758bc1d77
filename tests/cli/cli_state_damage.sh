# cli_state_damage.sh - whatever becomes of the state, the next build ends like one from nothing, and gc touches nothing
# that tirage did not write.
# DAMAGES=N in the environment: that many random damages; 100 by default.  SEED=N: others.
. "$(dirname "$0")/lib.sh"

mkdir -p photos/sub
for i in 1 2 3; do
    make_photo photos/$i.jpg $((120 + 10 * i)) 90 420
done
make_photo photos/sub/4.jpg 100 80 444
touch -d '2024-01-01 12:00:00' photos/*.jpg photos/sub/*.jpg
n=${DAMAGES:-100}
[ $SLOW = 0 ] || n=20
timeout 1800 python3 "$SOURCE_DIR/tests/cli/damage_state.py" "$TIRAGE" "$ROWTOOL" "$n" "${SEED:-1}" ||
    fail "damage above"

# As another user than root: a state that cannot be read, or not be written.
setpriv --reuid 65534 --clear-groups true 2>/dev/null || skip "no setpriv for the states that may not be read"
chmod 755 photos photos/sub
chmod 644 photos/*.jpg photos/sub/*.jpg
mkdir -m 777 other
user() {
    code=0
    setpriv --reuid 65534 --clear-groups "$TIRAGE" build photos -o other/site -q -j 1 >out 2>err || code=$?
    drop_sandbox_note
}
user
expect_code 0
for mode in 000 200 444; do
    chmod $mode other/site/.tirage/state.db
    user
    expect_code 0
    says 'set aside as state.db.broken'
    [ "$(wc -l <err)" -eq 1 ] || fail "more than a warning"
    user
    expect_code 0
    [ ! -s err ] || fail "the state of mode $mode is not mended"
done
