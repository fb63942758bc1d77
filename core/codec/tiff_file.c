/* tiff_file.c - a TIFF as libtiff reads it. */
#include <stdio.h>
#include <string.h>

#include "core/codec/tiff.h"

static tmsize_t read_bytes(thandle_t handle, void *to, tmsize_t n)
{
    struct tg_tiff *t = handle;
    size_t take = n < 0 ? 0 : (size_t)n, have = tg_rawfile_read(&t->file, t->pos, to, take);

    tg_tiff_clip(&t->clip, &t->file, t->pos, to, have);
    if (t->padded)
        memset((uint8_t *)to + have, 0, take - have);
    else
        take = have;
    t->pos += take;
    return (tmsize_t)take;
}

static tmsize_t write_bytes(thandle_t handle, void *from, tmsize_t n)
{
    (void)handle;
    (void)from;
    (void)n;
    return 0;
}

static toff_t seek(thandle_t handle, toff_t offset, int whence)
{
    struct tg_tiff *t = handle;

    if (whence == SEEK_SET)
        t->pos = offset;
    else if (whence == SEEK_CUR)
        t->pos += offset;
    else
        t->pos = t->file.size + offset;
    return t->pos;
}

static int close_nothing(thandle_t handle)
{
    (void)handle;
    return 0;
}

static toff_t file_size(thandle_t handle)
{
    const struct tg_tiff *t = handle;

    return t->file.size;
}

static void TG_PRINTF(2, 0) note(struct tg_tiff *t, const char *format, va_list args)
{
    if (!t->text[0])
        (void)vsnprintf(t->text, sizeof(t->text), format, args);
}

/* What libtiff says of whole files whose writers were old or careless. */
static bool is_no_damage(const char *format)
{
    static const char *const texts[] = {"Deprecated and troublesome old-style JPEG", "Subsampling",
                                        "Old-style LZW codes", "Assuming 8-bit colormap"};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (strncmp(format, texts[i], strlen(texts[i])) == 0)
            return true;
    return false;
}

/* Of the header, most warnings are about tags that nobody knows; but a tag that lies beyond the end
 * of the file is ignored with no more than a warning, even if it is the palette. */
static void TG_PRINTF(2, 0) note_warning(struct tg_tiff *t, const char *format, va_list args)
{
    if (strncmp(format, "IO error", 8) == 0 || (t->reading && !is_no_damage(format)))
        note(t, format, args);
}

#if TIFFLIB_VERSION >= 20221213 /* 4.5.0: handlers of one file */
static int TG_PRINTF(4, 0)
    on_error(TIFF *tiff, void *data, const char *module, const char *format, va_list args)
{
    (void)tiff;
    (void)module;
    note(data, format, args);
    return 1; /* nobody else needs to know */
}

static int TG_PRINTF(4, 0)
    on_warning(TIFF *tiff, void *data, const char *module, const char *format, va_list args)
{
    (void)tiff;
    (void)module;
    note_warning(data, format, args);
    return 1;
}

static TIFF *open_file(struct tg_tiff *t, const char *mode)
{
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    TIFF *tiff;

    if (!options)
        return NULL;
    TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, t);
    TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, t);
    tiff = TIFFClientOpenExt(t->path, mode, t, read_bytes, write_bytes, seek, close_nothing,
                             file_size, NULL, NULL, options);
    TIFFOpenOptionsFree(options);
    return tiff;
}
#else
/* Handlers of the whole process, which is all right as long as nobody else uses libtiff in it. */
static void TG_PRINTF(3, 0)
    on_error(thandle_t handle, const char *module, const char *format, va_list args)
{
    (void)module;
    if (handle)
        note(handle, format, args);
}

static void TG_PRINTF(3, 0)
    on_warning(thandle_t handle, const char *module, const char *format, va_list args)
{
    (void)module;
    if (handle)
        note_warning(handle, format, args);
}

static TIFF *open_file(struct tg_tiff *t, const char *mode)
{
    (void)TIFFSetErrorHandler(NULL);
    (void)TIFFSetWarningHandler(NULL);
    (void)TIFFSetErrorHandlerExt(on_error);
    (void)TIFFSetWarningHandlerExt(on_warning);
    return TIFFClientOpen(t->path, mode, t, read_bytes, write_bytes, seek, close_nothing, file_size,
                          NULL, NULL);
}
#endif

static struct tg_err *refuse(const struct tg_tiff *t, const char *why)
{
    return tg_err_new(TG_E_UNSUPPORTED, t->path, "%s", why);
}

struct tg_err *tg_tiff_open(struct tg_tiff *t, struct tg_source *src)
{
    const struct tg_tiff_choice *c = &t->choice;

    *t = (struct tg_tiff){.path = src->path, .src = src};
    if (!tg_rawfile_init(&t->file, src))
        return refuse(t, "cannot be read from its middle on");
    t->choice = tg_tiff_choose(&t->file);
    if (c->raw)
        return refuse(t, "is a raw photo: develop it to JPEG first, for example with "
                         "darktable-cli");
    t->clip = tg_tiff_find_cut(&t->file, c->picture);
    /* m: no mapping, so that every read is checked against the size of the file; h: no directory */
    t->tiff = open_file(t, c->picture == c->first ? "rm" : "rmh");
    if (!t->tiff || (c->picture != c->first && TIFFSetSubDirectory(t->tiff, c->picture) != 1))
        return tg_tiff_error(t);
    return NULL;
}

void tg_tiff_release(struct tg_tiff *t)
{
    if (t->tiff)
        TIFFClose(t->tiff);
}

bool tg_tiff_enter(struct tg_tiff *t, uint64_t offset)
{
    bool reading = t->reading, good;

    t->reading = false;
    good = TIFFSetSubDirectory(t->tiff, offset) == 1;
    t->reading = reading;
    return good;
}

struct tg_err *tg_tiff_error(const struct tg_tiff *t)
{
    return tg_err_new(TG_E_CORRUPT, t->path, "%s", t->text[0] ? t->text : "is damaged");
}
