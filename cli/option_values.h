/* option_values.h - what stands behind options, from text.  All but cli_parse_number() print a line of usage that
 * names the option before they return false. */
#ifndef TG_CLI_OPTION_VALUES_H
#define TG_CLI_OPTION_VALUES_H

#include <stdbool.h>
#include <stdint.h>

/* A decimal number of min .. max and nothing else. */
bool cli_parse_number(const char *text, uint64_t min, uint64_t max, uint64_t *out);

/* A number of 1 .. max. */
bool cli_parse_limit(const char *option, const char *text, uint64_t max, uint64_t *out);

/* One of the words, NULL-ended, as its index. */
bool cli_parse_word(const char *option, const char *text, const char *const *words,
                    unsigned *index);

/* "exif,xmp" added to a mask; "icc" is accepted too, since profiles always stay. */
bool cli_parse_keep(const char *list, unsigned *keep);

/* "#rrggbb", the # being optional, or "white" or "black". */
bool cli_parse_background(const char *text, uint8_t rgb[3]);

/* Bytes, with K, M or G for powers of 1024; 0 for no limit. */
bool cli_parse_memory(const char *text, uint64_t *bytes);

/* A number of processes, like 2 or 1.5. */
bool cli_parse_load(const char *text, double *load);

#endif
