/* state_setting.c - see state_setting.h. */
#include "gallery/source/state_setting.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/enclosure.h"
#include "core/base/path.h"
#include "gallery/model/text.h"
#include "gallery/source/album_file.h"

/* The file of that name in SRC, in any case, as in scan.c; "" if there is none.  Caller frees. */
static char *find(const struct tg_enclosure *source, const char *name)
{
    struct stat st;
    int fd = tg_enclosure_find(source, "", TG_WANT_FOLDER, &st, NULL);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    char *found = NULL;

    for (const struct dirent *e = dir ? readdir(dir) : NULL; e && !found; e = readdir(dir))
        if (tg_text_casecmp(e->d_name, name) == 0)
            found = strdup(e->d_name);
    if (dir)
        closedir(dir);
    else if (fd >= 0)
        close(fd);
    return found ? found : strdup("");
}

/* Of the text of settings.yaml, or of album.md. */
static const char *key_of(const struct tg_reader *reader, const char *data, size_t len, bool yaml)
{
    struct tg_album_file file = {.path = NULL};
    const struct tg_yaml *map, *node;

    if (!yaml) {
        tg_album_file_parse(reader, data, len, true, &file);
        return file.state;
    }
    map = tg_yaml_parse(reader->arena, reader->file, data, len, reader->report);
    node = tg_yaml_get(tg_yaml_get(map, "settings"), "state");
    return node && node->kind == TG_YAML_TEXT ? node->text : NULL;
}

static struct tg_err *read_key(const struct tg_enclosure *source, const char *src, const char *name,
                               bool yaml, char **dir)
{
    struct tg_arena arena = {0};
    struct tg_report report = {0};
    const struct tg_reader reader = {&arena, &report, name, 0};
    const char *key = NULL;
    struct tg_err *err = NULL;
    char *data = NULL;
    size_t len = 0;

    tg_err_free(
        tg_enclosure_read(source, name, yaml ? TG_YAML_BYTES : TG_ALBUM_FILE_MAX, &data, &len));
    if (data)
        key = key_of(&reader, data, len, yaml);
    if (tg_text_is_set(key)) {
        *dir = *key == '/' ? strdup(key) : tg_path_join(src, key);
        err = *dir ? NULL : tg_err_nomem();
    }
    free(data);
    tg_report_release(&report);
    tg_arena_release(&arena);
    return err;
}

/* What is wrong with SRC or with the file is said when the site is loaded. */
struct tg_err *tg_site_state(const char *src, bool follow, char **dir)
{
    static const char *const names[] = {"settings.yaml", "album.md", "index.md"};
    struct tg_enclosure source;
    struct tg_err *err = tg_enclosure_open(&source, src, follow);
    bool found = false;

    *dir = NULL;
    if (err) {
        tg_err_free(err);
        return NULL;
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && !err && !found; i++) {
        char *name = i == 0 ? strdup(names[i]) : find(&source, names[i]);
        struct stat st;
        int fd = name && *name ? tg_enclosure_find(&source, name, TG_WANT_ANY, &st, NULL) : -1;

        err = name ? NULL : tg_err_nomem();
        found = fd >= 0;
        if (found) {
            close(fd);
            err = read_key(&source, src, name, i == 0, dir);
        }
        free(name);
    }
    tg_enclosure_close(&source);
    return err;
}
