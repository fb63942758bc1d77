/* records.h - what a state says of one photo and of one output. */
#ifndef TG_STATE_RECORDS_H
#define TG_STATE_RECORDS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "core/base/hash.h"
#include "core/base/metadata.h"

/* A file as the file system describes it; equal while nobody touches it. */
struct tg_stamp {
    uint64_t size, inode;
    int64_t mtime_ns, ctime_ns;
};

/* A time since 1970; the first or the last that there is for one before 1677 or after 2262. */
int64_t tg_time_ns(int64_t s, int64_t ns);

struct tg_stamp tg_stamp_of(const struct stat *st);
bool tg_stamp_equal(const struct tg_stamp *a, const struct tg_stamp *b);
/* Whether a file with the stamp `copy` can be a copy of one with the stamp `of`: size and time are
 * the same, but for the parts of a second, which archives may not keep. */
bool tg_stamp_is_copy(const struct tg_stamp *copy, const struct tg_stamp *of);

struct tg_source_state {
    struct tg_stamp stamp, sidecar; /* the latter all zero: there was none */
    int64_t seen_ns;                /* when the content was read, by the clock of the file system */
    struct tg_hash hash;
    struct { /* what the header said, as in struct tg_info */
        uint32_t format, width, height, orientation;
        uint64_t samples;
        bool multiscan;
        uint32_t gain_map;
        char date[20];
    } info;
    bool motion_known; /* false: of a version that did not look for all that this one does */
    unsigned asks;     /* bits of enum tg_metadata_ask: what was looked for; what was not is not in
                        * `metadata` */
    /* From tg_state_get_source() the caller's, to tg_state_put_source() borrowed. */
    struct tg_metadata metadata;
};

enum { TG_STATE_KEY = 32 }; /* bytes of a content key */

struct tg_output_state {
    struct tg_stamp stamp;
    struct tg_hash plan; /* what it was made from and how; all zero: a page or an asset */
    uint32_t index;      /* its position among the outputs of its plan */
    struct tg_hash hash; /* of its bytes */
    uint64_t content;    /* bytes that are sealed in it; 0: it is as it is */
    struct tg_placeholder placeholder; /* of the photo that it was made from */
    bool damaged; /* which could be read only in part; kept where the placeholder is known */
};

#endif
