/* address.c - see address.h. */
#include "gallery/settings/address.h"

#include <string.h>

#include "gallery/model/text.h"

bool tg_address_has_scheme(const char *address)
{
    return address[strcspn(address, ":/?#")] == ':';
}

/* Browsers take \\host for //host, and skip control characters in front of it. */
static bool may_name_a_host(const char *path)
{
    size_t len = strcspn(path, "?#");

    for (size_t i = 0; i < len; i++)
        if (path[i] == '\\' || (unsigned char)path[i] < ' ')
            return true;
    return false;
}

bool tg_address_is_harmless(const char *address)
{
    static const char *const schemes[] = {"http", "https", "mailto", "tel"};
    size_t len = strcspn(address, ":");
    char scheme[8] = "";

    if (!tg_address_has_scheme(address))
        return !may_name_a_host(address);
    if (len >= sizeof(scheme))
        return false;
    memcpy(scheme, address, len);
    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
        if (tg_text_casecmp(scheme, schemes[i]) == 0)
            return true;
    return false;
}

void tg_address_check(const struct tg_reader *reader, const struct tg_yaml *node, const char *key,
                      const char *address)
{
    if (address && !tg_address_has_scheme(address) && may_name_a_host(address))
        tg_settings_problem(reader, TG_ERROR, node,
                            "%s: '%s' may not be a link: browsers read a backslash as /, and skip "
                            "control characters; write a path of the site with /",
                            key, address);
    else if (address && !tg_address_is_harmless(address))
        tg_settings_problem(reader, TG_ERROR, node,
                            "%s: '%s' may not be a link; allowed are " TG_ADDRESS_SCHEMES
                            " and paths in the site, './' before one with a colon",
                            key, address);
}
