//! Tables: where a text may break, and how it is set, with the reason where it is not plain.

use crate::{script::Language, text::width::Ambiguous};

use crate::typeset::{
    KinsokuLevel, Korean, LineRoom,
    breaking::{CharClasses, Rules, breaks::breaks, graded_clusters},
    fill::fill,
    refine,
};

use crate::script::Language::{
    ChineseSimplified as Hans, ChineseTraditional as Hant, Japanese as Ja, Korean as Ko, Other,
};
use crate::typeset::KinsokuLevel::{Basic, Gb, None as Free, Strict};

/// The text with `|` at every allowed break.
fn shown(text: &str, language: Language, level: KinsokuLevel) -> String {
    let mut out = String::new();
    let mut at = 0;
    for end in breaks(text, language, level) {
        out.push_str(&text[at..end]);
        out.push('|');
        at = end;
    }
    out + &text[at..]
}

/// The lines of a text, without white space at their ends.
fn lines(text: &str, width: usize, hang: bool, widow: bool, language: Language, level: KinsokuLevel) -> Vec<String> {
    let rules = Rules::for_language(language, level, Korean::Words);
    let clusters = graded_clusters(text, &rules, Ambiguous::Narrow);
    let room = LineRoom { first: width, rest: width, hangs: if hang { rules.hangs } else { CharClasses::default() } };
    let mut lines = fill(&clusters, 0, room);
    if widow {
        refine::avoid_widows(&clusters, &mut lines, room);
    }
    let at = |cluster: usize| clusters.get(cluster).map_or(text.len(), |cluster| cluster.start as usize);
    lines.iter().map(|line| text[at(line.ink.start)..at(line.ink.end)].to_owned()).collect()
}

