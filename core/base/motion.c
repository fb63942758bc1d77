/* motion.c - see motion.h. */
#include "core/base/motion.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char pair[] = "pair ", within[] = "at ";

static bool is_id_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
}

bool tg_motion_set_id(struct tg_motion *motion, const char *id, size_t len)
{
    size_t n = 0;

    while (n < len && is_id_char(id[n]))
        n++;
    if (n == 0 || n >= sizeof(motion->id) || (n < len && id[n]))
        return false;
    memcpy(motion->id, id, n);
    motion->id[n] = '\0';
    return true;
}

void tg_motion_write(const struct tg_motion *motion, char text[TG_MOTION_TEXT])
{
    if (motion->bytes)
        (void)snprintf(text, TG_MOTION_TEXT, "%s%" PRIu64 " %" PRIu64, within, motion->at,
                       motion->bytes);
    else
        (void)snprintf(text, TG_MOTION_TEXT, "%s%s", pair, motion->id);
}

/* Digits, at most so many that the number fits; steps over them. */
static bool read_number(const char **text, uint64_t *n)
{
    size_t len = strspn(*text, "0123456789");

    if (len == 0 || len > 18)
        return false;
    *n = strtoull(*text, NULL, 10);
    *text += len;
    return true;
}

bool tg_motion_read(const char *text, struct tg_motion *motion)
{
    struct tg_motion found = {.bytes = 0};
    bool good = false;

    *motion = found;
    if (text && strncmp(text, pair, strlen(pair)) == 0) {
        text += strlen(pair);
        good = tg_motion_set_id(&found, text, strlen(text));
    } else if (text && strncmp(text, within, strlen(within)) == 0) {
        text += strlen(within);
        good = read_number(&text, &found.at) && *text++ == ' ' &&
               read_number(&text, &found.bytes) && !*text && found.bytes;
    }
    if (good)
        *motion = found;
    return good;
}
