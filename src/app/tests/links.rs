//! Links and notes of an article, as (before, keys, after).

use crate::app::{Effect, Event, commands::KeyContext, desk::Desk, desk::article, settings::Settings};
use crate::{
    article::{Article, Block, BlockKind, Image, MediaKind, Span, SpanKind},
    text::Part,
};

fn link(range: std::ops::Range<usize>, href: &str) -> Span {
    Span::new(range, SpanKind::Link { href: href.to_owned() })
}

fn note(range: std::ops::Range<usize>, label: &str) -> Span {
    Span::new(range, SpanKind::Note { note: label.to_owned() })
}

/// An article with two links and the mark of a note in its first paragraph, a link that no address may be, a sound, a
/// picture, a written address, much text, and the note.
fn linked() -> Article {
    let mut linked = article(1, &[]);
    let first = Block::paragraph("港務处昨日公布方案[1]，见图则。").with_spans(vec![
        link(0..9, "https://haiwu.example/港務"),
        note(27..30, "1"),
        link(36..42, "mailto:tide@haiwu.example"),
        link(42..45, "javascript:alert(1)"),
    ]);
    let media = BlockKind::Media { media: MediaKind::Audio, src: "https://haiwu.example/a.mp3".into(), length: None };
    let images = vec![Image { src: "https://haiwu.example/a.jpg".into(), alt: "灯".into() }];
    linked.blocks = vec![
        first,
        Block::new(media, "音频"),
        Block::new(BlockKind::Figure { images }, "灯"),
        Block::paragraph("另见 https://b.example/x 。"),
        Block::paragraph("正文很长。".repeat(400)),
        Block::new(BlockKind::Note { label: "1".into() }, "见港务局年报。"),
    ];
    linked
}

fn desk() -> Desk {
    let mut desk = Desk::new(&[linked()], Settings::default(), 80, 24);
    desk.keys("<Enter>");
    desk
}

/// The texts that were copied since the last time.
fn copied(desk: &mut Desk) -> Vec<String> {
    let text = |effect| if let Effect::Copy(text) = effect { Some(text) } else { None };
    std::mem::take(&mut desk.others).into_iter().filter_map(text).collect()
}

#[test]
fn links_of_the_text_have_letters_in_reading_order() {
    for (keys, address) in [
        ("fa", "https://haiwu.example/%E6%B8%AF%E5%8B%99"),
        ("fd", "mailto:tide@haiwu.example"),
        ("ff", "https://haiwu.example/a.mp3"),
        ("fg", "https://b.example/x"),
        ("yfa", "https://haiwu.example/%E6%B8%AF%E5%8B%99"),
        // A note is nothing to copy, so it has no letter then.
        ("yfs", "mailto:tide@haiwu.example"),
    ] {
        let mut desk = desk();
        assert_eq!(copied(desk.keys(keys)), [address], "{keys}");
        assert_eq!(desk.app.context(), KeyContext::Article);
    }
    let mut desk = desk();
    desk.keys("fh");
    assert!(desk.app.overlays().hints().is_none() && copied(&mut desk).is_empty());
}

#[test]
fn the_mark_of_a_note_leads_to_its_text_and_back() {
    for keys in ["fs", "gn"] {
        let mut desk = desk();
        desk.keys(keys);
        let part = |desk: &Desk| desk.app.article().unwrap().selection().unwrap().word.part;
        assert_eq!(part(&desk), Part::Body(5), "{keys}");
        assert!(desk.lines().iter().any(|line| line.contains("见港务局年报")));
        assert_eq!(desk.app.message(), Some("Note 1. gn goes back to its mark."));
        desk.keys("gn");
        assert_eq!(part(&desk), Part::Body(0), "{keys}");
        assert!(desk.lines().iter().any(|line| line.contains("[1]")));
        desk.keys("gn");
        assert_eq!(part(&desk), Part::Body(5), "{keys}");
    }
    // From a note that was scrolled to; and where there is none.
    let mut at_end = desk();
    at_end.keys("Ggn");
    assert_eq!(at_end.app.article().unwrap().selection().unwrap().word.part, Part::Body(0));
    let mut without = Desk::new(&[article(1, &["x"])], Settings::default(), 80, 24);
    assert_eq!(without.keys("<Enter>gn").app.message(), Some("There is no mark of a note on the screen."));
    let mut lost = article(1, &[]);
    lost.blocks = vec![Block::paragraph("見注[9]").with_spans(vec![note(6..9, "9")])];
    let mut lost = Desk::new(&[lost], Settings::default(), 80, 24);
    assert_eq!(lost.keys("<Enter>gn").app.message(), Some("The article has no text for note 9."));
}

#[test]
fn notes_that_point_at_themselves_lead_nowhere_else() {
    let mut looped = article(1, &[]);
    let block = Block::new(BlockKind::Note { label: "1".into() }, "[1] 見注");
    looped.blocks = vec![block.with_spans(vec![note(0..3, "1")])];
    let mut desk = Desk::new(&[looped], Settings::default(), 80, 24);
    desk.keys("<Enter>");
    for _ in 0..5 {
        desk.keys("gn");
        assert_eq!(desk.app.article().unwrap().selection().unwrap().word.part, Part::Body(0));
    }
}

#[test]
fn all_links_are_listed_narrowed_opened_and_copied() {
    let mut desk = desk();
    desk.keys("gl");
    let list = desk.app.overlays().link_list().unwrap();
    assert_eq!(list.counts(), (0, 5, 5));
    assert!(desk.app.is_typing());
    for (keys, address) in [
        ("<C-y>", "https://haiwu.example/%E6%B8%AF%E5%8B%99"),
        ("<Down><C-y>", "mailto:tide@haiwu.example"),
        ("<Up>圖则<C-y>", "mailto:tide@haiwu.example"),
        ("<C-u>mp3<C-y>", "https://haiwu.example/a.mp3"),
        ("<C-u>燈<C-y>", "https://haiwu.example/a.jpg"),
    ] {
        assert_eq!(copied(desk.keys(keys)), [address], "{keys}");
        assert!(desk.app.overlays().link_list().is_some());
    }
    desk.keys("<Enter>");
    assert_eq!(copied(&mut desk), ["https://haiwu.example/a.jpg"]);
    assert!(desk.app.overlays().link_list().is_none() && desk.app.overlays().prompt().is_none());
    desk.keys("gl沒有<Enter>");
    assert_eq!(desk.app.message(), Some("No link has these words."));
    assert!(desk.app.overlays().link_list().is_none());
    desk.keys("glx<Esc>");
    assert!(desk.app.overlays().link_list().is_none() && desk.app.context() == KeyContext::Article);
    desk.keys("gl");
    desk.event(Event::Resize(10, 3));
    assert!(desk.app.overlays().link_list().unwrap().current().is_some());
}

#[test]
fn a_paragraph_of_links_beyond_all_measure_is_bounded() {
    let text = "港".repeat(100_000);
    let spans = (0..100_000).map(|at| link(3 * at..3 * at + 3, "https://haiwu.example/")).collect();
    let mut many = article(1, &[]);
    many.blocks = vec![Block::paragraph(text).with_spans(spans)];
    let mut desk = Desk::new(&[many], Settings::default(), 80, 24);
    desk.keys("<Enter>gl");
    assert_eq!(desk.app.overlays().link_list().unwrap().counts(), (0, 10_000, 10_000));
    desk.keys("<Esc>f");
    assert_eq!(desk.app.overlays().hints().unwrap().iter().count(), 676);
    assert_eq!(copied(desk.keys("aa")), ["https://haiwu.example/"]);
}
