//! Keys on all screens, as (before, keys, after).

use crate::app::{
    Effect, Event, ImportSummary, Message, Report, Screen, Severity,
    commands::KeyContext,
    desk::{Desk, article, articles},
    overlays::{MenuChoice, ScriptScope},
    settings::Settings,
};
use crate::{
    input::Input,
    script::{
        Script,
        Script::{Hongkong, Original, Simplified, Taiwan, Traditional},
    },
    text::{Part, Place},
};

fn desk(count: u32) -> Desk {
    Desk::new(&articles(count), Settings::default(), 80, 24)
}

#[test]
fn the_cursor_moves_in_the_list() {
    // The list has 22 rows of the screen; a page is 22.
    let cases = [
        ("", 0),
        ("j", 1),
        ("jjk", 1),
        ("k", 0),
        ("<Down><Down><Up>", 1),
        ("G", 99),
        ("Gj", 99),
        ("Ggg", 0),
        ("<PgDn>", 22),
        ("<PgDn><PgDn><PgUp>", 22),
        ("<Space>", 22),
        ("<C-d>", 11),
        ("<End><Home>", 0),
        ("gx", 0),
        ("gj", 0),
    ];
    for (keys, position) in cases {
        let mut desk = desk(100);
        assert_eq!(desk.keys(keys).app.list().window().cursor(), position, "{keys}");
        assert!(desk.app.list().window().visible().contains(&position), "{keys}");
        assert!(desk.app.list().window().visible().all(|row| desk.app.list().window().row(row).is_some()), "{keys}");
    }
}

#[test]
fn the_list_opens_on_what_was_imported() {
    let mut desk = desk(100);
    let effects = desk.app.import(vec!["news".into()]);
    let [Effect::Import { ticket, .. }] = effects[..] else { panic!("{effects:?}") };
    let summary = ImportSummary { unchanged: 1, at: Some(70), ..ImportSummary::default() };
    desk.event(Event::Report(ticket, Report::Imported(summary)));
    assert_eq!(desk.app.list().window().cursor(), 70);
    assert!(desk.app.list().window().visible().all(|row| desk.app.list().window().row(row).is_some()));
}

#[test]
fn an_empty_list_takes_every_key() {
    let mut desk = desk(0);
    desk.keys("jkG gg<Enter><PgDn>zZsmJKn");
    assert_eq!((desk.app.context(), desk.app.list().window().total()), (KeyContext::List, Some(0)));
    desk.keys("S");
    assert!(matches!(desk.others[..], [Effect::ImportSample { .. }]));
}

#[test]
fn opening_marks_read_and_neighbours_follow_the_list() {
    let mut desk = desk(3);
    desk.keys("<Enter>");
    assert_eq!(desk.app.context(), KeyContext::Article);
    let first = desk.current();
    assert!(desk.library.marks().get(first).unwrap().read);
    assert!(desk.app.list().window().current().unwrap().row.read);
    desk.keys("J");
    assert_ne!(desk.current(), first);
    assert_eq!(desk.app.article().unwrap().id(), desk.current());
    desk.keys("KK");
    assert_eq!((desk.current(), desk.app.message()), (first, Some("This is the first article of the list.")));
    for back in ["h", "q", "<Left>", "<Esc>"] {
        desk.keys(back);
        assert_eq!(desk.app.context(), KeyContext::List, "{back}");
        desk.keys("<Enter>");
    }
    desk.keys("Q");
    assert!(desk.app.quits());
}

#[test]
fn marks_are_shown_and_stored() {
    let mut desk = desk(2);
    let id = desk.current();
    desk.keys("sm");
    let state = desk.library.marks().get(id).unwrap();
    assert!(state.read && state.starred);
    let row = &desk.app.list().window().current().unwrap().row;
    assert!(row.read && row.starred);
    desk.keys("sm");
    let state = desk.library.marks().get(id).unwrap();
    assert!(!state.read && !state.starred);
}

