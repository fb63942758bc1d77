/* words_he.c - Hebrew; see words.h and docs/languages.md. */
#include "gallery/words/words.h"

const struct tg_words tg_words_he = {
    .lang = "he",
    .dates = &tg_dates_he,
    .plurals = TG_PLURALS_HE,
    .text =
        {
            /* around every page */
            [TG_WORD_MENU] = "תפריט",
            [TG_WORD_BREADCRUMB] = "נתיב ניווט",
            [TG_WORD_NIGHT] = "מצב לילה",
            [TG_WORD_SHARE] = "שיתוף",
            [TG_WORD_LICENCE] = "רישיון: {t}",
            [TG_WORD_BESIDE] = "הקודם והבא",
            [TG_WORD_PAGES] = "דפים",
            [TG_WORD_PAGE] = "דף {n}",
            [TG_WORD_PAGE_OF] = "דף {n} מתוך {m}",
            [TG_WORD_FULL_PAGE] = "הדף המלא",
            [TG_WORD_LIGHT_PAGE] = "דף קל",
            [TG_WORD_MADE_WITH] = "נוצר באמצעות tirage",
            /* what is in albums */
            [TG_WORD_ALBUMS] = "אלבום אחד|שני אלבומים|{n} אלבומים|{n} "
                               "אלבומים",
            [TG_WORD_PICTURES] = "תמונה אחת|שתי תמונות|{n} תמונות|{n} תמונות",
            [TG_WORD_VIDEOS] = "סרטון אחד|שני סרטונים|{n} סרטונים|{n} "
                               "סרטונים",
            [TG_WORD_TAGS] = "בנושא: {t}",
            [TG_WORD_COMMA] = ", ",
            [TG_WORD_UNDATED] = "ללא תאריך",
            [TG_WORD_PROTECTED] = "מוגן",
            /* pictures, and what is known of them */
            [TG_WORD_NO_PICTURE] = "לא ניתן להציג את התמונה",
            [TG_WORD_NO_VIDEO] = "לא ניתן להציג את הסרטון",
            [TG_WORD_NO_FILE] = "לא ניתן לנגן את הקובץ",
            [TG_WORD_MOTION_PHOTO] = "תמונה נעה: \xE2\x81\xA8{t}\xE2\x81\xA9",
            [TG_WORD_HDR_PHOTO] = "תמונת HDR: \xE2\x81\xA8{t}\xE2\x81\xA9",
            [TG_WORD_HDR_MOTION_PHOTO] = "תמונת HDR נעה: \xE2\x81\xA8{t}\xE2\x81\xA9",
            [TG_WORD_VIDEO] = "סרטון: \xE2\x81\xA8{t}\xE2\x81\xA9",
            [TG_WORD_PANORAMA] = "פנורמה",
            [TG_WORD_WEBSITE] = "אתר אינטרנט",
            [TG_WORD_INFORMATION] = "מידע",
            [TG_WORD_CAMERA] = "מצלמה",
            [TG_WORD_LENS] = "עדשה",
            [TG_WORD_EXPOSURE] = "חשיפה",
            [TG_WORD_DYNAMIC_RANGE] = "טווח דינמי",
            [TG_WORD_DATE] = "תאריך",
            [TG_WORD_MAP] = "מפה",
            [TG_WORD_DOWNLOAD] = "הורדה",
            /* pages behind a password */
            [TG_WORD_PROTECTED_PAGE] = "דף מוגן",
            [TG_WORD_NEEDS_SCRIPT] = "כדי לפתוח את הדף נדרש JavaScript.",
            [TG_WORD_PASSWORD] = "סיסמה",
            [TG_WORD_REMEMBER] = "לזכור במכשיר זה",
            [TG_WORD_OPEN] = "פתיחה",
            [TG_WORD_WAIT] = "רק רגע…",
            [TG_WORD_WRONG_PASSWORD] = "הסיסמה שגויה.",
            [TG_WORD_NEEDS_HTTPS] = "דפדפנים פותחים דפים מוגנים רק דרך https "
                                    "(או מהמחשב הזה). כדאי להודיע לבעלי האתר "
                                    "שהוא מוגש ב־http לא מוצפן.",
            /* the viewer of pictures */
            [TG_WORD_VIEWER] = "מציג התמונות",
            [TG_WORD_SLIDESHOW] = "מצגת",
            [TG_WORD_KEYS] = "מקשים",
            [TG_WORD_FULL_SCREEN] = "מסך מלא",
            [TG_WORD_CLOSE] = "סגירה",
            [TG_WORD_PREVIOUS] = "התמונה הקודמת",
            [TG_WORD_NEXT] = "התמונה הבאה",
            [TG_WORD_COPIED] = "הקישור הועתק",
            [TG_WORD_NO_PAGE] = "לא ניתן לטעון את הדף",
            [TG_WORD_PLAY_MOTION] = "הפעלת התמונה הנעה",
            [TG_WORD_CANNOT_PLAY] = "לא ניתן לנגן את הסרטון",
            [TG_WORD_HELP_LEAF] = "התמונה הקודמת, הבאה",
            [TG_WORD_HELP_ENDS] = "התמונה הראשונה, האחרונה",
            [TG_WORD_HELP_ZOOM] = "הגדלה, הקטנה, מלאה",
            [TG_WORD_HELP_SPACE] = "מצגת; ניגון סרטון",
            [TG_WORD_KEY_ENDS] = "Home End",
            [TG_WORD_KEY_SPACE] = "רווח",
            [TG_WORD_KEY_ESCAPE] = "Esc",
        },
};
