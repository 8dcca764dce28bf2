//! A converted stream equals its whole converted at once, for any reads and any bytes.

use std::io;

use proptest::prelude::*;

use super::*;
use crate::script::conversion::tests::whole;

/// A reader that gives a few bytes at a time.
struct Drip<'a>(&'a [u8], usize);

impl Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.1.min(self.0.len()).min(buffer.len());
        buffer[..length].copy_from_slice(&self.0[..length]);
        self.0 = &self.0[length..];
        Ok(length)
    }
}

fn streamed(bytes: &[u8], at_once: usize, conversion: StreamConversion) -> (String, StreamReport) {
    let mut out = Vec::new();
    let report = convert(Drip(bytes, at_once), &mut out, whole::converters(), conversion).expect("a stream");
    (String::from_utf8(out).expect("UTF-8"), report)
}

#[test]
fn a_stream_larger_than_a_chunk_is_as_its_whole() {
    let text = "乌兹别克斯坦的出租车，见https://例子.cn/头发 头发发展。\n".repeat(CHUNK_BYTES / 40);
    let whole = whole::converters().load(Config::S2twp).expect("dictionaries").whole(&text).expect("conversion");
    assert_eq!(streamed(text.as_bytes(), 4093, StreamConversion::Config(Config::S2twp)).0, whole, "every character");
    let conversion = StreamConversion::Scripts { from: None, to: Script::TaiwanPhrases };
    let (shown, report) = streamed(text.as_bytes(), usize::MAX, conversion);
    assert_eq!(shown, whole.replace("/頭髮", "/头发"), "all but the addresses");
    assert_eq!(report.plan, Some(Plan::single(Config::S2twp)));
    assert_eq!((report.read, report.invalid, report.first_invalid), (text.len() as u64, 0, None));
}

#[test]
fn what_is_not_utf_8_is_replaced_and_counted() {
    let bytes = b"\xe5\xa4\xb4\xff\xe5\x8f\x91\x00\xe5\xa4\xf0\x9f\x98\x80\xe5\xa4";
    for at_once in 1..=bytes.len() {
        let (text, report) = streamed(bytes, at_once, StreamConversion::Config(Config::S2t));
        assert_eq!(text, "頭\u{fffd}發\0\u{fffd}😀\u{fffd}");
        assert_eq!((report.read, report.invalid, report.first_invalid), (bytes.len() as u64, 3, Some(3)));
    }
}

#[test]
fn a_text_in_its_target_and_an_empty_one_go_through() {
    let to_simplified = StreamConversion::Scripts { from: None, to: Script::Simplified };
    assert_eq!(
        streamed("头发".as_bytes(), 1, to_simplified),
        ("头发".to_owned(), StreamReport { read: 6, ..StreamReport::default() })
    );
    assert_eq!(streamed(b"", 1, to_simplified).0, "");
    let between = |from, to| StreamConversion::Scripts { from: Some(from), to };
    assert_eq!(streamed("滑鼠".as_bytes(), 9, between(Script::TaiwanPhrases, Script::Simplified)).0, "鼠标");
    assert_eq!(streamed("国会".as_bytes(), 9, between(Script::Japanese, Script::Traditional)).0, "國會");
    assert_eq!(streamed("國務院".as_bytes(), 9, between(Script::Original, Script::Simplified)).0, "国务院");
}

#[test]
fn a_text_without_marks_is_cut_where_it_makes_no_difference() {
    let converter = whole::converters().load(Config::S2t).expect("dictionaries");
    let text = "头发发展干燥面条里面".repeat(100);
    for near in [0, 1, 100, text.len() / 2, text.len()] {
        let at = cut::unmarked(&text, near, |text| converter.whole(text)).expect("a cut");
        let (left, right) = text.split_at(at);
        let halves = converter.whole(left).expect("conversion") + &converter.whole(right).expect("conversion");
        assert_eq!(halves, converter.whole(&text).expect("conversion"));
        assert!(at > 0);
    }
}

#[test]
fn changes_make_the_conversion_of_the_text() {
    let text = "乌兹别克斯坦的出租车，见https://例子.cn/头发 头发发展\u{7}𫠆。\n".repeat(CHUNK_BYTES / 40);
    for conversion in [
        StreamConversion::Config(Config::S2twp),
        StreamConversion::Config(Config::S2t),
        StreamConversion::Scripts { from: None, to: Script::TaiwanPhrases },
        StreamConversion::Scripts { from: None, to: Script::Simplified },
    ] {
        let (mut made, mut at) = (String::new(), 0);
        let mut words = 0;
        let report = changes(Drip(text.as_bytes(), 4093), whole::converters(), conversion, |found| {
            let StreamChange { change, from, to } = found;
            made += &text[at..change.source.start];
            assert_eq!((made.len(), &text[change.source.clone()]), (change.shown.start, &*from));
            made += &to;
            assert_eq!(made.len(), change.shown.end);
            at = change.source.end;
            words += usize::from(change.kind == crate::script::conversion::ChangeKind::Word);
            Ok::<_, ScriptError>(())
        });
        made += &text[at..];
        assert_eq!(report.expect("a stream").read, text.len() as u64);
        assert_eq!(made, streamed(text.as_bytes(), usize::MAX, conversion).0);
        let phrases = matches!(
            conversion,
            StreamConversion::Config(Config::S2twp) | StreamConversion::Scripts { to: Script::TaiwanPhrases, .. }
        );
        assert_eq!(words > 0, phrases, "{conversion:?}");
    }
}

#[test]
fn failures_are_sentences() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the line is cut"))
        }
    }
    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is full"))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let conversion = StreamConversion::Config(Config::T2s);
    let read = convert(Broken, Vec::new(), whole::converters(), conversion).expect_err("broken");
    assert_eq!(read.to_string(), "the text could not be read: the line is cut");
    let written = convert(&b"x"[..], Broken, whole::converters(), conversion).expect_err("broken");
    assert_eq!(written.to_string(), "the converted text could not be written: the disk is full");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_stream_of_anything_is_as_its_whole(
        pieces in proptest::collection::vec(whole::text(), 1..4),
        times in 1_usize..400,
        at_once in 1_usize..100_000,
    ) {
        let text = pieces.concat().repeat(times);
        for config in [Config::S2twp, Config::T2s] {
            let whole = whole::converters().load(config).expect("dictionaries").whole(&text).expect("conversion");
            prop_assert_eq!(&streamed(text.as_bytes(), at_once, StreamConversion::Config(config)).0, &whole);
        }
    }

    #[test]
    fn bytes_of_any_kind_go_through(bytes in proptest::collection::vec(any::<u8>(), 0..300), at_once in 1_usize..50) {
        let lossy = String::from_utf8_lossy(&bytes).into_owned();
        let (text, report) = streamed(&bytes, at_once, StreamConversion::Scripts { from: None, to: Script::Original });
        prop_assert_eq!(text, lossy);
        prop_assert_eq!(report.read, bytes.len() as u64);
    }
}