#[test]
fn a_place_outlives_leaving_a_resize_and_a_script() {
    let mut desk = desk(2);
    desk.keys("<Enter><Space><Space>j");
    let place = desk.app.article().unwrap().page().place();
    assert!(place > Place::start_of(Part::Body(0)));
    desk.keys("h<Enter>");
    assert_eq!(desk.app.article().unwrap().page().place(), place);
    for script in 1..=Settings::default().cycle.len() {
        desk.keys("z");
        assert_eq!(desk.app.article().unwrap().page().place(), place, "after {script} toggles");
    }
    let first = |desk: &Desk| desk.lines()[0].chars().next();
    let before = first(&desk);
    for (columns, rows) in [(80, 40), (33, 10), (0, 0), (1, 1), (200, 60), (80, 1), (3, 3), (80, 24)] {
        desk.event(Event::Resize(columns, rows));
        assert_eq!(desk.app.article().unwrap().page().place(), place, "{columns}×{rows}");
        desk.event(Event::Resize(columns, rows));
        let article = desk.app.article().unwrap();
        let Some(top) = article.page().visible().next() else { continue };
        let source = article.page().rendition().shown(top.part).unwrap().map.source_range(top.range.clone());
        let begins = Place { part: top.part, offset: source.start };
        assert!(begins <= place, "{columns}×{rows}");
        // Where the article does not end on the screen, the place is in its first line.
        let ends = Place { part: top.part, offset: source.end };
        assert!(article.page().percent() == 100 || place < ends, "{columns}×{rows}");
    }
    assert_eq!(first(&desk), before);
}

#[test]
fn every_line_can_be_reached_and_the_end_is_100_percent() {
    let mut desk = desk(1);
    desk.keys("<Enter>");
    let mut seen = desk.lines().concat();
    for _ in 0..100 {
        if desk.app.article().unwrap().page().percent() == 100 {
            break;
        }
        let before = desk.lines();
        desk.keys("j");
        assert_eq!(before[1..], desk.lines()[..before.len() - 1]);
        seen += desk.lines().last().unwrap();
    }
    assert_eq!(desk.app.article().unwrap().page().percent(), 100);
    assert!(seen.ends_with("尾段在这里结束。"));
    let end = desk.lines();
    desk.keys("ggG");
    assert_eq!(desk.lines(), end);
    desk.keys("j<Space><C-d>");
    assert_eq!(desk.lines(), end);
    desk.keys("gg");
    assert_eq!(desk.app.article().unwrap().page().place(), Place::START);
}

#[test]
fn scripts_go_round_and_titles_follow() {
    let mut desk = desk(2);
    let labels: Vec<_> = (0..6)
        .map(|_| (desk.keys("z").app.script(), desk.app.list().window().current().unwrap().title.to_string()))
        .collect();
    let scripts: Vec<_> = labels.iter().map(|(script, _)| *script).collect();
    assert_eq!(scripts, [Simplified, Traditional, Taiwan, Hongkong, Original, Simplified]);
    assert_eq!(labels[0].1, "第2号新闻");
    assert_eq!(labels[1].1, "第2號新聞");
    desk.keys("Z");
    assert_eq!(desk.app.script(), Original);
}

#[test]
fn until_the_tables_are_there_the_text_stays_and_keys_work() {
    let mut desk = desk(2);
    desk.keys("<Enter>");
    desk.holds_tables = true;
    desk.keys("zz");
    assert_eq!(desk.app.message(), Some("Loading the tables for 繁體."));
    let before = desk.lines();
    assert!(before.concat().contains("图书馆"));
    desk.keys("j");
    assert_eq!(desk.lines()[0], before[1]);
    desk.release_tables();
    assert_eq!(desk.app.script(), Script::Traditional);
    assert!(desk.lines().concat().contains("圖書館"));
}

#[test]
fn a_late_answer_is_ignored() {
    let mut desk = desk(2);
    desk.holds_tables = true;
    desk.keys("zzZ");
    assert_eq!(desk.app.script(), Script::Original);
    desk.release_tables();
    assert_eq!(desk.app.script(), Script::Original);
}

