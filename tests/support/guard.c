#include "tests/support/guard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SLACK = 0xAA, FRESH = 0x55, SHIFT = 2 };

struct guard guard_new(size_t n, enum guard_place place)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    struct guard g = {.n = n, .len = (n + SHIFT + page - 1) / page * page};
    uint8_t *map = mmap(NULL, g.len + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (map == MAP_FAILED || mprotect(map + page, g.len, PROT_READ | PROT_WRITE) != 0) {
        perror("guard_new");
        exit(2);
    }
    g.page = map + page;
    g.p = g.page + (place == GUARD_END ? g.len - n : place == GUARD_SHIFTED ? SHIFT : 0);
    memset(g.page, SLACK, g.len);
    memset(g.p, FRESH, n);
    return g;
}

void guard_fill(struct guard *g, enum guard_fill fill, uint64_t *seed)
{
    for (size_t i = 0; i < g->n; i++) {
        switch (fill) {
        case FILL_ZERO:
            g->p[i] = 0;
            break;
        case FILL_MAX:
            g->p[i] = 255;
            break;
        case FILL_ALTERNATING:
            g->p[i] = i % 2 ? 255 : 0;
            break;
        case FILL_RANDOM:
        case GUARD_NFILLS:
            g->p[i] = (uint8_t)test_rand(seed);
            break;
        }
    }
}

static bool all_slack(const uint8_t *p, const uint8_t *end)
{
    while (p < end && *p == SLACK)
        p++;
    return p == end;
}

bool guard_free(struct guard *g)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    bool intact = all_slack(g->page, g->p) && all_slack(g->p + g->n, g->page + g->len);

    munmap(g->page - page, g->len + 2 * page);
    return intact;
}

uint64_t test_rand(uint64_t *seed)
{
    uint64_t z = *seed += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

uint64_t test_seed(void)
{
    const char *text = getenv("TG_TEST_SEED");

    return text ? strtoull(text, NULL, 0) : 20240229;
}
