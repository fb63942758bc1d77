/* job.h - a photo on its way through a run, and its outputs. */
#ifndef TG_RUN_JOB_H
#define TG_RUN_JOB_H

#include "core/base/enclosure.h"
#include "core/crypt/secret.h"
#include "core/render/render.h"
#include "core/state/records.h"

/* Where an output goes, if not to a path: that is its name in messages only. */
struct tg_place {
    const struct tg_enclosure *folder; /* in which it must be */
    const char *path;                  /* below the folder; borrowed */
    bool make_folders;                 /* those that are missing; otherwise it fails */
    dev_t photo_dev;                   /* the photo, which it must not replace; */
    ino_t photo_ino;                   /* 0: it may */
};

/* One output of a photo. */
struct tg_job_output {
    char *path;                   /* final name; owned */
    const struct tg_place *place; /* borrowed; NULL: the path says where */
    const char *key;              /* the same relative to OUT, for the state; borrowed */
    uint64_t group;               /* as the job's */
    const struct tg_secret *seal; /* who may see it; borrowed; NULL: anybody */
    struct tg_output_spec spec;
    struct tg_output_result result; /* set when the job succeeded; of a fresh one the bytes alone */
};

/* The video that a job's source is a frame of: what the state knows and outputs depend on. */
struct tg_origin {
    char *path; /* owned */
    struct tg_stamp stamp;
    struct tg_hash hash;
    uint32_t at_ms; /* of the frame */
};

/* Where a photo without a key is, if not at a path: src is its name in messages only. */
struct tg_input {
    const struct tg_enclosure *folder; /* NULL: it is open */
    const char *path;                  /* below the folder; borrowed */
    int fd;                            /* what is open: a regular file that nobody else reads */
};

/* Of a photo whose outputs are thumbnails of the desktop: all of them PNG files, which carry it as
 * core/run/thumbnail.h describes. */
struct tg_thumbnail {
    const char *uri;      /* of the photo */
    const char *software; /* what makes them */
};

/* One photo. */
struct tg_job {
    char *src;                            /* path to open; owned */
    const struct tg_input *input;         /* borrowed; NULL: src says where it is */
    const struct tg_thumbnail *thumbnail; /* borrowed; NULL: outputs are no thumbnails */
    const char *key; /* relative to SRC, for the state; NULL: there is none; borrowed */
    /* Its sidecar, relative to SRC; "" if it has none; NULL: it is looked for.  Borrowed. */
    const char *sidecar_path;
    uint64_t bytes; /* its size, for ordering and progress */
    /* Photos of the same group may be handled by the same process, one after the other, and those
     * of others not: what a photo that takes its process over can see and spoil is of its group.
     * Outputs of one photo that are for different eyes have different groups; they are made one
     * group after the other. */
    uint64_t group;
    /* Who may see its outputs: those of photos with the same content are only taken over within the
     * same.  The same in each build; 0: anybody. */
    uint64_t access;
    /* Bits of enum tg_metadata_ask: what workers tell and the state keeps of its metadata, as OUT
     * may be uploaded with all its folders. */
    unsigned asks;
    bool wants_placeholder; /* those with a key have one in any case */
    /* Nobody wants the outputs any more: they are not written, and the job ends without. */
    bool unwanted;
    /* Nothing of its metadata is wanted, and what others ask for stays in the state. */
    bool content_only;
    struct tg_origin *origin;      /* owned; NULL: src itself */
    struct tg_job_output *outputs; /* owned; at most TG_JOB_OUTPUTS */
    size_t outputs_len;

    /* What core/incremental/incremental.h knows.  Probing fills the stamp, with a key also the
     * sidecar's, hash and metadata, rendering the placeholder. */
    bool probed; /* info, stamps, hash and metadata are there: needs no probing */
    bool fresh;  /* the outputs are there: needs no rendering */
    bool hashed; /* hash is there, of the bytes that have the stamp */
    struct tg_stamp stamp, sidecar; /* the latter all zero: there is none */
    struct tg_hash hash, plan;
    struct tg_metadata metadata; /* owned */
    struct tg_placeholder placeholder;

    /* Results. */
    struct tg_info info;     /* after tg_runner_probe() */
    struct tg_err *err;      /* owned; why it failed, NULL if it did not */
    struct tg_damage damage; /* count > 0: recovered from damaged data */
    bool was_damaged;        /* the same, of outputs that an earlier run made */
    bool done;               /* false: not reached before the run stopped */
};

/* Of a file whose hash alone is wanted; `key` and `sidecar_path` as above.  Without src when memory
 * is short; the caller frees that. */
struct tg_job tg_job_of_content(const char *src, const char *key, const char *sidecar_path);

void tg_job_release(struct tg_job *job); /* zeroes *job */
void tg_jobs_free(struct tg_job *jobs, size_t n);

#endif
