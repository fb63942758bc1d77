/* thumbnail.c - see thumbnail.h. */
#include "core/run/thumbnail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/codec/png_text.h"

enum {
    HEAD = 2 << 10,      /* bytes in which texts usually are ... */
    HEAD_MAX = 32 << 10, /* ... and always: twice PATH_MAX, all of it escaped, and the rest */
    END = 8,             /* the last chunk's name and CRC */
    SECOND_NS = 1000000000,
};

/* ---- Texts ----------------------------------------------------------------------------------- */

/* Whole seconds, before 1970 too. */
static int64_t seconds(int64_t ns)
{
    return ns / SECOND_NS - (ns % SECOND_NS < 0);
}

static void put_number(struct tg_buf *chunks, const char *key, int64_t v)
{
    char text[24];

    (void)snprintf(text, sizeof(text), "%lld", (long long)v);
    tg_png_text_put(chunks, key, text);
}

/* The photo's size is that of the picture as it is seen.  Raw photos have a type for each camera,
 * which is not told. */
static void put_info(struct tg_buf *chunks, const struct tg_info *info)
{
    bool swap = tg_orientation_swaps(info->orientation);

    if (!info->width)
        return;
    put_number(chunks, "Thumb::Image::Width", swap ? info->height : info->width);
    put_number(chunks, "Thumb::Image::Height", swap ? info->width : info->height);
    if (info->format != TG_RAW)
        tg_png_text_put(chunks, "Thumb::Mimetype", tg_formats[info->format].type);
}

struct tg_err *tg_thumbnail_chunks(struct tg_buf *chunks, const struct tg_job *job)
{
    tg_buf_init(chunks, HEAD_MAX);
    if (!job->thumbnail)
        return NULL;
    tg_png_text_put(chunks, "Thumb::URI", job->thumbnail->uri);
    put_number(chunks, "Thumb::MTime", seconds(job->stamp.mtime_ns));
    put_number(chunks, "Thumb::Size", (int64_t)job->stamp.size);
    put_info(chunks, &job->info);
    tg_png_text_put(chunks, "Software", job->thumbnail->software);
    return chunks->failed ? tg_err_nomem() : NULL;
}

/* ---- What is there --------------------------------------------------------------------------- */

/* The first bytes of a thumbnail that is there to its end, which one is not whose machine lost
 * power. */
static bool read_head(int fd, uint8_t *head, size_t *len)
{
    static const uint8_t end[END] = {'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82};
    uint8_t last[END];
    size_t more = 0, ignored;
    struct tg_err *err;
    struct stat st;

    if (!tg_fd_is_regular(fd, &st) || st.st_size < END ||
        pread(fd, last, END, st.st_size - END) != END || memcmp(last, end, END) != 0)
        return false;
    err = tg_fd_read_up_to(fd, NULL, head, HEAD, len);
    if (!err && !tg_png_text_get(head, *len, "Thumb::MTime", &ignored))
        err = tg_fd_read_up_to(fd, NULL, head + *len, HEAD_MAX - *len, &more);
    *len += more;
    tg_err_free(err);
    return !err;
}

/* The head of a file in a folder, or at a path; the caller frees it.  NULL: it is no thumbnail. */
static uint8_t *head_of(int folder, const char *name, size_t *len)
{
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    uint8_t *head = fd >= 0 ? malloc(HEAD_MAX) : NULL;

    if (head && !read_head(fd, head, len)) {
        free(head);
        head = NULL;
    }
    if (fd >= 0)
        close(fd);
    return head;
}

static bool says(const uint8_t *head, size_t len, const char *key, const char *text)
{
    size_t there;
    const char *said = tg_png_text_get(head, len, key, &there);

    return said && there == strlen(text) && memcmp(said, text, there) == 0;
}

static bool says_number(const uint8_t *head, size_t len, const char *key, int64_t v)
{
    char text[24];

    (void)snprintf(text, sizeof(text), "%lld", (long long)v);
    return says(head, len, key, text);
}

bool tg_thumbnail_is_of(const char *path, const struct tg_thumbnail_source *source)
{
    size_t len, ignored;
    uint8_t *head = head_of(AT_FDCWD, path, &len);
    bool yes = head && says(head, len, "Thumb::URI", source->uri) &&
               says_number(head, len, "Thumb::MTime", seconds(tg_time_ns(source->mtime_s, 0))) &&
               (!tg_png_text_get(head, len, "Thumb::Size", &ignored) ||
                says_number(head, len, "Thumb::Size", (int64_t)source->bytes));

    free(head);
    return yes;
}

char *tg_thumbnail_uri(int folder, const char *name)
{
    size_t len, uri_len;
    uint8_t *head = head_of(folder, name, &len);
    const char *uri = head ? tg_png_text_get(head, len, "Thumb::URI", &uri_len) : NULL;
    char *copy = uri ? strndup(uri, uri_len) : NULL;

    free(head);
    return copy;
}

/* ---- Failures -------------------------------------------------------------------------------- */

struct tg_err *tg_thumbnail_put_failure(const struct tg_job *job, const char *path)
{
    struct tg_buf chunks, file;
    struct tg_err *err = tg_thumbnail_chunks(&chunks, job);

    tg_buf_init(&file, 2 * HEAD_MAX);
    if (!err)
        tg_png_text_alone(&file, &chunks);
    if (!err && file.failed)
        err = tg_err_nomem();
    if (!err)
        err = tg_file_put(path, NULL, file.data, file.len);
    tg_buf_release(&file);
    tg_buf_release(&chunks);
    return err;
}
