/* fuzz_media.c - what ffmpeg passes on of a video: a date in one shape, or none; samples of frames,
 * among which a search ends. */
#include <string.h>

#include "core/media/media.h"
#include "core/media/still.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tg_media_date date = {.text = ""};
    struct tg_still still = {.at_ms = 0};
    bool open = true;
    char line[512];

    while (size) {
        const uint8_t *feed = memchr(data, '\n', size);
        size_t whole = feed ? (size_t)(feed - data) : size;
        size_t len = whole < sizeof(line) ? whole : sizeof(line) - 1;

        memcpy(line, data, len);
        line[len] = '\0';
        tg_media_take_date(&date, line);
        tg_still_take_line(&still, line);
        if (open && (still.seen || !*line)) {
            require(tg_still_judge(&still) == (still.best_ms == still.at_ms));
            open = tg_still_next(&still);
        }
        data += whole + (feed != NULL);
        size -= whole + (feed != NULL);
    }
    require(strspn(date.text, "0123456789-:T") == strlen(date.text));
    require(!*date.text || (strlen(date.text) == 19 && date.text[10] == 'T'));
    require(*date.text || !date.local);
    require(still.tries <= 10 && still.best_ms <= 40000 && still.best_ms <= still.last_ms);
    return 0;
}
