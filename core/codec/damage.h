/* damage.h - what the user is told of a picture that exists all the same. */
#ifndef TG_CODEC_DAMAGE_H
#define TG_CODEC_DAMAGE_H

struct tg_damage {
    unsigned count;  /* of damage that the decoder could work around */
    char first[200]; /* text of the first one */
    char note[200];  /* what else there is to say, of undamaged files too; "": nothing */
};

/* Counts one damage and keeps the text of the first.  NULL: nobody wants to know. */
void tg_damage_add(struct tg_damage *damage, const char *text);

/* The same for a note. */
void tg_damage_note(struct tg_damage *damage, const char *text);

#endif
