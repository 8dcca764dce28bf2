//! The roles of text in an article as a terminal shows them: each can be told from the others, with few colours and with
//! none.

use ratatui::{
    buffer::Buffer,
    layout::{Rect, Size},
    style::{Color, Modifier},
};

use crate::{
    app::{Desk, desk::article, settings::Settings},
    article::{Block, Span, SpanKind},
    term::{
        Capability, Depth, allow,
        painter::{Alacritty, Emulator, Painter},
    },
    text::width::Ambiguous,
    view,
};

const COLUMNS: u16 = 80;
const ROWS: u16 = 24;

/// A character for each role; what it stands in is made of it alone.
const ROLES: &[(char, Option<SpanKind>)] = &[
    ('文', None),
    ('強', Some(SpanKind::Strong)),
    ('重', Some(SpanKind::Emphasis)),
    ('s', Some(SpanKind::Emphasis)),
    ('碼', Some(SpanKind::Code)),
    ('刪', Some(SpanKind::Deleted)),
    ('增', Some(SpanKind::Inserted)),
    ('標', Some(SpanKind::Highlight)),
];

/// The look of a cell: foreground, background, attributes.
type CellLook = (Color, Color, Modifier);

/// The looks of the characters of [`ROLES`], of a link, of the mark of a note, and of a match.
fn looks(capability: &Capability) -> Vec<(char, CellLook)> {
    let link = SpanKind::Link { href: "https://haiwu.example/".to_owned() };
    let roles = ROLES.iter().cloned().chain([('鏈', Some(link)), ('注', Some(SpanKind::Note { note: "1".into() }))]);
    let (mut text, mut spans) = (String::from("找"), Vec::new());
    for (c, kind) in roles.clone() {
        text.push('，');
        let start = text.len();
        text.extend([c, c]);
        spans.extend(kind.map(|kind| Span::new(start..text.len(), kind)));
    }
    let mut styled = article(1, &[]);
    styled.blocks = vec![Block::paragraph(text).with_spans(spans)];
    let mut desk = Desk::new(&[styled], Settings::default(), COLUMNS, ROWS);
    // The first match is the current one, so there is another.
    desk.keys("<Enter>/找<Enter>");
    let mut frame = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
    let cursor = view::draw(&desk.app, &mut frame);
    let mut painter = Painter::new(Size::new(COLUMNS, ROWS), capability.clone());
    painter.paint(&frame, cursor);
    let bytes = painter.take();
    assert_eq!(allow::check(&bytes), Ok(()));
    let mut emulator = Alacritty::new(COLUMNS, ROWS);
    emulator.feed(&bytes);
    let screen = emulator.screen();
    let look = |c: char| {
        let cell = screen.iter().flatten().find(|cell| cell.text.starts_with(c)).unwrap();
        (c, (cell.fg, cell.bg, cell.modifier))
    };
    roles.map(|(c, _)| c).chain(['找']).map(look).collect()
}

#[test]
fn every_role_of_text_can_be_told_from_the_others() {
    for (depth, dots, crossed_out) in [
        (Depth::True, true, true),
        (Depth::Indexed256, false, true),
        (Depth::Ansi16, true, true),
        (Depth::Ansi16, false, false),
        (Depth::Mono, true, true),
        (Depth::Mono, false, false),
    ] {
        let capability = Capability { depth, dots, crossed_out, ambiguous: Ambiguous::Narrow, ..Capability::default() };
        let looks = looks(&capability);
        for (index, (one, look)) in looks.iter().enumerate() {
            for (other, _) in looks[..index].iter().filter(|(_, other)| other == look) {
                // Without dots, strong and stressed Han are both bold.
                assert!(!dots && (*other, *one) == ('強', '重'), "{one} and {other} look alike: {depth:?} {looks:?}");
            }
        }
    }
}
