//! More pairs of spellings: one word in forms that a person may type or a newspaper print.

use crate::search::matching::{Mode, Query};

/// Pairs of which each finds the other, from its first character to its last.
const ALIKE: &[(&str, &str)] = &[
    // Half-width katakana, its marks apart, and decomposed text.
    ("ガラス", "ｶﾞﾗｽ"),
    ("プログラム", "ﾌﾟﾛｸﾞﾗﾑ"),
    ("ヴァイオリン", "ｳﾞｧｲｵﾘﾝ"),
    ("ばら", "は\u{3099}ら"),
    ("ぱん", "は゜ん"),
    ("デジタル", "テ\u{3099}シ\u{3099}タル"),
    ("ソース", "ｿｰｽ"),
    ("ッッ", "ｯｯ"),
    ("ヲ", "ｦ"),
    ("一ヶ月", "一ケ月"),
    ("霞ヶ関", "霞ｹ関"),
    ("三ヵ国", "三カ国"),
    ("・", "･"),
    ("「」", "｢｣"),
    ("。、", "｡､"),
    ("サーバー", "さーばー"),
    ("㌘", "グラム"),
    ("㍉", "ミリ"),
    ("キロ", "㌔"),
    ("Å", "A\u{30a}"),
    ("é", "e\u{301}"),
    ("ǖ", "u"),
    ("Việt Nam", "Vie\u{323}\u{302}t Nam"),
    ("Zürich", "ZU\u{308}RICH"),
    ("garçon", "GARCON"),
    ("El Niño", "el nino"),
    ("Malmö", "malmo"),
    // Numbers.
    ("①", "1"),
    ("⑳", "20"),
    ("❶", "①"),
    ("㊀", "一"),
    ("㈠", "(一)"),
    ("⑴", "(1)"),
    ("⒈", "1."),
    ("Ⅳ", "IV"),
    ("ⅳ", "iv"),
    ("Ⅻ", "XII"),
    ("½", "1/2"),
    ("㎡", "m2"),
    ("℃", "°C"),
    ("№", "No"),
    ("㏄", "cc"),
    ("㏒", "log"),
    ("二〇二一", "二零二一"),
    ("一〇〇", "一零零"),
    ("１，０００", "1,000"),
    ("５０％", "50%"),
    // Full width and ligatures.
    ("ＡＩ", "ai"),
    ("Ｃ＋＋", "c++"),
    ("ｉＰｈｏｎｅ　１２", "iPhone 12"),
    ("ﬁnance", "finance"),
    ("oﬃce", "office"),
    ("Ǆ", "DŽ"),
    ("ﬆ", "st"),
    ("￥100", "¥100"),
    ("￡", "£"),
    // Letters that are one in another language's case.
    ("İzmir", "izmir"),
    ("IZMIR", "ızmır"),
    ("Straße", "STRASSE"),
    ("lodz", "Łódź"),
    ("œuvre", "OEUVRE"),
    ("Tromso", "TROMSØ"),
    ("GROẞ", "gross"),
    ("ὈΔΥΣΣΕΎΣ", "ὀδυσσεύς"),
    // Korean.
    ("한글", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}"),
    ("각", "\u{1100}\u{1161}\u{11a8}"),
    ("㉠", "ㄱ"),
    ("서울 특별시", "서울특별시"),
    // Characters of the Mainland, Taiwan, Hong Kong and Japan.
    ("廣州", "广州"),
    ("広州", "廣州"),
    ("高橋", "髙橋"),
    ("斎藤", "齋藤"),
    ("斉藤", "齊藤"),
    ("渡邊", "渡辺"),
    ("浜松", "濱松"),
    ("読売", "讀賣"),
    ("读卖", "読売"),
    ("颱風", "台风"),
    ("檯面", "台面"),
    ("穀物", "谷物"),
    ("鬥爭", "斗争"),
    ("⻓城", "长城"),
    ("⻘春", "青春"),
    ("労働", "劳动"),
    // Variation selectors and what cannot be seen.
    ("葛城", "葛\u{E0101}城"),
    ("逗子", "逗\u{E0100}\u{FE00}子"),
    ("神\u{FE00}", "神"),
    ("看報", "看\u{AD}報"),
    ("看報", "看\u{200B}報"),
    ("看報", "看\u{2060}報"),
    ("看報", "看\u{200D}報"),
    ("看報", "看\u{202E}報"),
    ("看報", "看\u{2066}報"),
    ("看報", "看 \n\t報"),
    ("看報", "看\u{3000}報"),
    ("看報", "看\u{2028}報"),
    ("看報", "看\u{FEFF}報"),
    ("hyphenation", "hyphen\u{AD}ation"),
    // Marks.
    ("“报纸”", "『报纸』"),
    ("‘报’", "'报'"),
    ("〝報〞", "「報」"),
    ("«presse»", "\"presse\""),
    ("……", "⋯⋯"),
    ("二〇二一", "二○二一"),
    ("一〇〇", "一○○"),
    ("……", "..."),
    ("…", "︙"),
    ("——", "—"),
    ("——", "──"),
    ("–", "-"),
    ("－", "−"),
    ("10〜20", "10~20"),
    ("10～20", "10∼20"),
    ("（注）", "(注)"),
    ("［１］", "[1]"),
    ("：", ":"),
    ("；", ";"),
    ("！？", "!?"),
    ("⁉", "!?"),
    ("《史记》", "〈史记〉"),
    ("〔注〕", "〔注〕"),
    ("A·B", "A・B"),
    ("A•B", "A‧B"),
    ("／", "/"),
    // What is written again.
    ("人々", "人人"),
    ("佐々木", "佐佐木"),
    ("代々木", "代代木"),
    ("いすゞ", "いすず"),
    ("こゝろ", "こころ"),
    ("ミスヾ", "ミスズ"),
    // The long vowel mark as it is typed by people in a hurry.
    ("パーティー", "パ－ティ－"),
    ("サーバー", "サ—バ—"),
    ("コーヒー", "コ‐ヒ‐"),
];

