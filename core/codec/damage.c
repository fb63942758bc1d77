/* damage.c - see damage.h. */
#include "core/codec/damage.h"

#include <stdio.h>

void tg_damage_add(struct tg_damage *damage, const char *text)
{
    if (damage && damage->count++ == 0)
        (void)snprintf(damage->first, sizeof(damage->first), "%s", text);
}

void tg_damage_note(struct tg_damage *damage, const char *text)
{
    if (damage && !damage->note[0])
        (void)snprintf(damage->note, sizeof(damage->note), "%s", text);
}
