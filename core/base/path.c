/* path.c - see path.h. */
#include "core/base/path.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

char *tg_path_join(const char *a, const char *b)
{
    size_t la = strlen(a), lb = strlen(b);
    char *p;

    if (la == 0 || strcmp(a, ".") == 0)
        return strdup(b);
    p = malloc(la + lb + 2);
    if (!p)
        return NULL;
    memcpy(p, a, la);
    if (p[la - 1] != '/')
        p[la++] = '/';
    memcpy(p + la, b, lb + 1);
    return p;
}

bool tg_path_is_below(const char *path)
{
    for (;;) {
        size_t len = strcspn(path, "/");

        if (len == 0 || (len <= 2 && strspn(path, ".") >= len))
            return false;
        if (!path[len])
            return true;
        path += len + 1;
    }
}

const char *tg_path_base(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

const char *tg_path_ext(const char *path)
{
    const char *base = tg_path_base(path);
    const char *dot = strrchr(base, '.');

    return dot && dot != base ? dot : base + strlen(base);
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Two runs of digits by value, which are stepped over. */
static int number_cmp(const char **a, const char *a_end, const char **b, const char *b_end)
{
    const char *p, *q;
    size_t la = 0, lb = 0;
    int order;

    while (*a < a_end && **a == '0')
        ++*a;
    while (*b < b_end && **b == '0')
        ++*b;
    p = *a;
    q = *b;
    while (p + la < a_end && is_digit(p[la]))
        la++;
    while (q + lb < b_end && is_digit(q[lb]))
        lb++;
    order = la != lb ? (la < lb ? -1 : 1) : memcmp(p, q, la);
    *a += la;
    *b += lb;
    return order;
}

int tg_path_natural_ncmp(const char *a, size_t a_len, const char *b, size_t b_len)
{
    const char *p = a, *q = b, *p_end = a + a_len, *q_end = b + b_len;
    int order;

    while (p < p_end && q < q_end) {
        if (is_digit(*p) && is_digit(*q)) {
            order = number_cmp(&p, p_end, &q, q_end);
            if (order)
                return order;
        } else if (*p != *q) {
            return (unsigned char)*p < (unsigned char)*q ? -1 : 1;
        } else {
            p++;
            q++;
        }
    }
    if (p < p_end || q < q_end)
        return p < p_end ? 1 : -1;
    order = memcmp(a, b, a_len < b_len ? a_len : b_len);
    return order ? order : (a_len > b_len) - (a_len < b_len);
}

int tg_path_natural_cmp(const char *a, const char *b)
{
    return tg_path_natural_ncmp(a, strlen(a), b, strlen(b));
}

char *tg_path_absolute(const char *path)
{
    const char *base = tg_path_base(path);
    char *folder, *real, *all;
    struct stat st;

    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return realpath(path, NULL);
    folder = base == path ? strdup(".") : strndup(path, (size_t)(base - path));
    real = folder ? realpath(folder, NULL) : NULL;
    all = real ? tg_path_join(real, base) : NULL;
    free(folder);
    free(real);
    return all;
}

bool tg_path_lies_in(const char *path, const char *folder)
{
    char *p = strdup(path);
    bool found = !p; /* rather too careful than too little */
    struct stat sf, s;

    if (stat(folder, &sf) != 0) {
        found = errno != ENOENT;
        free(p);
        return found;
    }
    for (size_t len = strlen(path); !found && len;) {
        found = stat(p, &s) == 0 && s.st_dev == sf.st_dev && s.st_ino == sf.st_ino;
        if (len == 1)
            break;
        while (len && p[len - 1] != '/')
            len--;
        len -= len > 1; /* the slash, but for the root's */
        p[len] = '\0';
    }
    free(p);
    return found;
}
