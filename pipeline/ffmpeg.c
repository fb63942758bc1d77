/* ffmpeg.c - see ffmpeg.h. */
#include "pipeline/ffmpeg.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    PIXEL_BYTES = 8,   /* of a PNG */
    FRAME_CPU_S = 600, /* for one frame */
    WHOLE_CPU_S =
        4 * 3600,      /* for a short video, and a second more for each so many bytes, which are */
    CPU_BYTES = 10000, /* far less than such a second of video has */
    GROWTH = 16,       /* how much larger a video may become */
};

/* What videos of telephones need, twice over; with less, and without a number, it is tried. */
static const uint64_t enough = UINT64_C(1) << 30, most = UINT64_C(4) << 30,
                      file_room = UINT64_C(1) << 30;

/* Takes the first ffmpeg of these folders that can be confined.  If there are others alone, *why,
 * which is the caller's, is about the first of them. */
static struct tg_err *find(const char *programs, struct tg_walls **walls, struct tg_err **why)
{
    const char *dir = programs;
    struct tg_err *err = NULL;

    *walls = NULL;
    *why = NULL;
    while (dir && *dir && !*walls) {
        int len = (int)strcspn(dir, ":");
        char path[PATH_MAX];

        if (snprintf(path, sizeof(path), "%.*s/ffmpeg", len, dir) < (int)sizeof(path) &&
            access(path, X_OK) == 0)
            err = tg_walls_new(path, walls);
        if (err && tg_err_code(err) == TG_E_NOMEM)
            return err;
        if (!*why)
            *why = err;
        else
            tg_err_free(err);
        err = NULL;
        dir += len + (dir[len] == ':');
    }
    if (*walls) {
        tg_err_free(*why);
        *why = NULL;
    }
    return NULL;
}

bool tg_ffmpeg_exists(const char *programs, const struct tg_events *events)
{
    struct tg_walls *walls;
    struct tg_err *why = NULL, *err = find(programs, &walls, &why);
    bool found = !err && walls;

    if (why)
        tg_events_err(events, TG_EVENT_WARNING, why);
    tg_err_free(err);
    tg_err_free(why);
    tg_walls_free(walls);
    return found;
}

/* How ffmpeg reports what it may not have. */
static void set_hints(struct tg_ffmpeg *f)
{
    static const char *const pixels[] = {"exceeds specified max pixel count",
                                         "Rescaled value for width or height is too big"};
    static const char *const memory[] = {"Cannot allocate memory", "Failed to allocate",
                                         "malloc of size",         "failed to map segment",
                                         "Resource temporarily",   "bad_alloc"};
    size_t n = 0;

    (void)snprintf(f->pixels, sizeof(f->pixels),
                   "its picture has more than %llu pixels, the limit: see --max-pixels",
                   (unsigned long long)f->max_pixels);
    (void)snprintf(f->memory, sizeof(f->memory),
                   "takes more than %llu MiB of memory, the limit: see --memory",
                   (unsigned long long)f->max_memory >> 20);
    for (size_t i = 0; i < sizeof(pixels) / sizeof(pixels[0]); i++)
        f->hints[n++] = (struct tg_tool_hint){pixels[i], f->pixels};
    for (size_t i = 0; i < sizeof(memory) / sizeof(memory[0]); i++)
        f->hints[n++] = (struct tg_tool_hint){memory[i], f->memory};
    f->hints[n] = (struct tg_tool_hint){NULL, NULL};
}

struct tg_err *tg_ffmpeg_init(struct tg_ffmpeg *f, const char *programs,
                              const struct tg_engine_options *o)
{
    unsigned jobs = o->workers ? o->workers : 1;
    uint64_t fit = o->memory / enough;
    struct tg_err *why, *err;

    *f = (struct tg_ffmpeg){.max_pixels = o->max_pixels, .slots = jobs, .max_memory = most};
    if (o->memory) {
        f->slots = fit >= jobs ? jobs : fit ? (unsigned)fit : 1;
        f->max_memory = o->memory / f->slots;
    }
    set_hints(f);
    err = find(programs, &f->walls, &why);
    tg_err_free(why);
    return err;
}

void tg_ffmpeg_note(const struct tg_events *events)
{
    for (int layer = 0; layer < TG_LAYERS; layer++)
        if (tg_walls_missing((enum tg_layer)layer))
            tg_events_message(events, TG_EVENT_NOTE, "ffmpeg is confined without %s: %s",
                              tg_layer_name((enum tg_layer)layer),
                              tg_walls_missing((enum tg_layer)layer));
}

void tg_ffmpeg_release(struct tg_ffmpeg *f)
{
    tg_walls_free(f->walls);
    f->walls = NULL;
}

struct tg_room tg_ffmpeg_room(const struct tg_ffmpeg *f, const char *reads, const char *writes,
                              bool frame, uint64_t bytes)
{
    uint64_t cpu_s = frame ? FRAME_CPU_S : WHOLE_CPU_S + bytes / CPU_BYTES;

    return (struct tg_room){.reads = reads,
                            .writes = writes,
                            .max_memory = f->max_memory,
                            .max_file = frame ? file_room / GROWTH + f->max_pixels * PIXEL_BYTES
                                              : file_room + bytes * GROWTH,
                            .max_cpu_s = cpu_s < UINT32_MAX ? (uint32_t)cpu_s : UINT32_MAX};
}
