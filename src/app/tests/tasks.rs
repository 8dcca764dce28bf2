//! All marked read and that undone, tags that are typed, files that are asked for.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::app::{Desk, Effect, Event, Report, Ticket, articles, settings::Settings};
use crate::export::ExportFormat;

fn unread(desk: &Desk) -> usize {
    desk.app.list().window().rows().iter().filter(|row| !row.row.read).count()
}

#[test]
fn all_is_marked_read_and_u_takes_it_back() {
    let mut desk = Desk::new(&articles(3), Settings::default(), 40, 12);
    assert_eq!(unread(&desk), 3);
    desk.keys("A");
    assert_eq!((unread(&desk), desk.app.message()), (0, Some("3")));
    desk.keys("u");
    assert_eq!((unread(&desk), desk.app.message()), (3, Some("Some(3)")));
    // In an article u is half a screen up, as ever.
    desk.keys("<Enter>du");
    assert_eq!(desk.app.message(), None);
}

#[test]
fn only_what_the_filtered_list_shows_is_marked() {
    let mut desk = Desk::new(&articles(12), Settings::default(), 40, 12);
    desk.keys("&title:1<Enter>");
    assert_eq!(desk.app.list().window().total(), Some(4));
    desk.keys("A");
    assert_eq!((unread(&desk), desk.app.message()), (0, Some("4")));
    desk.keys("<Backspace>");
    assert_eq!((desk.app.list().window().total(), unread(&desk)), (Some(12), 8));
    desk.keys("u");
    assert_eq!((unread(&desk), desk.app.message()), (12, Some("Some(4)")));
    // What is being read meanwhile stays as it is, also where the list shows only what is unread.
    desk.keys("&is:unread<Enter>A");
    assert_eq!((desk.app.list().window().total(), desk.app.message()), (Some(0), Some("12")));
}

#[test]
fn tags_are_typed_in_list_and_article() {
    let mut desk = Desk::new(&articles(2), Settings::default(), 40, 12);
    let id = desk.current();
    desk.keys("tabc<Space>def<Enter>");
    assert!(desk.app.message().is_some_and(|message| message.contains("def")));
    desk.keys("<Enter>t-abc<Space>ghi<Enter>");
    let own: Vec<String> = desk.library.tags().of_article(id).unwrap().own.iter().map(ToString::to_string).collect();
    assert_eq!(own, ["def", "ghi"]);
    desk.keys("t-<Enter>");
    assert!(desk.app.message().is_some_and(|message| message.contains("letter")));
    desk.keys("t<Enter>");
    assert!(desk.app.message().is_some_and(|message| message.contains("def")));
}

#[test]
fn files_are_asked_for_on_the_command_line() {
    let mut desk = Desk::new(&articles(1), Settings::default(), 40, 12);
    let article = desk.current();
    for (typed, file, expected) in [
        (":export out dir<Enter>", "out dir", Some(ExportFormat::Page)),
        (":export out json<Enter>", "out", Some(ExportFormat::Json)),
        (":backup a b.db<Enter>", "a b.db", None),
    ] {
        desk.keys(&typed.replace(' ', "<Space>"));
        match (desk.others.last(), expected) {
            (Some(Effect::Export { id, format, folder, .. }), Some(expected)) => {
                assert_eq!((*id, *format, folder), (article, expected, &PathBuf::from(file)));
            }
            (Some(Effect::Backup { file: named, .. }), None) => assert_eq!(*named, PathBuf::from(file)),
            other => panic!("{other:?}"),
        }
    }
    for typed in [":export<Enter>", ":backup<Enter>"] {
        desk.keys(typed);
        assert!(desk.app.message().is_some_and(|message| message.starts_with("Name a")), "{typed}");
    }
}

#[test]
fn a_key_stops_a_copy_and_an_export_and_a_second_copy_takes_the_place_of_the_first() {
    let mut desk = Desk::new(&articles(1), Settings::default(), 80, 12);
    let last = |desk: &Desk| desk.others.last().cloned();
    for (typed, stopping) in
        [(":backup<Space>a.db", "Stopping the copy."), (":export<Space>out", "Stopping the export.")]
    {
        desk.keys(typed).keys("<Enter>");
        assert!(desk.app.message().is_some_and(|message| message.contains("gR stops it")), "{typed}");
        let Some(Effect::Backup { ticket: first, .. } | Effect::Export { ticket: first, .. }) = last(&desk) else {
            panic!("{:?}", desk.others)
        };
        desk.keys(typed).keys("<Enter>");
        let [.., Effect::Stop(stopped), Effect::Backup { ticket: second, .. } | Effect::Export { ticket: second, .. }] =
            desk.others[..]
        else {
            panic!("{:?}", desk.others)
        };
        assert!(stopped == first && second != first, "{typed}");
        desk.keys("j").keys("gR");
        assert_eq!((last(&desk), desk.app.message()), (Some(Effect::Stop(second)), Some(stopping)));
        // What the first still answers is late.
        desk.event(Event::Report(first, Report::Failed("late".to_owned())));
        desk.event(Event::Report(second, Report::Failed("the copy was stopped".to_owned())));
        assert_eq!(desk.app.message(), Some("the copy was stopped"));
        desk.keys("gR");
        assert_eq!(desk.app.message(), Some("Nothing is running. R reads the sources."));
    }
}

#[test]
fn what_another_program_changes_is_seen() {
    let mut desk = Desk::new(&articles(3), Settings::default(), 40, 12);
    let id = desk.current();
    desk.library.marks().set_starred(id, true, Timestamp::UNIX_EPOCH).unwrap();
    assert!(!desk.app.list().window().current().unwrap().row.starred);
    desk.event(Event::Report(Ticket::NONE, Report::Changed));
    assert!(desk.app.list().window().current().unwrap().row.starred);
    assert!(desk.others.iter().all(|effect| !matches!(effect, Effect::Backup { .. })));
}
