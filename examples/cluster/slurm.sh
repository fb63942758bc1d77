#!/bin/sh
# slurm.sh SRC OUT - one task of a Slurm job array: its share of the photos in SRC, into OUT on shared storage.
#
#   job=$(sbatch --parsable --array=1-8 slurm.sh /shared/photos /shared/site)
#   sbatch --dependency=afterok:$job --wrap 'tirage merge /shared/site'
#
# Slurm starts the task of a node that died again by itself.  To run share 3 of 8 by hand once more:
#
#   sbatch --export=ALL,SHARD=3/8 slurm.sh /shared/photos /shared/site
#
#SBATCH --job-name=tirage
#SBATCH --cpus-per-task=4
#SBATCH --requeue
#SBATCH --open-mode=append
set -eu

code=0
tirage build "$1" -o "$2" --shard "${SHARD:-auto}" -j "${SLURM_CPUS_PER_TASK:-1}" || code=$?
[ $code = 3 ] && code=0 # some photos are damaged: merge says so again, and shows the rest
exit $code
