# cli_wheel.sh - the wheels: what is in them; installed by pip into an environment of its own, without a network, which takes that
# of this machine.  The command is the program itself; the client finds it; the examples of docs/python.md run.
. "$(dirname "$0")/lib.sh"
[ "$SLOW" = 0 ] || skip "with sanitizers: the wheels are the same"
packer=$SOURCE_DIR/packaging/python/pack_python.py
. "$SOURCE_DIR/tests/cli/packed.sh"

export HOME="$work/home" PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INDEX=1 PIP_CONFIG_FILE=/dev/null PYTHONNOUSERSITE=1
mkdir home
version=$("$TIRAGE" --version | sed 's/tirage //')
python3 "$SOURCE_DIR/tests/cli/check_wheel.py" "$version" packed/*.whl >out 2>err || fail "a wheel"

for python in python3 /usr/bin/python3 none; do
    [ $python != none ] || skip "no Python that makes virtual environments: python3-venv, python3-pip"
    ! $python -m venv venv >out 2>err || break
    rm -rf venv
done
venv/bin/pip install --find-links packed tirage >out 2>err || fail "pip install"
[ -s venv/share/man/man1/tirage.1 ] || fail "no manual"
PATH=$work/venv/bin:$PATH
[ "$(command -v tirage)" = "$work/venv/bin/tirage" ] || fail "no command"
[ "$(head -c 4 venv/bin/tirage | tail -c 3)" = ELF ] || fail "the command is not the program"
makes_galleries
[ "$(venv/bin/python -m tirage --version)" = "tirage $version" ] || fail "python -m tirage"
code=0
venv/bin/python -m tirage thumb >out 2>err || code=$?
[ $code = 2 ] || fail "exit code $code of python -m tirage, not 2"
code=0
TIRAGE_BIN=/nowhere/tirage venv/bin/python -m tirage >out 2>err || code=$?
[ $code = 1 ] || fail "exit code $code of a program that is not there"
says '/nowhere/tirage: No such file'

# Installers ask for other platforms by their names; those of ARMv6 find nothing.
for name in manylinux_2_17_x86_64 musllinux_1_1_x86_64 manylinux_2_17_aarch64 musllinux_1_1_aarch64 manylinux_2_17_armv7l musllinux_1_1_armv7l; do
    rm -rf fetched
    venv/bin/pip download --find-links packed --no-deps --only-binary :all: --platform $name -d fetched tirage >out 2>err || fail "no wheel for $name"
    ls fetched | grep -q "[.-]${name}[.]" || fail "another wheel for $name: $(ls fetched)"
done
! venv/bin/pip download --find-links packed --no-deps --only-binary :all: --platform linux_armv6l -d fetched tirage >out 2>err ||
    fail "a wheel for ARMv6"

# The client finds the program that was installed with it, in whatever way, and not another one of PATH.
mkdir decoy
printf '#!/bin/sh\n' >decoy/tirage
chmod 755 decoy/tirage
finds() { # PROGRAM COMMAND...
    want=$1
    shift
    PATH=$work/decoy:$PATH "$@" -c 'import tirage; print(tirage.find_program())' >out 2>err || fail "import: $*"
    [ "$(cat out)" = "$want" ] || fail "another program than $want: $(cat out)"
}
finds "$work/venv/bin/tirage" venv/bin/python
python3 -m venv --without-pip bare >out 2>err || fail "an environment without pip"
venv/bin/pip install --find-links packed --target there tirage >out 2>err || fail "pip install --target"
finds "$work/there/bin/tirage" env PYTHONPATH="$work/there" bare/bin/python
venv/bin/pip install --find-links packed --prefix "$work/prefix" --ignore-installed tirage >out 2>err || fail "pip install --prefix"
finds "$work/prefix/bin/tirage" env PYTHONPATH="$(echo "$work"/prefix/lib/python3*/site-packages)" bare/bin/python
rm there/bin/tirage
finds "$work/decoy/tirage" env PYTHONPATH="$work/there" bare/bin/python

blocks python "$SOURCE_DIR/docs/python.md" py
for block in block-*.py; do
    PATH=/usr/bin:/bin timeout 120 "$work/venv/bin/python" -W error $block >out 2>err || fail "docs/python.md: $block"
    [ -s out ] && [ ! -s err ] || fail "docs/python.md: complaints of $block"
done
for made in photos/small/a.webp photos/square/a.jpg thumbs/a.jpg.webp thumbs/c.jpg.webp photos/async/b.jpg.webp; do
    [ -s $made ] || fail "docs/python.md: no $made"
done
venv/bin/pip uninstall -y tirage >out 2>err || fail "pip uninstall"
left=$(find venv -name '*tirage*')
[ -z "$left" ] || fail "left behind: $left"
