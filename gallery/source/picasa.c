/* picasa.c - see picasa.h.  Its format was never published: this is what files of Picasa 3 have.
 *
 *     [Picasa]                      of the folder
 *     name=Summer
 *     [IMG_1.jpg]
 *     caption=On the beach
 *     keywords=sea,sand
 *     star=yes
 *     faces=rect64(3f845bcb59418507),8e62398ebda8c1a5;...
 *     albums=5a3f3b8c0c1d4a6fbd...,...
 *     [Contacts2]
 *     8e62398ebda8c1a5=Jane Roe;jane@example.org;;
 *     [.album:5a3f3b8c0c1d4a6fbd...]
 *     name=Best of */
#include "gallery/source/picasa.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/faces.h"
#include "core/base/grow.h"
#include "core/base/nfc.h"
#include "core/base/path.h"
#include "core/base/tags.h"
#include "gallery/model/text.h"

enum { CAPTION_MAX = 2000, NAME_MAX_BYTES = 1024, CORNERS = 4, HEX_EACH = 4 };

enum where { OTHER, PHOTO, FOLDER, PEOPLE, ALBUM };

/* While it is read, lists are in order of lines. */
struct reader {
    struct tg_arena *arena;
    struct tg_picasa_section *photos; /* owned */
    struct tg_picasa_name *people, *albums;
    size_t photos_len, people_len, albums_len;
    const char *title, *description;
    enum where where;
    const char *album; /* the number of the one that is read */
    bool failed;
};

/* A clean copy; NULL of nothing. */
static const char *keep(struct reader *r, const char *text)
{
    struct tg_buf out;
    const char *copy = NULL;

    tg_buf_init(&out, CAPTION_MAX);
    if (tg_clean_text(&out, text, strlen(text), TG_CHARSET_WINDOWS, false)) /* only memory */
        r->failed = true;
    else if (out.len)
        r->failed |= !(copy = tg_arena_copy(r->arena, out.data, out.len));
    tg_buf_release(&out);
    return copy;
}

/* The same in Unicode's form C. */
static const char *keep_nfc(struct reader *r, const char *text)
{
    const char *clean = keep(r, text), *copy;
    char *nfc = clean ? tg_nfc(clean) : NULL;

    copy = nfc ? tg_arena_copy(r->arena, nfc, strlen(nfc)) : NULL;
    r->failed |= clean && !copy;
    free(nfc);
    return copy;
}

/* As it is: for numbers, and what is looked at later. */
static const char *keep_raw(struct reader *r, const char *text)
{
    const char *copy = tg_arena_copy(r->arena, text, strlen(text));

    r->failed |= !copy;
    return copy;
}

static void begin_photo(struct reader *r, const char *name)
{
    struct tg_picasa_section *photos = tg_grow(r->photos, r->photos_len, sizeof(*photos));

    r->where = OTHER;
    r->failed |= !photos;
    if (!photos)
        return;
    r->photos = photos;
    photos[r->photos_len] = (struct tg_picasa_section){.name = keep_nfc(r, name)};
    if (!photos[r->photos_len].name)
        return;
    r->photos_len++;
    r->where = PHOTO;
}

/* `name` is what stands between the brackets. */
static void begin_section(struct reader *r, const char *name)
{
    static const char album[] = ".album:";

    r->where = OTHER;
    if (strncmp(name, album, strlen(album)) == 0) {
        r->where = ALBUM;
        r->album = keep_raw(r, name + strlen(album));
    } else if (strcmp(name, "Picasa") == 0) {
        r->where = FOLDER;
    } else if (strcmp(name, "Contacts2") == 0 || strcmp(name, "Contacts") == 0) {
        r->where = PEOPLE;
    } else if (strcmp(name, "encoding") != 0) {
        begin_photo(r, name);
    }
}

static void add_name(struct reader *r, struct tg_picasa_name **list, size_t *len,
                     const char *number, const char *name)
{
    struct tg_picasa_name *grown = tg_grow(*list, *len, sizeof(**list));
    struct tg_picasa_name added = {keep_raw(r, number), keep(r, name)};

    r->failed |= !grown;
    if (!grown)
        return;
    *list = grown;
    if (added.number && added.name)
        grown[(*len)++] = added;
}

static bool is_yes(const char *value)
{
    return tg_text_casecmp(value, "yes") == 0;
}

static void take_of_photo(struct reader *r, const char *key, const char *value)
{
    struct tg_picasa_section *photo = &r->photos[r->photos_len - 1];

    if (strcmp(key, "caption") == 0)
        photo->caption = keep(r, value);
    else if (strcmp(key, "keywords") == 0)
        photo->keywords = keep_raw(r, value);
    else if (strcmp(key, "faces") == 0)
        photo->faces = keep_raw(r, value);
    else if (strcmp(key, "albums") == 0)
        photo->albums = keep_raw(r, value);
    else if (strcmp(key, "star") == 0)
        photo->star = is_yes(value);
    else if (strcmp(key, "hidden") == 0)
        photo->hidden = is_yes(value);
    else if (strcmp(key, "rotate") == 0)
        photo->turned = strcmp(value, "rotate(0)") != 0;
}

static void take_value(struct reader *r, const char *key, char *value)
{
    if (r->where == PHOTO) {
        take_of_photo(r, key, value);
    } else if (r->where == PEOPLE) {
        value[strcspn(value, ";")] = '\0';
        add_name(r, &r->people, &r->people_len, key, value);
    } else if (r->where == ALBUM && strcmp(key, "name") == 0 && r->album) {
        add_name(r, &r->albums, &r->albums_len, r->album, value);
    } else if (r->where == FOLDER && strcmp(key, "name") == 0) {
        r->title = keep(r, value);
    } else if (r->where == FOLDER && strcmp(key, "description") == 0) {
        r->description = keep(r, value);
    }
}

static void take_line(struct reader *r, char *line)
{
    char *equals = strchr(line, '=');
    size_t len = strlen(line);

    while (len && strchr(" \t\r", line[len - 1]))
        line[--len] = '\0';
    if (*line == '[' && line[len - 1] == ']') {
        line[len - 1] = '\0';
        begin_section(r, line + 1);
    } else if (equals && equals < line + len) {
        *equals = '\0';
        take_value(r, line, equals + 1);
    }
}

/* ---- In order -------------------------------------------------------------------------------- */

/* What is said later counts; so that it comes first, and the order is the same everywhere. */
static int by_name(const void *a, const void *b)
{
    const struct tg_picasa_section *x = a, *y = b;
    int order = strcmp(x->name, y->name);

    return order ? order : (x < y) - (x > y);
}

static int by_number(const void *a, const void *b)
{
    const struct tg_picasa_name *x = a, *y = b;
    int order = strcmp(x->number, y->number);

    return order ? order : strcmp(x->name, y->name);
}
