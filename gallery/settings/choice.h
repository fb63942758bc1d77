/* choice.h - patterns of names that are taken and left out; for gallery/ only. */
#ifndef TG_GALLERY_CHOICE_H
#define TG_GALLERY_CHOICE_H

#include "gallery/model/hdr_rule.h"
#include "gallery/model/raw_rule.h"
#include "gallery/settings/settings.h"

/* The key `raw`; TG_RAW_UNSAID for NULL and, after an error, for another word. */
enum tg_raw_rule tg_settings_raw(const struct tg_reader *reader, const struct tg_yaml *node,
                                 const char *word);

/* The key `hdr`, likewise. */
enum tg_hdr_rule tg_settings_hdr(const struct tg_reader *reader, const struct tg_yaml *node,
                                 const char *word);

/* The key `effort`, 1 to 9; 0 for NULL and, after an error, for anything else. */
uint8_t tg_settings_effort(const struct tg_reader *reader, const struct tg_yaml *node,
                           const char *word);

struct tg_choice {
    struct tg_texts include, exclude;
    bool *include_met, *exclude_met; /* which of them matched a name so far */
};

/* `s` in Unicode's form C, in the arena; NULL after report->nomem. */
const char *tg_choice_name(struct tg_arena *arena, struct tg_report *report, const char *s);

/* Makes patterns that were read ready for use. */
void tg_choice_prepare(struct tg_arena *arena, struct tg_report *report, struct tg_choice *choice);

/* Whether an entry of a folder is left out; `name` is in form C.  `include` is of files alone. */
bool tg_choice_leaves_out(const struct tg_choice *choice, const char *name, bool is_folder);

/* Warns of the patterns that matched no name so far; `map` has the keys `include` and `exclude`, or
 * is NULL. */
void tg_choice_warn(const struct tg_reader *reader, const struct tg_yaml *map,
                    const struct tg_choice *choice);

#endif
