/* mov.c - see mov.h.  ISO/IEC 14496-12 and Apple's QuickTime File Format: boxes of a length, a type
 * and content; `moov` has `mvhd` (duration and date) and `meta` with `keys` (names, from 1 on) and
 * `ilst` (their values). */
#include "core/media/mov.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/calendar.h"

enum { HEAD = 8, LONG_HEAD = 16, BOXES = 64, KEYS = 64, TEXT = 64 };
#define MAC_EPOCH INT64_C(2082844800) /* seconds from 1904 to 1970 */

/* A part of memory, from which boxes and numbers are taken. */
struct span {
    const uint8_t *at;
    size_t left;
};

static uint64_t number(const uint8_t *p, unsigned bytes)
{
    uint64_t v = 0;

    while (bytes--)
        v = v << 8 | *p++;
    return v;
}

/* Takes the next box; false at the end and for what is no box. */
static bool next(struct span *s, char type[5], struct span *inside)
{
    size_t head = HEAD;
    uint64_t len;

    if (s->left < HEAD)
        return false;
    len = number(s->at, 4);
    memcpy(type, s->at + 4, 4);
    type[4] = '\0';
    if (len == 1 && s->left >= LONG_HEAD) {
        head = LONG_HEAD;
        len = number(s->at + HEAD, 8);
    } else if (len == 0) {
        len = s->left;
    }
    if (len < head || len > s->left)
        return false;
    *inside = (struct span){s->at + head, (size_t)len - head};
    s->at += len;
    s->left -= (size_t)len;
    return true;
}

static bool find(struct span s, const char *wanted, struct span *inside)
{
    char type[5];

    for (int i = 0; i < BOXES && next(&s, type, inside); i++)
        if (strcmp(type, wanted) == 0)
            return true;
    return false;
}

/* The time of the container is UTC. */
static void read_header(struct span s, struct tg_mov *mov)
{
    unsigned n = s.left && s.at[0] == 1 ? 8 : 4;
    uint64_t made, scale, duration;

    if (s.left < 4 + 3 * (size_t)n + 4)
        return;
    made = number(s.at + 4, n);
    scale = number(s.at + 4 + 2 * n, 4);
    duration = number(s.at + 8 + 2 * n, n);
    mov->known = scale && duration < UINT64_MAX / 1000;
    if (mov->known)
        mov->duration_ms = duration ? duration * 1000 / scale : UINT64_MAX;
    if (made <= MAC_EPOCH || made > UINT32_MAX)
        return;
    (void)tg_calendar_text((int64_t)made - MAC_EPOCH, mov->date.text);
}

/* A value is a box `data`: a type, a language, and the text. */
static void take_value(struct tg_mov *mov, const char *key, struct span value)
{
    static const char id[] = "com.apple.quicktime.content.identifier";
    char line[2 * TEXT];
    struct span data;

    if (!find(value, "data", &data) || data.left <= HEAD)
        return;
    data.at += HEAD;
    data.left -= HEAD;
    if (strcmp(key, id) == 0) {
        (void)tg_motion_set_id(&mov->motion, (const char *)data.at, data.left);
        return;
    }
    (void)snprintf(line, sizeof(line), "%s=%.*s", key, data.left < TEXT ? (int)data.left : TEXT,
                   (const char *)data.at);
    tg_media_take_date(&mov->date, line);
}

/* `keys`: a version, how many there are, and of each a length, a name space and the name. */
static void read_keys(struct span keys, struct span list, struct tg_mov *mov)
{
    char names[KEYS][TEXT] = {""}, type[5];
    struct span value;
    size_t len = 0;

    if (keys.left < HEAD)
        return;
    keys.at += HEAD;
    keys.left -= HEAD;
    for (struct span name; len < KEYS && next(&keys, type, &name); len++)
        (void)snprintf(names[len], TEXT, "%.*s", name.left < TEXT ? (int)name.left : 0,
                       (const char *)name.at);
    for (int i = 0; i < KEYS && next(&list, type, &value); i++) {
        uint64_t k = number((const uint8_t *)type, 4);

        if (k >= 1 && k <= len)
            take_value(mov, names[k - 1], value);
    }
}

/* Of QuickTime it begins with its first box, of MP4 with a version; ffmpeg puts it into `udta`. */
static bool find_metadata(struct span s, struct span *inside)
{
    struct span udta;

    if (!find(s, "meta", inside) && !(find(s, "udta", &udta) && find(udta, "meta", inside)))
        return false;
    if (inside->left >= HEAD && memcmp(inside->at + 4, "hdlr", 4) != 0) {
        inside->at += 4;
        inside->left -= 4;
    }
    return true;
}

void tg_mov_parse(const uint8_t *moov, size_t len, struct tg_mov *mov)
{
    struct span s = {moov, len}, inside, keys, list;

    *mov = (struct tg_mov){.known = false};
    if (find(s, "mvhd", &inside))
        read_header(inside, mov);
    if (mov->known && find_metadata(s, &inside) && find(inside, "keys", &keys) &&
        find(inside, "ilst", &list))
        read_keys(keys, list, mov);
}

bool tg_mov_read(int fd, struct tg_mov *mov)
{
    uint8_t head[LONG_HEAD], *moov;
    off_t at = 0, end = lseek(fd, 0, SEEK_END);

    *mov = (struct tg_mov){.known = false};
    for (int i = 0; i < BOXES && end - at >= HEAD; i++) {
        ssize_t got = pread(fd, head, sizeof(head), at);
        size_t skip = HEAD;
        uint64_t len;

        if (got < HEAD)
            break;
        len = number(head, 4);
        if (len == 1 && got == LONG_HEAD) {
            skip = LONG_HEAD;
            len = number(head + HEAD, 8);
        } else if (len == 0) {
            len = (uint64_t)(end - at);
        }
        if (len < skip || len > (uint64_t)(end - at))
            break;
        if (memcmp(head + 4, "moov", 4) == 0) {
            if (len > TG_MOV_MAX)
                break;
            moov = malloc((size_t)len);
            if (!moov)
                return false;
            if (pread(fd, moov, (size_t)len, at) == (ssize_t)len)
                tg_mov_parse(moov + skip, (size_t)len - skip, mov);
            free(moov);
            break;
        }
        at += (off_t)len;
    }
    return true;
}
