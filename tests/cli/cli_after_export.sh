# cli_after_export.sh - packaging/export/after-export.sh, which photo programs call when they have exported: many calls are one
# build, none is lost, and what fails is told.
. "$(dirname "$0")/lib.sh"
command -v flock >/dev/null || skip "no flock"
script=$SOURCE_DIR/packaging/export/after-export.sh
if [ -n "${BUILD_DIR:-}" ]; then # what is installed is what is tested
    DESTDIR=$work/root cmake --install "$BUILD_DIR" --prefix /usr >out 2>err || fail "cmake --install"
    script=$work/root/usr/share/tirage/export/after-export.sh
fi
[ -x "$script" ] || fail "no program $script"
! command -v shellcheck >/dev/null || shellcheck "$script" >out 2>err || fail "shellcheck"

# The program counts its builds; while the file `slow` is there, a build waits.
mkdir bin home "it's \$(touch pwned)"
photos="it's \$(touch pwned)/photos \"x\""
mkdir "$photos"
make_photo "$photos/a.jpg" 320 240 420
cat >bin/tirage <<END
#!/bin/sh
echo build >>"$work/builds"
while [ -e "$work/slow" ]; do sleep 0.05; done
exec "$TIRAGE" "\$@"
END
printf '#!/bin/sh\nprintf "%%s\\n" "$*" >>"%s/notes"\n' "$work" >bin/notify-send # a stand-in for the desktop
chmod 755 bin/tirage bin/notify-send
export HOME="$work/home" PATH="$work/bin:$PATH"
unset XDG_STATE_HOME TIRAGE
builds() { wc -l <builds; }
idle() { for lock in home/.local/state/tirage/after-export/*.lock; do flock -n "$lock" true || return 1; done; }
built() { [ -s "$1/index.html" ] && idle; }

# With -w it is a build like any other.
"$script" -w -s 0 "$photos" site >out 2>err || fail "exit code $?"
check_site site
[ "$(builds)" = 1 ] || fail "$(builds) builds"

# Twenty calls at once, with the names of photos as programs give them, are one build; each returns at once.  A stand-in for
# sleep holds the first second until all calls are made, however long that takes here.
cat >bin/sleep <<END
#!/bin/sh
[ "\$1" != 1 ] || while [ -e "$work/calls" ]; do : >"$work/sleeps" && $(command -v sleep) 0.05; done
exec $(command -v sleep) "\$@"
END
chmod 755 bin/sleep
rm -rf site builds
touch calls
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    "$script" -s 1 "$photos" site "/tmp/$i.jpg" "-x" >out 2>err || fail "exit code $?"
    [ ! -s out ] && [ ! -s err ] || fail "it says something"
done
wait_until test -e sleeps
[ ! -e site ] && [ ! -e builds ] || fail "the build did not wait for the last call"
rm calls
wait_until built site
rm bin/sleep
[ "$(builds)" = 1 ] || fail "$(builds) builds of 20 calls"

# What comes during a build is built afterwards: no call is lost ...
rm builds
touch slow
"$script" -s 0 "$photos" site
wait_until test -s builds
make_photo "$photos/b.jpg" 320 241 420
"$script" -s 0 "$photos" site
"$script" -s 0 "$photos" site
"$script" -w -s 0 "$photos" site || fail "exit code $? of one that leaves the build to another"
rm slow
two() { [ "$(builds)" -ge 2 ] && idle; }
wait_until two
[ "$(builds)" = 2 ] || fail "$(builds) builds"
[ -n "$(find site -name 'b*.jpg')" ] || fail "the photo of a later call is not there"
# ... and none between the last look and the end of the lock: a stand-in for flock stays there while the file `gate` is there.
cat >bin/flock <<END
#!/bin/sh
[ "\$1" != -u ] || while [ -e "$work/gate" ]; do : >"$work/at-gate" && sleep 0.05; done
exec $(command -v flock) "\$@"
END
chmod 755 bin/flock
rm builds
touch gate
"$script" -s 0 "$photos" site
wait_until test -e at-gate
"$script" -w -s 0 "$photos" site || fail "exit code $?"
[ "$(builds)" = 1 ] || fail "the gate is open"
rm gate
wait_until two
[ "$(builds)" = 2 ] || fail "$(builds) builds"
rm bin/flock
[ ! -e notes ] || fail "a build that is well is told: $(cat notes)"

# It keeps nothing open of whoever reads its output, and builds two sites at once.
touch slow
rm builds
echo "$("$script" -s 0 "$photos" other)$("$script" -s 0 "$photos" third)" >out
both() { [ "$(cat builds 2>/dev/null | wc -l)" = 2 ]; }
wait_until both
rm slow
wait_until built other
wait_until built third

# What fails is told.
printf damaged >"$photos/c.jpg"
"$script" -s 0 "$photos" site
wait_until test -s notes
grep -q -- "-- tirage The gallery is made, but not all is well: .*c.jpg" notes || fail "told: $(cat notes)"
rm notes "$photos/c.jpg"
mkdir taken && touch taken/file
"$script" -s 0 "$photos" taken
wait_until test -s notes
grep -q "could not be made (exit code 1): .*is not empty and was not made by tirage" notes || fail "told: $(cat notes)"
grep -q "is not empty" home/.local/state/tirage/after-export/*.log || fail "no log"
code=0
"$script" -w -s 0 "$photos" taken >out 2>err || code=$?
expect_code 1
says "is not empty"

# Wrong use.
wrong() {
    want=$1 text=$2
    shift 2
    code=0
    "$@" >out 2>err || code=$?
    expect_code "$want"
    says "$text"
}
wrong 2 "usage: " "$script"
wrong 2 "usage: " "$script" "$photos"
wrong 2 "usage: " "$script" "$photos" ""
wrong 2 "usage: " "$script" -s 1x "$photos" site
wrong 2 "usage: " "$script" -x "$photos" site
wrong 1 "there is no folder" "$script" none site
wrong 1 "there is no program none: set TIRAGE to its path" env TIRAGE=none "$script" "$photos" site
[ -z "$(find . -name pwned)" ] || fail "a name was run"
