/* photo.h - photos, videos and audio of a site, and what is to be made of them. */
#ifndef TG_GALLERY_PHOTO_H
#define TG_GALLERY_PHOTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/hash.h"
#include "core/base/metadata.h"
#include "gallery/model/text.h"

struct tg_lock;

/* How the pictures of one use are made: récitale's built-in options, then `settings.gm`, then the
 * picture's own mapping. */
struct tg_picture_options {
    const char *json; /* canonical; its checksum is in the names of outputs */
    uint8_t quality;
    bool auto_orient, strip, progressive;
    uint16_t resize; /* per cent, of the full-size copy; not in `json` */
};

/* How a video or audio is made, in ffmpeg's words: récitale's built-in ones, then `settings.ffmpeg`
 * or `settings.ffmpeg_audio`, then the video's own mapping. */
struct tg_media_options {
    const char *json; /* canonical; its checksum is in the name of the output */
    const char *audio, *extension, *binary;
    const char *video, *format, *vbitrate, *abitrate; /* NULL: audio */
    const char *resolution;                           /* a box, "1280x720" */
    uint32_t box_w, box_h;                            /* the same */
    const char *other;                                /* more arguments, in one */
    struct tg_texts arguments;                        /* the same, apart */
    bool controls;                                    /* false: it plays in a loop, without audio */
};

/* How videos of plain trees are made: what every browser plays, no larger than 1280 pixels. */
extern const struct tg_media_options tg_plain_video;

/* And those of motion photos: without audio. */
extern const struct tg_media_options tg_motion_video;

/* One picture file to be made from a photo.  Exactly what the engine needs and what a page
 * needs. */
struct tg_rendition {
    char *name;             /* file name, in the output folder of the photo's album; owned */
    uint32_t req_w, req_h;  /* requested box, 0 = free: 480x is {480, 0} */
    uint32_t width, height; /* what it will be: never larger than the photo */
    bool original;          /* the photo's own data, if browsers can show it */
    uint32_t percent; /* of the photo's size; 0: req_w and req_h decide, else they only name it */
    const struct tg_picture_options *options; /* borrowed; NULL: those of plain albums */
    const struct tg_lock *lock;               /* borrowed; NULL: anybody may see it */
    char *webp;     /* name of the same as WebP, alongside it; NULL: none is wanted; owned */
    char *avif;     /* the same as AVIF */
    uint64_t bytes; /* of the file, and their hash: filled by the caller once it is made */
    struct tg_hash hash;
};

struct tg_photo {
    char *path;      /* relative to SRC, as the file system spells it; owned */
    char *dir;       /* output folder relative to OUT, "" for the root; owned */
    uint64_t bytes;  /* file size */
    char *caption;   /* of captions.txt, goes before the title of `metadata`; owned; may be NULL */
    size_t position; /* in an album's own order, from 1; 0: behind those that have one */
    bool in_section; /* of its album, and not in its rows */
    /* The file that says more of it, relative to SRC, in the site's arena; "" if there is none,
     * NULL where nobody has listed its folder. */
    const char *sidecar;
    bool is_frame;           /* `path` is a video, and this its first frame; outputs are JPEG */
    struct tg_medium *video; /* the same in a plain tree; NULL: a picture; borrowed */
    /* Of motion photos in plain trees, filled by the caller once photos are probed. */
    bool is_named;              /* a cover, or shown by a section: an item in any case */
    struct tg_medium *motion;   /* the still's video; NULL: none; borrowed */
    bool is_motion;             /* a video of which this holds: no album shows it by itself */
    const struct tg_lock *lock; /* of a plain tree's album; NULL: none; borrowed */
    /* Of a project with prosopopée's addresses: the options whose renditions have names without a
     * checksum, and of which copy; NULL: none; borrowed. */
    const char *unmarked;
    uint16_t unmarked_resize;
    const struct tg_lock *shown_behind; /* of a project: the lock of what shows it; borrowed */
    bool shown_behind_others;           /* of a project: and it is shown behind another, or none */

    /* Filled by the caller from the probe. */
    uint32_t width, height; /* upright; 0 when not probed */
    char date[20];          /* "2020-05-17T13:45:00", "2020-05-17" or "" */
    char own_date[20];      /* the same of its owner, goes before; "" if there is none */
    bool failed;            /* a placeholder takes its place on the pages */
    bool turned;            /* the file's own width is the upright height */
    bool hdr;               /* JPEG files of it have a gain map */
    const char *left_out;   /* why nothing shows it, by tg_filter_photos(); NULL: something may */
    bool mapped;            /* a map may show where it was taken; by tg_node_mark_mapped() */
    bool avif;              /* the AVIF files that are wanted are there, and pages offer them */
    const char *new_ext;    /* ".png": renditions get another format; NULL: the photo's; borrowed */
    struct tg_metadata metadata; /* owned */
    struct tg_metadata own;      /* what else is known of it joins that (photo_own.h); owned */
    struct tg_placeholder placeholder;

    /* Filled by tg_site_plan(), ascending by width; owned. */
    struct tg_rendition *renditions;
    size_t renditions_len;
    const char *download_name; /* of the arena; NULL: it is not for downloads */
};

/* A video or audio that pages show, in one way of encoding. */
struct tg_medium {
    char *path, *dir; /* as in struct tg_photo; owned */
    char *name;       /* of the output, in `dir`; filled by tg_site_plan(); owned */
    const struct tg_media_options *options; /* borrowed */
    const struct tg_lock *lock;             /* borrowed; NULL: anybody may see it */
    const char *sidecar;                    /* as of its photo */
    struct tg_photo *frame; /* the video's first; borrowed; NULL: audio, or motion in a still */
    bool is_motion;         /* of a motion photo; its size is not known, but for a limit */
    uint64_t at, bytes;     /* it is this part of `path`; bytes 0: all of it */
    uint32_t width, height; /* of the video as it is made; filled by tg_site_plan() */
    bool failed;            /* filled by the caller */
    bool left_out;          /* it goes with its photo: of tg_filter_photos() alone */
};

/* The suffix of the rendition as it would be named without a lock: of its format, or of the photo
 * itself.  Borrowed. */
const char *tg_rendition_suffix(const struct tg_photo *photo, const struct tg_rendition *r);

/* Whether there is anything to show of the photo. */
bool tg_photo_good(const struct tg_photo *photo);

/* Whether its page can play a video of its own. */
bool tg_photo_moves(const struct tg_photo *photo);

/* Their order by date: undated ones last, those and ties by tg_picture_name_cmp(). */
int tg_photo_date_cmp(const struct tg_photo *a, const struct tg_photo *b);

void tg_photo_free(struct tg_photo *photo);
void tg_medium_free(struct tg_medium *medium);

#endif
