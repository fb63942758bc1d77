# cluster_parallel.sh - the line of docs/cluster.md for a few machines on a desk: GNU parallel over a real sshd on
# loopback, which stands for three of them.
. "$(dirname "$0")/../cli/lib.sh"

command -v parallel >/dev/null && parallel --version 2>/dev/null | grep -q '^GNU parallel' ||
    skip "no GNU parallel; ./run deps --cluster"
command -v rsync >/dev/null || skip "no rsync"
start_sshd ""
mkdir -p bin boards
# Three names for one machine; and tirage where a board would have it.
cat >ssh_config <<END
Host board1 board2 board3
    HostName 127.0.0.1
    Port $port
    User $(id -un)
    IdentityFile $work/home/.ssh/id_ed25519
    UserKnownHostsFile $work/known
    StrictHostKeyChecking accept-new
    BatchMode yes
END
printf '#!/bin/sh\nexec %s -F %s/ssh_config "$@"\n' "$(command -v ssh)" "$work" >bin/ssh
ln -s "$TIRAGE" bin/tirage
chmod 755 bin/ssh
export PATH="$work/bin:$PATH" PARALLEL_HOME="$work/home"

mkdir -p photos/sub
for n in 1 2 3 4 5; do
    make_photo photos/p$n.jpg $((500 + 90 * n)) $((400 + 70 * n)) 420 --noise
done
make_photo photos/sub/b.jpg 700 500 422 --noise
ok build photos -o plain

# As documented, but for where a board keeps things.
line=$(sed -n 's/^ *\(parallel -S .*\)/\1/p' "$SOURCE_DIR/docs/cluster.md")
[ -n "$line" ] || fail "docs/cluster.md has no such line"
eval "parallel --will-cite --workdir '$work/boards' --env PATH ${line#parallel }" >out 2>err ||
    fail "$line"
for i in 1 2 3; do
    [ -e site-$i/.tirage/shard-$i-of-3/note ] || fail "no shard came back from board $i"
done
line=$(sed -n 's/^ *\(tirage merge site site-.*\)/\1/p' "$SOURCE_DIR/docs/cluster.md")
rm -r boards # merge needs nothing of them
eval "$line" >out 2>err || fail "$line"
says '(6 unchanged), 0 pictures made'
same plain site
