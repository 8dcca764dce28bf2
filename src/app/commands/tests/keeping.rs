//! All marked read and that undone, tags that are typed, files that are asked for.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::app::{Desk, Effect, Event, Report, Ticket, articles, commands::Keeping, settings::Settings};
use crate::{
    export::ExportFormat,
    search::query::Wanted,
    store::{Library, lists::Titles},
};

/// Plays the part of the job.
pub(crate) fn keep(library: &mut Library, titles: &mut Titles, keeping: Keeping) -> Report {
    let now = Timestamp::UNIX_EPOCH;
    match keeping {
        Keeping::MarkAllRead(terms) => {
            let wanted = Wanted::new(&terms).unwrap();
            let ids = titles.wanted(library.lists(), &wanted, || false).unwrap().unwrap();
            Report::Kept(format!("{}", library.reader_state().mark_each_read(&ids, now).unwrap()))
        }
        Keeping::UndoMarkAll => Report::Kept(format!("{:?}", library.reader_state().undo_mark_all().unwrap())),
        Keeping::Tags(id) => Report::Kept(format!("{:?}", library.reader_state().tags(id).unwrap().own)),
        Keeping::EditTags(id, edit) => {
            library.reader_state().edit_tags(id, &edit).unwrap();
            Report::Kept("tagged".to_owned())
        }
        Keeping::Export(..) | Keeping::Backup(_) => Report::Failed(format!("{keeping:?}")),
    }
}

fn unread(desk: &Desk) -> usize {
    desk.app.shelf().rows().iter().filter(|row| !row.row.read).count()
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
fn only_what_the_narrowed_list_shows_is_marked() {
    let mut desk = Desk::new(&articles(12), Settings::default(), 40, 12);
    desk.keys("&title:1<Enter>");
    assert_eq!(desk.app.shelf().total(), Some(4));
    desk.keys("A");
    assert_eq!((unread(&desk), desk.app.message()), (0, Some("4")));
    desk.keys("<Backspace>");
    assert_eq!((desk.app.shelf().total(), unread(&desk)), (Some(12), 8));
    desk.keys("u");
    assert_eq!((unread(&desk), desk.app.message()), (12, Some("Some(4)")));
    // What is being read meanwhile stays as it is, also where the list shows only what is unread.
    desk.keys("&is:unread<Enter>A");
    assert_eq!((desk.app.shelf().total(), desk.app.message()), (Some(0), Some("12")));
}

#[test]
fn tags_are_typed_in_list_and_article() {
    let mut desk = Desk::new(&articles(2), Settings::default(), 40, 12);
    let id = desk.current();
    desk.keys("tabc<Space>def<Enter>");
    assert_eq!(desk.app.message(), Some("tagged"));
    desk.keys("<Enter>t-abc<Space>ghi<Enter>");
    let own: Vec<String> = desk.library.reader_state().tags(id).unwrap().own.iter().map(ToString::to_string).collect();
    assert_eq!(own, ["def", "ghi"]);
    desk.keys("t-<Enter>");
    assert!(desk.app.message().is_some_and(|said| said.contains("letter")));
    desk.keys("t<Enter>");
    assert!(desk.app.message().is_some_and(|said| said.contains("def")));
}

#[test]
fn files_are_asked_for_on_the_command_line() {
    let mut desk = Desk::new(&articles(1), Settings::default(), 40, 12);
    let id = desk.current();
    for (typed, expected) in [
        (":export out dir<Enter>", Keeping::Export(id, ExportFormat::Page, PathBuf::from("out dir"))),
        (":export out json<Enter>", Keeping::Export(id, ExportFormat::Json, PathBuf::from("out"))),
        (":backup a b.db<Enter>", Keeping::Backup(PathBuf::from("a b.db"))),
    ] {
        desk.keys(&typed.replace(' ', "<Space>"));
        assert_eq!(desk.app.message(), Some(format!("{expected:?}").as_str()), "{typed}");
    }
    for typed in [":export<Enter>", ":backup<Enter>"] {
        desk.keys(typed);
        assert!(desk.app.message().is_some_and(|said| said.starts_with("name a")), "{typed}");
    }
}

#[test]
fn a_key_stops_a_copy_and_an_export_and_a_second_copy_takes_the_place_of_the_first() {
    let mut desk = Desk::new(&articles(1), Settings::default(), 80, 12);
    desk.holds_files = true;
    let last = |desk: &Desk| desk.others.last().cloned();
    for (typed, stopping) in
        [(":backup<Space>a.db", "Stopping the copy."), (":export<Space>out", "Stopping the export.")]
    {
        desk.keys(typed).keys("<Enter>");
        assert!(desk.app.message().is_some_and(|message| message.contains("gR stops it")), "{typed}");
        let Some(Effect::Keep { ticket: first, .. }) = last(&desk) else { panic!("{:?}", desk.others) };
        desk.keys(typed).keys("<Enter>");
        let [.., Effect::Stop(stopped), Effect::Keep { ticket: second, .. }] = desk.others[..] else {
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
    desk.library.reader_state().set_starred(id, true, Timestamp::UNIX_EPOCH).unwrap();
    assert!(!desk.app.shelf().current().unwrap().row.starred);
    desk.event(Event::Report(Ticket::NONE, Report::Changed));
    assert!(desk.app.shelf().current().unwrap().row.starred);
    assert!(desk.others.iter().all(|effect| !matches!(effect, Effect::Keep { .. })));
}