/// Every allowed break is a `|`.
const BREAKS: &[(&str, Language, KinsokuLevel)] = &[
    // Quotation marks are brackets beside wide characters, apostrophes between narrow ones.
    ("他|说|“你|好”。", Hans, Basic),
    ("他|说|“Hello”|然|后", Hans, Basic),
    ("“Hello,”|他|说", Hans, Basic),
    ("“《书》”", Hans, Basic),
    ("《书》|“你|我”|他", Hans, Basic),
    ("他|说：|“‘好’|是|什|么？”|我|说", Hans, Basic),
    ("叫|‘阿|明’|的|人", Hans, Basic),
    ("是|people’s|选|择", Hans, Basic),
    ("「民|主」|“规|则”|（Rule）|外|衣", Hans, Basic),
    ("他|说\"你|好\"吗", Hans, Basic),
    ("在|“G20”|上", Hans, Basic),
    ("“两|会”|2021|年", Hans, Basic),
    ("“a”，|“b”", Other, Basic),
    ("the |people’s |choice", Other, Basic),
    ("He |said |“no” |twice", Other, Basic),
    ("rock |’n’ |roll", Other, Basic),
    // Dashes and ellipses are one thing.
    ("中|国|——|北|京", Hans, Basic),
    ("中|国——|北|京", Hans, Strict),
    ("等|等……|他", Hans, Basic),
    ("等|等⋯⋯|他", Hans, Basic),
    ("完|了|⸺|他", Hans, Basic),
    ("完|了⸺|他", Hans, Strict),
    ("北|京—|上|海", Hans, Basic),
    ("東|京|—|大|阪", Ja, Basic),
    ("中|国 — |北|京", Hans, Basic),
    ("word—|word", Other, Basic),
    ("〳〵|だ", Ja, Basic),
    // Dots, connectors, solidi.
    ("约|翰·|史|密|斯", Hans, Basic),
    ("約|翰‧|史|密|斯", Hant, Basic),
    ("ジ|ョ|ン・|ス|ミ|ス", Ja, Basic),
    ("上|海/|北|京", Hans, Basic),
    ("上|海/北|京", Hans, Gb),
    ("上|海／|北|京", Hans, Basic),
    ("上|海／北|京", Hans, Gb),
    ("北|京～|上|海", Hans, Basic),
    ("中-|英", Hans, Basic),
    ("the |1990–2000 |era", Other, Basic),
    // Numbers with signs, currencies, units and ranges.
    ("《红|楼|梦》|（第|1|回）", Hans, Basic),
    ("价|格|￥100|元", Hans, Basic),
    ("价|格|＄１００|元", Hans, Basic),
    ("增|长|5.2%，|其|中", Hans, Basic),
    ("３．５℃|的", Hans, Basic),
    ("有|１，０００|人", Hans, Basic),
    ("有|１，|２，|３|人", Hans, Basic),
    ("在|2013，|2014|年", Hans, Basic),
    ("涨|５０％|了", Hans, Basic),
    ("第|1-3|章", Hans, Basic),
    ("第|3～5|章", Hans, Basic),
    ("约|5%～10%|的", Hans, Basic),
    ("从|￥5～￥10|起", Hans, Basic),
    ("气|温|－５℃～３℃", Hans, Basic),
    ("比|分|3：1|胜", Hans, Basic),
    ("在|3·15|晚|会", Hans, Basic),
    ("下|午|3:30|开", Hans, Basic),
    ("重|５０㎏|的", Hans, Basic),
    ("看|Ｎ|Ｈ|Ｋ|的", Hans, Basic),
    ("型|号|Ｘ|５０２４|Ｃ|的", Hans, Basic),
    ("４·|５％|左|右，|６—|１２|度", Hans, Basic),
    ("售|￥5、|￥10，|￥２０|（低）|$3|等", Hans, Basic),
    ("温|差：|+5℃、|−5℃，|±3℃、|-5℃；|№5|度，-|度", Hans, Basic),
    ("３．５℃、|￥５～￥１０|円", Ja, Basic),
    // Running text in full-width letters, its spaces lost.
    ("曲|Ｉ|ｌ|ｏ|ｖ|ｅ|ｙ|ｏ|ｕ|ｓ|ｏ，|好", Hans, Basic),
    ("据|报|道,|12|月", Hans, Basic),
    ("公|司:|NASA|等", Hans, Basic),
    ("第|３・５|回", Ja, Basic),
    // Words, addresses, what holds.
    ("见|https://|example.com/|a/|b?|c=d。|好", Hans, Basic),
    ("一|二|iPhone17|手|机", Hans, Basic),
    ("中\u{2060}文", Hans, Basic),
    ("5\u{A0}元", Hans, Basic),
    ("中\u{200B}|文", Hans, Basic),
    ("葛\u{E0100}|飾", Hans, Basic),
    ("家|👨\u{200D}👩\u{200D}👧|人", Hans, Basic),
    ("中　|文", Hans, Basic),
    ("中|文\n|文", Hans, Basic),
    ("well-|known |COVID-19", Other, Basic),
    // Kana, iteration marks, levels.
    ("カ|ー|テ|ン", Ja, Basic),
    ("カー|テ|ン", Ja, Strict),
    ("ち|ょ|っ|と", Ja, Basic),
    ("ちょっ|と", Ja, Strict),
    ("人々|の", Ja, Basic),
    ("「『入|れ|子』」", Ja, Basic),
    ("何|だ！？|え", Ja, Basic),
    ("一|二|，|三|」|四", Hans, Free),
    ("中|国|——|北|京|……", Hans, Free),
    // Korean breaks at spaces.
    ("한국어 |문장입니다. |그는", Ko, Basic),
    ("서울(Seoul)은 |2021년에", Ko, Basic),
    ("서울-|부산 |가·나", Ko, Basic),
    ("그는 |“안녕”이라고 |말했다", Ko, Basic),
    ("大韓民國의 |首都", Ko, Basic),
    // More of quotation marks.
    ("“好！”|她|答|道。", Hans, Basic),
    ("他|写|道：|“‘山’|与|‘水’”。", Hans, Basic),
    ("所|谓|“AI|时|代”", Hans, Basic),
    ("it’s|他|的", Hans, Basic),
    ("叫|“O’Neil”|的", Hans, Basic),
    ("他|說：|「『好』|嗎？」", Hant, Basic),
    ("山。”|“水", Hans, Basic),
    ("（“山”）|与|【水】|〔一〕|〖二〗", Hans, Basic),
    ("‘산’과 |“물”을 |보다", Ko, Basic),
    ("彼|は|“山”|と|言|う", Ja, Basic),
    // More of dashes and ellipses.
    ("山|——————|水", Hans, Basic),
    ("山…………|水", Hans, Basic),
    ("……|山", Hans, Basic),
    ("山……”|水", Hans, Basic),
    ("山⋯⋯|水", Hant, Strict),
    ("山！……|水", Hans, Basic),
    ("——！|水", Hans, Basic),
    ("山。|——|水", Hans, Basic),
    ("山|――|水", Ja, Basic),
    ("山‥‥|水", Ja, Basic),
    ("山——|물", Ko, Basic),
    // More of numbers.
    ("共|1,234.56|元", Hans, Basic),
    ("约|−5|度|±5|度", Hans, Basic),
    ("高|30°C|呢", Hans, Basic),
    ("北|纬|39°54′|东", Hans, Basic),
    ("花|¥100|与|US$100|与|€9.9|与|£9|买", Hans, Basic),
    ("№5|车|＃5|车|#5|车", Hans, Basic),
    ("2021-12-17|日|2021/12/17|日", Hans, Basic),
    ("12:30:45|时|12:30–13:30|开", Hans, Basic),
    ("5-10|人|5–10|人|5—10|人|5~10|人", Hans, Basic),
    ("５－１０|人|５～１０％|的", Hans, Basic),
    ("１，２３４．５６|元|１：３０|分|３／４|的", Hans, Basic),
    ("３０％|増|５０㌔|走|る", Ja, Basic),
    ("₩1,000을 |내다", Ko, Basic),
    ("用|C++写|v1.2.3|版", Hans, Basic),
    ("R&D|部|F-16|机|A4|纸", Hans, Basic),
    ("写|信|给|a.b@example.org|吧", Hans, Basic),
    // More of what holds, and of what does not.
    ("山\u{202F}水\u{2060}石", Hans, Basic),
    ("山　　|水", Hans, Basic),
    ("山|🇨🇳|🇯🇵|水", Hans, Basic),
    ("①|山|※|水|→|石", Hans, Basic),
    ("山|(shan)|水|[1]|水", Hans, Basic),
    ("山,|水.|石!|木?|火;|土:|金", Hans, Basic),
    ("山！！！|水。。。|石～～|木", Hans, Basic),
    ("﹁山﹂|水﹐|石", Hans, Basic),
    ("1/2|的|和/或", Hans, Gb),
    ("山|，|水|（|石", Hans, Free),
    ("い|っ|た|一|ヶ|月", Ja, Basic),
    ("いっ|た|一ヶ|月", Ja, Strict),
    ("山（水） |나무·물 |산~물", Ko, Basic),
];

