/* clean_facts.h - what every reader of metadata promises of the facts that it found. */
#ifndef TG_TESTS_CLEAN_FACTS_H
#define TG_TESTS_CLEAN_FACTS_H

#include <string.h>

#include "core/base/facts.h"
#include "tests/fuzz/fuzz.h"

/* Texts that the parent process would take from a worker: cleaning them again changes nothing.  Releases
 * them. */
static inline void require_clean(struct tg_facts *facts)
{
    for (int i = 0; i < TG_FACTS; i++) {
        const char *text = facts->text[i];
        struct tg_facts again = {0};

        if (!text)
            continue;
        tg_err_free(tg_facts_add(&again, (enum tg_fact)i, text, strlen(text), TG_CHARSET_UTF8));
        require(again.text[i] && strcmp(again.text[i], text) == 0);
        for (const char *p = text; *p; p++)
            require((unsigned char)*p >= ' ' || (*p == '\n' && i == TG_FACT_DESCRIPTION));
        tg_facts_release(&again);
    }
    require(facts->latitude_e6 >= -TG_LATITUDE_E6 && facts->latitude_e6 <= TG_LATITUDE_E6);
    require(facts->longitude_e6 >= -TG_LONGITUDE_E6 && facts->longitude_e6 <= TG_LONGITUDE_E6);
    tg_facts_release(facts);
}

#endif
