/* jpeg_scan.c - see jpeg_scan.h. */
#include "core/codec/jpeg_scan.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum {
    MARKER_BYTES = 2,
    WORTH_HALVING = 1 << 12, /* bytes */
};

void tg_scan_init(struct tg_scan *s, tg_unstuff_fn *unstuff, struct tg_scan_file file, off_t at)
{
    memset(s, 0, sizeof(*s)); /* the window too: more is read of it than is there */
    s->file = file;
    s->at = at;
    s->unstuff = unstuff;
    s->end = s->window;
}

/* Reads the next chunk, behind an FF that is left of the last one. */
static bool read_chunk(struct tg_scan *s)
{
    size_t left = s->len - s->pos, room = sizeof(s->chunk) - left;
    ssize_t n;

    if (s->file.end && s->file.end - s->at < (off_t)room)
        room = s->file.end > s->at ? (size_t)(s->file.end - s->at) : 0;
    memmove(s->chunk, s->chunk + s->pos, left);
    do
        n = pread(s->file.fd, s->chunk + left, room, s->at);
    while (n < 0 && errno == EINTR);
    if (n <= 0)
        return false;
    s->at += n;
    s->pos = 0;
    s->len = left + (size_t)n;
    return true;
}

off_t tg_scan_at(const struct tg_scan *s)
{
    return s->at - (off_t)(s->len - s->pos);
}

/* Goes to the first restart marker at or behind byte `from`, and counts those up to there.  False
 * if another marker comes before, which s->marker then is, or the file ends. */
static bool find_restart(struct tg_scan *s, off_t from, size_t *restarts)
{
    for (*restarts = 0;;) {
        const uint8_t *ff = memchr(s->chunk + s->pos, 0xff, s->len - s->pos);

        s->pos = ff ? (size_t)(ff - s->chunk) : s->len;
        if (s->len - s->pos < MARKER_BYTES) {
            if (!read_chunk(s))
                return false;
            continue;
        }
        s->marker = s->chunk[s->pos + 1];
        s->pos += MARKER_BYTES;
        if (s->marker == 0)
            continue;
        if (s->marker < 0xd0 || s->marker > 0xd7)
            return false;
        ++*restarts;
        if (tg_scan_at(s) >= from)
            return true;
    }
}

/* 0 if it cannot be told.  fstat() is a call that workers do not have with every C library. */
static off_t end_of(struct tg_scan_file file)
{
    off_t at = lseek(file.fd, 0, SEEK_CUR), end = at < 0 ? 0 : lseek(file.fd, 0, SEEK_END);

    if (end <= 0 || lseek(file.fd, at, SEEK_SET) != at)
        return 0;
    return file.end && file.end < end ? file.end : end;
}

bool tg_scan_halve(struct tg_scan *s, struct tg_scan_file file, off_t at,
                   struct tg_scan_place *half)
{
    off_t end = end_of(file);

    for (int i = 0; i < 2 && end - at >= WORTH_HALVING; i++) {
        tg_scan_init(s, NULL, file, at);
        if (find_restart(s, at + (end - at) / 2, &half->restarts)) {
            half->at = tg_scan_at(s);
            return true;
        }
        end = tg_scan_at(s); /* something else is behind the scan, and longer */
    }
    return false;
}

/* Room for what a chunk may hold, behind what is not decoded yet. */
static void make_room(struct tg_scan *s, struct tg_unhuff *u)
{
    size_t before = (u->have + 7) / 8, held = before + (size_t)(s->end - u->next);

    memmove(s->window, u->next - before, held);
    u->next = s->window + before;
    s->end = s->window + held;
}

/* Bits that are there and not used; negative: more than was there, which is damage. */
static ptrdiff_t bits_left(const struct tg_scan *s, const struct tg_unhuff *u)
{
    return (s->end - u->next) * 8 + (ptrdiff_t)u->have;
}

bool tg_scan_fill(struct tg_scan *s, struct tg_unhuff *u)
{
    /* more was decoded than there was: behind a marker too, else the next run would read on */
    if (bits_left(s, u) < 0 || (s->marker == 0 && u->next > s->end))
        return false;
    /* held < TG_SCAN_NEED, so that a chunk, what unstuffing overwrites behind it, and what may be
     * read beyond lie within the window */
    while (s->marker == 0 && s->end - u->next < TG_SCAN_NEED) {
        uint8_t *end;
        size_t written;

        if (s->len - s->pos < MARKER_BYTES && !read_chunk(s))
            return false;
        make_room(s, u);
        end = s->window + (s->end - s->window);
        s->pos += s->unstuff(end, s->chunk + s->pos, s->len - s->pos, &written);
        s->end = end + written;
        if (s->len - s->pos < MARKER_BYTES)
            continue;
        s->marker = s->chunk[s->pos + 1];
        s->pos += MARKER_BYTES;
        if (s->marker == 0xff)
            return false;
    }
    return true;
}

bool tg_scan_is_used_up(const struct tg_scan *s, const struct tg_unhuff *u)
{
    ptrdiff_t left = bits_left(s, u);

    return s->marker != 0 && left >= 0 && left < 8;
}

void tg_scan_restart(struct tg_scan *s, struct tg_unhuff *u)
{
    s->marker = 0;
    s->end = s->window;
    u->next = s->window;
    u->buf = 0;
    u->have = 0;
}
