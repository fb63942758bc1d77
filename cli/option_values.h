/* option_values.h - values of options, from text: parsers for rows of cli_option_table.  Each
 * stores into the field of the row, of the type named here; those without one know their fields. */
#ifndef TG_CLI_OPTION_VALUES_H
#define TG_CLI_OPTION_VALUES_H

#include "cli/option_table.h"

/* A decimal number of min .. max and nothing else.  Prints nothing. */
bool cli_parse_number(const char *text, uint64_t min, uint64_t max, uint64_t *out);

/* What --fit and --gravity say together, into the geometry of all sizes.  False after a usage
 * error. */
bool cli_settle_geometry(struct cli_options *o);

cli_option_fn cli_parse_flag;     /* bool: true */
cli_option_fn cli_parse_constant; /* unsigned: the row's min */
cli_option_fn cli_parse_text;     /* const char *: not empty */
cli_option_fn cli_parse_unsigned; /* unsigned: a number of the row's min .. max */
cli_option_fn cli_parse_int;      /* int: the same */
cli_option_fn cli_parse_count;    /* uint64_t: the same */
cli_option_fn cli_parse_word;     /* unsigned: the index of one of the row's words */
cli_option_fn
    cli_parse_memory; /* uint64_t: bytes, with K, M or G for powers of 1024; 0 for no limit */
cli_option_fn cli_parse_load; /* double: a number of processes, like 2 or 1.5 */

cli_option_fn cli_parse_format;      /* unsigned: a word, or "jpg", and that it was given */
cli_option_fn cli_parse_subsampling; /* unsigned: a word, and that it was given */
cli_option_fn cli_parse_rule;        /* unsigned: a word's place from 1; 0 is that none was given */
cli_option_fn cli_parse_gravity;     /* the same, and "centre" */
cli_option_fn cli_parse_rotate;      /* a word, or a turn to the left as in -90 */
cli_option_fn cli_parse_isolation;
cli_option_fn cli_parse_cpu; /* a level of this processor */
cli_option_fn cli_parse_sizes;
cli_option_fn cli_parse_cache_sizes; /* unsigned: a bit for each of a list of the row's words */
cli_option_fn cli_parse_keep;    /* "exif,xmp"; "icc" is accepted too, since profiles always stay */
cli_option_fn cli_parse_sharpen; /* unsigned: 0, 1, 2 or 4, of four words */
cli_option_fn cli_parse_quality; /* a number of the row's min .. max, "jpeg=80" or a list */
cli_option_fn cli_parse_max_bytes;  /* a number, with K, M or G for powers of 1024 */
cli_option_fn cli_parse_pad;        /* the same as cli_parse_background() */
cli_option_fn cli_parse_background; /* "#rrggbb", the # being optional, or "white" or "black" */
cli_option_fn cli_parse_include;
cli_option_fn cli_parse_exclude;
cli_option_fn cli_parse_root;
/* shard_option.c: "2/3", or "auto" for what a scheduler says in the environment. */
cli_option_fn cli_parse_shard;

#endif
