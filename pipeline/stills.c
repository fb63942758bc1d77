/* stills.c - see stills.h. */
#include "pipeline/stills.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/base/hex.h"
#include "core/base/path.h"

enum { NOTE_ROOM = 128, MS_DIGITS = 9 };

static const char judged[] = "\nstill=";

char *tg_still_path(const char *state_dir, const struct tg_hash *hash, const char *ext)
{
    char hex[2 * sizeof(hash->bytes) + 1];
    struct tg_buf b;

    tg_hex(hash->bytes, sizeof(hash->bytes), hex);
    tg_buf_init(&b, TG_BUF_MAX);
    tg_buf_printf(&b, "%s/frames/%s%s", state_dir, hex, ext);
    return tg_buf_steal(&b);
}

struct tg_err *tg_still_note_read(const char *state_dir, const struct tg_hash *hash,
                                  struct tg_still_note *note, bool *found)
{
    char *path = tg_still_path(state_dir, hash, ".txt"), *data = NULL, text[NOTE_ROOM];
    const char *at;
    struct tg_err *err;
    size_t len = 0;

    *note = (struct tg_still_note){.at_ms = 0};
    *found = false;
    if (!path)
        return tg_err_nomem();
    err = tg_file_read(path, sizeof(text) - 1, &data, &len);
    *found = !err;
    tg_err_free(err);
    (void)snprintf(text, sizeof(text), "%.*s", (int)len, data ? data : "");
    tg_media_take_date(&note->date, text);
    at = strstr(text, judged);
    if (at && strspn(at + strlen(judged), "0123456789") - 1 < MS_DIGITS) {
        note->judged = true;
        note->at_ms = (uint32_t)strtoul(at + strlen(judged), NULL, 10);
    }
    free(data);
    free(path);
    return NULL;
}

struct tg_err *tg_still_note_write(const char *state_dir, const char *tmpdir,
                                   const struct tg_hash *hash, const struct tg_still_note *note)
{
    char *path = tg_still_path(state_dir, hash, ".txt"), text[NOTE_ROOM];
    struct tg_err *err;

    (void)snprintf(text, sizeof(text), "creation_time=%s%s%" PRIu32 "\n", note->date.text, judged,
                   note->at_ms);
    err = path ? tg_file_put(path, tmpdir, text, strlen(text)) : tg_err_nomem();
    free(path);
    return err;
}

void tg_stills_remove(const char *state_dir, bool (*used)(const void *ctx, const char *name),
                      const void *ctx)
{
    char *path = tg_path_join(state_dir, "frames");
    DIR *dir = path ? opendir(path) : NULL;
    const struct dirent *entry;

    while (dir && (entry = readdir(dir)))
        if (entry->d_name[0] != '.' && !used(ctx, entry->d_name))
            (void)unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir)
        closedir(dir);
    free(path);
}

struct tg_err *tg_still_hash(const struct tg_hash *video, uint32_t at_ms, struct tg_hash *still)
{
    const uint8_t bytes[4] = {(uint8_t)at_ms, (uint8_t)(at_ms >> 8), (uint8_t)(at_ms >> 16),
                              (uint8_t)(at_ms >> 24)};
    struct tg_hasher *h = NULL;
    struct tg_err *err = NULL;

    if (!at_ms) {
        *still = *video;
        return NULL;
    }
    err = tg_hasher_new(&h);
    if (err)
        return err;
    tg_hasher_add(h, video->bytes, sizeof(video->bytes));
    tg_hasher_add(h, bytes, sizeof(bytes));
    tg_hasher_end(h, still);
    return NULL;
}
