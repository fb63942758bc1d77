/* sidecar_names.c - see sidecar_names.h. */
#include "gallery/source/sidecar_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/formats.h"
#include "core/base/path.h"
#include "gallery/model/text.h"
#include "gallery/source/suffixes.h"

enum {
    TAKEOUT_LONGEST = 46, /* characters of a name, without ".json" */
    NAMESAKES = 64,       /* files of one beginning that are looked at; nobody has more */
    NAME_LEN = 1024       /* longer names are those of no photo that Takeout knows */
};

/* A text that is not ended by a NUL. */
struct part {
    const char *at;
    size_t len;
};

static struct part whole(const char *text)
{
    return (struct part){text, strlen(text)};
}

static int compare(struct part a, struct part b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len ? memcmp(a.at, b.at, len) : 0;

    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static bool begins(struct part text, struct part start)
{
    return text.len >= start.len && memcmp(text.at, start.at, start.len) == 0;
}

/* A file that says something of another one. */
struct about {
    struct part of;     /* its name without suffix and number */
    struct part number; /* "(1)"; empty: none */
    const char *name;
};

struct finder {
    const struct tg_listing *names;
    struct about *xmp, *json; /* owned; in order */
    size_t xmp_len, json_len;
};

static int by_of(const void *a, const void *b)
{
    const struct about *x = a, *y = b;
    int order = compare(x->of, y->of);

    if (!order)
        order = compare(x->number, y->number);
    return order ? order : strcmp(y->name, x->name); /* .xmp before .XMP */
}

/* The "(1)" at the end of a name, empty if there is none. */
static struct part find_number(struct part name)
{
    size_t at = name.len;

    if (!at || name.at[at - 1] != ')')
        return (struct part){name.at, 0};
    for (at--; at && name.at[at - 1] >= '0' && name.at[at - 1] <= '9'; at--)
        ;
    if (!at || name.at[at - 1] != '(' || at + 1 == name.len)
        return (struct part){name.at, 0};
    return (struct part){name.at + at - 1, name.len - at + 1};
}

static struct about about_of(const char *name, bool is_json)
{
    struct about about = {.of = {name, (size_t)(tg_path_ext(name) - name)}, .name = name};

    if (is_json)
        about.number = find_number(about.of);
    about.of.len -= about.number.len;
    return about;
}

static bool finder_init(struct finder *f, const struct tg_listing *names)
{
    size_t xmp = 0, json = 0;

    *f = (struct finder){.names = names};
    for (size_t i = 0; i < names->len; i++) {
        xmp += tg_text_casecmp(tg_path_ext(names->names[i]), ".xmp") == 0;
        json += tg_text_casecmp(tg_path_ext(names->names[i]), ".json") == 0;
    }
    f->xmp = calloc(xmp + 1, sizeof(*f->xmp));
    f->json = calloc(json + 1, sizeof(*f->json));
    if (!f->xmp || !f->json)
        return false;
    for (size_t i = 0; i < names->len && xmp + json; i++) {
        const char *name = names->names[i];

        if (tg_text_casecmp(tg_path_ext(name), ".xmp") == 0)
            f->xmp[f->xmp_len++] = about_of(name, false);
        else if (tg_text_casecmp(tg_path_ext(name), ".json") == 0)
            f->json[f->json_len++] = about_of(name, true);
    }
    if (xmp)
        qsort(f->xmp, xmp, sizeof(*f->xmp), by_of);
    if (json)
        qsort(f->json, json, sizeof(*f->json), by_of);
    return true;
}

/* The first that is not before `of`. */
static size_t first_of(const struct about *list, size_t len, struct part of)
{
    size_t low = 0;

    while (low < len) {
        size_t middle = low + (len - low) / 2;

        if (compare(list[middle].of, of) < 0)
            low = middle + 1;
        else
            len = middle;
    }
    return low;
}

static const char *find_xmp(const struct finder *f, const char *photo)
{
    const struct part parts[2] = {whole(photo), {photo, (size_t)(tg_path_ext(photo) - photo)}};

    for (int i = 0; i < 2; i++) {
        size_t at = first_of(f->xmp, f->xmp_len, parts[i]);

        if (at < f->xmp_len && compare(f->xmp[at].of, parts[i]) == 0)
            return f->xmp[at].name;
    }
    return NULL;
}

/* ---- Takeout --------------------------------------------------------------------------------- */

/* Of names that begin with the photo's the one that goes on as Takeout's do. */
static const char *find_uncut(const struct finder *f, struct part photo, struct part number)
{
    static const char end[] = ".supplemental-metadata";
    size_t at = first_of(f->json, f->json_len, photo);

    for (size_t n = 0; n < NAMESAKES && at < f->json_len && begins(f->json[at].of, photo);
         n++, at++) {
        const struct part rest = {f->json[at].of.at + photo.len, f->json[at].of.len - photo.len};

        if (begins(whole(end), rest) && compare(f->json[at].number, number) == 0)
            return f->json[at].name;
    }
    return NULL;
}

/* The first characters of a name; all of a short one. */
static struct part cut(struct part name)
{
    struct part start = {name.at, 0};

    for (int n = 0; n < TAKEOUT_LONGEST && start.len < name.len; n++)
        do
            start.len++;
        while (start.len < name.len && ((unsigned char)name.at[start.len] & 0xC0) == 0x80);
    return start;
}

/* The name of a file without suffix, number and what says that it was edited: what several files
 * that come from one photo share. */
static struct part root_of(const char *name);

/* Whether all photos and videos of this beginning come from one. */
static bool is_one_photo(const struct tg_listing *names, struct part start)
{
    size_t i = tg_listing_first(names, start.at, start.len);
    struct part root = {NULL, 0};

    for (size_t n = 0; i < names->len && begins(whole(names->names[i]), start); i++, n++) {
        const char *name = names->names[i];

        if (n == NAMESAKES)
            return false;
        if (!tg_is_media(name))
            continue;
        if (root.at && compare(root, root_of(name)) != 0)
            return false;
        root = root_of(name);
    }
    return true;
}

static const char *find_cut(const struct finder *f, struct part photo, struct part number)
{
    struct part start = cut(photo);
    size_t at = first_of(f->json, f->json_len, start);

    if (start.len == photo.len)
        return NULL;
    for (; at < f->json_len && compare(f->json[at].of, start) == 0; at++)
        if (compare(f->json[at].number, number) == 0)
            return is_one_photo(f->names, start) ? f->json[at].name : NULL;
    return NULL;
}

/* As the file is named, or with its number behind the suffix. */
static const char *find_json(const struct finder *f, struct part photo)
{
    struct part none = {photo.at, 0}, stem, number;
    const char *found = find_uncut(f, photo, none);
    char moved[NAME_LEN];
    size_t dot = photo.len;

    while (dot && photo.at[dot - 1] != '.')
        dot--;
    stem = (struct part){photo.at, dot ? dot - 1 : photo.len};
    number = find_number(stem);
    if (found || photo.len >= sizeof(moved))
        return found;
    if (number.len) {
        size_t head = stem.len - number.len;
        struct part name = {moved, photo.len - number.len};

        memcpy(moved, photo.at, head);
        memcpy(moved + head, photo.at + stem.len, photo.len - stem.len);
        found = find_uncut(f, name, number);
        if (!found)
            found = find_cut(f, name, number);
    }
    return found ? found : find_cut(f, photo, none);
}

/* Where in a stem without number the mark of edited photos begins; its end if there is none. */
static size_t find_edited(struct part stem)
{
    static const char *const marks[] = {"-edited",     "-effects",    "-bearbeitet", "-bewerkt",
                                        "-edytowane",  "-modificato", "-modifié",    "-editado",
                                        "-ha editado", "-編集済み"};

    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        size_t len = strlen(marks[i]);

        if (stem.len > len && memcmp(stem.at + stem.len - len, marks[i], len) == 0)
            return stem.len - len;
    }
    return stem.len;
}

