# cli_documents.sh - the shell blocks of README.md, CONTRIBUTING.md and docs/ work as they are written, for somebody who
# has just installed the program.
. "$(dirname "$0")/lib.sh"
[ "$SLOW" = 0 ] || skip "with sanitizers: the documents are the same"
[ -n "${BUILD_DIR:-}" ] || skip "BUILD_DIR is not given"
for program in bash git rsync ssh scp python3; do
    command -v $program >/dev/null || skip "no $program"
done

export PREFIX="$work/prefix" CLONE="$work/clone" # where documents say what the reader has
cmake --install "$BUILD_DIR" --prefix "$PREFIX" >out 2>err || fail "cmake --install"
mkdir "$CLONE"
tar -C "$SOURCE_DIR" --exclude=./build --exclude=./.git -cf - . | tar -C "$CLONE" -xf -

# Other hosts are folders of this machine: a stand-in for ssh runs what a host is asked to in the folder of its name, in
# which HOME and the program of the host are.
mkdir bin
real_scp=$(command -v scp)
cp "$SOURCE_DIR/tests/cli/stand_in_ssh.sh" bin/ssh
printf '#!/bin/sh\nexec %s -S %s/bin/ssh "$@"\n' "$real_scp" "$work" >bin/scp
chmod 755 bin/ssh bin/scp

export GIT_CONFIG_GLOBAL="$work/gitconfig" GIT_CONFIG_NOSYSTEM=1
printf '[user]\n\tname = Reader\n\temail = reader@example.org\n[init]\n\tdefaultBranch = main\n' >gitconfig
unset XDG_CACHE_HOME XDG_STATE_HOME XDG_CONFIG_HOME
PATH=$work/bin:$PREFIX/bin:$PATH python3 "$SOURCE_DIR/tests/cli/documents.py" "$SOURCE_DIR" >out 2>err ||
    { cat out && fail "a document"; }
cat out