#[test]
fn breaks_are_where_the_table_says() {
    let wrong: Vec<String> = BREAKS
        .iter()
        .filter_map(|&(expected, language, level)| {
            let got = shown(&expected.replace('|', ""), language, level);
            (got != expected).then(|| format!("{language:?} {level:?}: expected {expected}, got {got}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The room in cells, whether marks hang, whether a last line of one character is filled up; and the lines.
const LINES: &[(usize, bool, bool, &str)] = &[
    // 五 moves down with the comma, or the comma hangs.
    (10, false, false, "一二三四|五，六七"),
    (10, true, false, "一二三四五，|六七"),
    // A mark hangs half or wholly; one that is not last does not.
    (11, true, false, "一二三四五，|六七"),
    (10, true, false, "一二三四|五。”六七"),
    (10, true, false, "一二三四五！|六七"),
    (10, true, false, "一二三四五；|六七"),
    (10, true, false, "一二三四|五）六七"),
    (10, true, false, "一二三四五。"),
    (8, false, false, "一二三|（四五）"),
    (8, false, false, "一二|iPhone17|手机"),
    (5, false, false, "中中|中"),
    // Too long for any line, so it is cut; marks where nothing else fits.
    (4, false, false, "见|abcd|efgh|i好"),
    (6, false, false, "！！！|！！"),
    (1, false, false, "中|文|a|b"),
    (4, false, false, "————|——"),
    (10, false, false, "2021年12月|17日下午"),
    (9, false, false, "a b c d e |f g"),
    (14, false, false, "一二三四五六|七。"),
    (14, false, true, "一二三四五|六七。"),
    (4, false, true, "一二|三"),
    (8, false, true, "一二三|四五"),
    // Two of them do not hang together, and none does before a closing quotation mark.
    (10, true, false, "春夏秋冬|东、。南"),
    (10, true, false, "春夏秋冬东。|“南西”"),
    (9, true, false, "春夏秋冬，|东南西北"),
    (2, true, false, "春|夏，"),
    (2, false, false, "春|夏|，"),
    (3, false, false, "春|夏|，"),
    (4, false, false, "春|《夏|》秋"),
    (8, false, false, "春夏秋|《冬东》|南"),
    (6, false, false, "春夏|1,234|元"),
    (5, false, false, "５０|％春"),
    (7, false, false, "春夏|C++写"),
    (6, false, false, "春|Rustac|ean夏"),
    (8, false, false, "见|https://|a.bc/d春"),
    (20, false, false, "在这里，春天来得很|早，花也开得早。"),
    (20, true, false, "在这里，春天来得很早，|花也开得早。"),
    (4, false, false, "春|夏\u{2060}秋"),
];

#[test]
fn lines_are_filled_as_the_table_says() {
    for &(width, hang, widow, expected) in LINES {
        let got = lines(&expected.replace('|', ""), width, hang, widow, Hans, Basic);
        let expected: Vec<&str> = expected.split('|').map(str::trim_end).collect();
        assert_eq!(got, expected, "{width} {hang} {widow}");
    }
}

#[test]
fn what_hangs_goes_by_the_language() {
    for (language, hanging) in [(Hans, "、，。：；！？"), (Hant, ""), (Ja, "、，。．")] {
        for mark in "、，。．：；！？）」…".chars() {
            let got = lines(&format!("一二三四五{mark}六七"), 10, true, false, language, Basic);
            assert_eq!(got[0].ends_with(mark), hanging.contains(mark), "{language:?} {mark}: {got:?}");
        }
    }
}

#[test]
fn shared_cases_hold() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/cjk-cases.json");
    let Ok(text) = std::fs::read_to_string(path) else { return };
    let cases: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let mut wrong = Vec::new();
    for case in cases {
        let (kind, input) = (case["kind"].as_str().unwrap(), case["input"].as_str().unwrap_or_default());
        match kind {
            "linebreak" => {
                let language = match case["locale"].as_str().unwrap() {
                    "zh-Hans" => Hans,
                    "zh-Hant" => Hant,
                    "ja" => Ja,
                    "ko" => Ko,
                    _ => Other,
                };
                let level = match case["level"].as_str().unwrap() {
                    "basic" => Basic,
                    "GB-style" => Gb,
                    "strict" => Strict,
                    _ => Free,
                };
                let got = shown(input, language, level);
                if got != case["expected"].as_str().unwrap() {
                    wrong.push(format!("{}: {got}", case["id"]));
                }
            }
            "wrap" | "wrap-widow" => {
                let expected: Vec<&str> =
                    case["expected"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
                let width = case["width"].as_u64().unwrap() as usize;
                let got = lines(input, width, case["hang"] == 1, kind == "wrap-widow", Hans, Basic);
                if got != expected {
                    wrong.push(format!("{}: {got:?}", case["id"]));
                }
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
