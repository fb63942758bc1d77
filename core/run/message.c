/* message.c - see message.h. */
#include "core/run/message.h"

#include <stdio.h>
#include <string.h>

#include "core/base/utf8.h"

/* Plans are made of specs (core/incremental): what is newer than other fields, and not said, adds
 * nothing to them. */
enum { LIBJPEG = 1, LOSSLESS = 2, EFFORT = 4, MORE = 64 };

/* The flag of fields that follow the others, 0 if none of them says anything. */
static uint32_t more_of(const struct tg_output_spec *s)
{
    bool more = s->geometry.gravity || s->geometry.pad || s->rotate || s->sharpen || s->max_bytes;

    for (int i = 0; i < TG_QUALITIES; i++)
        more |= s->quality_of[i] > 0;
    return more ? MORE : 0;
}

static void put_more(struct tg_buf *b, const struct tg_output_spec *s)
{
    tg_frame_u32(b, s->geometry.gravity);
    tg_frame_u32(b, s->rotate);
    tg_frame_u32(b, s->sharpen);
    for (int i = 0; i < TG_QUALITIES; i++)
        tg_frame_u32(b, s->quality_of[i]);
    tg_frame_u64(b, s->max_bytes);
    tg_frame_u32(b, s->geometry.pad);
    for (int c = 0; s->geometry.pad && c < 3; c++)
        tg_frame_u32(b, s->padding[c]);
}

static void get_more(struct tg_frame *f, struct tg_output_spec *s)
{
    s->geometry.gravity = (enum tg_gravity)tg_frame_get_max(f, TG_GRAVITY_ATTENTION);
    s->rotate = tg_frame_get_max(f, 3);
    s->sharpen = tg_frame_get_max(f, TG_SHARPEN_MOST);
    for (int i = 0; i < TG_QUALITIES; i++)
        s->quality_of[i] = (uint8_t)tg_frame_get_max(f, 100);
    s->max_bytes = tg_frame_get_u64(f);
    s->geometry.pad = tg_frame_get_max(f, 1);
    for (int c = 0; s->geometry.pad && c < 3; c++)
        s->padding[c] = (uint8_t)tg_frame_get_max(f, 255);
}

void tg_message_put_spec(struct tg_buf *b, const struct tg_output_spec *s)
{
    tg_frame_u32(b, s->geometry.kind);
    tg_frame_u32(b, s->geometry.fit);
    tg_frame_u32(b, s->geometry.w);
    tg_frame_u32(b, s->geometry.h);
    tg_frame_u32(b, s->geometry.percent);
    tg_frame_u32(b, s->target);
    tg_frame_u32(b, s->subsampling);
    tg_frame_u32(b, s->jpeg_mode);
    tg_frame_u32(b, (s->libjpeg ? LIBJPEG : 0U) + (s->lossless ? LOSSLESS : 0U) +
                        s->effort * EFFORT + more_of(s));
    tg_frame_u32(b, s->turn);
    tg_frame_u32(b, s->colour);
    tg_frame_u32(b, (uint32_t)s->quality);
    tg_frame_u32(b, s->keep);
    for (int c = 0; c < 3; c++)
        tg_frame_u32(b, s->background[c]);
    if (more_of(s))
        put_more(b, s);
}

void tg_message_get_spec(struct tg_frame *f, struct tg_output_spec *s)
{
    uint32_t flags;
    bool more;

    *s = (struct tg_output_spec){0};
    s->geometry.kind = (enum tg_geometry_kind)tg_frame_get_max(f, TG_GEO_ORIGINAL);
    s->geometry.fit = (enum tg_fit)tg_frame_get_max(f, TG_FIT_EXACT);
    s->geometry.w = tg_frame_get_max(f, TG_MAX_SIDE);
    s->geometry.h = tg_frame_get_max(f, TG_MAX_SIDE);
    s->geometry.percent = tg_frame_get_max(f, 100);
    s->target = (enum tg_target)tg_frame_get_max(f, TG_TARGET_PLAIN_PNG);
    s->subsampling = (enum tg_subsampling)tg_frame_get_max(f, TG_SUB_444);
    s->jpeg_mode = (enum tg_jpeg_mode)tg_frame_get_max(f, TG_JPEG_FAST);
    flags = tg_frame_get_max(f, MORE + TG_EFFORT_MAX * EFFORT + LOSSLESS + LIBJPEG);
    more = flags & MORE;
    flags -= more ? MORE : 0;
    if (flags > TG_EFFORT_MAX * EFFORT + LOSSLESS + LIBJPEG) {
        f->bad = true;
        flags = 0;
    }
    s->libjpeg = flags & LIBJPEG;
    s->lossless = flags & LOSSLESS;
    s->effort = flags / EFFORT;
    s->turn = (enum tg_turn)tg_frame_get_max(f, TG_TURN_LEAVE);
    s->colour = (enum tg_colour_space)tg_frame_get_max(f, TG_COLOUR_SRGB);
    s->quality = (int)tg_frame_get_max(f, 100);
    s->keep = tg_frame_get_max(f, TG_KEEP_ALL);
    for (int c = 0; c < 3; c++)
        s->background[c] = (uint8_t)tg_frame_get_max(f, 255);
    if (more)
        get_more(f, s);
}

void tg_message_put_info(struct tg_buf *b, const struct tg_info *info)
{
    tg_frame_u32(b, info->format);
    tg_frame_u32(b, info->width);
    tg_frame_u32(b, info->height);
    tg_frame_u32(b, info->orientation);
    tg_frame_str(b, info->date);
    tg_frame_u64(b, info->samples);
    tg_frame_u32(b, info->multiscan);
    tg_frame_u32(b, info->gain_map);
}

