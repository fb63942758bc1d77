/* build_motion.c - see build_motion.h. */
#include "pipeline/build_motion.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/motion.h"
#include "core/base/path.h"
#include "core/media/mov.h"
#include "gallery/model/dates.h"

enum {
    LONGEST_MS = 4000,
    APART_S = 60,
    QUARTER_S = 15 * 60, /* zones differ by multiples of it, */
    ZONES_S = 14 * 3600, /* and from UTC by so much */
};

struct tg_motion_candidate {
    size_t photo; /* the video's, of the site */
    struct tg_mov mov;
};

/* A photo with a content identifier. */
struct still {
    const char *dir, *id; /* borrowed */
    struct tg_photo *photo;
};

static size_t stem_len(const char *path)
{
    return (size_t)(tg_path_ext(path) - path);
}

static bool same_stem(const char *a, const char *b)
{
    return stem_len(a) == stem_len(b) && strncmp(a, b, stem_len(a)) == 0;
}

/* Whether `path` begins like that of the site's `i`th photo but for its suffix. */
static bool begins_alike(const struct tg_site *site, size_t i, const char *path)
{
    size_t len = stem_len(site->photos[i]->path);

    return strncmp(site->photos[i]->path, path, len) == 0;
}

/* The first photo of the same name from *at on, near the video in the order of paths; NULL if there
 * is none. */
static struct tg_photo *namesake(const struct tg_site *site, size_t video, size_t *at)
{
    const char *path = site->photos[video]->path;
    size_t from = video, to = video;

    while (from && begins_alike(site, video, site->photos[from - 1]->path))
        from--;
    while (to + 1 < site->photos_len && begins_alike(site, video, site->photos[to + 1]->path))
        to++;
    for (size_t i = from > *at ? from : *at; i <= to; i++)
        if (!site->photos[i]->is_frame && same_stem(site->photos[i]->path, path)) {
            *at = i;
            return site->photos[i];
        }
    return NULL;
}

/* Files that cannot be opened are reported by who makes something of them. */
static struct tg_err *look_at(const struct tg_site *site, size_t i, struct tg_mov *mov)
{
    struct stat st;
    int fd = tg_enclosure_find(&site->source, site->photos[i]->path, TG_WANT_FILE, &st, NULL);
    bool fits;

    *mov = (struct tg_mov){.known = false};
    if (fd < 0)
        return NULL;
    fits = tg_mov_read(fd, mov);
    close(fd);
    return fits ? NULL : tg_err_nomem();
}

/* What owners have named stays what they named. */
static void mark_named(const struct tg_node *node)
{
    struct tg_ref_iter iter = {0};
    const struct tg_ref *ref;

    if (node->cover.photo)
        node->cover.photo->is_named = true;
    while ((ref = tg_node_next_ref(node, &iter)))
        if (ref->photo)
            ref->photo->is_named = true;
    for (size_t i = 0; i < node->children_len; i++)
        mark_named(node->children[i]);
}

struct tg_err *tg_build_motion_hold(struct tg_build_motion *m, struct tg_site *site,
                                    struct tg_job *jobs)
{
    struct tg_err *err = NULL;

    *m = (struct tg_build_motion){.len = 0};
    m->candidates = calloc(site->media_len + 1, sizeof(*m->candidates));
    if (!m->candidates)
        return tg_err_nomem();
    mark_named(site->root);
    for (size_t i = 0; i < site->photos_len && !err; i++) {
        struct tg_photo *photo = site->photos[i];
        struct tg_motion_candidate *c = &m->candidates[m->len];
        size_t at = 0;

        if (!photo->video || photo->is_named || photo->caption)
            continue;
        *c = (struct tg_motion_candidate){.photo = i};
        err = look_at(site, i, &c->mov);
        if (!c->mov.known ||
            (!*c->mov.motion.id && (c->mov.duration_ms > LONGEST_MS || !namesake(site, i, &at))))
            continue;
        photo->is_motion = jobs[i].probed = true;
        m->len++;
    }
    return err;
}

/* Seconds since some day before Christ; false if the text has no time. */
static bool read_time(const char *text, int64_t *s)
{
    struct tg_date day;
    int64_t y, m;

    if (strlen(text) != TG_DATE_SIZE - 1 || !tg_day_of(text, &day))
        return false;
    y = day.month > 2 ? day.year : day.year - 1; /* years that end in February */
    m = (day.month + 9) % 12;
    *s = ((y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day.day) * 24 +
          (text[11] - '0') * 10 + (text[12] - '0')) *
             3600 +
         ((text[14] - '0') * 10 + (text[15] - '0')) * 60 + (text[17] - '0') * 10 + (text[18] - '0');
    return true;
}

/* A photo's time is that of the place, and a video's UTC unless it says otherwise: then whole
 * quarters of hours between them count for nothing. */
static bool same_time(const char *still, const struct tg_media_date *video)
{
    int64_t a, b, apart;

    if (!read_time(still, &a) || !read_time(video->text, &b))
        return false;
    apart = a > b ? a - b : b - a;
    if (!video->local && apart <= ZONES_S + APART_S) {
        apart %= QUARTER_S;
        apart = apart > QUARTER_S / 2 ? QUARTER_S - apart : apart;
    }
    return apart <= APART_S;
}

static int by_id(const void *a, const void *b)
{
    const struct still *x = a, *y = b;
    int order = strcmp(x->dir, y->dir);

    if (!order)
        order = strcmp(x->id, y->id);
    return order ? order : strcmp(x->photo->path, y->photo->path);
}

/* The photos with identifiers, in order; ids[i] is that of the site's `i`th photo. */
static size_t list_stills(const struct tg_site *site, const struct tg_job *jobs,
                          struct tg_motion *motions, struct still *stills)
{
    size_t len = 0;