/// Single characters in two forms, of which each finds the other.
const FORMS: &str = "\
    国圀 國囯 広广 沢澤 沢泽 斎斋 辺边 竜龍 龙竜 桜櫻 樱桜 気氣 气気 対對 对対 \
    円圓 圆円 変變 変变 実實 実实 戦战 験驗 験验 県縣 県县 学學 会會 総总 総總 \
    鉄鐵 鉄铁 図圖 帰归 帰歸 売卖 残殘 浅淺 糸絲 芸藝 芸艺 缶罐 弁辯 弁辩 仏佛 \
    払拂 拡扩 従从 為爲 为為 線綫 线線 裡裏 群羣 峰峯 臺台 鬱郁 薑姜 麵面 乾干 \
    幹干 纔才 衝冲 沖冲 製制 鐘钟 鍾钟 錶表 佈布 範范 係系 繫系 餘余 嚐尝 籲吁 \
    隻只 甯宁 寧宁 昇升 陞升 菸烟 煙烟 牀床 唇脣 衆众 眾众 污汙 汚污 產産 产産 \
    啟啓 启啟 説說 说説 戶户 戸户 黃黄 録錄 录録 強强 吳吴 呉吳 真眞 者者 神神 \
    福福 龜亀 龟亀 ⿰⿰ ⽇日 ⺠民 増增 瀬濑 瀬瀨 緒绪 頼赖 頼賴 涙泪 涙淚 呂吕 \
    内內 戻戾 毎每 歩步 渋涩 渋澀 禰祢 弥彌 剣剑 剣劍 剣劒 嘆歎 恵惠 悪恶 掲揭 \
    揺摇 敕勅 暁晓 栄荣 楽乐 検检 歓欢 穂穗 稲稻 粛肃 縁缘 縁緣 繊纤 薫薰 蔵藏 \
    覇霸 訳译 譲让 豊丰 豊豐 醸酿 釈释 鋳铸 錬炼 関关 陥陷 随隨 隠隐 静靜 頬颊 \
    駅驿 駆驱 騒骚 髄髓 黒黑 黙默 齢龄 徳德 囲围 団团 圧压 塩盐 壱壹 弐贰 参參 \
    嬢娘 寝寢 専专 尽盡 巌岩 弾弹 径徑 応应 懐怀 択择 挙举 摂摄 断斷 旧舊 晩晚 \
    条條 来來 様样 権权 欠缺 歯齿 歳岁 気气 浄净 滝泷 満满 焼烧 猟猎 畳叠 痴癡 \
    発发 砕碎 経经 絵绘 継继 続续 聴听 肾腎 脳脑 膳饍 舎舍 艶艳 蛍萤 虫蟲 装裝 \
    証证 読读 賛赞 転转 軽轻 逓递 遅迟 郷乡 酔醉 鉱矿 銭钱 鋭锐 録录 鏡镜 険险 \
    雑杂 霊灵 顔颜 飲饮 館馆 騎骑 鶏鸡 麗丽 齋斎 欝郁 搾榨 圀國 \
    ";

/// Spellings that stay apart.
const APART: &[(&str, &str)] = &[
    ("はし", "ばし"),
    ("ひよう", "ひょう"),
    ("ビル", "ビール"),
    ("未来", "末来"),
    ("土地", "士地"),
    ("己", "已"),
    ("人民", "入民"),
    ("一", "ー"),
    ("二", "ニ"),
    ("口", "ロ"),
    ("力", "カ"),
    ("夕", "タ"),
    ("日", "曰"),
    ("l", "1"),
    ("O", "0"),
    ("国务", "国家"),
];

fn finds_whole(query: &str, text: &str) -> bool {
    let query = Query::new(query, Mode::ScriptBlind).unwrap();
    let within = format!("前{text}后");
    let start = "前".len();
    query.find_at(text, 0) == Some(0..text.len()) && query.find_at(&within, 0) == Some(start..start + text.len())
}

#[test]
fn each_spelling_finds_the_other() {
    let forms = FORMS.split_whitespace().map(|pair| pair.split_at(pair.chars().next().map_or(0, char::len_utf8)));
    let missed: Vec<String> = forms
        .chain(ALIKE.iter().copied())
        .flat_map(|(one, other)| [(one, other), (other, one), (one, one), (other, other)])
        .filter(|(query, text)| !finds_whole(query, text))
        .map(|(query, text)| format!("{query} in {text}"))
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn different_words_do_not_find_each_other() {
    for &(one, other) in APART {
        for (query, text) in [(one, other), (other, one)] {
            assert!(!Query::new(query, Mode::ScriptBlind).unwrap().is_in(text), "{query} in {text}");
        }
    }
}
