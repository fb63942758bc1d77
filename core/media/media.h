/* media.h - video and audio, by ffmpeg: how it is asked for a frame and for a transcode.
 *
 * ffmpeg runs within walls of its own (core/sandbox/walls.h).  Even so it is told what it may open
 * (this one file, no network), what it may take it for (containers, no playlists that name other
 * files), and how large a picture may be. */
#ifndef TG_MEDIA_MEDIA_H
#define TG_MEDIA_MEDIA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/attr.h"

enum { TG_MEDIA_WORDS = 64 /* of a command, the NULL at its end included */ };

/* How a medium is encoded, in ffmpeg's words.  All borrowed; checked by who fills it. */
struct tg_media_spec {
    const char *audio;               /* codec; NULL: none */
    const char *video, *format;      /* codec, container; NULL: audio */
    const char *vbitrate, *abitrate; /* "3900k"; NULL: the codec's own */
    const char *const *other;        /* more words */
    size_t other_len;
    uint32_t width, height; /* of the video that is made, in square pixels; */
    bool fit;               /* at most, since its own size is not known */
    uint64_t at, bytes;     /* it is this part of the file; bytes 0: all of it */
    uint64_t max_pixels;    /* of a picture of the source */
};

/* A command that borrows its words. */
struct tg_media_command {
    const char *argv[TG_MEDIA_WORDS];
    size_t len;
    char *input, *output, *filter, *pixels, *at; /* owned */
};

/* The frame of `source` at `at_ms`, 0 the first, as a PNG, upright and with square pixels, of at
 * most so many; on standard output its samples (core/media/still.h), and what the file tells of
 * itself.  If there is none, the PNG is empty.  False if memory is short. */
bool tg_media_frame(struct tg_media_command *c, const char *source, const char *path,
                    uint64_t max_pixels, uint32_t at_ms) TG_MUST_USE;

/* When a video was taken: "2020-05-17T13:45:00", or "". */
struct tg_media_date {
    char text[20];
    bool local; /* as people there read their clocks, not the container's */
};

/* What a line of that output adds.  The local time, which telephones of Apple write, goes before
 * the container's, which is UTC from cameras that know their zone, and what they show from
 * others. */
void tg_media_take_date(struct tg_media_date *date, const char *line);

/* `source` re-encoded, without its metadata.  False if memory is short or there are too many
 * words. */
bool tg_media_transcode(struct tg_media_command *c, const struct tg_media_spec *spec,
                        const char *source, const char *path) TG_MUST_USE;

void tg_media_release(struct tg_media_command *c);

#endif