#[test]
fn search_highlights_counts_steps_and_returns() {
    let mut desk = desk(1);
    desk.keys("<Enter>j");
    let origin = desk.app.article().unwrap().page().place();
    desk.keys("/國務院");
    assert_eq!(desk.app.article().unwrap().match_count().unwrap().to_string(), "1/40");
    desk.keys("<Esc>");
    assert_eq!(
        (
            desk.app.article().unwrap().page().place(),
            desk.app.article().unwrap().match_count().map(|count| count.to_string())
        ),
        (origin, None)
    );
    desk.keys("/国务院<Enter>nn");
    assert_eq!(desk.app.article().unwrap().match_count().unwrap().to_string(), "3/40");
    desk.keys("NNN");
    assert_eq!(desk.app.article().unwrap().match_count().unwrap().to_string(), "40/40");
    assert_eq!(desk.app.message(), Some("Went on from the end."));
    desk.keys("n");
    assert_eq!(desk.app.message(), Some("Went on from the beginning."));
    // Escape puts out the lights first and leaves the article then.
    desk.keys("<Esc>");
    assert_eq!(
        (desk.app.context(), desk.app.article().unwrap().match_count().map(|count| count.to_string())),
        (KeyContext::Article, None)
    );
    desk.keys("/没有");
    assert_eq!(desk.app.article().unwrap().match_count().unwrap().to_string(), "0/0");
    desk.keys("<Enter>");
    assert_eq!(desk.app.message(), Some("No matches."));
    desk.keys("nN");
    assert_eq!(desk.app.message(), Some("No matches."));
    let mut unsought = self::desk(1);
    unsought.keys("<Enter>n");
    assert!(unsought.app.message().unwrap().contains('/'));
    // What was searched for is searched for again when one goes on, or presses / and Enter; what is given up changes
    // nothing.
    desk.keys("/国务院<Enter>nn<Esc>");
    assert_eq!(desk.app.article().unwrap().match_count().map(|count| count.to_string()), None);
    desk.keys("n");
    assert_eq!(desk.app.article().unwrap().match_count().unwrap().to_string(), "4/40");
    let place = desk.app.article().unwrap().page().place();
    desk.keys("/没有");
    assert_eq!(desk.app.article().unwrap().match_count().unwrap().to_string(), "0/0");
    desk.keys("<Esc>");
    let article = desk.app.article().unwrap();
    assert_eq!((article.page().place(), article.match_count().unwrap().to_string().as_str()), (place, "4/40"));
    desk.keys("/<Enter>");
    assert_eq!(desk.app.article().unwrap().match_count().unwrap().to_string(), "5/40");
    desk.keys("?<Enter>n");
    assert_eq!(desk.app.article().unwrap().match_count().unwrap().to_string(), "3/40");
    desk.keys("?\u{301}<Enter>");
    assert!(desk.app.article().unwrap().match_count().unwrap().to_string() == "3/40" && desk.app.message().is_some());
}

#[test]
fn a_match_is_highlighted_on_both_lines_it_crosses_in_every_script() {
    let text = format!("{}国务院{}", "甲".repeat(35), "乙".repeat(60));
    let mut desk = Desk::new(&[article(1, &[&text])], Settings::default(), 80, 24);
    desk.keys("<Enter>/國務院<Enter>");
    for _ in 0..5 {
        let article = desk.app.article().unwrap();
        let found: Vec<String> = article
            .page()
            .visible()
            .flat_map(|line| {
                let shown = article.page().rendition().shown(line.part).unwrap();
                article
                    .highlights(line)
                    .into_iter()
                    .map(|found| shown.text.slice(found.range).to_owned())
                    .collect::<Vec<_>>()
            })
            .collect();
        let whole = found.concat();
        assert!(found.len() == 2 && (whole == "国务院" || whole == "國務院"), "{found:?}");
        desk.keys("z");
    }
}

#[test]
fn pasted_text_goes_into_a_prompt_and_nowhere_else() {
    let mut desk = desk(2);
    desk.event(Event::Input(Input::Paste("Q\u{3}G".to_owned())));
    assert!(!desk.app.quits());
    assert_eq!(desk.app.list().window().cursor(), 0);
    desk.keys("<Enter>/");
    desk.event(Event::Input(Input::Paste("国\n务\u{1b}院".to_owned())));
    assert_eq!(desk.app.overlays().prompt().unwrap().text(), "国 务院");
    assert_eq!(desk.app.article().unwrap().match_count().unwrap().to_string(), "1/40");
}

