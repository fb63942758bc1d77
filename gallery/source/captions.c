/* captions.c - captions.txt; see album_file.h. */
#include <stdlib.h>
#include <string.h>

#include "gallery/source/album_file.h"
#include "gallery/source/photo_index.h"

/* Without the white space around it. */
static char *trim(char *s)
{
    size_t len;

    s += strspn(s, " \t\r");
    len = strlen(s);
    while (len && strchr(" \t\r", s[len - 1]))
        len--;
    s[len] = '\0';
    return s;
}

static void take_line(char *line, struct tg_position position, const struct tg_folder *album,
                      const struct tg_photo_index *index, struct tg_report *report)
{
    char *name = trim(line), *colon = strstr(name, ": "), *text;
    struct tg_photo *photo;

    if (!*name || *name == '#')
        return;
    if (!colon) {
        tg_report_add(report, TG_WARNING, position, "not of the form 'FILE: caption'");
        return;
    }
    *colon = '\0';
    name = trim(name);
    text = trim(colon + 1);
    photo = tg_photo_index_find(index, name);
    if (!photo) {
        tg_album_warn_missing(album, report, position, "", name);
        return;
    }
    if (tg_text_has_html(text))
        tg_report_add(report, TG_WARNING, position, "looks like HTML; it is shown as text");
    if (photo->caption)
        tg_report_add(report, TG_WARNING, position, "a second caption for '%s', which counts",
                      name);
    free(photo->caption);
    photo->caption = strdup(text);
    report->nomem = report->nomem || !photo->caption;
}

void tg_captions_parse(const char *path, const char *data, size_t len, struct tg_folder *album,
                       struct tg_report *report)
{
    struct tg_lines lines = {data, len, 0};
    struct tg_photo_index index;
    char *line;

    report->nomem |=
        !tg_photo_index_init(&index, album->node.photos, album->node.photos_len, false);
    while ((line = tg_lines_next(&lines, &report->nomem))) {
        take_line(line, (struct tg_position){path, lines.number, 1}, album, &index, report);
        free(line);
    }
    tg_photo_index_release(&index);
}

struct tg_err *tg_captions_load(struct tg_site *site, struct tg_folder *album, const char *name,
                                struct tg_report *report)
{
    struct tg_alongside alongside;
    struct tg_err *err = tg_alongside_read(site, album, name, TG_CAPTIONS_MAX, report, &alongside);

    if (!err && alongside.data)
        tg_captions_parse(alongside.path, alongside.data, alongside.len, album, report);
    tg_alongside_release(&alongside);
    return err;
}
