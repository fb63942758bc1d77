/* nfc.h - names as people mean them: é is one character or two, as the system that wrote the name
 * has it, and both are the same text.  Unicode's Normalization Form C.
 *
 * Parts: nfc_table.c. */
#ifndef TG_BASE_NFC_H
#define TG_BASE_NFC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/attr.h"

/* `s` in that form.  Bytes that are not UTF-8 stay as they are, and nothing is joined across them.
 * The caller frees; NULL when memory is short. */
char *tg_nfc(const char *s) TG_MUST_USE;

/* `s` with every character taken apart, in canonical order: Normalization Form D.  Likewise. */
char *tg_nfd(const char *s) TG_MUST_USE;

/* Whether both are the same text; when memory is short, whether they are the same bytes. */
bool tg_nfc_equal(const char *a, const char *b);

/* Whether all of it is ASCII, which no form changes. */
bool tg_nfc_is_ascii(const char *s);

/* nfc_table.c, which toolchains/nfc.py makes.  Each decomposition, ascending by character: the
 * character, what takes its place, and what follows that or 0, in 21 bits each. */
extern const uint64_t tg_nfc_pairs[];
extern const size_t tg_nfc_pairs_len;
/* Those of them that are composed again, by number, ascending by their two parts. */
extern const uint16_t tg_nfc_composed[];
extern const size_t tg_nfc_composed_len;
/* Runs of characters that follow others: first << 11 | (how many - 1) << 8 | combining class,
 * ascending. */
extern const uint32_t tg_nfc_classes[];
extern const size_t tg_nfc_classes_len;
extern const char tg_nfc_unicode[]; /* "14.0.0" */

#endif
