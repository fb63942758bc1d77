/* zip.c - see zip.h.  Names of fields are those of PKWARE's APPNOTE.TXT. */
#include "core/base/zip.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zlib.h>

#include "core/base/file.h"

enum {
    BLOCK = 128 << 10,
    NAME_MOST = UINT16_MAX,
    LOCAL = 30, /* bytes of the header before a member, without its name */
    VERSION = 20,
    VERSION_64 = 45,
    MADE_BY_UNIX = 3 << 8,
    UTF8_NAMES = 1 << 11,
    EXTRA_64 = 1, /* the header ID */
    COUNT_MOST = UINT16_MAX,
    DAY_CHARS = 10,
};

static const uint32_t size_most = UINT32_MAX, mode = 0100644u << 16,
                      new_year_1980 = 1u << 21 | 1u << 16;

static void put(struct tg_buf *b, uint64_t value, int bytes)
{
    for (; bytes; bytes--, value >>= 8)
        tg_buf_putc(b, (char)(value & 0xFF));
}

void tg_zip_init(struct tg_zip *zip, int fd, const char *path)
{
    *zip = (struct tg_zip){.fd = fd, .path = path};
    tg_buf_init(&zip->directory, TG_BUF_MAX);
}

void tg_zip_release(struct tg_zip *zip)
{
    tg_buf_release(&zip->directory);
    free(zip->block);
    zip->block = NULL;
}

/* The number that `len` digits at `s` are; -1 if they are none. */
static int number(const char *s, int len)
{
    int n = 0;

    for (; len; len--, s++) {
        if (*s < '0' || *s > '9')
            return -1;
        n = 10 * n + (*s - '0');
    }
    return n;
}

uint32_t tg_zip_time(const char *date)
{
    size_t len = strlen(date);
    int year, month, day, hour = 0, minute = 0, second = 0;

    if (len < DAY_CHARS)
        return new_year_1980;
    year = number(date, 4);
    month = number(date + 5, 2);
    day = number(date + 8, 2);
    if (len >= DAY_CHARS + sizeof("T13:45:00") - 1) {
        hour = number(date + 11, 2);
        minute = number(date + 14, 2);
        second = number(date + 17, 2);
    }
    if (year < 1980 || year > 2107 || month < 1 || month > 12 || day < 1 || day > 31)
        return new_year_1980;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        hour = minute = second = 0;
    return (uint32_t)(year - 1980) << 25 | (uint32_t)month << 21 | (uint32_t)day << 16 |
           (uint32_t)hour << 11 | (uint32_t)minute << 5 | (uint32_t)second / 2;
}

static bool is_large(uint64_t n)
{
    return n >= size_most; /* which itself says that the extra field has it */
}

/* What the headers of a member before its bytes and in the directory share. */
static void put_common(struct tg_buf *b, uint32_t time, uint32_t crc, uint64_t bytes, bool is_64)
{
    put(b, is_64 ? VERSION_64 : VERSION, 2);
    put(b, UTF8_NAMES, 2);
    put(b, 0, 2); /* stored */
    put(b, time, 4);
    put(b, crc, 4);
    put(b, is_large(bytes) ? size_most : bytes, 4);
    put(b, is_large(bytes) ? size_most : bytes, 4);
}

static void put_local(struct tg_buf *b, const char *name, uint32_t time, uint32_t crc,
                      uint64_t bytes)
{
    bool is_64 = is_large(bytes);

    put(b, 0x04034b50, 4);
    put_common(b, time, crc, bytes, is_64);
    put(b, strlen(name), 2);
    put(b, is_64 ? 20 : 0, 2);
    tg_buf_puts(b, name);
    if (is_64) {
        put(b, EXTRA_64, 2);
        put(b, 16, 2);
        put(b, bytes, 8);
        put(b, bytes, 8);
    }
}

static void put_entry(struct tg_buf *b, const char *name, uint32_t time, uint32_t crc,
                      uint64_t bytes, uint64_t at)
{
    unsigned extra = (is_large(bytes) ? 16u : 0u) + (is_large(at) ? 8u : 0u);

    put(b, 0x02014b50, 4);
    put(b, MADE_BY_UNIX | (extra ? VERSION_64 : VERSION), 2);
    put_common(b, time, crc, bytes, extra);
    put(b, strlen(name), 2);
    put(b, extra ? extra + 4 : 0, 2);
    put(b, 0, 2); /* no comment */
    put(b, 0, 2); /* the only disk */
    put(b, 0, 2); /* bytes, not text */
    put(b, mode, 4);
    put(b, is_large(at) ? size_most : at, 4);
    tg_buf_puts(b, name);
    if (extra) {
        put(b, EXTRA_64, 2);
        put(b, extra, 2);
    }
    if (is_large(bytes)) {
        put(b, bytes, 8);
        put(b, bytes, 8);
    }
    if (is_large(at))
        put(b, at, 8);
}

static struct tg_err *changed(const char *source)
{
    return tg_err_new(TG_E_CORRUPT, source, "changed while it was read");
}

