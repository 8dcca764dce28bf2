//! The encoding that markup declares in its own beginning, checked against the bytes.
//!
//! Declarations lie: servers send ISO-8859-1 for everything, and pages were copied from one encoding to another with
//! their heads. So a declaration is only believed if the bytes read well in it.

use encoding_rs::{EUC_KR, Encoding, GB18030, GBK, UTF_8};

use super::{
    choice::{Charset, EncodingChoice, EncodingEvidence, choose_for_text},
    detect,
    fitness::fitness,
    label::Label,
    syllables::chinese_or_korean,
};

/// Bytes in which a page declares its encoding: 1024 by the standard, 4096 on real pages.
const HEAD_BYTES: usize = 4096;

/// Bytes that are tried in an encoding.
const SAMPLE_BYTES: usize = 64 * 1024;

/// The factor by which the detected encoding has to fit better before a declaration is not believed.
const DISBELIEF_FACTOR: usize = 3;

/// Chooses the encoding of markup: its byte order mark, else the first that fits of the transport's label, the
/// declaration within and the detected encoding.
pub(crate) fn choose_for_markup(bytes: &[u8], label: Option<Label>, lang: Option<&str>) -> EncodingChoice {
    let plain = choose_for_text(bytes, None, lang);
    let Charset::Standard(detected) = plain.charset else { return plain };
    if plain.evidence == EncodingEvidence::ByteOrderMark || !plain.is_bytewise() {
        return plain;
    }
    // UTF-8 proves itself: no other text is valid in it by chance.
    if detected == UTF_8 && !bytes.is_ascii() {
        return plain;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let declared = declared(bytes).and_then(|name| Label::parse(&name).ok());
    let standard = |label| match label {
        Some(Label::Standard(encoding)) if EncodingChoice::labelled(Charset::Standard(encoding)).is_bytewise() => {
            Some(encoding)
        }
        _ => None,
    };
    let mut named: Vec<&'static Encoding> = [standard(label), standard(declared)].into_iter().flatten().collect();
    let lang = lang.map_or_else(|| language_of(bytes), |lang| Some(lang.to_owned()));
    let detected = if lang.is_some() && detected != UTF_8 { detect::detect(bytes, lang.as_deref()) } else { detected };
    named.retain(|encoding| !is_refuted(encoding, detected, sample, lang.as_deref()));
    let scores = named.iter().chain([&detected]).map(|encoding| (fitness(sample, encoding), *encoding));
    let Some((best, _)) = scores.clone().max_by_key(|(score, _)| *score) else { return plain };
    for (score, encoding) in scores.take(named.len()) {
        if score * DISBELIEF_FACTOR >= best {
            return EncodingChoice::labelled(Charset::Standard(encoding));
        }
    }
    EncodingChoice { charset: Charset::Standard(detected), ..plain }
}

/// True if an encoding cannot be that of a text, however short: not UTF-8 if the text was found not to be in it, nor that of
/// Korean or Simplified Chinese for a text of the other language.
fn is_refuted(encoding: &'static Encoding, detected: &'static Encoding, sample: &[u8], lang: Option<&str>) -> bool {
    if encoding == UTF_8 {
        return detected != UTF_8;
    }
    let is_either = [GBK, GB18030, EUC_KR].contains(&encoding);
    let is_chinese = encoding != EUC_KR;
    match chinese_or_korean(sample).filter(|_| is_either || encoding.is_single_byte()) {
        Some(found) => found != if is_chinese { GBK } else { EUC_KR } || !is_either,
        None => is_either && detect::contradicts(if is_chinese { GBK } else { EUC_KR }, lang),
    }
}

/// The language an element of the beginning declares, by its ASCII.
fn language_of(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD_BYTES)]);
    let at = head.find("lang=").map(|at| at + 5).or_else(|| head.find("<language>").map(|at| at + 10))?;
    let value: String = head[at..]
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    Some(value).filter(|value| value.len() >= 2)
}

