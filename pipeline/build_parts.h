/* build_parts.h (private to builds) - a build as it goes on. */
#ifndef TG_PIPELINE_BUILD_PARTS_H
#define TG_PIPELINE_BUILD_PARTS_H

#include "core/incremental/outdir.h"
#include "core/shard/shard_note.h"
#include "core/shard/shares.h"
#include "pipeline/build.h"
#include "pipeline/build_media.h"
#include "pipeline/merge_find.h"

struct tg_build_group;

/* What a build that merges shards knows alongside the rest. */
struct tg_build_merge {
    struct tg_shards shards;
    struct tg_shard_set *sets; /* the complete ones */
    size_t sets_len;
    const struct tg_shard_set *set; /* the one that is of this site */
    size_t *photos;                 /* those of the first shard, of the second, ...; owned */
    size_t *ends;                   /* where each shard's end; owned */
    bool incomplete;                /* pictures are missing that the shards should have */
};

/* The second pass: AVIF files. */
struct tg_build_avif {
    struct tg_job *jobs; /* one per photo, as in the builder; NULL: none are wanted */
    size_t *folders;     /* number of each photo's folder; owned */
    size_t *left;        /* by folder, photos that are still to be tried; owned */
    bool skipped;        /* none are made now */
    unsigned unsaved;    /* photos since the state was saved */
    struct tg_err *err;  /* of pages that were written meanwhile */
};

struct tg_builder {
    struct tg_build_options options; /* those of the caller; a merge takes some from its shards */
    struct tg_events events;
    struct tg_build_result *result;
    struct tg_outdir dir;
    struct tg_incremental incremental; /* its state is NULL where nothing is written */
    struct tg_incremental look; /* the same for looking, where a list of what to make is wanted */
    struct tg_site *site;
    struct tg_job *jobs;           /* one per photo of the site, in its order */
    struct tg_build_group *groups; /* owned */
    size_t groups_len;
    struct tg_build_media media;
    struct tg_build_avif avif;
    struct tg_engine engine;
    size_t notes, failures;       /* of the site's, reported so far */
    size_t left_out;              /* the same */
    struct tg_build_merge *merge; /* borrowed; NULL: this is no merge */
    bool hidden_names;            /* Jekyll would leave some of the site out */
    uint32_t *shares;             /* which shard has each photo, from 0; NULL: there are none */
    struct tg_shard_note note;    /* of a shard: index, count, photos; of a merge: the tree */
};

/* Video and audio are nobody's share: merge makes them. */
enum { TG_NO_SHARE = TG_SHARES_MAX };

/* build.c: whether the run has not been ended early so far. */
bool tg_build_goes_on(const struct tg_builder *b);

/* Builds; the builder's options, events and result are set, all else is zero. */
struct tg_err *tg_build_run(struct tg_builder *b) TG_MUST_USE;

/* Runs `n` photos through the workers, and ffmpeg alongside them. */
struct tg_err *tg_build_photos(struct tg_builder *b, enum tg_stage stage, size_t n) TG_MUST_USE;

/* Reports notes and failed folders of the site that came since the last call. */
void tg_build_report_notes(struct tg_builder *b);

/* Media that failed since there were `before`: with `strict` they end the run. */
void tg_build_count_media(struct tg_builder *b, size_t before);

/* Whether video and audio are made here. */
bool tg_build_has_media(const struct tg_builder *b);

/* build_probe.c: makes a job for each photo and fills in what is known of it.  A photo that changed
 * while it was rendered has been probed again. */
struct tg_err *tg_build_probe(struct tg_builder *b) TG_MUST_USE;
struct tg_err *tg_build_changed(struct tg_builder *b, struct tg_job *job) TG_MUST_USE;

/* build_outputs.c: decides what is to be made of each photo and what of it is there; makes the
 * rest. */
struct tg_err *tg_build_plan(struct tg_builder *b) TG_MUST_USE;
struct tg_err *tg_build_render(struct tg_builder *b) TG_MUST_USE;
bool tg_build_is_hdr(const struct tg_job *job); /* whether an output carries a gain map */

/* Adds the rendition in its own format, or as WebP or AVIF. */
struct tg_err *tg_build_add_output(struct tg_builder *b, const struct tg_photo *photo,
                                   const struct tg_rendition *r, enum tg_target target,
                                   struct tg_job *job) TG_MUST_USE;