bool tg_message_is_date(const char *s)
{
    static const char shape[] = "dddd-dd-ddTdd:dd:dd";

    if (*s == '\0')
        return true;
    if (strlen(s) != sizeof(shape) - 1)
        return false;
    for (size_t i = 0; i < sizeof(shape) - 1; i++)
        if (shape[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != shape[i])
            return false;
    return true;
}

void tg_message_get_info(struct tg_frame *f, struct tg_info *info)
{
    const char *date;

    info->format = (enum tg_format)tg_frame_get_max(f, TG_FORMATS - 1);
    info->width = tg_frame_get_max(f, TG_MAX_SIDE);
    info->height = tg_frame_get_max(f, TG_MAX_SIDE);
    info->orientation = tg_frame_get_max(f, 8);
    date = tg_frame_get_str(f);
    info->samples = tg_frame_get_u64(f);
    info->multiscan = tg_frame_get_max(f, 1);
    info->gain_map = (enum tg_info_map)tg_frame_get_max(f, TG_INFO_MULTISCAN_MAP);
    if (info->width == 0 || info->height == 0 || info->orientation == 0 ||
        !tg_message_is_date(date) ||
        info->samples > UINT64_C(9) * (TG_MAX_SIDE + 64) * (TG_MAX_SIDE + 64))
        f->bad = true;
    else
        memcpy(info->date, date, strlen(date) + 1);
}

void tg_message_put_metadata(struct tg_buf *b, const struct tg_metadata *metadata)
{
    for (int i = 0; i < TG_METADATA_TEXTS; i++)
        tg_frame_str(b, metadata->text[i]);
    tg_frame_u32(b, metadata->located);
    tg_frame_u32(b, (uint32_t)(metadata->latitude_e6 + TG_LATITUDE_E6));
    tg_frame_u32(b, (uint32_t)(metadata->longitude_e6 + TG_LONGITUDE_E6));
    tg_frame_u32(b, (uint32_t)(metadata->rating - TG_RATING_REJECTED));
    tg_frame_u32(b, metadata->labels);
}

/* A text that cleaning changes was not cleaned by our code. */
struct tg_err *tg_message_get_metadata(struct tg_frame *f, struct tg_metadata *metadata)
{
    struct tg_err *err = NULL;

    *metadata = (struct tg_metadata){0};
    for (int i = 0; i < TG_METADATA_TEXTS && !err; i++) {
        const char *text = tg_frame_get_str(f);

        err = tg_metadata_add(metadata, (enum tg_metadata_text)i, text, strlen(text),
                              TG_CHARSET_UTF8);
        if (!err && strcmp(metadata->text[i] ? metadata->text[i] : "", text) != 0)
            f->bad = true;
    }
    metadata->located = tg_frame_get_max(f, 1);
    metadata->latitude_e6 = (int32_t)tg_frame_get_max(f, 2 * TG_LATITUDE_E6) - TG_LATITUDE_E6;
    metadata->longitude_e6 = (int32_t)tg_frame_get_max(f, 2 * TG_LONGITUDE_E6) - TG_LONGITUDE_E6;
    metadata->rating = (int8_t)((int)tg_frame_get_max(f, TG_RATING_BEST - TG_RATING_REJECTED) +
                                TG_RATING_REJECTED);
    metadata->labels = (uint8_t)tg_frame_get_max(f, TG_LABELS_MAX);
    return err;
}

void tg_message_put_placeholder(struct tg_buf *b, const struct tg_placeholder *placeholder)
{
    tg_frame_u32(b, placeholder->known);
    for (int half = 0; half < 2; half++)
        for (int c = 0; c < 3; c++)
            tg_frame_u32(b, placeholder->rgb[half][c]);
}

void tg_message_get_placeholder(struct tg_frame *f, struct tg_placeholder *placeholder)
{
    placeholder->known = tg_frame_get_max(f, 1);
    for (int half = 0; half < 2; half++)
        for (int c = 0; c < 3; c++)
            placeholder->rgb[half][c] = (uint8_t)tg_frame_get_max(f, 255);
}

/* Messages of libraries may quote the file. */
static void put_text(struct tg_buf *b, const char *text)
{
    struct tg_buf clean;

    tg_buf_init(&clean, 4 * strlen(text) + 1);
    tg_buf_put_printable(&clean, text);
    tg_frame_str(b, tg_buf_str(&clean));
    tg_buf_release(&clean);
}

static void get_text(struct tg_frame *f, char *to, size_t room)
{
    const char *text = tg_frame_get_str(f);

    if (!tg_text_is_clean(text))
        f->bad = true;
    (void)snprintf(to, room, "%s", text);
}

void tg_message_put_damage(struct tg_buf *b, const struct tg_damage *damage)
{
    tg_frame_u32(b, damage->count);
    put_text(b, damage->first);
    put_text(b, damage->note);
}

void tg_message_get_damage(struct tg_frame *f, struct tg_damage *damage)
{
    damage->count = tg_frame_get_u32(f);
    get_text(f, damage->first, sizeof(damage->first));
    get_text(f, damage->note, sizeof(damage->note));
}

void tg_message_put_hash(struct tg_buf *b, const struct tg_hash *hash)
{
    for (size_t i = 0; i < sizeof(hash->bytes); i += 8) {
        uint64_t v = 0;

        for (size_t j = 0; j < 8; j++)
            v |= (uint64_t)hash->bytes[i + j] << 8 * j;
        tg_frame_u64(b, v);
    }
}

void tg_message_get_hash(struct tg_frame *f, struct tg_hash *hash)
{
    for (size_t i = 0; i < sizeof(hash->bytes); i += 8) {
        uint64_t v = tg_frame_get_u64(f);

        for (size_t j = 0; j < 8; j++)
            hash->bytes[i + j] = (uint8_t)(v >> 8 * j);
    }
}