/* All of it behind the place of the header; *crc is that of its bytes. */
static struct tg_err *copy(struct tg_zip *zip, uint64_t bytes, const struct tg_zip_source *source,
                           uint32_t *crc)
{
    size_t got = BLOCK;
    uint64_t left = bytes;
    struct tg_err *err = NULL;

    if (!zip->block)
        zip->block = malloc(BLOCK);
    if (!zip->block)
        return tg_err_nomem();
    *crc = 0;
    while (!err && got == BLOCK) {
        err = source->read(source->ctx, zip->block, BLOCK, &got);
        if (!err && got > left)
            err = changed(source->path);
        if (!err)
            err = tg_fd_write(zip->fd, zip->path, zip->block, got);
        if (err)
            return err;
        *crc = (uint32_t)crc32(*crc, (const Bytef *)zip->block, (uInt)got);
        left -= got;
    }
    return left ? changed(source->path) : err;
}

static struct tg_err *seek(const struct tg_zip *zip, uint64_t to)
{
    return lseek(zip->fd, (off_t)to, SEEK_SET) == (off_t)to
               ? NULL
               : tg_err_sys(errno, zip->path, "cannot write");
}

/* The header, once its checksum is known, in the place that was left for it. */
static struct tg_err *write_local(const struct tg_zip *zip, const struct tg_buf *header,
                                  uint64_t end)
{
    struct tg_err *err = seek(zip, zip->at);

    if (!err)
        err = tg_fd_write(zip->fd, zip->path, header->data, header->len);
    return err ? err : seek(zip, end);
}

struct tg_err *tg_zip_add_from(struct tg_zip *zip, const char *name, uint32_t time, uint64_t bytes,
                               const struct tg_zip_source *source)
{
    uint64_t body = zip->at + LOCAL + strlen(name) + (is_large(bytes) ? 20 : 0);
    struct tg_err *err = NULL;
    struct tg_buf header;
    uint32_t crc = 0;

    if (strlen(name) > NAME_MOST)
        return tg_err_new(TG_E_LIMIT, source->path, "its name is too long for a ZIP file");
    if (bytes > (uint64_t)INT64_MAX - body)
        return tg_err_new(TG_E_LIMIT, source->path, "is too large for a ZIP file");
    tg_buf_init(&header, TG_BUF_MAX);
    if (zip->fd >= 0) {
        err = seek(zip, body);
        if (!err)
            err = copy(zip, bytes, source, &crc);
        put_local(&header, name, time, crc, bytes);
        if (!err)
            err = header.failed ? tg_err_nomem() : write_local(zip, &header, body + bytes);
    }
    tg_buf_release(&header);
    if (err)
        return err;
    put_entry(&zip->directory, name, time, crc, bytes, zip->at);
    zip->at = body + bytes;
    zip->members++;
    return zip->directory.failed ? tg_err_nomem() : NULL;
}

/* An open file as a source. */
struct file_source {
    int fd;
    const char *path;
};

static struct tg_err *read_file(void *ctx, void *data, size_t len, size_t *got)
{
    const struct file_source *f = ctx;

    return tg_fd_read_up_to(f->fd, f->path, data, len, got);
}

struct tg_err *tg_zip_add(struct tg_zip *zip, const char *name, uint32_t time, uint64_t bytes,
                          int in, const char *source)
{
    struct file_source file = {in, source};
    const struct tg_zip_source from = {read_file, &file, source};

    if (zip->fd >= 0 && lseek(in, 0, SEEK_SET) != 0)
        return tg_err_sys(errno, source, "cannot read");
    return tg_zip_add_from(zip, name, time, bytes, &from);
}

struct tg_err *tg_zip_end(struct tg_zip *zip)
{
    struct tg_buf *b = &zip->directory;
    uint64_t at = zip->at, len = b->len, members = zip->members;
    bool many = members >= COUNT_MOST, is_64 = many || is_large(at) || is_large(len);
    struct tg_err *err = NULL;

    if (is_64) {
        put(b, 0x06064b50, 4);
        put(b, 44, 8); /* what follows */
        put(b, MADE_BY_UNIX | VERSION_64, 2);
        put(b, VERSION_64, 2);
        put(b, 0, 8); /* the only disk */
        put(b, members, 8);
        put(b, members, 8);
        put(b, len, 8);
        put(b, at, 8);
        put(b, 0x07064b50, 4); /* where that is */
        put(b, 0, 4);
        put(b, at + len, 8);
        put(b, 1, 4);
    }
    put(b, 0x06054b50, 4);
    put(b, 0, 4);
    put(b, many ? COUNT_MOST : members, 2);
    put(b, many ? COUNT_MOST : members, 2);
    put(b, is_large(len) ? size_most : len, 4);
    put(b, is_large(at) ? size_most : at, 4);
    put(b, 0, 2);
    if (b->failed)
        return tg_err_nomem();
    if (zip->fd >= 0)
        err = tg_fd_write(zip->fd, zip->path, b->data, b->len);
    if (!err)
        zip->at += b->len;
    return err;
}
