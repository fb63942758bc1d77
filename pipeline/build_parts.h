/* build_parts.h - a build as it goes on: shared by build, its shards, and merge. */
#ifndef TG_PIPELINE_BUILD_PARTS_H
#define TG_PIPELINE_BUILD_PARTS_H

#include "core/shard/shard_note.h"
#include "core/shard/shares.h"
#include "pipeline/build_media.h"

struct cli_group;
struct cli_merge;

struct cli_build {
    const struct cli_options *options;
    const char *src;
    char *out;
    struct tg_outdir dir;
    struct tg_update update;
    size_t fresh;   /* photos whose pictures were there */
    uint64_t stale; /* files that gc would remove */
    struct tg_site *site;
    struct tg_job *jobs;      /* one per photo of the site, in its order */
    struct cli_group *groups; /* owned; see cli_group_photo() */
    size_t groups_len;
    struct cli_media media;
    struct tg_runner *runner;
    bool ready; /* the runner was told what came after it */
    struct tg_kernels kernels;
    struct cli_progress progress;
    size_t failed, damaged, outputs;
    size_t notes, failures; /* of the site's, printed so far */
    enum tg_run_end end;
    struct cli_merge *merge;   /* borrowed; NULL: this is no merge */
    uint32_t joined;           /* how many shards a merge joins */
    bool incomplete;           /* and found too little in */
    bool hidden_names;         /* Jekyll would leave some of the site out */
    uint32_t *shares;          /* which shard has each photo, from 0; NULL: there are none */
    struct tg_shard_note note; /* of a shard: index, count, photos; of a merge: the tree */
};

/* Films and sounds are nobody's share: merge makes them. */
enum { CLI_NO_SHARE = TG_SHARES_MAX };

/* Builds what `b` says, and returns the exit code.  The caller has set options, src and out, and releases
 * nothing: it is all done. */
int cli_build_run(struct cli_build *b);

/* Whether nothing is to be written. */
bool cli_build_is_dry(const struct cli_options *o);

/* build_groups.c: numbers for photos and for their outputs, see struct tg_job. */
struct tg_err *cli_group_photo(struct cli_build *b, const struct tg_photo *photo,
                               struct tg_job *job) TG_MUST_USE;
struct tg_err *cli_group_output(struct cli_build *b, const struct tg_photo *photo,
                                const struct tg_rendition *r,
                                struct tg_job_output *output) TG_MUST_USE;

/* build_print.c: notes and failed folders that came since the last call; what would be made; and at the end, the
 * exit code too. */
void cli_build_print_notes(struct cli_build *b);
void cli_build_list(const struct cli_build *b);
int cli_build_conclude(const struct cli_build *b, uint64_t ms);

/* build_shard.c: deals out the photos and takes their fingerprint; takes back the note of an earlier run, once it is locked; whether a photo is to be made here; and, in
 * place of pages, the note that all was tried. */
struct tg_err *cli_shard_deal(struct cli_build *b, uint32_t count) TG_MUST_USE;
struct tg_err *cli_shard_begin(const struct cli_build *b) TG_MUST_USE;
bool cli_shard_has(const struct cli_build *b, size_t photo);
struct tg_err *cli_shard_end(struct cli_build *b) TG_MUST_USE;

/* build_merge.c: picks the shards that are those of this site; takes over what they know of photos, and then their
 * pictures.  An error, said in lines before, if pictures are missing that the shards should have. */
struct tg_err *cli_merge_choose(struct cli_build *b) TG_MUST_USE;
struct tg_err *cli_merge_photos(struct cli_build *b) TG_MUST_USE;
struct tg_err *cli_merge_pictures(struct cli_build *b) TG_MUST_USE;

#endif
