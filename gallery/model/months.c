/* months.c - see months.h. */
#include "gallery/model/months.h"

#include <string.h>

#include "gallery/model/text.h"

enum { ID_MAX = 32 };

static const struct tg_locale *find_exactly(const char *id)
{
    for (size_t i = 0; i < tg_locales_len; i++)
        if (tg_text_casecmp(tg_locales[i].id, id) == 0)
            return &tg_locales[i];
    return NULL;
}

/* Chinese and Serbian have two scripts each; the territory or a modifier tells which. */
static const char *with_script(const char *id)
{
    if (tg_text_casecmp(id, "zh_TW") == 0 || tg_text_casecmp(id, "zh_HK") == 0)
        return "zh_Hant";
    if (strstr(id, "@latin"))
        return "sr_Latn";
    return id;
}

const struct tg_locale *tg_locale_find(const char *id)
{
    const struct tg_locale *found = NULL;
    char name[ID_MAX];
    size_t len;

    if (strcmp(id, "C") == 0 || strncmp(id, "C.", 2) == 0 || strcmp(id, "POSIX") == 0)
        return find_exactly("en");
    id = with_script(id);
    len = strcspn(id, ".@");
    if (len == 0 || len >= sizeof(name))
        return NULL;
    memcpy(name, id, len);
    name[len] = '\0';
    for (char *c = name; *c; c++)
        if (*c == '-')
            *c = '_';
    for (id = with_script(name); !found && *name; id = name) {
        char *territory = strrchr(name, '_');

        found = find_exactly(id);
        *(territory ? territory : name) = '\0';
    }
    return found;
}

void tg_html_month(struct tg_buf *out, const struct tg_locale *locale, unsigned month)
{
    const char *name = locale->months;

    while (--month)
        name = strchr(name, '|') + 1;
    tg_buf_put(out, name, strcspn(name, "|"));
}

void tg_html_date(struct tg_buf *out, const struct tg_locale *locale, struct tg_date date)
{
    if (date.day)
        tg_buf_printf(out, "%02u ", date.day);
    if (date.month) {
        tg_html_month(out, locale, date.month);
        tg_buf_putc(out, ' ');
    }
    tg_buf_printf(out, "%04u", date.year);
}
