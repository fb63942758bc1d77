/* album_patterns.c - what an album's files leave out of it; see album_file.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/path.h"
#include "gallery/source/album_file.h"
#include "gallery/source/ignore_file.h"

/* A folder of that name is none of our concern. */
static bool is_folder(const struct tg_site *site, const struct tg_folder *album, const char *name)
{
    char *path = tg_path_join(album->node.dir, name);
    struct stat st;
    int fd = path ? tg_enclosure_find(&site->source, path, TG_WANT_ANY, &st, NULL) : -1;

    free(path);
    if (fd >= 0)
        close(fd);
    return fd >= 0 && S_ISDIR(st.st_mode);
}

static struct tg_err *parse(struct tg_site *site, struct tg_folder *album,
                            const struct tg_alongside *alongside, struct tg_report *report)
{
    const char *path = tg_arena_copy(&site->arena, alongside->path, strlen(alongside->path));
    const struct tg_reader reader = {&site->arena, report, path, 0};

    if (path && !album->ignore)
        album->ignore = tg_arena_alloc(&site->arena, 1, sizeof(*album->ignore));
    if (!path || !album->ignore)
        return tg_err_nomem();
    tg_ignore_parse(&reader, alongside->data, alongside->len, album->ignore);
    return NULL;
}

struct tg_err *tg_album_ignore_load(struct tg_site *site, struct tg_folder *album, const char *name,
                                    struct tg_report *report, bool *skip)
{
    struct tg_alongside alongside;
    struct tg_err *err;

    if (is_folder(site, album, name))
        return NULL;
    err = tg_alongside_read(site, album, name, TG_IGNORE_MAX, report, &alongside);
    *skip |= alongside.outside;
    if (!err && alongside.data && tg_ignore_is_empty(alongside.data, alongside.len)) {
        *skip = true;
        err = tg_site_note(site, *album->node.dir ? album->node.dir : NULL,
                           "skipped: an empty %s is in it", name);
    } else if (!err && alongside.data) {
        err = parse(site, album, &alongside, report);
    }
    tg_alongside_release(&alongside);
    return err;
}

/* What is left of a path behind its first `parts` parts. */
static const char *behind(const char *path, size_t parts)
{
    for (; parts; parts--)
        path = strchr(path, '/') + 1;
    return path;
}

bool tg_album_leaves_out(const struct tg_folder *album, const char *path, bool is_folder_too)
{
    enum tg_ignored says = TG_IGNORE_SAYS_NOTHING;
    bool out = false;

    for (; album; album = tg_folder_of(album->node.parent)) {
        if (album->file)
            out |= tg_choice_leaves_out(&album->file->choice, tg_path_base(path), is_folder_too);
        if (album->ignore && says == TG_IGNORE_SAYS_NOTHING)
            says = tg_ignore_ask(album->ignore, behind(path, tg_parts_of(album->node.dir)),
                                 is_folder_too);
    }
    return out || says == TG_IGNORE_LEAVES_OUT;
}

/* Names that begin with a dot are left alone in any case, and not looked at. */
static void warn_of_lines(const struct tg_ignore *ignore, struct tg_report *report)
{
    for (size_t i = 0; i < ignore->len; i++)
        if (!ignore->lines[i].met && *ignore->lines[i].text != '.')
            tg_report_add(report, TG_WARNING, ignore->lines[i].position,
                          "'%s' matches nothing here", ignore->lines[i].text);
}

struct tg_err *tg_album_tell_patterns(struct tg_site *site, const struct tg_folder *album,
                                      struct tg_report *report)
{
    struct tg_err *err = NULL;

    if (album->file) {
        const struct tg_reader reader = {&site->arena, report, album->file->path, 0};

        tg_choice_warn(&reader, album->file->map, &album->file->choice);
    }
    if (album->ignore) {
        warn_of_lines(album->ignore, report);
        if (album->ignore->len)
            err = tg_site_note(site, album->ignore->lines[0].position.file, "%zu name%s skipped",
                               album->ignore->left_out, album->ignore->left_out == 1 ? "" : "s");
    }
    for (size_t i = 0; i < album->node.children_len && !err; i++)
        err = tg_album_tell_patterns(site, tg_folder_of(album->node.children[i]), report);
    return err;
}
