/* nearest.h - the known word that somebody probably meant. */
#ifndef TG_CLI_NEAREST_H
#define TG_CLI_NEAREST_H

/* Words are tried one by one, and the nearest remembered; of equals the first. */
struct cli_nearest {
    const char *word;  /* what was typed; borrowed, as is all that is tried */
    const char *best;  /* NULL: none is near */
    unsigned distance; /* 1 of what begins alike ... */
    unsigned real;     /* ... of which the one that takes fewer changes is nearer */
};

/* At most a third of the letters may differ, and at least one. */
void cli_nearest_init(struct cli_nearest *n, const char *word);

/* Counts letters that are missing, too many, changed or swapped with their neighbour; a word that
 * begins with the other, of at least three letters, is as near as one with one mistake. */
void cli_nearest_try(struct cli_nearest *n, const char *known);

#endif
