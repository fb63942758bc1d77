/* media.c - see media.h. */
#include "core/media/media.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/media/still.h"

enum { WORD_MAX = 16 << 10 };

/* What ffmpeg may take a file for: nothing that names other files. */
static const char containers[] =
    "mov,matroska,avi,mpegts,mpeg,mpegvideo,ogg,wav,mp3,flac,aac,asf,flv,m4v,gif,aiff,"
    "caf,amr,dv,h264,hevc,w64,apng";

static void add(struct tg_media_command *c, const char *word)
{
    if (c->len < TG_MEDIA_WORDS)
        c->argv[c->len++] = word;
}

static void add_pair(struct tg_media_command *c, const char *name, const char *value)
{
    if (value && *value) {
        add(c, name);
        add(c, value);
    }
}

/* "file:" keeps ffmpeg from reading a name as an option or a protocol. */
static char *file_word(const char *path)
{
    struct tg_buf b;

    tg_buf_init(&b, WORD_MAX);
    tg_buf_puts(&b, "file:");
    tg_buf_puts(&b, path);
    return tg_buf_steal(&b);
}

/* The same of a part of it. */
static char *part_word(const char *path, uint64_t at, uint64_t bytes)
{
    struct tg_buf b;

    tg_buf_init(&b, WORD_MAX);
    tg_buf_printf(&b, "subfile,,start,%" PRIu64 ",end,%" PRIu64 ",,:file:%s", at, at + bytes, path);
    return tg_buf_steal(&b);
}

/* A word of one number. */
static char *number_word(uint64_t n)
{
    struct tg_buf b;

    tg_buf_init(&b, WORD_MAX);
    tg_buf_printf(&b, "%" PRIu64, n);
    return tg_buf_steal(&b);
}

/* A time as ffmpeg reads it. */
static char *time_word(uint32_t ms)
{
    struct tg_buf b;

    tg_buf_init(&b, WORD_MAX);
    tg_buf_printf(&b, "%" PRIu32 ".%03u", ms / 1000, (unsigned)(ms % 1000));
    return tg_buf_steal(&b);
}

/* Of what ffmpeg opens; parts of files are a protocol of their own. */
static const char file_protocols[] = "file,pipe", part_protocols[] = "file,pipe,subfile";

/* Takes `input`. */
static bool begin(struct tg_media_command *c, char *input, const char *protocols, const char *path,
                  uint64_t max_pixels, uint32_t at_ms)
{
    *c = (struct tg_media_command){.input = input,
                                   .output = file_word(path),
                                   .pixels = number_word(max_pixels),
                                   .at = at_ms ? time_word(at_ms) : NULL};
    if (!c->input || !c->output || !c->pixels || (at_ms && !c->at))
        return false;
    add(c, "ffmpeg");
    add(c, "-nostdin");
    add(c, "-hide_banner");
    add_pair(c, "-loglevel", "error");
    add(c, "-nostats");
    add_pair(c, "-progress", "pipe:1");
    add_pair(c, "-protocol_whitelist", protocols);
    add_pair(c, "-format_whitelist", containers);
    add_pair(c, "-max_pixels", c->pixels);
    add_pair(c, "-ss", c->at);
    add_pair(c, "-i", c->input);
    add_pair(c, "-map_metadata", "-1");
    add_pair(c, "-map_chapters", "-1");
    return true;
}

static bool end(struct tg_media_command *c, const char *path)
{
    add(c, "-y");
    add(c, path);
    if (c->len == TG_MEDIA_WORDS)
        return false;
    c->argv[c->len] = NULL;
    return true;
}

/* To square pixels.  A picture that would be larger than allowed by them gets a width that none can
 * have, before there is memory for it. */
static char *square_filter(uint64_t max_pixels)
{
    struct tg_buf b;

    tg_buf_init(&b, WORD_MAX);
    tg_buf_printf(&b,
                  "scale=if(gt(iw*sar*ih\\,%" PRIu64
                  ")\\,2147483647\\,trunc(iw*sar/2+0.5)*2):ih,setsar=1",
                  max_pixels);
    return tg_buf_steal(&b);
}

/* To samples as core/media/still.h has them; the second format is for what `lut` would choose. */
static const char samples_filter[] =
    "scale=16:16:flags=area+accurate_rnd+bitexact,format=gray,lut=c0=192+val/4,format=gray";
static_assert(TG_STILL_SIDE == 16 && TG_STILL_ZERO == 192, "the filter says so");

