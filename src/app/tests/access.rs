//! Libraries that can only be read, and libraries that are lost.

use crate::app::{Access, Desk, Effect, Event, Flag, Report, Ticket, desk::article, settings::Settings};

const REASON: &str = "it may not be written, so nothing is kept";

fn three() -> Desk {
    let articles = [1, 2, 3].map(|number| article(number, &["正文。"]));
    Desk::new(&articles, Settings::default(), 80, 24)
}

fn starred(desk: &Desk) -> bool {
    desk.app.list().window().current().unwrap().row.starred
}

#[test]
fn a_library_that_can_only_be_read_takes_no_mark_and_says_why() {
    let mut desk = three().read_only(REASON);
    for keys in ["s", "m", "A", "u", "S", "R"] {
        desk.keys(keys);
        assert_eq!(desk.app.message(), Some(REASON), "{keys}");
        assert!(!starred(&desk) && !desk.app.list().window().current().unwrap().row.read);
    }
    // It is read all the same, and nothing is message of what is only remembered.
    desk.keys("<Enter>");
    assert!(desk.app.article().is_some());
    assert_eq!(desk.app.message(), None);
    desk.keys("zq");
    assert!(!desk.app.list().window().current().unwrap().row.read);
    assert!(desk.library.marks().get(desk.current()).unwrap().place.is_none());
}

#[test]
fn a_mark_that_could_not_be_kept_is_taken_back() {
    let mut desk = three();
    let id = desk.current();
    desk.keys("s");
    assert!(starred(&desk));
    let report = Report::FlagRefused { id, flag: Flag::Starred(true), reason: "the disk is full".to_owned() };
    desk.app.update(Event::Report(Ticket::NONE, report));
    assert!(!starred(&desk));
    assert_eq!(desk.app.message(), Some("the disk is full"));
}

#[test]
fn a_lost_library_is_reported_once_and_another_can_be_opened() {
    let mut desk = three();
    desk.app.update(Event::Report(Ticket::NONE, Report::Lost("library.db is another file".to_owned())));
    assert!(desk.app.message().is_some_and(|message| message.contains("another file") && message.contains("Ctrl-R")));
    desk.keys("j");
    desk.app.update(Event::Report(Ticket::NONE, Report::Lost("library.db is another file".to_owned())));
    assert_eq!(desk.app.message(), None);
    desk.keys("s");
    assert!(!starred(&desk) && desk.app.message().is_some());
    desk.keys("<C-r>");
    let Some(Effect::Reopen { ticket }) = desk.others.last() else { panic!("{:?}", desk.others) };
    let opened = Report::Reopened { read_only: None, notice: Some("set aside".to_owned()) };
    let ticket = *ticket;
    desk.app.update(Event::Report(ticket, opened));
    assert_eq!((desk.app.access(), desk.app.message()), (&Access::Full, Some("set aside")));
}
