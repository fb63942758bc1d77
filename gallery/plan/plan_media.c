/* plan_media.c - names and sizes of video and audio; see plan.h. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/fit.h"
#include "core/base/path.h"
#include "gallery/model/lock.h"
#include "gallery/plan/plan.h"

/* récitale's name has the box that the video fits into, one of audio has no size.  In a plain tree
 * the video keeps its whole name: a.mov may stand alongside a.mp4. */
static char *medium_name(const struct tg_medium *medium)
{
    const struct tg_media_options *o = medium->options;
    bool plain = medium->frame && medium->frame->video == medium;
    const char *stem = tg_path_base(medium->path);
    const char *ext = plain ? stem + strlen(stem) : tg_path_ext(stem);
    struct tg_buf name;

    tg_buf_init(&name, TG_BUF_MAX);
    tg_buf_put(&name, stem, (size_t)(ext - stem));
    tg_buf_printf(&name, "-%" PRIu32, tg_crc32(o->json, strlen(o->json)));
    if (o->video)
        tg_buf_printf(&name, "-%" PRIu32 "x%" PRIu32, o->box_w, o->box_h);
    tg_buf_printf(&name, ".%s", o->extension);
    return tg_buf_steal(&name);
}

struct tg_err *tg_plan_medium(struct tg_medium *medium)
{
    const struct tg_photo *frame = medium->frame;

    medium->name = tg_lock_name(medium->lock, medium->dir, medium_name(medium));
    if (frame && frame->width && frame->height)
        tg_fit_inside(frame->width, frame->height, medium->options->box_w, medium->options->box_h,
                      &medium->width, &medium->height);
    medium->width = medium->width > 1 ? medium->width & ~1U : 2; /* as codecs want them */
    medium->height = medium->height > 1 ? medium->height & ~1U : 2;
    medium->failed = frame && frame->failed;
    return medium->name ? NULL : tg_err_nomem();
}

static bool are_digits(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isdigit((unsigned char)text[i]))
            return false;
    return true;
}

static bool is_time(const char *hms)
{
    return are_digits(hms, 6) && memcmp(hms, "24", 2) < 0 && hms[2] < '6' && hms[4] < '6';
}

void tg_plan_date(struct tg_photo *frame)
{
    const char *name = tg_path_base(frame->path);
    char date[sizeof(frame->date)];
    struct tg_date day;

    for (const char *p = name; *p; p++) {
        const char *time = "000000";

        if (!are_digits(p, 8) || (p > name && are_digits(p - 1, 1)) || are_digits(p + 8, 1))
            continue;
        if (strchr("_-T ", p[8]) && is_time(p + 9))
            time = p + 9;
        (void)snprintf(date, sizeof(date), "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s", p, p + 4, p + 6, time,
                       time + 2, time + 4);
        date[TG_DAY_CHARS] = '\0';
        if (tg_date_parse(date, &day)) {
            date[TG_DAY_CHARS] = 'T';
            memcpy(frame->date, date, sizeof(date));
            return;
        }
    }
}