#[test]
fn help_opens_scrolls_and_closes() {
    let mut desk = desk(1);
    desk.event(Event::Resize(80, 10));
    desk.keys("?jG");
    assert_eq!(desk.app.context(), KeyContext::Help);
    let bottom = desk.app.overlays().help().unwrap().top();
    assert!(bottom > 0);
    desk.keys("j");
    assert_eq!(desk.app.overlays().help().unwrap().top(), bottom);
    desk.keys("gg");
    assert_eq!(desk.app.overlays().help().unwrap().top(), 0);
    desk.keys("q");
    assert_eq!(desk.app.context(), KeyContext::List);
}

#[test]
fn leaving_remembers_the_place() {
    let mut desk = desk(1);
    desk.keys("<Enter><Space>");
    let (id, place) = (desk.current(), desk.app.article().unwrap().page().place());
    assert_eq!(desk.app.leave(), [Effect::SavePlace { id, place }]);
}

#[test]
fn commands_can_be_typed() {
    let mut desk = desk(3);
    desk.keys(":bottom<Enter>");
    assert_eq!(desk.app.list().window().cursor(), 2);
    desk.keys(":set measure=20<Enter>");
    assert_eq!((desk.app.message(), desk.app.settings().text.measure), (None, 20));
    for (typed, message) in [
        (":fly<Enter>", "There is no command “fly”"),
        (":next-match<Enter>", "next-match does not work here."),
        (":set colour=red<Enter>", "there is no setting “colour”"),
        (":import<Enter>", "Name a file or folder"),
    ] {
        desk.keys(typed);
        assert!(desk.app.message().unwrap().starts_with(message), "{typed}: {:?}", desk.app.message());
        assert_eq!(desk.app.overlays().prompt(), None);
    }
    desk.keys(":se<Tab>mea<Tab>30<Enter><Enter>");
    assert_eq!(desk.app.settings().text.measure, 30);
    assert_eq!(desk.app.article().unwrap().page().column().measure, 30);
    desk.keys(":qui<Tab>");
    assert_eq!(desk.app.overlays().prompt().unwrap().text(), "quit ");
    desk.keys("<Enter>");
    assert!(desk.app.quits());
}

#[test]
fn a_sequence_that_leads_nowhere_does_nothing() {
    let mut desk = desk(3);
    desk.keys("gq");
    assert!(!desk.app.quits());
    assert_eq!(desk.app.message(), Some("gq is no key here."));
    desk.keys("<Enter>g<Esc>");
    assert_eq!((desk.app.context(), desk.app.message()), (KeyContext::Article, None));
    desk.keys("g<C-c>");
    assert!(desk.app.quits());
}

#[test]
fn a_menu_takes_the_keys_until_something_is_chosen() {
    let mut desk = desk(3);
    desk.keys("gzG");
    assert_eq!((desk.app.context(), desk.app.screen()), (KeyContext::Menu, Screen::List));
    assert_eq!(
        desk.app.overlays().menu().unwrap().current().unwrap().choice,
        MenuChoice::Script(Script::Japanese, ScriptScope::Here)
    );
    desk.keys("<Esc>");
    assert_eq!((desk.app.context(), desk.app.script()), (KeyContext::List, Script::Original));
    desk.keys("gzj<Enter>");
    assert_eq!((desk.app.context(), desk.app.script()), (KeyContext::List, Script::Simplified));
}

#[test]
fn an_error_stays_over_progress_and_what_comes_later_until_a_key() {
    let mut desk = desk(3);
    desk.app.notify(Message::error("paper.txt could not be read"));
    desk.app.notify(Message::warning("read-only"));
    desk.app.import(vec!["paper.txt".into()]);
    assert_eq!(desk.app.message(), Some("paper.txt could not be read"));
    desk.keys("z");
    assert_eq!((desk.app.message(), desk.app.severity()), (Some("read-only"), Some(Severity::Warning)));
    desk.keys("j");
    assert_eq!(desk.app.severity(), Some(Severity::Info));
}
