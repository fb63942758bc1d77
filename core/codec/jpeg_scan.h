/* jpeg_scan.h (private) - entropy-coded data in pieces, without stuffed zeros. */
#ifndef TG_CODEC_JPEG_SCAN_H
#define TG_CODEC_JPEG_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "kernels/kernels.h"

enum {
    TG_SCAN_NEED = 1 << 15, /* bytes that a run of blocks takes at most */
    TG_SCAN_CHUNK = 1 << 15,
    TG_SCAN_WINDOW = 2 * TG_SCAN_NEED + TG_SCAN_CHUNK + 64,
};

/* What is read, and where it ends; 0: where the file does. */
struct tg_scan_file {
    int fd;
    off_t end;
};

struct tg_scan {
    struct tg_scan_file file;
    off_t at; /* of the file, behind the chunk */
    tg_unstuff_fn *unstuff;
    const uint8_t *end; /* behind what the window holds */
    unsigned marker;    /* what comes there, 0xd0 and so on; 0: more data */
    size_t pos, len;    /* of the chunk */
    uint8_t chunk[TG_SCAN_CHUNK];
    uint8_t window[TG_SCAN_WINDOW];
};

/* The scan that begins at byte `at` of `file`. */
void tg_scan_init(struct tg_scan *s, tg_unstuff_fn *unstuff, struct tg_scan_file file, off_t at);

/* The byte of the file that comes behind s->marker, if that is set. */
off_t tg_scan_at(const struct tg_scan *s);

/* A place behind a restart marker. */
struct tg_scan_place {
    off_t at;
    size_t restarts; /* markers up to there */
};

/* The first restart marker behind half of the bytes of the scan that begins at byte `at` of `file`;
 * `s` is used for that alone.  False if there is none, or the scan is too short to be worth
 * it. */
bool tg_scan_halve(struct tg_scan *s, struct tg_scan_file file, off_t at,
                   struct tg_scan_place *half);

/* Makes at least TG_SCAN_NEED bytes visible from u->next on, or all up to a marker; u->next moves
 * with them.  That many and 16 more may be read in any case.  False if more was decoded than there
 * was, the file ends, or fill bytes come before a marker. */
bool tg_scan_fill(struct tg_scan *s, struct tg_unhuff *u);

/* Whether all bits before a marker are used, but for fewer than eight. */
bool tg_scan_is_used_up(const struct tg_scan *s, const struct tg_unhuff *u);

/* Goes on behind a restart marker. */
void tg_scan_restart(struct tg_scan *s, struct tg_unhuff *u);

#endif
