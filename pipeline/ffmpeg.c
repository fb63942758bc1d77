/* ffmpeg.c - see media_walls.h. */
#include "pipeline/ffmpeg.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

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

/* Takes the first ffmpeg in PATH that can be confined.  If there are others alone, *why, which is the caller's,
 * tells of the first of them. */
static struct tg_err *find(struct tg_walls **walls, struct tg_err **why)
{
    const char *dir = getenv("PATH");
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

bool cli_media_ffmpeg(void)
{
    struct tg_walls *walls;
    struct tg_err *why = NULL, *err = find(&walls, &why);
    bool found = !err && walls;

    if (why)
        cli_say_err("warning: ", why);
    tg_err_free(err);
    tg_err_free(why);
    tg_walls_free(walls);
    return found;
}

/* ffmpeg's words for what it may not have. */
static void set_hints(struct cli_walls *w)
{
    static const char *const pixels[] = {"exceeds specified max pixel count",
                                         "Rescaled value for width or height is too big"};
    static const char *const memory[] = {"Cannot allocate memory", "Failed to allocate",
                                         "malloc of size",         "failed to map segment",
                                         "Resource temporarily",   "bad_alloc"};
    size_t n = 0;

    (void)snprintf(w->pixels, sizeof(w->pixels),
                   "its picture has more than %llu pixels, the limit: see --max-pixels",
                   (unsigned long long)w->max_pixels);
    (void)snprintf(w->memory, sizeof(w->memory),
                   "takes more than %llu MiB of memory, the limit: see --memory",
                   (unsigned long long)w->max_memory >> 20);
    for (size_t i = 0; i < sizeof(pixels) / sizeof(pixels[0]); i++)
        w->hints[n++] = (struct tg_tool_hint){pixels[i], w->pixels};
    for (size_t i = 0; i < sizeof(memory) / sizeof(memory[0]); i++)
        w->hints[n++] = (struct tg_tool_hint){memory[i], w->memory};
    w->hints[n] = (struct tg_tool_hint){NULL, NULL};
}

struct tg_err *cli_walls_init(struct cli_walls *w, const struct cli_options *o)
{
    unsigned jobs = o->jobs ? o->jobs : 1;
    uint64_t fit = o->memory / enough;
    struct tg_err *why, *err;

    *w = (struct cli_walls){.max_pixels = o->max_pixels, .slots = jobs, .max_memory = most};
    if (o->memory) {
        w->slots = fit >= jobs ? jobs : fit ? (unsigned)fit : 1;
        w->max_memory = o->memory / w->slots;
    }
    set_hints(w);
    err = find(&w->walls, &why);
    tg_err_free(why);
    return err;
}

void cli_walls_note(void)
{
    for (int layer = 0; layer < TG_LAYERS; layer++)
        if (tg_walls_missing((enum tg_layer)layer))
            fprintf(stderr, "tirage: note: ffmpeg is confined without %s: %s\n",
                    tg_layer_name((enum tg_layer)layer), tg_walls_missing((enum tg_layer)layer));
}

void cli_walls_release(struct cli_walls *w)
{
    tg_walls_free(w->walls);
    w->walls = NULL;
}

struct tg_room cli_walls_room(const struct cli_walls *w, const char *reads, const char *writes,
                              bool frame, uint64_t bytes)
{
    uint64_t cpu_s = frame ? FRAME_CPU_S : WHOLE_CPU_S + bytes / CPU_BYTES;

    return (struct tg_room){.reads = reads,
                            .writes = writes,
                            .max_memory = w->max_memory,
                            .max_file = frame ? file_room / GROWTH + w->max_pixels * PIXEL_BYTES
                                              : file_room + bytes * GROWTH,
                            .max_cpu_s = cpu_s < UINT32_MAX ? (uint32_t)cpu_s : UINT32_MAX};
}
