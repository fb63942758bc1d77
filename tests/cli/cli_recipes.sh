# cli_recipes.sh - the recipes of examples/ci, which docs/publish.md quotes, publish what they promise.
. "$(dirname "$0")/lib.sh"
[ "$SLOW" = 0 ] || skip "with sanitizers: the program is the same"
[ -n "${BUILD_DIR:-}" ] || skip "BUILD_DIR is not given"
python3=/usr/bin/python3 # the system's, which has the system's yaml
for program in bash git rsync; do
    command -v $program >/dev/null || skip "no $program"
done
$python3 -c 'import tomllib, yaml' 2>err || skip "no Python with tomllib and yaml"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 TIRAGE SOURCE_DIR
unset XDG_CACHE_HOME XDG_STATE_HOME XDG_CONFIG_HOME

# The archive of a release, of this program.
name=tirage-$("$TIRAGE" --version | sed 's/tirage //')-x86_64-linux-musl
cmake --install "$BUILD_DIR" --prefix "$work/$name" >out 2>err || fail "cmake --install"
tar -czf "$name.tar.gz" "$name"
mkdir bin
cat >bin/curl <<'END'
#!/bin/sh
# curl -fsSL -o FILE URL, of a release that has one file.
[ "$1" = -fsSL ] && [ "$2" = -o ] && [ $# = 4 ] && [ "${4##*/}" = "${ARCHIVE##*/}" ] || exit 22
exec cp "$ARCHIVE" "$3"
END
printf '#!/bin/sh\n' >bin/apt-get
chmod 755 bin/curl bin/apt-get
export ARCHIVE="$work/$name.tar.gz"
mkdir recipes
(cd recipes && $python3 "$SOURCE_DIR/tests/cli/recipes.py" "$SOURCE_DIR" "$ARCHIVE" "$work/bin") >out 2>err ||
    fail "a recipe: $(tail -n 30 out)"
grep SKIPPED out || :
[ "$(tail -n 1 out)" = '5 recipes' ] || grep -q SKIPPED out || fail "not all recipes"

# A server of one's own: the commands of the service with its drop-in, one after the other, twice.
drop=$SOURCE_DIR/examples/ci/vps-deploy.conf
cp "$SOURCE_DIR/tests/cli/stand_in_ssh.sh" bin/ssh
chmod 755 bin/ssh
mkdir home
"$TIRAGE" -q example home/originals
find home/originals -name '*[2-9].jpg' -exec rm {} +
for time in 1 2; do
    grep -E '^Exec[A-Za-z]*=.' "$drop" | sed "s/^[A-Za-z]*=//; s,%h,$work/home,g; s/ --require-sandbox//" >commands
    [ "$(wc -l <commands)" = 2 ] || fail "not two commands"
    HOME=$work/home HOSTS=$work/hosts PATH=$work/bin:$work/$name/bin:$PATH sh -e commands >out 2>err || fail "the service"
    diff -r --exclude .tirage --exclude .tirage-deployed home/site hosts/example.org/public_html >out || fail "the server has another site"
    [ ! -e hosts/example.org/public_html/.tirage ] || fail "the state was sent"
    rm -r "home/originals/$(ls home/originals | head -n 1)"
done
if command -v systemd-analyze >/dev/null; then
    mkdir -p units/tirage.service.d
    cp "$name"/share/systemd/user/tirage.* units/
    cp "$drop" units/tirage.service.d/
    for unit in path timer; do
        systemd-analyze --user verify "units/tirage.$unit" >out 2>&1 ||
            ! grep -v 'is not executable\|Failed to\|man:' out || fail "the units"
    done
fi
