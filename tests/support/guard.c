#include "tests/support/guard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SLACK = 0xAA, FRESH = 0x55, SHIFT = 2 };

/* Freed mappings, kept for the next buffer of the same size: tests make millions of them, and
 * asking the system each time is most of their cost. */
static struct {
    uint8_t *page;
    size_t len;
} spare[64];

static uint8_t *map_pages(size_t len, size_t page)
{
    uint8_t *map;

    for (size_t i = 0; i < sizeof(spare) / sizeof(spare[0]); i++) {
        if (spare[i].page && spare[i].len == len) {
            map = spare[i].page;
            spare[i].page = NULL;
            return map;
        }
    }
    map = mmap(NULL, len + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (map == MAP_FAILED || mprotect(map + page, len, PROT_READ | PROT_WRITE) != 0) {
        perror("guard_new");
        exit(2);
    }
    return map + page;
}

static void unmap_pages(uint8_t *first, size_t len, size_t page)
{
    for (size_t i = 0; i < sizeof(spare) / sizeof(spare[0]); i++) {
        if (!spare[i].page) {
            spare[i].page = first;
            spare[i].len = len;
            return;
        }
    }
    munmap(first - page, len + 2 * page);
}

struct guard guard_new(size_t n, enum guard_place place)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    struct guard g = {.n = n, .len = (n + SHIFT + page - 1) / page * page};

    g.page = map_pages(g.len, page);
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

/* All bytes equal their neighbours, and the first one is right. */
static bool all_slack(const uint8_t *p, const uint8_t *end)
{
    return p == end || (*p == SLACK && memcmp(p, p + 1, (size_t)(end - p) - 1) == 0);
}

bool guard_free(struct guard *g)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    bool intact = all_slack(g->page, g->p) && all_slack(g->p + g->n, g->page + g->len);

    unmap_pages(g->page, g->len, page);
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
