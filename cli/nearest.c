/* nearest.c - see nearest.h. */
#include "cli/nearest.h"

#include <stdbool.h>
#include <string.h>

enum { LETTERS_MAX = 32, PREFIX_MIN = 3 };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Of words of at most LETTERS_MAX bytes: optimal string alignment. */
static unsigned distance(const char *a, const char *b)
{
    unsigned rows[3][LETTERS_MAX + 1] = {{0}};
    size_t la = strlen(a), lb = strlen(b);

    for (unsigned j = 0; j <= lb; j++)
        rows[0][j] = j;
    for (unsigned i = 1; i <= la; i++) {
        const unsigned *above = rows[(i - 1) % 3], *two_above = rows[(i + 1) % 3];
        unsigned *row = rows[i % 3];

        row[0] = i;
        for (unsigned j = 1; j <= lb; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[la % 3][lb];
}

static bool begins(const char *word, const char *start)
{
    size_t len = strlen(start);

    return len >= PREFIX_MIN && strncmp(word, start, len) == 0;
}

void cli_nearest_init(struct cli_nearest *n, const char *word)
{
    *n = (struct cli_nearest){.word = word};
    n->distance = (unsigned)strlen(word) / 3 + 1; /* what is tried must be nearer */
    if (n->distance < 2)
        n->distance = 2;
}

void cli_nearest_try(struct cli_nearest *n, const char *known)
{
    unsigned d, real;

    if (strlen(n->word) > LETTERS_MAX || strlen(known) > LETTERS_MAX)
        return;
    real = distance(n->word, known);
    d = begins(n->word, known) || begins(known, n->word) ? 1 : real;
    if ((d < n->distance || (d == n->distance && n->best && real < n->real)) && d < strlen(known)) {
        n->best = known;
        n->distance = d;
        n->real = real;
    }
}
