/* import.h - taking over what a shard found and made: from its state and its folder into those of
 * the whole.
 *
 * Nothing that a shard says decides about names: its state is asked about photos and pictures that
 * are wanted here.  No time, inode or clock of another machine is trusted either: a photo is known
 * if its size and its time of modification are those that the shard saw, else it is read again; a
 * picture counts if it was made by the plan that is wanted now and has the bytes that the shard
 * wrote. */
#ifndef TG_INCREMENTAL_IMPORT_H
#define TG_INCREMENTAL_IMPORT_H

#include "core/incremental/incremental.h"

/* Before probing: as tg_incremental_probe(), with what the shard knows of the photo. */
struct tg_err *tg_import_probe(struct tg_incremental *u, struct tg_state *shard,
                               struct tg_job *job) TG_MUST_USE;

enum tg_import {
    TG_IMPORT_DONE,    /* all outputs are here and recorded: the job is fresh */
    TG_IMPORT_UNKNOWN, /* the shard made no such picture */
    TG_IMPORT_OTHER,   /* it was made in another way: of other settings */
    TG_IMPORT_CHANGED, /* the shard saw another photo under this name */
    TG_IMPORT_DAMAGED, /* its file is missing or has other bytes than it was written with */
};

/* After tg_incremental_plan(), for a job that is not fresh.  `from` is the shard's OUT. */
struct tg_err *tg_import_outputs(struct tg_incremental *u, struct tg_state *shard, const char *from,
                                 struct tg_job *job, enum tg_import *result) TG_MUST_USE;

/* After that, for a shard that worked in OUT itself: files of OUT that it wrote and nothing else
 * knows of are recorded, so that gc can remove those that are not wanted any more. */
struct tg_err *tg_import_leftovers(struct tg_incremental *u, struct tg_state *shard) TG_MUST_USE;

#endif
