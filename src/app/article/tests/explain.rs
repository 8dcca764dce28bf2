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

/// What is marked on the screen.
fn marked(desk: &Desk) -> Vec<(String, ChangeKind, bool)> {
    let reader = desk.app.reader().unwrap();
    let of_line = |line| {
        let text = &reader.rendition().shown(crate::typeset::Line::clone(line).part).unwrap().text;
        let marked = reader.changed(line).into_iter();
        marked.map(|(range, kind, current)| (text[range].to_owned(), kind, current)).collect::<Vec<_>>()
    };
    reader.visible().flat_map(of_line).collect()
}

fn said(desk: &Desk) -> String {
    desk.app.reader().unwrap().explanation().unwrap()
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
    assert_eq!(said(&desk), "号 -> 號 (another form); 9 characters, 2 words");
    desk.keys("gx");
    assert_eq!(marked(&desk), []);
    assert_eq!(desk.app.reader().unwrap().explanation(), None);
}

#[test]
fn one_goes_from_change_to_change() {
    let mut desk = desk(80);
    desk.keys("<Enter>z<Tab>");
    assert_eq!(desk.app.message(), Some("gx shows what the conversion has changed"));
    desk.keys("gx<Tab><Tab>");
    assert!(said(&desk).starts_with("鼠标 -> 滑鼠 (another word); "), "{}", said(&desk));
    desk.keys("<Tab><Tab>");
    assert!(said(&desk).starts_with("软件 -> 軟體 (another word); "));
    desk.keys("<S-Tab><S-Tab><S-Tab><S-Tab>");
    assert!(said(&desk).starts_with("号 -> 號"));
    desk.keys("<S-Tab>");
    assert_eq!(desk.app.message(), Some("this is the first change of the article"));
    for _ in 0..8 {
        desk.keys("<Tab>");
    }
    assert!(said(&desk).starts_with("图书馆 -> 圖書館"));
    desk.keys("<Tab>");
    assert_eq!(desk.app.message(), Some("this is the last change of the article"));
}

#[test]
fn the_original_is_not_explained() {
    let mut desk = desk(80);
    desk.keys("<Enter>gx");
    assert!(desk.app.message().unwrap().starts_with("this is the original"));
    assert!(!desk.app.reader().unwrap().explains());
    desk.keys("gX");
    assert!(desk.app.message().unwrap().starts_with("this is the original"));
}

#[test]
fn the_original_stands_beside_the_text_or_below_its_lines() {
    for (columns, beside) in [(160, true), (80, false)] {
        let mut desk = desk(columns);
        desk.keys("<Enter>zgX");
        let reader = desk.app.reader().unwrap();
        assert_eq!((reader.original_column(), reader.compares_below()), (beside.then_some(columns / 2), !beside));
        assert!(
            u32::from(reader.column().left + reader.column().measure)
                <= u32::from(columns) / if beside { 2 } else { 1 }
        );
        let originals: Vec<_> = reader.visible().filter_map(|line| reader.original_of(line)).collect();
        assert!(originals.iter().any(|line| line.contains("鼠标坏了，软件还在")), "{originals:?}");
        assert!(originals.iter().all(|line| !line.is_empty()));
        // A resize changes the manner and keeps the mode; the place stays.
        let place = reader.place();
        desk.event(crate::app::Event::Resize(if beside { 80 } else { 160 }, 24));
        let reader = desk.app.reader().unwrap();
        assert_eq!((reader.compares_below(), reader.place()), (beside, place));
        desk.keys("gx");
        assert!(!desk.app.reader().unwrap().compares_below());
    }
}

#[test]
fn numbers_are_written_as_they_are_read() {
    for (number, expected) in [(0, "0 words"), (1, "1 word"), (1203, "1,203 words"), (1_000_000, "1,000,000 words")] {
        assert_eq!(crate::app::article::counted(number, "word"), expected);
    }
    assert_eq!(crate::app::article::shortened("一二三四五六七八九十一二三"), "一二三四五六七八九十一二...");
}

#[test]
fn a_click_hits_the_line_that_is_drawn_there() {
    // Where the screen is narrow, a line with an original takes two rows.
    let mut desk = desk(80);
    desk.keys("<Enter>zgX");
    let reader = desk.app.reader().unwrap();
    let mut rows = Vec::new();
    for line in reader.visible().cloned().collect::<Vec<_>>() {
        rows.extend(std::iter::repeat_n(line.part, reader.rows_of(&line)));
    }
    assert!(rows.len() > reader.visible().count(), "no line takes two rows");
    let mut hit = 0;
    for (row, part) in rows.into_iter().enumerate() {
        let place = desk.app.reader().unwrap().place_at_cell(8, row as u16);
        if let Some(place) = place {
            assert_eq!(place.part, part, "row {row}");
            hit += 1;
        }
    }
    assert!(hit > 4);
}