static struct part root_of(const char *name)
{
    struct part stem = {name, (size_t)(tg_path_ext(name) - name)};

    stem.len -= find_number(stem).len;
    stem.len = find_edited(stem);
    stem.len -= find_number(stem).len;
    return stem;
}

/* That of the photo which an edited one was made from. */
static const char *find_unedited(const struct finder *f, const char *photo)
{
    struct part stem = {photo, (size_t)(tg_path_ext(photo) - photo)};
    size_t number = find_number(stem).len, edited;
    char name[NAME_LEN];
    int len;

    stem.len -= number;
    edited = find_edited(stem);
    len = snprintf(name, sizeof(name), "%.*s%s", (int)edited, photo, photo + stem.len);
    return edited < stem.len && len > 0 && (size_t)len < sizeof(name)
               ? find_json(f, (struct part){name, (size_t)len})
               : NULL;
}

/* That of the picture of the same name. */
static const char *find_of_still(const struct finder *f, const char *video)
{
    struct part stem = {video, (size_t)(tg_path_ext(video) - video) + 1};
    const char *found = NULL;
    size_t i = tg_listing_first(f->names, video, stem.len);

    for (size_t n = 0; n < NAMESAKES && !found && i < f->names->len; n++, i++) {
        const char *name = f->names->names[i];

        if (!begins(whole(name), stem))
            break;
        if (tg_format_of_suffix(name) && !strchr(name + stem.len, '.'))
            found = find_json(f, whole(name));
    }
    return found;
}

static const char *find(const struct finder *f, const struct tg_photo *photo)
{
    const char *name = tg_path_base(photo->path);
    const char *found = f->xmp_len ? find_xmp(f, name) : NULL;

    if (found || !f->json_len)
        return found;
    found = find_json(f, whole(name));
    if (!found)
        found = find_unedited(f, name);
    return found || !photo->is_frame ? found : find_of_still(f, name);
}

struct tg_err *tg_sidecars_find(struct tg_site *site, struct tg_folder *album,
                                const struct tg_listing *names)
{
    struct finder f;
    struct tg_err *err = finder_init(&f, names) ? NULL : tg_err_nomem();

    for (size_t i = 0; i < album->node.photos_len && !err; i++) {
        struct tg_photo *photo = album->node.photos[i];
        const char *name = find(&f, photo);

        photo->sidecar = name ? tg_site_keep(site, tg_path_join(album->node.dir, name)) : "";
        err = photo->sidecar ? NULL : tg_err_nomem();
    }
    free(f.xmp);
    free(f.json);
    return err;
}
