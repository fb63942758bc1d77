/* months_table.c - made by toolchains/locale.py from Unicode's CLDR, version 41, common/main:
 * months of the Gregorian calendar, context "format", width "wide".  Copyright Unicode, Inc.,
 * https://www.unicode.org/license.txt */
#include "gallery/model/months.h"

const struct tg_locale tg_locales[] = {
    {"af",
     "Januarie|Februarie|Maart|April|Mei|Junie|Julie|Augustus|September|Oktober|November|Desember"},
    {"ar", "يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر"},
    {"be",
     "студзеня|лютага|сакавіка|красавіка|мая|чэрвеня|ліпеня|жніўня|верасня|кастрычніка|лістапада|"
     "снежня"},
    {"bg", "януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември"},
    {"bn", "জানুয়ারী|ফেব্রুয়ারী|মার্চ|এপ্রিল|মে|জুন|জুলাই|আগস্ট|সেপ্টেম্বর|অক্টোবর|নভেম্বর|ডিসেম্বর"},
    {"bs", "januar|februar|mart|april|maj|juni|juli|august|septembar|oktobar|novembar|decembar"},
    {"ca",
     "de gener|de febrer|de març|d’abril|de maig|de juny|de juliol|d’agost|de setembre|d’octubre|"
     "de novembre|de desembre"},
    {"cs", "ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince"},
    {"cy",
     "Ionawr|Chwefror|Mawrth|Ebrill|Mai|Mehefin|Gorffennaf|Awst|Medi|Hydref|Tachwedd|Rhagfyr"},
    {"da", "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"},
    {"de", "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"},
    {"de_AT", "Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"},
    {"el", "Ιανουαρίου|Φεβρουαρίου|Μαρτίου|Απριλίου|Μαΐου|Ιουνίου|Ιουλίου|Αυγούστου|Σεπτεμβρίου|"
           "Οκτωβρίου|Νοεμβρίου|Δεκεμβρίου"},
    {"en", "January|February|March|April|May|June|July|August|September|October|November|December"},
    {"eo",
     "januaro|februaro|marto|aprilo|majo|junio|julio|aŭgusto|septembro|oktobro|novembro|decembro"},
    {"es",
     "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"},
    {"et",
     "jaanuar|veebruar|märts|aprill|mai|juuni|juuli|august|september|oktoober|november|detsember"},
    {"eu",
     "urtarrilak|otsailak|martxoak|apirilak|maiatzak|ekainak|uztailak|abuztuak|irailak|urriak|"
     "azaroak|abenduak"},
    {"fa", "ژانویهٔ|فوریهٔ|مارس|آوریل|مهٔ|ژوئن|ژوئیهٔ|اوت|سپتامبر|اکتبر|نوامبر|دسامبر"},
    {"fi", "tammikuuta|helmikuuta|maaliskuuta|huhtikuuta|toukokuuta|kesäkuuta|heinäkuuta|elokuuta|"
           "syyskuuta|lokakuuta|marraskuuta|joulukuuta"},
    {"fil",
     "Enero|Pebrero|Marso|Abril|Mayo|Hunyo|Hulyo|Agosto|Setyembre|Oktubre|Nobyembre|Disyembre"},
    {"fo", "januar|februar|mars|apríl|mai|juni|juli|august|september|oktober|november|desember"},
    {"fr", "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"},
    {"fy", "Jannewaris|Febrewaris|Maart|April|Maaie|Juny|July|Augustus|Septimber|Oktober|Novimber|"
           "Desimber"},
    {"ga",
     "Eanáir|Feabhra|Márta|Aibreán|Bealtaine|Meitheamh|Iúil|Lúnasa|Meán Fómhair|Deireadh Fómhair|"
     "Samhain|Nollaig"},
    {"gl",
     "xaneiro|febreiro|marzo|abril|maio|xuño|xullo|agosto|setembro|outubro|novembro|decembro"},
    {"gu", "જાન્યુઆરી|ફેબ્રુઆરી|માર્ચ|એપ્રિલ|મે|જૂન|જુલાઈ|ઑગસ્ટ|સપ્ટેમ્બર|ઑક્ટોબર|નવેમ્બર|ડિસેમ્બર"},
    {"he", "ינואר|פברואר|מרץ|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר"},
    {"hi", "जनवरी|फ़रवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|अक्तूबर|नवंबर|दिसंबर"},
    {"hr",
     "siječnja|veljače|ožujka|travnja|svibnja|lipnja|srpnja|kolovoza|rujna|listopada|studenoga|"
     "prosinca"},
    {"hu",
     "január|február|március|április|május|június|július|augusztus|szeptember|október|november|"
     "december"},
    {"hy", "հունվարի|փետրվարի|մարտի|ապրիլի|մայիսի|հունիսի|հուլիսի|օգոստոսի|սեպտեմբերի|հոկտեմբերի|"
           "նոյեմբերի|դեկտեմբերի"},
    {"id",
     "Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember"},
    {"is", "janúar|febrúar|mars|apríl|maí|júní|júlí|ágúst|september|október|nóvember|desember"},
    {"it", "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|"
           "dicembre"},
    {"ja", "1月|2月|3月|4月|5月|6月|7月|8月|9月|10月|11月|12月"},
    {"ka",
     "იანვარი|თებერვალი|მარტი|აპრილი|მაისი|ივნისი|ივლისი|აგვისტო|სექტემბერი|ოქტომბერი|ნოემბერი|"
     "დეკემბერი"},
    {"kk", "қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан"},
    {"km", "មករា|កុម្ភៈ|មីនា|មេសា|ឧសភា|មិថុនា|កក្កដា|សីហា|កញ្ញា|តុលា|វិច្ឆិកា|ធ្នូ"},
    {"kn", "ಜನವರಿ|ಫೆಬ್ರವರಿ|ಮಾರ್ಚ್|ಏಪ್ರಿಲ್|ಮೇ|ಜೂನ್|ಜುಲೈ|ಆಗಸ್ಟ್|ಸೆಪ್ಟೆಂಬರ್|ಅಕ್ಟೋಬರ್|ನವೆಂಬರ್|ಡಿಸೆಂಬರ್"},
    {"ko", "1월|2월|3월|4월|5월|6월|7월|8월|9월|10월|11월|12월"},
    {"ky", "январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь"},
    {"lb", "Januar|Februar|Mäerz|Abrëll|Mee|Juni|Juli|August|September|Oktober|November|Dezember"},
    {"lt",
     "sausio|vasario|kovo|balandžio|gegužės|birželio|liepos|rugpjūčio|rugsėjo|spalio|lapkričio|"
     "gruodžio"},
    {"lv",
     "janvāris|februāris|marts|aprīlis|maijs|jūnijs|jūlijs|augusts|septembris|oktobris|novembris|"
     "decembris"},
    {"mk", "јануари|февруари|март|април|мај|јуни|јули|август|септември|октомври|ноември|декември"},
    {"mn", "нэгдүгээр сар|хоёрдугаар сар|гуравдугаар сар|дөрөвдүгээр сар|тавдугаар сар|"
           "зургаадугаар сар|долоодугаар сар|наймдугаар сар|есдүгээр сар|аравдугаар сар|"
           "арван нэгдүгээр сар|арван хоёрдугаар сар"},
    {"mr", "जानेवारी|फेब्रुवारी|मार्च|एप्रिल|मे|जून|जुलै|ऑगस्ट|सप्टेंबर|ऑक्टोबर|नोव्हेंबर|डिसेंबर"},
    {"ms", "Januari|Februari|Mac|April|Mei|Jun|Julai|Ogos|September|Oktober|November|Disember"},
    {"nb", "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"},
    {"ne", "जनवरी|फेब्रुअरी|मार्च|अप्रिल|मे|जुन|जुलाई|अगस्ट|सेप्टेम्बर|अक्टोबर|नोभेम्बर|डिसेम्बर"},
    {"nl",
     "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"},
    {"nn", "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"},
    {"pa", "ਜਨਵਰੀ|ਫ਼ਰਵਰੀ|ਮਾਰਚ|ਅਪ੍ਰੈਲ|ਮਈ|ਜੂਨ|ਜੁਲਾਈ|ਅਗਸਤ|ਸਤੰਬਰ|ਅਕਤੂਬਰ|ਨਵੰਬਰ|ਦਸੰਬਰ"},
    {"pl",
     "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|"
     "grudnia"},
    {"pt",
     "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro"},
    {"ro",
     "ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|"
     "decembrie"},
    {"ru", "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"},
    {"sk",
     "januára|februára|marca|apríla|mája|júna|júla|augusta|septembra|októbra|novembra|decembra"},
    {"sl", "januar|februar|marec|april|maj|junij|julij|avgust|september|oktober|november|december"},
    {"sq", "janar|shkurt|mars|prill|maj|qershor|korrik|gusht|shtator|tetor|nëntor|dhjetor"},
    {"sr", "јануар|фебруар|март|април|мај|јун|јул|август|септембар|октобар|новембар|децембар"},
    {"sr_Latn", "januar|februar|mart|april|maj|jun|jul|avgust|septembar|oktobar|novembar|decembar"},
    {"sv", "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"},
    {"sw", "Januari|Februari|Machi|Aprili|Mei|Juni|Julai|Agosti|Septemba|Oktoba|Novemba|Desemba"},
    {"ta", "ஜனவரி|பிப்ரவரி|மார்ச்|ஏப்ரல்|மே|ஜூன்|ஜூலை|ஆகஸ்ட்|செப்டம்பர்|அக்டோபர்|நவம்பர்|டிசம்பர்"},
    {"te", "జనవరి|ఫిబ్రవరి|మార్చి|ఏప్రిల్|మే|జూన్|జులై|ఆగస్టు|సెప్టెంబర్|అక్టోబర్|నవంబర్|డిసెంబర్"},
    {"th", "มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|"
           "ธันวาคม"},
    {"tr", "Ocak|Şubat|Mart|Nisan|Mayıs|Haziran|Temmuz|Ağustos|Eylül|Ekim|Kasım|Aralık"},
    {"uk",
     "січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"},
    {"ur", "جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر"},
    {"uz", "yanvar|fevral|mart|aprel|may|iyun|iyul|avgust|sentabr|oktabr|noyabr|dekabr"},
    {"vi",
     "tháng 1|tháng 2|tháng 3|tháng 4|tháng 5|tháng 6|tháng 7|tháng 8|tháng 9|tháng 10|tháng 11|"
     "tháng 12"},
    {"zh", "一月|二月|三月|四月|五月|六月|七月|八月|九月|十月|十一月|十二月"},
    {"zh_Hant", "1月|2月|3月|4月|5月|6月|7月|8月|9月|10月|11月|12月"},
    {"zu",
     "Januwari|Februwari|Mashi|Ephreli|Meyi|Juni|Julayi|Agasti|Septhemba|Okthoba|Novemba|Disemba"},
};
const size_t tg_locales_len = sizeof(tg_locales) / sizeof(tg_locales[0]);
