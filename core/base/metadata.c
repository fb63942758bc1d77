/* metadata.c - see metadata.h. */
#include "core/base/metadata.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/faces.h"
#include "core/base/standing_text.h"
#include "core/base/tags.h"

static_assert(offsetof(struct tg_metadata, faces) ==
                  offsetof(struct tg_metadata, text[TG_METADATA_FACES]),
              "texts by name and by index are the same");

/* Bytes.  Longer texts are cut. */
static const size_t longest[TG_METADATA_TEXTS] = {
    [TG_METADATA_TITLE] = 200,          [TG_METADATA_DESCRIPTION] = 2000,
    [TG_METADATA_CAMERA] = 100,         [TG_METADATA_LENS] = 100,
    [TG_METADATA_EXPOSURE] = 100,       [TG_METADATA_MOTION] = 100,
    [TG_METADATA_FACES] = TG_FACES_TEXT};

void tg_metadata_release(struct tg_metadata *metadata)
{
    for (int i = 0; i < TG_METADATA_TEXTS; i++)
        free(metadata->text[i]);
    *metadata = (struct tg_metadata){0};
}

void tg_metadata_move(struct tg_metadata *to, struct tg_metadata *from)
{
    tg_metadata_release(to);
    *to = *from;
    *from = (struct tg_metadata){0};
}

static void forget(char **text)
{
    free(*text);
    *text = NULL;
}

void tg_metadata_keep(struct tg_metadata *metadata, unsigned asks)
{
    if (!(asks & TG_ASKS_KEYWORDS))
        forget(&metadata->keywords);
    if (!(asks & TG_ASKS_PEOPLE))
        forget(&metadata->people);
    if (!(asks & TG_ASKS_PLACE))
        forget(&metadata->place);
    if (asks & TG_ASKS_LOCATION)
        return;
    metadata->located = false;
    metadata->latitude_e6 = metadata->longitude_e6 = 0;
}

/* Of one that people may write, whether a machine has. */
static bool is_standing(enum tg_metadata_text which, const struct tg_buf *text)
{
    return (which == TG_METADATA_TITLE || which == TG_METADATA_DESCRIPTION) &&
           tg_text_is_standing(tg_buf_str(text));
}

/* NULL of a text that is no list. */
static const struct tg_tags_limit *limit_of(enum tg_metadata_text which)
{
    return which == TG_METADATA_KEYWORDS ? &tg_keywords_limit
           : which == TG_METADATA_PEOPLE ? &tg_people_limit
           : which == TG_METADATA_PLACE  ? &tg_place_limit
                                         : NULL;
}

struct tg_err *tg_metadata_add(struct tg_metadata *metadata, enum tg_metadata_text which,
                               const char *text, size_t len, enum tg_charset charset)
{
    const struct tg_tags_limit *limit = limit_of(which);
    struct tg_err *err;
    struct tg_buf out;

    if (metadata->text[which] || len == 0)
        return NULL;
    if (limit)
        return tg_tags_add_list(&metadata->text[which], limit, text, len);
    tg_buf_init(&out, longest[which]);
    err = tg_clean_text(&out, text, len, charset, which == TG_METADATA_DESCRIPTION);
    if (!err && out.len && !is_standing(which, &out)) {
        metadata->text[which] = tg_buf_steal(&out);
        err = metadata->text[which] ? NULL : tg_err_nomem();
    }
    tg_buf_release(&out);
    return err;
}
