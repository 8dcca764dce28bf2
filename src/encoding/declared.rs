//! The encoding that markup declares in its own beginning, and whether what is declared can be true.
//!
//! Declarations lie: servers send ISO-8859-1 for everything, and pages were copied from one encoding to another with
//! their heads. So a declaration is held against the bytes before it is believed.

use encoding_rs::{EUC_JP, Encoding, GB18030, GBK, ISO_2022_JP, SHIFT_JIS, UTF_8};

use super::{
    decode::{Choice, Encoded, How, choose},
    detect,
    label::Label,
};
use crate::text::classes::{is_hangul, is_kana};

/// Bytes in which a page declares its encoding. The standard says 1024; pages say 4096.
const HEAD: usize = 4096;

/// Bytes that are tried in an encoding.
const SAMPLE: usize = 64 * 1024;

/// How much better another encoding has to fit before a declaration is not believed.
const BETTER: usize = 3;

/// Chooses the encoding of markup: its mark, else the label of the transport, the declaration within, or the bytes
/// themselves, whichever of these fits the bytes.
pub(crate) fn choose_markup(bytes: &[u8], label: Option<Label>, lang: Option<&str>) -> Choice {
    let plain = choose(bytes, None, lang);
    if plain.how == How::Mark || !plain.is_bytewise() {
        return plain;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let declared = declared(bytes).and_then(|name| Label::parse(&name).ok());
    let standard = |label| match label {
        Some(Label::Standard(encoding)) if Choice::standard(encoding).is_bytewise() => Some(encoding),
        _ => None,
    };
    // UTF-8 proves itself: no other text is valid in it by chance.
    let is_utf8 = plain.encoding == Encoded::Standard(UTF_8) && !bytes.is_ascii();
    if is_utf8 {
        return plain;
    }
    let Encoded::Standard(guessed) = plain.encoding else { return plain };
    let named: Vec<&'static Encoding> = [standard(label), standard(declared)].into_iter().flatten().collect();
    let tld = lang.map_or_else(|| language_of(bytes), |lang| Some(lang.to_owned()));
    let guessed = if tld.is_some() && guessed != UTF_8 { detect::guess(bytes, tld.as_deref()) } else { guessed };
    let best = named.iter().chain([&guessed]).map(|encoding| (fitness(sample, encoding), *encoding));
    let Some((most, _)) = best.clone().max_by_key(|(fit, _)| *fit) else { return plain };
    for (fit, encoding) in best.take(named.len()) {
        if fit * BETTER >= most {
            return Choice { encoding: Encoded::Standard(encoding), how: How::Label, mark: 0 };
        }
    }
    Choice { encoding: Encoded::Standard(guessed), ..plain }
}

/// How well a sample reads in an encoding: the characters that East Asian text is made of, less what makes no sense.
pub(crate) fn fitness(sample: &[u8], encoding: &'static Encoding) -> usize {
    // GBK is a part of GB18030 and read the same.
    let encoding = if encoding == GBK { GB18030 } else { encoding };
    let japanese = [EUC_JP, SHIFT_JIS, ISO_2022_JP].contains(&encoding);
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let (mut good, mut bad) = (1_usize, 0_usize);
    for c in text.chars() {
        match c {
            c if is_common(c) => good += 3,
            // GBK and EUC-KR hold kana where EUC-JP has them; only Japanese is written with them.
            c if is_full_kana(c) => good += if japanese { 2 } else { 0 },
            '，' | '。' | '、' => good += 2,
            c if is_hangul(c) => good += 1,
            '\u{fffd}' => bad += 20,
            '\u{e000}'..='\u{f8ff}' | '\u{80}'..='\u{9f}' => bad += 3,
            _ => {}
        }
    }
    good.saturating_sub(bad).max(1)
}

/// True for kana but those of half width: that is what the bytes of other encodings are in `Shift_JIS`.
pub(crate) fn is_full_kana(c: char) -> bool {
    is_kana(c) && c < '\u{FF00}'
}

/// Whether a character is one that every text has.
pub(crate) fn is_common(c: char) -> bool {
    COMMON.contains(c)
}

/// Han and Hangul that every text has; another encoding's bytes rarely make them.
const COMMON: &str = "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過发發后後作里裡日月本市新报報道记記者表示";

/// The language an element of the beginning declares, by its ASCII.
fn language_of(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
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
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
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

    use super::{choose_markup, declared};
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
    fn a_declaration_that_lies_is_not_believed() {
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
            assert_eq!(choose_markup(&bytes, label, None).name(), encoding.name());
        }
    }
}
