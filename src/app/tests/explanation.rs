//! The explanation of a conversion, as (before, keys, after).

use crate::{
    app::{Desk, desk::article, settings::Settings},
    script::conversion::{
        ChangeKind,
        ChangeKind::{Form, Word},
    },
};

const BODY: &str = "他的鼠标坏了，软件还在。国家发展了。";

fn desk(columns: u16) -> Desk {
    let articles = [article(1, &[BODY, "图书馆在山上。"])];
    let settings = Settings { cycle: vec!["taiwan-phrases".parse().unwrap()], ..Settings::default() };
    Desk::new(&articles, settings, columns, 24)
}

/// Marked changes on the screen.
fn marked(desk: &Desk) -> Vec<(String, ChangeKind, bool)> {
    let article = desk.app.article().unwrap();
    let of_line = |line| {
        let text = &article.page().rendition().shown(crate::typeset::Line::clone(line).part).unwrap().text;
        let marked = article.changes(line).into_iter();
        marked.map(|change| (text[change.range].to_owned(), change.kind, change.is_current)).collect::<Vec<_>>()
    };
    article.page().visible().flat_map(of_line).collect()
}

fn message(desk: &Desk) -> String {
    desk.app.article().unwrap().explanation().unwrap()
}

#[test]
fn changes_are_marked_in_two_kinds_and_counted() {
    let mut desk = desk(80);
    desk.keys("<Enter>zgx");
    while desk.app.has_work() {
        desk.app.work();
    }
    let expected = [
        ("號", Form, true),
        ("聞", Form, false),
        ("滑鼠", Word, false),
        ("壞", Form, false),
        ("軟體", Word, false),
        ("還", Form, false),
        ("國", Form, false),
        ("發", Form, false),
        ("圖書館", Form, false),
    ];
    let expected: Vec<_> = expected.iter().map(|(text, kind, at)| ((*text).to_owned(), *kind, *at)).collect();
    assert_eq!(marked(&desk), expected);
    assert_eq!(message(&desk), "号 -> 號 (another form); 9 characters, 2 words");
    desk.keys("gx");
    assert_eq!(marked(&desk), []);
    assert_eq!(desk.app.article().unwrap().explanation(), None);
}

#[test]
fn one_goes_from_change_to_change() {
    let mut desk = desk(80);
    desk.keys("<Enter>z<Tab>");
    assert_eq!(desk.app.message(), Some("gx shows what the conversion has changed."));
    desk.keys("gx<Tab><Tab>");
    assert!(message(&desk).starts_with("鼠标 -> 滑鼠 (another word); "), "{}", message(&desk));
    desk.keys("<Tab><Tab>");
    assert!(message(&desk).starts_with("软件 -> 軟體 (another word); "));
    desk.keys("<S-Tab><S-Tab><S-Tab><S-Tab>");
    assert!(message(&desk).starts_with("号 -> 號"));
    desk.keys("<S-Tab>");
    assert_eq!(desk.app.message(), Some("This is the first change of the article."));
    for _ in 0..8 {
        desk.keys("<Tab>");
    }
    assert!(message(&desk).starts_with("图书馆 -> 圖書館"));
    desk.keys("<Tab>");
    assert_eq!(desk.app.message(), Some("This is the last change of the article."));
}

#[test]
fn the_original_is_not_explained() {
    let mut desk = desk(80);
    desk.keys("<Enter>gx");
    assert!(desk.app.message().unwrap().starts_with("This is the original"));
    assert!(desk.app.article().unwrap().explanation().is_none());
    desk.keys("gX");
    assert!(desk.app.message().unwrap().starts_with("This is the original"));
}

#[test]
fn the_original_stands_beside_the_text_or_below_its_lines() {
    for (columns, beside) in [(160, true), (80, false)] {
        let mut desk = desk(columns);
        desk.keys("<Enter>zgX");
        let article = desk.app.article().unwrap();
        assert_eq!(
            (article.page().original_column(), article.page().compares_below()),
            (beside.then_some(columns / 2), !beside)
        );
        assert!(
            u32::from(article.page().column().left + article.page().column().measure)
                <= u32::from(columns) / if beside { 2 } else { 1 }
        );
        let originals: Vec<_> = article.page().visible().filter_map(|line| article.page().original_of(line)).collect();
        assert!(originals.iter().any(|line| line.contains("鼠标坏了，软件还在")), "{originals:?}");
        assert!(originals.iter().all(|line| !line.is_empty()));
        // A resize changes the manner and keeps the mode; the place stays.
        let place = article.page().place();
        desk.event(crate::app::Event::Resize(if beside { 80 } else { 160 }, 24));
        let article = desk.app.article().unwrap();
        assert_eq!((article.page().compares_below(), article.page().place()), (beside, place));
        desk.keys("gx");
        assert!(!desk.app.article().unwrap().page().compares_below());
    }
}

#[test]
fn a_click_hits_the_line_that_is_drawn_there() {
    // Where the screen is narrow, a line with an original takes two rows.
    let mut desk = desk(80);
    desk.keys("<Enter>zgX");
    let article = desk.app.article().unwrap();
    let mut rows = Vec::new();
    for line in article.page().visible().cloned().collect::<Vec<_>>() {
        rows.extend(std::iter::repeat_n(line.part, article.page().rows_of(&line)));
    }
    assert!(rows.len() > article.page().visible().count(), "no line takes two rows");
    let mut hit = 0;
    for (row, part) in rows.into_iter().enumerate() {
        let place = desk.app.article().unwrap().page().place_at_cell(8, row as u16);
        if let Some(place) = place {
            assert_eq!(place.part, part, "row {row}");
            hit += 1;
        }
    }
    assert!(hit > 4);
}