/// The encoding that the beginning of some markup names: `<?xml encoding="…"?>`, `<meta charset=…>`.
pub(crate) fn declared(bytes: &[u8]) -> Option<String> {
    let head = bytes[..bytes.len().min(HEAD_BYTES)].to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let xml = head.find("<?xml").and_then(|at| {
        let declaration = &head[at..at + head[at..].find('>')?];
        Some(&declaration[declaration.find("encoding")? + 8..])
    });
    let meta = || {
        head.match_indices("<meta").find_map(|(at, _)| {
            let tag = &head[at..at + head[at..].find('>').unwrap_or(head.len() - at)];
            Some(&tag[tag.find("charset")? + 7..])
        })
    };
    let rest = xml.or_else(meta)?.trim_start().strip_prefix('=')?;
    let rest = rest.trim_start_matches([' ', '"', '\'']);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.:".contains(c)).unwrap_or(rest.len());
    Some(rest[..end].to_owned()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GBK, SHIFT_JIS};

    use super::{choose_for_markup, declared};
    use crate::encoding::{decode::decode_markup, label::Label};

    #[test]
    fn declarations() {
        for (text, expected) in [
            ("<?xml version=\"1.0\" encoding='GB2312' ?>", Some("gb2312")),
            ("<html><meta charset=big5><p>", Some("big5")),
            ("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=Shift_JIS\">", Some("shift_jis")),
            ("<meta name=a content=b><meta charset = \"euc-kr\" />", Some("euc-kr")),
            ("<meta name=charset content=x>", None),
            ("<?xml version=\"1.0\"?><rss>", None),
            ("中文", None),
        ] {
            assert_eq!(declared(text.as_bytes()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn short_pages_in_chinese_never_become_korean() {
        let hans =
            ["今早港里起雾，渡船停开两班。", "鱼价平稳，菜价略涨，米行照常开门。", "塔灯换新，夜航无忧，码头如昼。"];
        let ko = ["오늘 새벽 안개가 걷히고 배가 떠났다.", "소금밭에 첫 물을 들인 날이다."];
        let texts = hans.iter().map(|text| (*text, GBK, "zh-CN")).chain(ko.iter().map(|text| (*text, EUC_KR, "ko")));
        for (text, encoding, lang) in texts {
            for meta in [
                "",
                "<meta charset=utf-8>",
                "<meta charset=euc-kr>",
                "<meta charset=gb2312>",
                "<meta charset=iso-8859-1>",
            ] {
                let page = format!("<html lang={lang}><head>{meta}</head><body><p>{text}</p></body></html>");
                let (bytes, ..) = encoding.encode(&page);
                assert_eq!(decode_markup(bytes.into_owned(), None, None).text, page);
            }
        }
    }

    #[test]
    fn a_declaration_that_does_not_fit_is_not_believed() {
        let hans = "望潮镇的渡船昨天又开了，镇上的人说这是一个好年头，孩子们在码头上等着。";
        let taiwan = "霧溪的茶園來了一個新的人，他說這裡的年輕人都不在了，只有老人和狗。";
        let ja = "改修を終えた芝居小屋が三日に開場し、カタカナの演目も上演された。";
        let ko = "새벽 네 시 이십 분, 방파제 끝의 작은 벽돌집에 불이 켜진다.";
        let cases: [(&str, &'static Encoding); 5] =
            [(hans, GBK), (taiwan, BIG5), (ja, SHIFT_JIS), (ja, EUC_JP), (ko, EUC_KR)];
        for (text, encoding) in cases {
            for declared in ["utf-8", "iso-8859-1", "gb2312", "big5", "shift_jis", "euc-jp", "euc-kr", "us-ascii"] {
                let page =
                    format!("<html><head><meta charset={declared}></head><body><p>{}</p></body>", text.repeat(4));
                let (bytes, _, unmappable) = encoding.encode(&page);
                assert!(!unmappable);
                let decoded = decode_markup(bytes.into_owned(), None, None);
                assert_eq!(
                    decoded.text,
                    page,
                    "{} declared as {declared}, read as {}",
                    encoding.name(),
                    decoded.encoding
                );
            }
            let page = format!("<p>{text}</p>");
            let decoded = decode_markup(page.clone().into_bytes(), Label::parse("gbk").ok(), None);
            assert_eq!(decoded.text, page);
            let (bytes, ..) = encoding.encode(&page);
            let label = Label::parse(encoding.name()).ok();
            assert_eq!(choose_for_markup(&bytes, label, None).name(), encoding.name());
        }
    }
}
