/* site.c - see site.h. */
#include "gallery/model/site.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/grow.h"
#include "core/base/path.h"

enum { NOTE_MAX = 512 /* of a note without its path, which may name one more file */ };

static bool make_room(struct tg_photo ***photos, size_t len)
{
    struct tg_photo **grown = tg_grow(*photos, len, sizeof(struct tg_photo *));

    if (grown)
        *photos = grown;
    return grown;
}

static char *folder_of(const char *path)
{
    size_t len = (size_t)(tg_path_base(path) - path);

    return strndup(path, len ? len - 1 : 0);
}

struct tg_photo *tg_photo_new(struct tg_site *site, struct tg_node *node, const char *path,
                              uint64_t bytes)
{
    struct tg_photo *photo;

    if (!make_room(&site->photos, site->photos_len) ||
        (node && !make_room(&node->photos, node->photos_len)))
        return NULL;
    photo = calloc(1, sizeof(*photo));
    if (!photo)
        return NULL;
    photo->path = strdup(path);
    photo->dir = node ? strdup(node->dir) : folder_of(path);
    photo->bytes = bytes;
    if (!photo->path || !photo->dir) {
        tg_photo_free(photo);
        return NULL;
    }
    site->photos[site->photos_len++] = photo;
    if (node)
        node->photos[node->photos_len++] = photo;
    return photo;
}

struct tg_medium *tg_medium_new(struct tg_site *site, const char *path,
                                const struct tg_media_options *options, struct tg_photo *frame)
{
    struct tg_medium *medium, **media;

    media = tg_grow(site->media, site->media_len, sizeof(struct tg_medium *));
    if (!media)
        return NULL;
    site->media = media;
    medium = calloc(1, sizeof(*medium));
    if (!medium)
        return NULL;
    *medium = (struct tg_medium){
        .path = strdup(path), .dir = folder_of(path), .options = options, .frame = frame};
    medium->sidecar = frame ? frame->sidecar : NULL;
    if (!medium->path || !medium->dir) {
        tg_medium_free(medium);
        return NULL;
    }
    site->media[site->media_len++] = medium;
    return medium;
}

struct tg_err *tg_site_new(const char *src, const char *out, bool follow_links,
                           struct tg_site **site)
{
    struct tg_site *s = *site = calloc(1, sizeof(*s));

    if (!s)
        return tg_err_nomem();
    s->source.fd = -1;
    s->src = strdup(src);
    s->out = strdup(out);
    if (!s->src || !s->out)
        return tg_err_nomem();
    return tg_enclosure_open(&s->source, src, follow_links);
}

void tg_site_free(struct tg_site *site)
{
    if (!site)
        return;
    tg_node_release(site->root);
    for (size_t i = 0; i < site->views_len; i++)
        tg_node_release(site->views[i]);
    free(site->views);
    free(site->view_entries);
    for (size_t i = 0; i < site->photos_len; i++)
        tg_photo_free(site->photos[i]);
    free(site->photos);
    for (size_t i = 0; i < site->media_len; i++)
        tg_medium_free(site->media[i]);
    free(site->media);
    free(site->files);
    for (size_t i = 0; i < site->notes_len; i++)
        free(site->notes[i]);
    free(site->notes);
    for (size_t i = 0; i < site->failures_len; i++)
        free(site->failures[i]);
    free(site->failures);
    free(site->left_out);
    tg_arena_release(&site->arena);
    tg_enclosure_close(&site->source);
    free(site->src);
    free(site->out);
    free(site);
}

const struct tg_node *tg_site_lead(const struct tg_site *site, const struct tg_node *node)
{
    if (!site->look.story || site->look.front != TG_FRONT_LEAD || node->parent || node->basic)
        return NULL;
    for (size_t i = 0; i < node->children_len; i++) {
        const struct tg_node *child = node->children[i];

        if (!child->hidden && child->cover.photo && tg_node_is_open(child, node))
            return child;
    }
    return NULL;
}

const char *tg_site_keep(struct tg_site *site, char *text)
{
    const char *copy = text ? tg_arena_copy(&site->arena, text, strlen(text)) : NULL;

    free(text);
    return copy;
}

struct tg_err *tg_site_add_file(struct tg_site *site, const char *from, const char *to)
{
    struct tg_site_file *files = tg_grow(site->files, site->files_len, sizeof(*files));
    struct tg_site_file file = {tg_arena_copy(&site->arena, from, strlen(from)),
                                tg_arena_copy(&site->arena, to, strlen(to))};

    if (files)
        site->files = files;
    if (!files || !file.from || !file.to)
        return tg_err_nomem();
    files[site->files_len++] = file;
    return NULL;
}

struct tg_err *tg_site_leave_out(struct tg_site *site, const char *path, const char *why)
{
    struct tg_left_out *grown = tg_grow(site->left_out, site->left_out_len, sizeof(*grown));
    const char *copy = tg_arena_copy(&site->arena, path, strlen(path));

    if (grown)
        site->left_out = grown;
    if (!grown || !copy)
        return tg_err_nomem();
    grown[site->left_out_len++] = (struct tg_left_out){copy, why};
    return NULL;
}

/* Adds one line, whatever is in the names. */
TG_PRINTF(4, 0)
static struct tg_err *add_line(char ***lines, size_t *len, const char *path, const char *fmt,
                               va_list ap)
{
    char **grown = tg_grow(*lines, *len, sizeof(**lines));
    char message[NOTE_MAX], *text;
    struct tg_buf line;

    if (!grown)
        return tg_err_nomem();
    *lines = grown;
    (void)vsnprintf(message, sizeof(message), fmt, ap);
    tg_buf_init(&line, TG_BUF_MAX);
    if (path) {
        tg_buf_put_printable(&line, path);
        tg_buf_puts(&line, ": ");
    }
    tg_buf_put_printable(&line, message);
    text = tg_buf_steal(&line);
    if (!text)
        return tg_err_nomem();
    grown[(*len)++] = text;
    return NULL;
}

struct tg_err *tg_site_note(struct tg_site *site, const char *path, const char *fmt, ...)
{
    struct tg_err *err;
    va_list ap;

    va_start(ap, fmt);
    err = add_line(&site->notes, &site->notes_len, path, fmt, ap);
    va_end(ap);
    return err;
}

struct tg_err *tg_site_fail(struct tg_site *site, const char *path, const char *fmt, ...)
{
    struct tg_err *err;
    va_list ap;

    va_start(ap, fmt);
    err = add_line(&site->failures, &site->failures_len, path, fmt, ap);
    va_end(ap);
    return err;
}

struct tg_err *tg_site_refuse(struct tg_site *site, const char *path)
{
    site->refused++;
    return tg_site_fail(site, path, "%s", tg_enclosure_why(EXDEV));
}
