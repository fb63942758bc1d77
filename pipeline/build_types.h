/* build_types.h - what a build is asked for, and what came of it. */
#ifndef TG_PIPELINE_BUILD_TYPES_H
#define TG_PIPELINE_BUILD_TYPES_H

#include "gallery/model/hdr_rule.h"
#include "gallery/model/override.h"
#include "gallery/model/raw_rule.h"
#include "pipeline/engine.h"

enum tg_build_mode {
    TG_BUILD_WRITE,
    TG_BUILD_LIST,  /* write nothing: TG_EVENT_PLANNED for each file but pages that would be made */
    TG_BUILD_CHECK, /* write nothing: only whether photos and settings are good */
};

/* All strings and arrays are borrowed. */
struct tg_build_options {
    const char *src, *out; /* src NULL: a merge, of photos that are where the shards had them */
    const char *state;  /* where the state is to be; NULL: as settings of SRC say, or the default */
    const char *locale; /* for dates, "fr_FR.UTF-8"; NULL: English */
    const char *programs; /* folders where ffmpeg may be, with colons between them; NULL: none */
    enum tg_build_mode mode;
    const char **include, **exclude; /* as in struct tg_scan_rules */
    size_t include_len, exclude_len;
    bool follow_links;
    enum tg_raw_rule raw;
    struct tg_override override;
    enum tg_hdr_rule hdr;       /* overrides what settings say; with spec.keep */
    bool force;                 /* take OUT although it holds files of others */
    bool verify;                /* trust no stamp */
    bool new_keys;              /* of protected pages and pictures, from their passwords */
    bool originals;             /* a full-size copy of each photo too */
    bool skip_avif;             /* leave AVIF files that are missing for another time */
    struct tg_output_spec spec; /* of every output, unless settings say more */
    bool subsampling_given;     /* spec.subsampling counts for récitale projects too */
    struct {
        uint32_t index, count; /* 1..count; count 0: the whole site */
    } shard;
    struct tg_engine_options engine;
};

struct tg_build_result {
    enum tg_run_end
        end;        /* with TG_RUN_STRICT and _STOPPED no page was written, unless `complete` */
    bool complete;  /* a site is there, perhaps without all its AVIF files */
    size_t sources; /* pictures that were looked at: photos, and first frames of videos */
    size_t photos, videos, audio, media;            /* media: videos and audio */
    size_t shown_photos, shown_videos, shown_audio; /* without those that failed */
    size_t failed, damaged; /* photos and media; damaged: shown as far as they could be read */
    size_t failed_folders;  /* and links that lead out of SRC */
    size_t left_out;        /* files of SRC that are not shown, each told by TG_EVENT_LEFT_OUT */
    size_t unread;          /* of them, photos in formats of cameras of which nothing is shown */
    size_t fresh;           /* photos whose pictures were there */
    size_t done;            /* sources whose pictures are there now, all or not */
    size_t to_make;         /* with TG_BUILD_LIST: files that would be made */
    size_t planned;         /* pictures of good photos */
    size_t avif_photos;     /* of which AVIF files are wanted */
    size_t avif_left;       /* those of them of which they are missing in the end */
    size_t outputs;         /* pictures and media that were made */
    size_t made_media;      /* the media among them */
    size_t planned_archives, archives, failed_archives; /* ZIP files: to be there, made, not made */
    uint64_t stale;                                     /* files that gc would remove */
    uint32_t joined;                                    /* shards of a merge */
    uint64_t shard_photos, tree_photos;                 /* of a shard: its share, and of how many */
};

#endif
