//! The picture over an article: opened, fetched, drawn, closed.

use std::sync::Arc;

use super::super::{
    Effect, Event, Report,
    desk::{Desk, article},
    settings::Settings,
};
use crate::{
    article::{Article, Block, BlockKind, Image},
    picture::{Drawing, DrawingContent, Means, decode, samples},
};

fn figure(images: &[&str]) -> Block {
    let image = |src: &&str| Image { src: (*src).to_owned(), alt: "港口的清晨".to_owned() };
    Block::new(BlockKind::Figure { images: images.iter().map(image).collect() }, "港口的清晨")
}

/// An article with pictures far apart, open on its first screen.
fn desk() -> Desk {
    let text = "望潮镇的图书馆今天开放，读者在门口排起了长队。".repeat(60);
    let blocks = vec![
        Block::paragraph(text.clone()),
        figure(&["https://news.example/1.jpg", "https://news.example/2.jpg"]),
        Block::paragraph(text.clone()),
        figure(&["OEBPS/map.png"]),
        Block::paragraph(text),
    ];
    let mut desk = Desk::new(&[Article { blocks, ..article(1, &[]) }], Settings::default(), 80, 24);
    desk.keys("<Enter>");
    desk
}

/// The last effect, which fetches a picture or draws one.
fn last(desk: &Desk) -> &Effect {
    desk.others.iter().rfind(|effect| !matches!(effect, Effect::CheckLibrary)).unwrap()
}

fn answer(desk: &mut Desk, report: Report) {
    let (Effect::FetchPicture { ticket, .. } | Effect::DrawPicture { ticket, .. }) = last(desk) else {
        panic!("nothing was requested")
    };
    let ticket = *ticket;
    desk.event(Event::Report(ticket, report));
}

fn position(desk: &Desk) -> Option<(usize, usize)> {
    let view = desk.app.overlays().picture()?;
    Some(view.position())
}

#[test]
fn a_picture_is_fetched_drawn_and_closed() {
    let mut desk = desk();
    desk.keys("i");
    assert!(matches!(last(&desk), Effect::FetchPicture { address, .. } if address == "https://news.example/1.jpg"));
    assert_eq!(position(&desk), Some((1, 3)));
    let picture = Arc::new(decode(&samples::jpeg(64, 48)).unwrap());
    desk.event(Event::PictureMeans(Means { slow_line: Some(960), ..Means::default() }));
    answer(&mut desk, Report::Picture(picture, 5000));
    let Effect::DrawPicture { surface, .. } = last(&desk) else { panic!("{:?}", last(&desk)) };
    assert_eq!((surface.columns, surface.rows), (80, 23));
    let drawing = |surface, bytes| {
        let content = DrawingContent::Cells(Vec::new());
        Report::PictureDrawn(Arc::new(Drawing { surface, columns: 1, rows: 1, bytes, content }))
    };
    let surface = *surface;
    answer(&mut desk, drawing(surface, 20_000));
    assert!(desk.app.overlays().picture().unwrap().notice().unwrap().contains("about 21 s"));
    desk.keys("<Enter>");
    assert!(desk.app.overlays().picture().unwrap().drawing().is_some());
    // Another size of the window is drawn without a question.
    desk.event(Event::Resize(100, 30));
    let Effect::DrawPicture { surface, .. } = last(&desk) else { panic!("{:?}", last(&desk)) };
    assert_eq!((surface.columns, surface.rows), (100, 29));
    let surface = *surface;
    answer(&mut desk, drawing(surface, 30_000));
    assert!(desk.app.overlays().picture().unwrap().drawing().is_some());
    desk.keys("q");
    assert_eq!((position(&desk), desk.app.article().is_some()), (None, true));
}

#[test]
fn a_picture_that_is_not_waited_for_is_stopped_and_ignored() {
    let mut desk = desk();
    desk.keys("i");
    let Effect::FetchPicture { ticket, .. } = *last(&desk) else { panic!("{:?}", last(&desk)) };
    desk.keys("q");
    assert_eq!(last(&desk), &Effect::Stop(ticket));
    let picture = Arc::new(decode(&samples::jpeg(8, 8)).unwrap());
    desk.event(Event::Report(ticket, Report::Picture(Arc::clone(&picture), 99)));
    assert_eq!((last(&desk), position(&desk)), (&Effect::Stop(ticket), None));
    // The next one replaces the first, whose answer comes late.
    desk.keys("i");
    let Effect::FetchPicture { ticket: first, .. } = *last(&desk) else { panic!("{:?}", last(&desk)) };
    desk.keys("n");
    assert!(matches!(last(&desk), Effect::FetchPicture { address, .. } if address == "https://news.example/2.jpg"));
    assert!(desk.others.contains(&Effect::Stop(first)));
    desk.event(Event::Report(first, Report::Picture(picture, 99)));
    assert!(desk.app.overlays().picture().unwrap().fetched().is_none());
    answer(&mut desk, Report::Failed("The picture is damaged, and nothing of it can be decoded.".to_owned()));
    assert!(desk.app.overlays().picture().unwrap().notice().unwrap().starts_with("The picture is damaged"));
}

#[test]
fn the_picture_on_the_screen_is_meant_or_the_next_one() {
    let mut desk = desk();
    desk.keys("Gi");
    // Below the last picture, which has no address: it lies in a book.
    assert_eq!(position(&desk), Some((3, 3)));
    assert!(desk.app.overlays().picture().unwrap().notice().unwrap().contains("no address on the web"));
    assert!(!desk.others.iter().any(|effect| matches!(effect, Effect::FetchPicture { .. })));
    desk.keys("n");
    assert_eq!((position(&desk), desk.app.message()), (Some((3, 3)), Some("This is the last picture of the article.")));
    desk.keys("Nyu");
    assert_eq!(last(&desk), &Effect::Copy("https://news.example/2.jpg".to_owned()));
    let mut plain = Desk::new(&[article(1, &["没有图。"])], Settings::default(), 80, 24);
    plain.keys("<Enter>i");
    assert_eq!(plain.app.message(), Some("This article has no picture."));
}
