# cluster_slurm.sh - examples/cluster/slurm.sh by Slurm itself: munge, slurmctld and two slurmd on loopback, one of
# which dies in the middle of its share.  The merge of what came out equals a plain build.  Everything runs in a
# process namespace of its own, which takes every daemon with it when it ends.
if [ "${INSIDE:-}" != 1 ]; then
    for program in munged slurmctld slurmd sbatch unshare; do
        command -v $program >/dev/null || { echo "SKIPPED: no $program; ./run deps --cluster" && exit 77; }
    done
    [ "$(id -u)" = 0 ] || { echo "SKIPPED: daemons of Slurm want to be root" && exit 77; }
    unshare --pid --fork --kill-child --mount --mount-proc true 2>/dev/null || {
        echo "SKIPPED: no process namespaces here" && exit 77
    }
    export INSIDE=1
    exec timeout -k 5 240 unshare --pid --fork --kill-child --mount --mount-proc sh "$0"
fi
. "$(dirname "$0")/../cli/lib.sh"

# A port that is free now.
port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# start NAME COMMAND: a daemon with a log; its process is in $NAME.pid.
start() {
    name=$1
    shift
    "$@" >"$name.log" 2>&1 </dev/null &
    echo $! >"$name.pid"
}

# cannot WHAT: Slurm does not come up on this machine.
cannot() {
    for log in *.log; do
        echo "--- $log:"
        tail -n 8 "$log"
    done
    skip "$1"
}

# try COMMAND: for at most 20 seconds.
try() {
    for _ in $(seq 80); do
        "$@" >/dev/null 2>&1 && return
        sleep 0.25
    done
    return 1
}

mkdir -p run ctld spool-one spool-two bin etc cgroup
mkdir -m 700 munge
head -c 128 /dev/urandom >munge/key
chmod 600 munge/key
ln -s "$TIRAGE" bin/tirage
export PATH="$work/bin:$PATH" SLURM_CONF="$work/etc/slurm.conf"
cat >etc/slurm.conf <<EOF
ClusterName=loopback
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=$(port)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
StateSaveLocation=$work/ctld
SlurmdSpoolDir=$work/spool-%n
SlurmctldPidFile=$work/run/slurmctld.pid
SlurmdPidFile=$work/run/%n.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
SlurmdTimeout=5
InactiveLimit=0
MinJobAge=3600
KillWait=2
ReturnToService=2
SchedulerParameters=sched_interval=1,batch_sched_delay=1,requeue_delay=1
NodeName=one NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=$(port) CPUs=1 State=UNKNOWN
NodeName=two NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=$(port) CPUs=1 State=UNKNOWN
PartitionName=all Nodes=one,two Default=YES MaxTime=INFINITE State=UP
EOF
printf 'CgroupPlugin=cgroup/v1\nCgroupMountpoint=%s\n' "$work/cgroup" >etc/cgroup.conf

start munged munged --foreground --force --key-file="$work/munge/key" --socket="$work/munge/socket" \
    --pid-file="$work/munge/pid" --log-file="$work/munge/log" --seed-file="$work/munge/seed" --num-threads=2
try munge --socket="$work/munge/socket" -n || cannot "munge does not start"
start slurmctld slurmctld -D -i
start one slurmd -D -N one
# Whose processes all die with it, as those of a machine do.
start two unshare --pid --fork --kill-child --mount --mount-proc slurmd -D -N two
idle() {
    [ "$(sinfo -h -N -o '%T' | sort -u)" = idle ]
}
try idle || cannot "Slurm does not start: $(sinfo -h -N -o '%N %T' 2>&1)"

mkdir photos
make_photo large.jpg 6000 4000 420 --noise
for i in $(seq 24); do # bytes behind the end make another photo of it, which takes as long
    { cat large.jpg && printf '%03d' "$i"; } >photos/$i.jpg
done
touch -d '2024-01-01 12:00:00' photos/*.jpg
sleep 2.1
ok build photos -o plain

job=$(sbatch --parsable --cpus-per-task=1 --array=1-3 -o 'log-%a' "$SOURCE_DIR/examples/cluster/slurm.sh" \
    "$work/photos" "$work/site") || fail "sbatch"
# The share that node two works on, once it has begun.
victim_works() {
    shard=$(squeue -h -w two -t running -o %K) && [ -n "$shard" ] &&
        [ -e site/.tirage/shard-"$shard"-of-3/state.db ]
}
try victim_works || fail "no share runs on node two: $(squeue) $(cat log-* slurmctld.log)"
kill -KILL "$(cat two.pid)"
[ ! -e site/.tirage/shard-"$shard"-of-3/note ] || fail "share $shard ended before its node died"
echo "node two died with share $shard"

run merge site
expect_code 1
says "has not come to its end"

# Slurm notices, and starts the share again on the node that is left.
done_all() {
    [ -z "$(squeue -h)" ]
}
requeued() {
    [ "$(squeue -h -t pending -o %K)" = "$shard" ] && [ -z "$(squeue -h -t running)" ]
}
for _ in 1 2 3; do
    try requeued && break
done
scontrol update JobId="${job}_$shard" StartTime=now || : # else in two minutes
for _ in 1 2 3 4; do
    try done_all && break
done
done_all || fail "shares are left: $(squeue) $(sinfo) $(tail -n 30 slurmctld.log)"
for i in 1 2 3; do
    [ -e site/.tirage/shard-$i-of-3/note ] || fail "share $i: $(cat log-$i) $(scontrol show job "${job}_$i")"
done
[ "$(scontrol show job "${job}_$shard" | sed -n 's/.*Restarts=\([0-9]*\).*/\1/p')" = 1 ] ||
    fail "share $shard was not started again: $(scontrol show job "${job}_$shard")"
run merge site --json
expect_code 0
grep -q '"unchanged": 24, "outputs": 0,' out || fail "the merge rendered: $(cat out)"
same plain site

# One share by hand.
rm -rf site/.tirage/shard-2-of-3
id=$(sbatch --parsable --export=ALL,SHARD=2/3 --cpus-per-task=1 -W -o log-hand "$SOURCE_DIR/examples/cluster/slurm.sh" \
    "$work/photos" "$work/site") || fail "by hand: $(cat log-hand)"
[ -e site/.tirage/shard-2-of-3/note ] || fail "job $id by hand: $(cat log-hand)"
ok merge site
same plain site
