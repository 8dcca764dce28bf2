//! Tags and short texts of every language, with and without a hint.

use crate::script::{
    Language,
    Language::{ChineseHongkong, ChineseSimplified, ChineseTaiwan, ChineseTraditional, Japanese, Korean, Other},
};

#[test]
fn a_language_is_that_of_its_tag() {
    for language in [
        Language::ChineseSimplified,
        Language::ChineseTraditional,
        Language::ChineseTaiwan,
        Language::ChineseHongkong,
        Language::Japanese,
        Language::Korean,
    ] {
        assert_eq!(Language::from_tag(language.tag()), Some(language));
    }
    assert_eq!(Language::from_tag(Language::Other.tag()), None);
}

#[test]
fn tags_name_languages() {
    let table = [
        ("zh-Hans", Some(ChineseSimplified)),
        ("zh-CN", Some(ChineseSimplified)),
        ("zh_SG", Some(ChineseSimplified)),
        ("ZH-HANS-HK", Some(ChineseSimplified)),
        ("cmn-Hans-CN", Some(ChineseSimplified)),
        ("zh-Hant", Some(ChineseTraditional)),
        ("zh-Hant-CN", Some(ChineseTraditional)),
        ("zh-tw", Some(ChineseTaiwan)),
        ("zh_TW.UTF-8", Some(ChineseTaiwan)),
        ("zh-Hant-TW-u-co-stroke", Some(ChineseTaiwan)),
        ("zh-HK", Some(ChineseHongkong)),
        ("zh-Hant-MO", Some(ChineseHongkong)),
        ("yue", Some(ChineseHongkong)),
        ("zh-yue", Some(ChineseHongkong)),
        ("yue-Hans-CN", Some(ChineseSimplified)),
        ("zh-cmn-Hans", Some(ChineseSimplified)),
        ("ja", Some(Japanese)),
        ("ja-JP", Some(Japanese)),
        ("ko_KR", Some(Korean)),
        ("en", Some(Other)),
        ("fr-CA", Some(Other)),
        ("zh", None),
        ("cmn", None),
        ("und", None),
        ("", None),
        ("中文", None),
        ("-", None),
        ("x", None),
    ];
    for (tag, language) in table {
        assert_eq!(Language::from_tag(tag), language, "{tag}");
    }
}

#[test]
fn characters_tell_the_language() {
    let table = [
        ("据新华社报道,国家主席", ChineseSimplified),
        ("習近平:全球治理 中俄要發出更響亮聲音", ChineseTraditional),
        ("這裡的資訊網路", ChineseTaiwan),
        ("他說臺灣的車站", ChineseTaiwan),
        ("政府説綫路裏面有着問題", ChineseHongkong),
        ("佢哋喺港鐵車站見到", ChineseHongkong),
        ("記者說，港鐵新界站昨日開放，的士司機", ChineseHongkong),
        ("東京で国会が開かれた", Japanese),
        ("図書館で読書週間", Japanese),
        ("総選挙 投開票", Japanese),
        ("대한민국 국회", Korean),
        ("北韓 미사일 發射", Korean),
        ("中文新闻里提到のぞみ号列车时这样写道，说完就走了", ChineseSimplified),
        ("他说한국的事情发展得很好", ChineseSimplified),
        ("NASA 2021-12-17, 15:30 £5", Other),
        ("", Other),
        ("😀…—「」。", Other),
        ("随信寄来的还有一盒铅字，盒盖上贴着一行片假名：ｶﾂｼﾞ ﾊｺ　No.3　ｶﾅ", ChineseSimplified),
        ("ひらがなだけの題", Japanese),
        ("空着的三年", ChineseSimplified),
        ("台北", ChineseSimplified),
        ("里面", ChineseSimplified),
        ("中文", ChineseSimplified),
        ("乾燥", ChineseTraditional),
        ("𠮷", ChineseSimplified),
    ];
    for (text, language) in table {
        assert_eq!(Language::detect(text, None), language, "{text}");
    }
}

#[test]
fn a_hint_decides_what_the_characters_leave_open() {
    let table = [
        ("中俄合作", ChineseTaiwan, ChineseTaiwan),
        ("中俄合作", ChineseSimplified, ChineseSimplified),
        ("里程", ChineseHongkong, ChineseHongkong),
        ("國會", ChineseHongkong, ChineseHongkong),
        ("國會", ChineseSimplified, ChineseTraditional),
        ("国会", ChineseTaiwan, ChineseSimplified),
        ("国会", Japanese, Japanese),
        ("東京電車", Japanese, Japanese),
        ("国务院发言", Japanese, ChineseSimplified),
        ("中文", Other, ChineseSimplified),
        ("大韓民國", Korean, Korean),
        ("大韓民國의 國會", Korean, Korean),
        ("说裡面", ChineseHongkong, ChineseHongkong),
        ("裏面説", ChineseTaiwan, ChineseTaiwan),
        ("裏面説着裏面説着裏面説着", ChineseTaiwan, ChineseHongkong),
        ("GDP 3%", Japanese, Other),
    ];
    for (text, hint, language) in table {
        assert_eq!(Language::detect(text, Some(hint)), language, "{text} {hint:?}");
    }
}
