//! Decoding: every encoding that East Asian news comes in, with and without a label, whole and damaged.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, ISO_2022_JP, SHIFT_JIS};
use proptest::prelude::*;

use super::{
    choice::EncodingEvidence,
    decode::{DecodingLoss, decode},
    label::Label,
};

const HANS: &str =
    "望潮镇图书馆的旧电脑是上个月最后一个星期五搬走的。八台机器，机箱发黄，开机要等六分钟，管理员习惯先按电源。\n";
const HANT: &str =
    "霧溪茶園有了自己的軟體，第一個功能是提醒人收衣服。住在山下的兒女不知道，曬在院子裡的茶菁更不知道。\n";
const JA: &str = "改修を終えた芝居小屋が三日に開場し、カタカナの演目も上演された。升席と桟敷を合わせて満員となった。\n";
const KO: &str = "새벽 네 시 이십 분, 방파제 끝의 작은 벽돌집에 불이 켜진다. 창문을 열고 손을 내밀어 본다. 소금밭에 첫 물을 들인다.\n";

fn encode(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, unmappable) = encoding.encode(text);
    assert!(!unmappable);
    bytes.into_owned()
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

fn utf32(text: &str, big: bool) -> Vec<u8> {
    text.chars().map(u32::from).flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn every_encoding_is_found_without_a_label() {
    for (text, encoding) in
        [(HANS, GBK), (HANS, GB18030), (HANT, BIG5), (JA, SHIFT_JIS), (JA, EUC_JP), (JA, ISO_2022_JP), (KO, EUC_KR)]
    {
        for repeat in [1, 40, 2_000] {
            let text = text.repeat(repeat);
            let decoded = decode(encode(&text, encoding), None, None);
            assert_eq!(decoded.text, text, "{} as {}", encoding.name(), decoded.encoding);
            assert_eq!((decoded.evidence, decoded.lost), (EncodingEvidence::Detection, None));
        }
    }
    let late = format!("{}{HANT}", "ASCII for a long while\n".repeat(10_000));
    assert_eq!(decode(encode(&late, BIG5), None, None).text, late);
    let rare = format!("{HANS}𠀀㐀䶮ḿ\n");
    assert_eq!(decode(encode(&rare, GB18030), None, None).text, rare);
    for text in [HANS, HANT, JA, KO, "plain ASCII\n1\n", ""] {
        let decoded = decode(text.as_bytes().to_vec(), None, None);
        assert_eq!((decoded.text.as_str(), decoded.encoding), (text, "UTF-8"));
        if !text.is_empty() {
            for big in [false, true] {
                let decoded = decode(utf16(text, big), None, None);
                assert_eq!(decoded.text, text);
                assert_eq!(decoded.encoding, if big { "UTF-16BE" } else { "UTF-16LE" });
            }
        }
    }
}

#[test]
fn byte_order_marks_and_labels_are_followed() {
    let marked = |mark: &[u8], bytes: Vec<u8>| [mark.to_vec(), bytes].concat();
    for (bytes, name) in [
        (marked(b"\xef\xbb\xbf", HANS.into()), "UTF-8"),
        (marked(b"\xff\xfe", utf16(HANS, false)), "UTF-16LE"),
        (marked(b"\xfe\xff", utf16(HANS, true)), "UTF-16BE"),
        (marked(b"\xff\xfe\0\0", utf32(HANS, false)), "UTF-32LE"),
        (marked(b"\0\0\xfe\xff", utf32(HANS, true)), "UTF-32BE"),
    ] {
        let decoded = decode(bytes, Label::parse("big5").ok(), None);
        assert_eq!(
            (decoded.text.as_str(), decoded.encoding, decoded.evidence),
            (HANS, name, EncodingEvidence::ByteOrderMark)
        );
    }
    for (bytes, label) in [
        (encode("短", GBK), "cp936"),
        (encode("短", BIG5), "cp950"),
        (encode("\u{20087}𠀀", GB18030), "gb18030"),
        (encode("短", SHIFT_JIS), "cp932"),
        (utf16("短", true), "utf-16be"),
        (utf16("短\n", true), "utf-16"),
        (utf32("短", false), "utf-32"),
    ] {
        let expected = if label == "gb18030" { "\u{20087}𠀀" } else { "短" };
        let decoded = decode(bytes, Label::parse(label).ok(), None);
        assert_eq!(
            (decoded.text.trim(), decoded.evidence, decoded.lost),
            (expected, EncodingEvidence::Label, None),
            "{label}"
        );
    }
}

#[test]
fn damage_is_counted_and_does_not_change_the_encoding() {
    let mut bytes = format!("{HANS}{HANT}").into_bytes();
    let at = HANS.len() + 6;
    bytes.splice(at..at, *b"\xff\xfe");
    let decoded = decode(bytes, None, None);
    assert_eq!(decoded.encoding, "UTF-8");
    assert_eq!(decoded.lost, Some(DecodingLoss { places: 2, offset: at, line: 2 }));
    assert_eq!(decoded.text.replace('\u{fffd}', ""), format!("{HANS}{HANT}"));

    let cut = &HANS.as_bytes()[..HANS.len() - 2];
    let decoded = decode(cut.to_vec(), None, None);
    assert_eq!((decoded.encoding, decoded.lost.map(|lost| lost.places)), ("UTF-8", Some(1)));

    let mut gbk = encode(HANS, GBK);
    gbk.push(0xff);
    let decoded = decode(gbk, Label::parse("gbk").ok(), None);
    assert_eq!(decoded.lost.map(|lost| (lost.places, lost.line)), Some((1, 2)));

    let odd = decode([utf16("短文", false), vec![0x4e]].concat(), Label::parse("utf-16le").ok(), None);
    assert_eq!((odd.text.as_str(), odd.lost.map(|lost| lost.offset)), ("短文\u{fffd}", Some(4)));
}

#[test]
fn a_damaged_text_without_a_label_is_not_read_as_latin() {
    for (text, encoding) in [(HANS, GBK), (HANT, BIG5), (JA, SHIFT_JIS), (JA, EUC_JP), (KO, EUC_KR)] {
        let bytes = encode(text, encoding);
        let start: String = text.chars().take(8).collect();
        // Cut in the middle of a character, and with bytes that are none.
        let whole = encode(text.trim_end_matches(['\n', '.']), encoding);
        let cut = decode(whole[..whole.len() - 1].to_vec(), None, None);
        assert!(cut.lost.is_some() && cut.text.starts_with(&start), "{} as {}", encoding.name(), cut.encoding);
        let broken = [b"\xff\xff ", bytes.as_slice(), b"\xff\xff"].concat();
        let read = decode(broken, None, None);
        assert!(read.lost.is_some() && read.text.contains(&start), "{} as {}", encoding.name(), read.encoding);
    }
    let latin =
        "La côte était déserte, la barque à quai, l’été fini: où donc êtes-vous allés, pêcheurs?".replace('’', "'");
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(&latin);
    assert_eq!(decode(bytes.into_owned(), None, None).text, latin);
    let russian = "Паром сегодня утром снова отошёл от причала, и на борту было одиннадцать человек и одна овца.";
    for encoding in [encoding_rs::WINDOWS_1251, encoding_rs::KOI8_R] {
        let (bytes, ..) = encoding.encode(russian);
        assert_eq!(decode(bytes.into_owned(), None, None).text, russian, "{}", encoding.name());
    }
}

#[test]
fn a_stray_zero_does_not_make_utf16() {
    for text in ["标题\n正\0文。", "a\0b", "Title\nbody\0", "한\0국"] {
        let decoded = decode(text.into(), None, None);
        assert_eq!((decoded.text.as_str(), decoded.encoding), (text, "UTF-8"));
    }
}

proptest! {
    #[test]
    fn any_bytes_are_decoded(bytes in prop::collection::vec(any::<u8>(), 0..200), label in 0..8_usize) {
        let labels = ["gbk", "big5", "shift_jis", "euc-jp", "iso-2022-jp", "euc-kr", "utf-16", "utf-32be"];
        let _ = decode(bytes.clone(), Label::parse(labels[label]).ok(), None);
        let decoded = decode(bytes, None, Some("ko"));
        let replaced = decoded.text.matches(char::REPLACEMENT_CHARACTER).count();
        prop_assert!(decoded.lost.is_none_or(|lost| lost.places <= replaced));
    }

    #[test]
    fn every_text_in_utf8_is_itself(text in "[^\0\u{1b}\u{feff}]*") {
        prop_assert_eq!(decode(text.clone().into_bytes(), None, Some("ja")).text, text);
    }
}