    for (size_t i = 0; i < site->photos_len; i++) {
        struct tg_photo *photo = site->photos[i];

        if (photo->is_frame || jobs[i].err ||
            !tg_motion_read(jobs[i].metadata.motion, &motions[i]) || !*motions[i].id)
            continue;
        stills[len++] = (struct still){photo->dir, motions[i].id, photo};
    }
    if (len)
        qsort(stills, len, sizeof(*stills), by_id);
    return len;
}

/* An edited photo has the identifier of the one that it was made from: they share the video.  Of
 * several videos a photo has the one of its own name, else the first. */
static bool pair_by_id(const struct tg_photo *video, const char *id, const struct still *stills,
                       size_t len)
{
    bool any = false;
    size_t low = 0, high = len;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = strcmp(stills[mid].dir, video->dir);

        if (!order)
            order = strcmp(stills[mid].id, id);
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < len && strcmp(stills[low].dir, video->dir) == 0 && strcmp(stills[low].id, id) == 0;
         low++) {
        if (!stills[low].photo->motion || same_stem(stills[low].photo->path, video->path))
            stills[low].photo->motion = video->video;
        any = true;
    }
    return any;
}

static bool pair_by_name(const struct tg_site *site, const struct tg_job *jobs,
                         const struct tg_motion *motions, const struct tg_motion_candidate *c)
{
    struct tg_photo *still;

    for (size_t at = 0; (still = namesake(site, c->photo, &at)); at++) {
        if (still->motion || jobs[at].err || c->mov.duration_ms > LONGEST_MS ||
            (*motions[at].id && *c->mov.motion.id) || !same_time(jobs[at].info.date, &c->mov.date))
            continue;
        still->motion = site->photos[c->photo]->video;
        return true;
    }
    return false;
}

static void drop_from_albums(struct tg_node *node)
{
    size_t len = 0;

    for (size_t i = 0; i < node->photos_len; i++)
        if (!node->photos[i]->is_motion)
            node->photos[len++] = node->photos[i];
    node->photos_len = len;
    for (size_t i = 0; i < node->children_len; i++)
        drop_from_albums(node->children[i]);
}

/* What nobody wants played, or another video plays in place of, is not made. */
static struct tg_err *drop_unused(struct tg_site *site)
{
    const char *why = site->motion ? "another video of the same Live Photo is shown"
                                   : "album.md says motion: false, and a photo is its still";
    struct tg_err *err = NULL;
    size_t len = 0;

    for (size_t i = 0; i < site->photos_len; i++) {
        struct tg_medium *motion = site->photos[i]->motion;

        if (!site->motion)
            site->photos[i]->motion = NULL;
        else if (motion)
            motion->is_motion = true;
    }
    for (size_t i = 0; i < site->media_len; i++) {
        struct tg_medium *medium = site->media[i];
        bool unused = medium->frame && medium->frame->is_motion && !medium->is_motion;

        if (medium->is_motion) {
            medium->options = &tg_motion_video;
            medium->sidecar = ""; /* what it says is the still's */
        }
        if (!unused) {
            site->media[len++] = medium;
            continue;
        }
        medium->frame->video = NULL;
        if (!err)
            err = tg_site_leave_out(site, medium->frame->path, why);
        tg_medium_free(medium);
    }
    site->media_len = len;
    return err;
}

static struct tg_err *add_embedded(struct tg_site *site, struct tg_photo *photo,
                                   const struct tg_motion *motion)
{
    if (photo->motion || !motion->bytes || motion->at > photo->bytes ||
        motion->bytes > photo->bytes - motion->at)
        return NULL;
    photo->motion = tg_medium_new(site, photo->path, &tg_motion_video, NULL);
    if (!photo->motion)
        return tg_err_nomem();
    photo->motion->sidecar = photo->sidecar;
    photo->motion->is_motion = true;
    photo->motion->lock = photo->lock;
    photo->motion->at = motion->at;
    photo->motion->bytes = motion->bytes;
    return NULL;
}

static struct tg_err *take(struct tg_build_motion *m, struct tg_site *site, struct tg_job *jobs,
                           const struct tg_motion *motions, const struct still *stills, size_t len,
                           bool *rest)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < m->len; i++) {
        const struct tg_motion_candidate *c = &m->candidates[i];
        struct tg_photo *video = site->photos[c->photo];

        if ((*c->mov.motion.id && pair_by_id(video, c->mov.motion.id, stills, len)) ||
            pair_by_name(site, jobs, motions, c))
            continue;
        video->is_motion = jobs[c->photo].probed = false;
        *rest = true;
    }
    drop_from_albums(site->root);
    err = drop_unused(site);
    for (size_t i = 0; i < site->photos_len && !err && site->motion; i++)
        err = add_embedded(site, site->photos[i], &motions[i]);
    return err;
}

struct tg_err *tg_build_motion_pair(struct tg_build_motion *m, struct tg_site *site,
                                    struct tg_job *jobs, bool *rest)
{
    struct tg_motion *motions = calloc(site->photos_len + 1, sizeof(*motions));
    struct still *stills = calloc(site->photos_len + 1, sizeof(*stills));
    struct tg_err *err = NULL;

    *rest = false;
    if (motions && stills)
        err = take(m, site, jobs, motions, stills, list_stills(site, jobs, motions, stills), rest);
    else
        err = tg_err_nomem();
    free(motions);
    free(stills);
    return err;
}

void tg_build_motion_release(struct tg_build_motion *m)
{
    free(m->candidates);
    *m = (struct tg_build_motion){.len = 0};
}
