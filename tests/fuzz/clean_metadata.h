/* clean_metadata.h - what every reader of metadata promises of the metadata that it found. */
#ifndef TG_TESTS_CLEAN_METADATA_H
#define TG_TESTS_CLEAN_METADATA_H

#include <string.h>

#include "core/base/metadata.h"
#include "tests/fuzz/fuzz.h"

/* Texts that the parent process would take from a worker: cleaning them again changes nothing.
 * Releases them. */
static inline void require_clean(struct tg_metadata *metadata)
{
    for (int i = 0; i < TG_METADATA_TEXTS; i++) {
        const char *text = metadata->text[i];
        struct tg_metadata again = {0};

        if (!text)
            continue;
        tg_err_free(
            tg_metadata_add(&again, (enum tg_metadata_text)i, text, strlen(text), TG_CHARSET_UTF8));
        require(again.text[i] && strcmp(again.text[i], text) == 0);
        for (const char *p = text; *p; p++)
            require((unsigned char)*p >= ' ' ||
                    (*p == '\n' && (i == TG_METADATA_DESCRIPTION || i == TG_METADATA_KEYWORDS ||
                                    i == TG_METADATA_PEOPLE)));
        tg_metadata_release(&again);
    }
    require(metadata->latitude_e6 >= -TG_LATITUDE_E6 && metadata->latitude_e6 <= TG_LATITUDE_E6);
    require(metadata->longitude_e6 >= -TG_LONGITUDE_E6 &&
            metadata->longitude_e6 <= TG_LONGITUDE_E6);
    require(metadata->rating >= TG_RATING_REJECTED && metadata->rating <= TG_RATING_BEST);
    require(metadata->labels <= TG_LABELS_ALL);
    tg_metadata_release(metadata);
}

#endif
