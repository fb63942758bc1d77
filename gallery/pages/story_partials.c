/* story_partials.c - HTML of the project's author in every page. */
#include <string.h>

#include "gallery/pages/story.h"

void tg_story_partial(const struct tg_story *story, enum tg_partial which)
{
    static const char root[] = "{{root}}";
    const char *rest = story->root->partials[which], *at;

    if (!rest)
        return;
    while ((at = strstr(rest, root))) {
        tg_buf_put(story->out, rest, (size_t)(at - rest));
        tg_story_up(story);
        rest = at + strlen(root);
    }
    tg_buf_puts(story->out, rest);
    if (*rest && rest[strlen(rest) - 1] != '\n')
        tg_buf_putc(story->out, '\n');
}