/* build_avif.c: decides which AVIF files are wanted and which of them are there, also after photo
 * `i` changed; those of a complete build are wanted; those that are there are offered by pages. */
struct tg_err *tg_build_avif_plan(struct tg_builder *b) TG_MUST_USE;
struct tg_err *tg_build_avif_changed(struct tg_builder *b, size_t i) TG_MUST_USE;
struct tg_err *tg_build_avif_want(struct tg_builder *b) TG_MUST_USE;
void tg_build_avif_offer(struct tg_builder *b);

/* Makes the rest, and writes pages again whenever an album is done.  Stopped, it leaves a complete
 * site. */
struct tg_err *tg_build_avif_render(struct tg_builder *b) TG_MUST_USE;

/* Whether a job is one of that pass; and what the runner tells of one. */
bool tg_build_avif_has(const struct tg_builder *b, const struct tg_job *job);
struct tg_err *tg_build_avif_rendered(struct tg_builder *b, struct tg_job *job) TG_MUST_USE;
void tg_build_avif_tried(struct tg_builder *b, const struct tg_job *job);

void tg_build_avif_release(struct tg_builder *b);

/* build_list.c: opens what earlier builds left, to look at it; tells every picture, video and audio
 * that a build would make. */
struct tg_err *tg_build_look(struct tg_builder *b) TG_MUST_USE;
struct tg_err *tg_build_list(struct tg_builder *b) TG_MUST_USE;

/* build_pages.c: virtual albums, which are told if nothing is in them; pages, until the run is
 * stopped; pages, and what is no longer wanted. */
struct tg_err *tg_build_views(struct tg_builder *b) TG_MUST_USE;
struct tg_err *tg_build_pages(struct tg_builder *b) TG_MUST_USE;
struct tg_err *tg_build_complete(struct tg_builder *b) TG_MUST_USE;

/* build_archives.c: before pages are written, which ZIP files are there as they would be made; when
 * all else is there, makes the others, of which those that fail are told and counted; marks all as
 * wanted; tells those that a build would make. */
struct tg_err *tg_build_archives_look(struct tg_builder *b) TG_MUST_USE;
struct tg_err *tg_build_archives_make(struct tg_builder *b, bool *made) TG_MUST_USE;
struct tg_err *tg_build_archives_want(struct tg_builder *b) TG_MUST_USE;
struct tg_err *tg_build_archives_list(struct tg_builder *b,
                                      void (*each)(const struct tg_builder *b,
                                                   const char *path)) TG_MUST_USE;
bool tg_build_archive_wanted(const struct tg_archive *archive); /* it has members that are good */

/* build_groups.c: numbers for photos and for their outputs, see struct tg_job. */
struct tg_err *tg_build_group_photo(struct tg_builder *b, const struct tg_photo *photo,
                                    struct tg_job *job) TG_MUST_USE;
struct tg_err *tg_build_group_output(struct tg_builder *b, const struct tg_photo *photo,
                                     const struct tg_rendition *r,
                                     struct tg_job_output *output) TG_MUST_USE;

/* What a rendition is behind; NULL: anybody may see it. */
const struct tg_lock *tg_build_lock_of(const struct tg_photo *photo, const struct tg_rendition *r);

/* build_keys.c: once the state is open, gives each lock the content key that it had in the last
 * build, and has the state keep those in use. */
struct tg_err *tg_build_keys(struct tg_builder *b) TG_MUST_USE;

/* build_shard.c: assigns the photos to shares and takes their fingerprint; takes back the note of
 * an earlier run, once it is locked; whether a photo is to be made here; and, in place of pages,
 * the note that all was tried. */
struct tg_err *tg_build_assign(struct tg_builder *b, uint32_t count) TG_MUST_USE;
struct tg_err *tg_build_shard_begin(const struct tg_builder *b) TG_MUST_USE;
bool tg_build_shard_has(const struct tg_builder *b, size_t photo);
struct tg_err *tg_build_shard_end(struct tg_builder *b) TG_MUST_USE;

/* build_merge.c: picks the shards that are those of this site, and takes their options. */
struct tg_err *tg_build_merge_choose(struct tg_builder *b) TG_MUST_USE;

/* Takes over what they know of photos; and then their pictures.  An error, reported in detail
 * before, if pictures are missing that the shards should have. */
struct tg_err *tg_build_merge_photos(struct tg_builder *b) TG_MUST_USE;
struct tg_err *tg_build_merge_pictures(struct tg_builder *b) TG_MUST_USE;

#endif
