/* fuzz_name.c - three names with line feeds between: a date in one is one that exists, their order
 * is one, and folders of virtual albums that are called after them have names for every system. */
#include <stdlib.h>
#include <string.h>

#include "gallery/model/dates.h"
#include "gallery/model/names.h"
#include "gallery/model/views.h"
#include "tests/fuzz/fuzz.h"

enum { NAMES = 3 };

static int sign(int order)
{
    return (order > 0) - (order < 0);
}

static void check_date(const char *name)
{
    char text[TG_DATE_SIZE] = "";
    struct tg_date day;

    if (tg_date_of_name(name, text)) {
        require(tg_day_of(text, &day));
        require(strlen(text) == TG_DAY_CHARS || strlen(text) == TG_DATE_SIZE - 1);
    } else {
        require(!*text);
    }
}

static void check_slug(const char *name)
{
    char *slug = tg_view_slug(name), *again = slug ? tg_view_slug(slug) : NULL;

    require(slug && again && *slug);
    require(strlen(slug) <= TG_SLUG_BYTES);
    require(!strpbrk(slug, "./\\:*?\"<>| ") && *slug != '-');
    require(tg_text_is_clean(slug) && !tg_is_device_name(slug));
    require(strcmp(slug, again) == 0);
    free(slug);
    free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = strndup((const char *)data, size), *rest = copy;
    const char *names[NAMES];

    require(copy);
    for (int i = 0; i < NAMES; i++) {
        names[i] = rest;
        rest += strcspn(rest, "\n");
        if (*rest)
            *rest++ = '\0';
        check_date(names[i]);
        check_slug(names[i]);
    }
    for (int i = 0; i < NAMES; i++) {
        const char *a = names[i], *b = names[(i + 1) % NAMES], *c = names[(i + 2) % NAMES];
        int ab = sign(tg_picture_name_cmp(a, b)), bc = sign(tg_picture_name_cmp(b, c));

        require(ab == -sign(tg_picture_name_cmp(b, a)));
        require((ab == 0) == (strcmp(a, b) == 0));
        require(ab != bc || sign(tg_picture_name_cmp(a, c)) == ab);
    }
    free(copy);
    return 0;
}
