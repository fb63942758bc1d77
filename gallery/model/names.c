/* names.c - see names.h. */
#include "gallery/model/names.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/buf.h"
#include "core/base/path.h"
#include "gallery/model/text.h"

const char tg_plain_options[] = TG_PLAIN_OPTIONS("75");

uint32_t tg_crc32(const void *data, size_t len)
{
    /* zlib's polynomial, 0xEDB88320, bits reversed: what four bits that are shifted out leave */
    static const uint32_t left[16] = {0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC,
                                      0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
                                      0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C,
                                      0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C};
    const unsigned char *p = data;
    uint32_t crc = 0xFFFFFFFFu;

    for (size_t i = 0; i < len; i++) {
        crc ^= p[i];
        crc = crc >> 4 ^ left[crc & 15];
        crc = crc >> 4 ^ left[crc & 15];
    }
    return ~crc;
}

static void put_side(struct tg_buf *name, uint32_t side)
{
    if (side)
        tg_buf_printf(name, "%" PRIu32, side);
}

char *tg_rendition_name(const char *photo_path, const char *options_json, uint32_t req_w,
                        uint32_t req_h)
{
    const char *stem = tg_path_base(photo_path), *ext = tg_path_ext(photo_path);
    struct tg_buf name;

    tg_buf_init(&name, TG_BUF_MAX);
    tg_buf_put(&name, stem, (size_t)(ext - stem));
    if (options_json)
        tg_buf_printf(&name, "-%" PRIu32, tg_crc32(options_json, strlen(options_json)));
    tg_buf_putc(&name, '-');
    put_side(&name, req_w);
    tg_buf_putc(&name, 'x');
    put_side(&name, req_h);
    tg_buf_puts(&name, ext);
    return tg_buf_steal(&name);
}

static const char first_page[] = "index.html", more_pages[] = "page-";

char *tg_page_name(size_t number)
{
    struct tg_buf name;

    tg_buf_init(&name, TG_BUF_MAX);
    if (number == 1)
        tg_buf_puts(&name, first_page);
    else
        tg_buf_printf(&name, "%s%zu.html", more_pages, number);
    return tg_buf_steal(&name);
}

bool tg_is_page_name(const char *name)
{
    size_t prefix = strlen(more_pages), digits;

    if (tg_text_casecmp(name, first_page) == 0)
        return true;
    if (strncasecmp(name, more_pages, prefix) != 0)
        return false;
    digits = strspn(name + prefix, "0123456789");
    return digits && tg_text_casecmp(name + prefix + digits, ".html") == 0;
}

/* Behind the name of the original: what file managers, and Google Photos in the languages of its
 * users, call a copy.  The longer ones before those that they end in. */
static const char *const copy_words[] = {
    " - copy",     " copy",       "-copy",       "_copy",           " - kopie",   " kopie",
    " - copie",    " copie",      " - copia",    " copia",          "-edited",    "_edited",
    "-edit",       "_edit",       "-bearbeitet", "-modifi\xC3\xA9", "-editado",   "-editada",
    "-modificato", "-modificata", "-bewerkt",    "-redigeret",      "-redigerad", "-redigert",
    "-edytowane",  "-upraveno",   "-muokattu"};

static size_t digits_before(const char *s, size_t len)
{
    size_t n = 0;

    while (n < len && s[len - 1 - n] >= '0' && s[len - 1 - n] <= '9')
        n++;
    return n;
}

static size_t without_word(const char *stem, size_t len)
{
    for (size_t i = 0; i < sizeof(copy_words) / sizeof(copy_words[0]); i++) {
        size_t word = strlen(copy_words[i]);

        if (word < len && strncasecmp(stem + len - word, copy_words[i], word) == 0)
            return len - word;
    }
    return len;
}

/* The length of a stem without the last thing that marks it as a copy. */
static size_t without_mark(const char *stem, size_t len)
{
    size_t brackets = len && stem[len - 1] == ')';
    size_t digits = digits_before(stem, len - brackets), at = len - brackets - digits;

    if (digits && brackets && at > 1 && stem[at - 1] == '(') /* "x(1)", "x (1)" */
        return at - 1 - (at > 2 && stem[at - 2] == ' ');
    if (digits && !brackets && at > 1 && stem[at - 1] == '~')
        return at - 1;
    if (digits && !brackets && at > 1 && stem[at - 1] == ' ' && without_word(stem, at - 1) < at - 1)
        return without_word(stem, at - 1); /* "x copy 2" */
    return without_word(stem, len);
}

/* The length of the path of the original. */
static size_t original_len(const char *path)
{
    const char *stem = tg_path_base(path);
    size_t len = (size_t)(tg_path_ext(path) - stem), less = without_mark(stem, len);

    for (; less < len; less = without_mark(stem, len))
        len = less;
    return (size_t)(stem - path) + len;
}

int tg_picture_name_cmp(const char *a, const char *b)
{
    size_t la = original_len(a), lb = original_len(b);
    int order = tg_path_natural_ncmp(a, la, b, lb);

    if (!order)
        order = tg_path_natural_ncmp(a + la, (size_t)(tg_path_ext(a) - a) - la, b + lb,
                                     (size_t)(tg_path_ext(b) - b) - lb);
    return order ? order : strcmp(a, b);
}

size_t tg_parts_of(const char *path)
{
    size_t parts = *path != '\0';

    for (; *path; path++)
        parts += *path == '/';
    return parts;
}

bool tg_is_device_name(const char *name)
{
    static const char devices[] =
        " con prn aux nul conin$ conout$ com0 com1 com2 com3 com4 com5 com6 "
        "com7 com8 com9 lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9 ";
    char word[8];
    size_t len = strcspn(name, ".");

    while (len && name[len - 1] == ' ')
        len--;
    if (len == 0 || len >= sizeof(word))
        return false;
    for (size_t i = 0; i < len; i++)
        word[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] - 'A' + 'a' : name[i]);
    word[len] = '\0';
    return tg_text_has_word(devices, word);
}