bool tg_media_frame(struct tg_media_command *c, const char *source, const char *path,
                    uint64_t max_pixels, uint32_t at_ms)
{
    if (!begin(c, file_word(source), file_protocols, path, max_pixels, at_ms))
        return false;
    c->filter = square_filter(max_pixels);
    if (!c->filter)
        return false;
    add_pair(c, "-frames:v", "1");
    add_pair(c, "-vf", c->filter);
    add_pair(c, "-c:v", "png");
    add(c, "-an");
    add_pair(c, "-f", "image2pipe");
    add(c, "-y");
    add(c, c->output);
    add_pair(c, "-map_metadata", "0");
    add_pair(c, "-map_chapters", "-1");
    add_pair(c, "-f", "ffmetadata");
    add(c, "-y");
    add(c, "pipe:1");
    add_pair(c, "-frames:v", "1");
    add_pair(c, "-vf", samples_filter);
    add_pair(c, "-c:v", "rawvideo");
    add(c, "-an");
    add_pair(c, "-f", "rawvideo");
    return end(c, "pipe:1");
}

/* "2020-05-17T13:45:00", of a clock that was set: others begin in 1904 or 1970. */
static bool is_date(const char *text)
{
    static const char shape[] = "dddd-dd-ddTdd:dd:dd";

    for (size_t i = 0; i < sizeof(shape) - 1; i++)
        if (shape[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i])
            return false;
    return memcmp(text, "1971", 4) >= 0;
}

void tg_media_take_date(struct tg_media_date *date, const char *line)
{
    static const char local[] = "com.apple.quicktime.creationdate=", any[] = "creation_time=";
    bool is_local = strncmp(line, local, sizeof(local) - 1) == 0;

    if (date->local || (!is_local && (*date->text || strncmp(line, any, sizeof(any) - 1) != 0)))
        return;
    line += is_local ? sizeof(local) - 1 : sizeof(any) - 1;
    if (!is_date(line))
        return;
    memcpy(date->text, line, sizeof(date->text) - 1);
    date->text[sizeof(date->text) - 1] = '\0';
    date->local = is_local;
}

/* What no larger box holds, in even numbers, as codecs want them. */
static char *fit_filter(const struct tg_media_spec *spec)
{
    char *square = square_filter(spec->max_pixels);
    struct tg_buf b;

    tg_buf_init(&b, WORD_MAX);
    tg_buf_printf(&b,
                  "%s,scale=w=min(iw\\,%" PRIu32 "):h=min(ih\\,%" PRIu32
                  "):force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1",
                  square ? square : "", spec->width, spec->height);
    b.failed |= !square;
    free(square);
    return tg_buf_steal(&b);
}

static char *size_filter(const struct tg_media_spec *spec)
{
    struct tg_buf b;

    if (spec->fit)
        return fit_filter(spec);
    tg_buf_init(&b, WORD_MAX);
    tg_buf_printf(&b, "scale=%" PRIu32 ":%" PRIu32 ",setsar=1", spec->width, spec->height);
    return tg_buf_steal(&b);
}

static void add_audio(struct tg_media_command *c, const struct tg_media_spec *spec)
{
    if (!spec->audio) {
        add(c, "-an");
        return;
    }
    add_pair(c, "-c:a", spec->audio);
    add_pair(c, "-flags:a", "+bitexact");
    add_pair(c, "-b:a", spec->abitrate);
}

bool tg_media_transcode(struct tg_media_command *c, const struct tg_media_spec *spec,
                        const char *source, const char *path)
{
    char *input = spec->bytes ? part_word(source, spec->at, spec->bytes) : file_word(source);

    if (!begin(c, input, spec->bytes ? part_protocols : file_protocols, path, spec->max_pixels, 0))
        return false;
    add_pair(c, "-fflags", "+bitexact");
    /* Encoders write other bytes with other numbers of threads, and take more time in all. */
    add_pair(c, "-threads", "1");
    if (spec->video) {
        c->filter = size_filter(spec);
        if (!c->filter)
            return false;
        add_pair(c, "-c:v", spec->video);
        add_pair(c, "-flags:v", "+bitexact");
        add_pair(c, "-b:v", spec->vbitrate);
        add_pair(c, "-vf", c->filter);
        add_pair(c, "-pix_fmt", "yuv420p"); /* the one that every browser shows */
    } else {
        add(c, "-vn");
    }
    add_audio(c, spec);
    add(c, "-sn");
    add(c, "-dn");
    for (size_t i = 0; i < spec->other_len; i++)
        add(c, spec->other[i]);
    add_pair(c, "-f", spec->format);
    return end(c, c->output);
}

void tg_media_release(struct tg_media_command *c)
{
    free(c->input);
    free(c->output);
    free(c->filter);
    free(c->pixels);
    free(c->at);
}
