/* request.c - see request.h. */
#include "core/serve/request.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "core/base/hex.h"

/* The next byte of the path, decoded; -1 if there is none such. */
static int next_byte(const char **raw)
{
    const char *s = *raw;
    int high, low;

    if (*s != '%') {
        *raw = s + 1;
        return (unsigned char)*s;
    }
    high = tg_hex_digit(s[1]);
    low = high < 0 ? -1 : tg_hex_digit(s[2]);
    *raw = s + 3;
    return low < 0 || high * 16 + low == 0 ? -1 : high * 16 + low;
}

bool tg_request_path(const char *raw, struct tg_buf *path, bool *folder)
{
    bool begins = true; /* a part of the path */

    if (*raw++ != '/')
        return false;
    *folder = true;
    while (*raw) {
        int byte = next_byte(&raw);

        if (byte < 0 || (begins && (byte == '/' || byte == '.')))
            return false;
        begins = byte == '/';
        *folder = begins;
        if (!begins || *raw)
            tg_buf_putc(path, (char)byte);
    }
    return true;
}

/* Digits to a number, stepping over them; a number that is too large is UINT64_MAX. */
static bool read_number(const char **s, uint64_t *n)
{
    const char *start = *s;

    *n = 0;
    for (; **s >= '0' && **s <= '9'; ++*s) {
        unsigned d = (unsigned)(**s - '0');

        *n = *n > (UINT64_MAX - d) / 10 ? UINT64_MAX : *n * 10 + d;
    }
    return *s != start;
}

/* "-N": the last N bytes. */
static enum tg_range last_bytes(const char *s, uint64_t size, uint64_t *first, uint64_t *last)
{
    uint64_t n;

    if (!read_number(&s, &n) || *s)
        return TG_RANGE_ALL;
    if (n == 0 || size == 0)
        return TG_RANGE_NONE;
    *first = n < size ? size - n : 0;
    *last = size - 1;
    return TG_RANGE_PART;
}

enum tg_range tg_request_range(const char *header, uint64_t size, uint64_t *first, uint64_t *last)
{
    static const char unit[] = "bytes=";
    const char *s = header;
    uint64_t from, to = UINT64_MAX;

    if (!s || strncasecmp(s, unit, strlen(unit)) != 0)
        return TG_RANGE_ALL;
    s += strlen(unit);
    if (*s == '-')
        return last_bytes(s + 1, size, first, last);
    if (!read_number(&s, &from) || *s++ != '-')
        return TG_RANGE_ALL;
    if (*s && (!read_number(&s, &to) || *s || to < from))
        return TG_RANGE_ALL;
    if (from >= size)
        return TG_RANGE_NONE;
    *first = from;
    *last = to < size ? to : size - 1;
    return TG_RANGE_PART;
}

/* The host without its port and, of an address of IPv6, the brackets; false if there is more to
 * it. */
static bool split_host(const char *host, char *name, size_t size, bool *v6)
{
    size_t len;

    *v6 = *host == '[';
    host += *v6;
    len = strcspn(host, *v6 ? "]" : ":");
    if (len == 0 || len >= size || (*v6 && host[len] != ']'))
        return false;
    memcpy(name, host, len);
    name[len] = '\0';
    host += len + *v6;
    return *host == '\0' || (*host == ':' && strspn(host + 1, "0123456789") == strlen(host + 1));
}

/* Both are of 4 or 16 bytes; what the server listens at may be all addresses. */
static bool address_fits(int family, const void *host, const char *server)
{
    static const uint8_t loopback6[16] = {[15] = 1}, all[16] = {0};
    size_t size = family == AF_INET ? 4 : 16;
    uint8_t own[16];

    if (family == AF_INET ? *(const uint8_t *)host == 127 : memcmp(host, loopback6, size) == 0)
        return true;
    if (strcmp(server, "::") == 0)
        return true; /* where IPv4 arrives too */
    return inet_pton(family, server, own) == 1 &&
           (memcmp(own, all, size) == 0 || memcmp(own, host, size) == 0);
}

static bool machine_fits(const char *name, const char *machine)
{
    size_t len = machine ? strlen(machine) : 0;

    return len && strncasecmp(name, machine, len) == 0 &&
           (name[len] == '\0' || strcasecmp(name + len, ".local") == 0);
}

bool tg_request_host_fits(const char *host, const struct tg_hosts *hosts)
{
    uint8_t address[16];
    char name[256];
    bool v6;

    if (!host || !split_host(host, name, sizeof(name), &v6))
        return false;
    if (v6)
        return inet_pton(AF_INET6, name, address) == 1 &&
               address_fits(AF_INET6, address, hosts->address);
    if (inet_pton(AF_INET, name, address) == 1)
        return address_fits(AF_INET, address, hosts->address);
    return strcasecmp(name, "localhost") == 0 || machine_fits(name, hosts->machine);
}
