/* words_ar.c - Arabic; see words.h and docs/languages.md. */
#include "gallery/words/words.h"

const struct tg_words tg_words_ar = {
    .lang = "ar",
    .dates = &tg_dates_ar,
    .plurals = TG_PLURALS_AR,
    .text =
        {
            /* around every page */
            [TG_WORD_MENU] = "القائمة",
            [TG_WORD_BREADCRUMB] = "مسار التنقل",
            [TG_WORD_NIGHT] = "الوضع الليلي",
            [TG_WORD_SHARE] = "مشاركة",
            [TG_WORD_LICENCE] = "الترخيص: {t}",
            [TG_WORD_BESIDE] = "السابق والتالي",
            [TG_WORD_PAGES] = "الصفحات",
            [TG_WORD_PAGE] = "الصفحة {n}",
            [TG_WORD_PAGE_OF] = "الصفحة {n} من {m}",
            [TG_WORD_FULL_PAGE] = "الصفحة الكاملة",
            [TG_WORD_LIGHT_PAGE] = "صفحة خفيفة",
            [TG_WORD_MADE_WITH] = "أُنشئ باستخدام tirage",
            /* what is in albums */
            [TG_WORD_ALBUMS] = "{n} ألبوم|ألبوم واحد|ألبومان|{n} "
                               "ألبومات|{n} ألبومًا|{n} ألبوم",
            [TG_WORD_PICTURES] = "{n} صورة|صورة واحدة|صورتان|{n} صور|{n} "
                                 "صورة|{n} صورة",
            [TG_WORD_VIDEOS] = "{n} فيديو|فيديو واحد|مقطعا فيديو|{n} مقاطع "
                               "فيديو|{n} مقطع فيديو|{n} مقطع فيديو",
            [TG_WORD_TAGS] = "في {t}",
            [TG_WORD_COMMA] = "، ",
            [TG_WORD_UNDATED] = "بدون تاريخ",
            [TG_WORD_PROTECTED] = "محمي",
            /* pictures, and what is known of them */
            [TG_WORD_NO_PICTURE] = "تعذّر عرض هذه الصورة",
            [TG_WORD_NO_VIDEO] = "تعذّر عرض هذا الفيديو",
            [TG_WORD_NO_FILE] = "تعذّر تشغيل هذا الملف",
            [TG_WORD_MOTION_PHOTO] = "صورة متحركة: \xE2\x81\xA8{t}\xE2\x81\xA9",
            [TG_WORD_HDR_PHOTO] = "صورة HDR: \xE2\x81\xA8{t}\xE2\x81\xA9",
            [TG_WORD_HDR_MOTION_PHOTO] = "صورة HDR متحركة: \xE2\x81\xA8{t}\xE2\x81\xA9",
            [TG_WORD_VIDEO] = "فيديو: \xE2\x81\xA8{t}\xE2\x81\xA9",
            [TG_WORD_PANORAMA] = "صورة بانورامية",
            [TG_WORD_WEBSITE] = "الموقع الإلكتروني",
            [TG_WORD_INFORMATION] = "معلومات",
            [TG_WORD_CAMERA] = "الكاميرا",
            [TG_WORD_LENS] = "العدسة",
            [TG_WORD_EXPOSURE] = "التعريض الضوئي",
            [TG_WORD_DYNAMIC_RANGE] = "المدى الديناميكي",
            [TG_WORD_DATE] = "التاريخ",
            [TG_WORD_MAP] = "الخريطة",
            [TG_WORD_DOWNLOAD] = "تنزيل",
            /* pages behind a password */
            [TG_WORD_PROTECTED_PAGE] = "صفحة محمية",
            [TG_WORD_NEEDS_SCRIPT] = "يتطلب فتح هذه الصفحة تفعيل JavaScript.",
            [TG_WORD_PASSWORD] = "كلمة المرور",
            [TG_WORD_REMEMBER] = "تذكّرها على هذا الجهاز",
            [TG_WORD_OPEN] = "فتح",
            [TG_WORD_WAIT] = "لحظة من فضلك…",
            [TG_WORD_WRONG_PASSWORD] = "كلمة المرور غير صحيحة.",
            [TG_WORD_NEEDS_HTTPS] = "لا تفتح المتصفحات الصفحات المحمية إلا "
                                    "عبر https (أو من هذا الحاسوب). أخبر مالك "
                                    "هذا الموقع بأنه يُقدَّم عبر http غير "
                                    "مشفّر.",
            /* the viewer of pictures */
            [TG_WORD_VIEWER] = "عارض الصور",
            [TG_WORD_SLIDESHOW] = "عرض الشرائح",
            [TG_WORD_KEYS] = "مفاتيح التحكم",
            [TG_WORD_FULL_SCREEN] = "ملء الشاشة",
            [TG_WORD_CLOSE] = "إغلاق",
            [TG_WORD_PREVIOUS] = "الصورة السابقة",
            [TG_WORD_NEXT] = "الصورة التالية",
            [TG_WORD_COPIED] = "تم نسخ الرابط",
            [TG_WORD_NO_PAGE] = "تعذّر تحميل الصفحة",
            [TG_WORD_PLAY_MOTION] = "تشغيل الصورة المتحركة",
            [TG_WORD_CANNOT_PLAY] = "تعذّر تشغيل الفيديو",
            [TG_WORD_HELP_LEAF] = "الصورة السابقة، التالية",
            [TG_WORD_HELP_ENDS] = "الصورة الأولى، الأخيرة",
            [TG_WORD_HELP_ZOOM] = "تكبير، تصغير، كاملة",
            [TG_WORD_HELP_SPACE] = "عرض الشرائح؛ تشغيل الفيديو",
            [TG_WORD_KEY_ENDS] = "Home End",
            [TG_WORD_KEY_SPACE] = "مسافة",
            [TG_WORD_KEY_ESCAPE] = "Esc",
        },
};
