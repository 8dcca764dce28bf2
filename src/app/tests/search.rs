//! Searching the library by keys: what is listed, what is opened, and the way back.

use std::sync::Arc;

use crate::app::{
    App, ArticleScreen, Desk, Effect, Event, Report,
    commands::KeyContext,
    desk::article,
    search::{SearchState, Subject},
    settings::Settings,
};
use crate::{
    article::Article,
    input::{Input, Key, Press},
    script::conversion::Converters,
    search::{
        matching::{MatchKind, TextMatch},
        query::Terms,
    },
    text::Part,
};

fn newspaper() -> Vec<Article> {
    let mut articles = vec![
        article(1, &["今天下雨。", "国务院说，明天也下雨，国务院又说。"]),
        article(2, &["廣大發展中國家。"]),
        article(3, &["據國務院公告，疫苗今日發布。"]),
        article(4, &["没有什么。"]),
    ];
    articles[2].title = "國務院公告".to_owned();
    articles
}

fn desk() -> Desk {
    Desk::new(&newspaper(), Settings::default(), 80, 24)
}

fn listed(desk: &Desk) -> Vec<String> {
    desk.app.results().unwrap().rows().iter().map(|shown| shown.title.to_string()).collect()
}

#[test]
fn results_come_while_one_types_and_the_best_are_first() {
    let mut desk = desk();
    desk.keys("g/国");
    assert_eq!(desk.app.context(), KeyContext::Results);
    assert_eq!(listed(&desk), ["國務院公告", "第2号新闻", "第1号新闻"]);
    desk.keys("务院");
    assert_eq!(listed(&desk), ["國務院公告", "第1号新闻"]);
    assert_eq!(desk.app.results().unwrap().state(), SearchState::Complete);
    desk.keys(" -疫苗");
    assert_eq!(listed(&desk), ["第1号新闻"]);
    desk.keys("<C-u>");
    assert!(listed(&desk).is_empty());
    assert_eq!(desk.app.message(), None);
    desk.keys("is:new");
    assert!(desk.app.message().unwrap().starts_with("is:new means nothing here"));
}

#[test]
fn a_result_opens_at_its_match_and_next_goes_on_through_the_results() {
    let mut desk = desk();
    desk.keys("g/国务院<Enter>");
    assert_eq!((desk.app.overlays().prompt(), desk.app.context()), (None, KeyContext::Results));
    desk.keys("<Enter>");
    let found = |desk: &Desk| desk.app.article().unwrap().match_count().unwrap().to_string();
    // The title has the word as well; the current match is the one in the text.
    assert_eq!(found(&desk), "2/2");
    desk.keys("n");
    assert_eq!(
        (found(&desk), desk.app.article().unwrap().page().title().to_string()),
        ("1/2".into(), "第1号新闻".into())
    );
    desk.keys("n");
    assert_eq!(found(&desk), "2/2");
    desk.keys("n");
    assert_eq!(desk.app.message(), Some("This is the last result."));
    desk.keys("N");
    assert_eq!(found(&desk), "1/2");
    // Against the direction one comes to the last match of the article before.
    desk.keys("N");
    assert_eq!((desk.app.article().unwrap().page().title().as_str(), found(&desk).as_str()), ("國務院公告", "2/2"));
    desk.keys("N");
    assert_eq!(found(&desk), "1/2");
    desk.keys("nn");
    assert_eq!((desk.app.article().unwrap().page().title().as_str(), found(&desk).as_str()), ("第1号新闻", "1/2"));
    desk.keys("NN");
    // Back at the results, then at the screen before.
    desk.keys("q");
    assert_eq!((desk.app.context(), desk.app.results().unwrap().cursor()), (KeyContext::Results, 0));
    desk.keys("q");
    assert_eq!(desk.app.context(), KeyContext::List);
    // That is the article where one asked in one, also after a result has been read.
    desk.keys("<Enter>");
    let begun = desk.app.article().unwrap().id();
    desk.keys("g/国务院<Enter>j<Enter>");
    assert_ne!(desk.app.article().unwrap().id(), begun);
    desk.keys("qq");
    assert_eq!((desk.app.context(), desk.app.article().map(ArticleScreen::id)), (KeyContext::Article, Some(begun)));
    desk.keys("q");
    assert_eq!(desk.app.context(), KeyContext::List);
}

#[test]
fn escape_gives_the_search_up_and_the_article_is_as_it_was() {
    let mut desk = desk();
    desk.keys("<Enter>g/国<Esc>");
    assert_eq!((desk.app.context(), desk.app.results().is_some()), (KeyContext::Article, false));
    assert_eq!(desk.app.article().unwrap().page().title().as_str(), "第4号新闻");
    desk.keys("g/国<Enter>q");
    assert_eq!(desk.app.context(), KeyContext::Article);
    desk.keys("g/  <Enter>");
    assert_eq!(desk.app.context(), KeyContext::Article);
}

#[test]
fn a_search_that_is_given_up_leaves_the_results_before_it() {
    let mut desk = desk();
    desk.keys("g/国务院<Enter>j");
    let before = listed(&desk);
    let at = |desk: &Desk| (desk.app.context(), desk.app.results().unwrap().cursor());
    for given_up in ["/雨<Esc>", "g/没有<Esc>", "g/<Esc>", "g/ <Enter>", "g/is:new<Enter>"] {
        desk.keys(given_up);
        assert_eq!((listed(&desk), at(&desk)), (before.clone(), (KeyContext::Results, 1)), "{given_up}");
        assert_eq!(desk.app.results().unwrap().state(), SearchState::Complete);
    }
    // In an article that was opened from them they wait behind it as before.
    desk.keys("k<Enter>g/雨<Esc>");
    assert_eq!(desk.app.context(), KeyContext::Article);
    desk.keys("n");
    assert_eq!(desk.app.article().unwrap().page().title().as_str(), "第1号新闻");
    desk.keys("q");
    assert_eq!((listed(&desk), at(&desk)), (before, (KeyContext::Results, 1)));
    desk.keys("q");
    assert_eq!(desk.app.context(), KeyContext::List);
    // What is accepted takes their place.
    desk.keys("g/国<Enter>g/雨<Enter>q");
    assert_eq!(desk.app.context(), KeyContext::List);
}

#[test]
fn the_articles_about_the_same_thing_are_listed() {
    let mut articles = newspaper();
    articles[3].related = vec!["国务院公告".to_owned()];
    let mut desk = Desk::new(&articles, Settings::default(), 80, 24);
    desk.keys("gr");
    assert_eq!(desk.app.results().unwrap().subject(), &Subject::Related("第4号新闻".to_owned()));
    assert_eq!(listed(&desk), ["國務院公告"]);
    desk.keys("<Enter>");
    assert_eq!(desk.app.article().unwrap().page().place().part, Part::Title);
    desk.keys("qq");
    assert_eq!(desk.app.context(), KeyContext::List);
}

#[test]
fn marks_are_seen_in_the_results() {
    let mut desk = desk();
    desk.keys("g/国务院<Enter>s");
    let marks = |desk: &Desk| {
        let hit = &desk.app.results().unwrap().rows()[0].hit;
        (hit.row.starred, hit.row.read)
    };
    assert_eq!(marks(&desk), (true, false));
    desk.keys("<Enter>q");
    assert_eq!(marks(&desk), (true, true));
    desk.keys("sm");
    assert_eq!(marks(&desk), (false, false));
}

#[test]
fn what_an_earlier_search_finds_late_is_not_listed() {
    let tables = Arc::new(Converters::new(None, std::env::temp_dir()));
    let mut app = App::new(Settings::default(), tables);
    app.update(Event::Resize(80, 24));
    let mut tickets = Vec::new();
    for press in crate::input::parse_presses("g/国家").unwrap() {
        for effect in app.update(Event::Input(crate::input::Input::Press(press))) {
            match effect {
                Effect::Search { ticket, .. } => tickets.push(ticket),
                Effect::Stop(ticket) => assert_eq!(Some(&ticket), tickets.last()),
                _ => {}
            }
        }
    }
    let [first, second] = tickets[..] else { panic!("a search for each word") };
    app.update(Event::Report(first, Report::Searched { more: false, damaged: 0 }));
    assert_eq!(app.results().unwrap().state(), SearchState::Searching);
    app.update(Event::Report(second, Report::Searched { more: true, damaged: 0 }));
    assert_eq!(app.results().unwrap().state(), SearchState::Limited);
    assert!(app.message().is_none());
}

#[test]
fn articles_that_could_not_be_searched_are_told() {
    let tables = Arc::new(Converters::new(None, std::env::temp_dir()));
    let mut app = App::new(Settings::default(), tables);
    app.update(Event::Resize(80, 24));
    let mut last = None;
    for press in crate::input::parse_presses("g/港").unwrap() {
        for effect in app.update(Event::Input(crate::input::Input::Press(press))) {
            if let Effect::Search { ticket, .. } = effect {
                last = Some(ticket);
            }
        }
    }
    app.update(Event::Report(last.unwrap(), Report::Searched { more: false, damaged: 2 }));
    app.update(Event::Input(Input::Press(Press::plain(Key::Enter))));
    let message = app.message().unwrap();
    assert!(message.starts_with("2 damaged articles were not searched."), "{message}");
}

#[test]
fn another_word_is_highlighted_as_one_in_the_list_and_in_the_article() {
    let home = tempfile::tempdir().unwrap();
    let converters = Converters::new(Some(home.path().to_owned()), home.path().to_owned());
    let words = "鼠标 公布";
    let mut results =
        crate::app::search::Results::new(Subject::Query(words.to_owned(), Terms::parse(words).unwrap()), 20);
    results.add(Vec::new(), &converters, Default::default());
    // Every match of every word is highlighted.
    let text = "公布滑鼠，公布鼠標";
    let known = TextMatch { range: 0..6, kind: MatchKind::Same };
    let highlighted: Vec<_> =
        results.highlights(text, known).into_iter().map(|found| (&text[found.range], found.kind)).collect();
    assert_eq!(highlighted.len(), 4);
    for found in [("公布", MatchKind::Same), ("滑鼠", MatchKind::OtherWord), ("鼠標", MatchKind::Same)] {
        assert!(highlighted.contains(&found), "{highlighted:?}");
    }

    let mut desk = Desk::new(&[article(1, &["買了滑鼠。又用滑鼠。"])], Settings::default(), 80, 24);
    desk.keys("g/滑鼠<Enter>");
    assert!(!desk.app.results().unwrap().rows()[0].hit.others);
    // Each word of the query is highlighted, those of other regions as such.
    desk.keys("q&鼠标<Esc>g/鼠标 买<Enter>");
    let hit = &desk.app.results().unwrap().rows()[0].hit;
    assert!(hit.others);
    desk.keys("<Enter>");
    assert_eq!(
        desk.app.article().unwrap().match_count().map(|count| count.to_string()).as_deref(),
        Some("another word  2/3")
    );
    desk.keys("N");
    assert_eq!(desk.app.article().unwrap().match_count().map(|count| count.to_string()).as_deref(), Some("1/3"));
    desk.keys("qqg/鼠标<Enter><Enter>");
    assert_eq!(
        desk.app.article().unwrap().match_count().map(|count| count.to_string()).as_deref(),
        Some("another word  1/2")
    );
    desk.keys("n");
    assert_eq!(
        desk.app.article().unwrap().match_count().map(|count| count.to_string()).as_deref(),
        Some("another word  2/2")
    );
}

#[test]
fn the_script_of_the_results_is_not_that_of_the_article_below_them() {
    let mut desk = desk();
    desk.keys("<Enter>z");
    let of_article = desk.app.script();
    desk.keys("g/国<Enter>");
    assert_ne!(desk.app.script(), of_article);
    desk.keys("z");
    let of_list = desk.app.script();
    desk.keys("q");
    assert_eq!(desk.app.script(), of_article);
    desk.keys("q");
    assert_eq!(desk.app.script(), of_list);
}

#[test]
fn results_stay_until_the_first_of_the_next_query_come() {
    let tables = Arc::new(Converters::new(None, std::env::temp_dir()));
    let mut app = App::new(Settings::default(), tables);
    app.update(Event::Resize(80, 24));
    let hits =
        desk().keys("g/国").app.results().unwrap().rows().iter().map(|shown| shown.hit.clone()).collect::<Vec<_>>();
    let mut tickets = Vec::new();
    let mut count = Vec::new();
    for (typed, hits) in [("g/国", Some(&hits[..])), ("家", None), ("大", Some(&hits[..1])), ("事", Some(&[]))] {
        for press in crate::input::parse_presses(typed).unwrap() {
            for effect in app.update(Event::Input(crate::input::Input::Press(press))) {
                if let Effect::Search { ticket, .. } = effect {
                    tickets.push(ticket);
                }
            }
        }
        // Nothing is painted anew before an answer.
        count.push(app.results().unwrap().rows().len());
        assert!(app.results().unwrap().awaits_first());
        let ticket = *tickets.last().unwrap();
        if let Some(hits) = hits.filter(|hits| !hits.is_empty()) {
            app.update(Event::Report(ticket, Report::Hits(hits.to_vec())));
        } else if hits.is_some() {
            app.update(Event::Report(ticket, Report::Searched { more: false, damaged: 0 }));
        }
    }
    assert_eq!(count, [0, 3, 3, 1]);
    assert!(app.results().unwrap().rows().is_empty());
}

#[test]
fn keywords_are_listed_on_demand_and_one_is_searched_for() {
    let mut desk = desk();
    desk.keys("<Enter>");
    assert!(!desk.others.iter().any(|effect| matches!(effect, Effect::Keywords { .. })), "reading asks for none");
    desk.keys("gk");
    let Some(Effect::Keywords { ticket, article }) = desk.others.last().cloned() else { panic!("{:?}", desk.others) };
    assert_eq!(article.title, "第4号新闻");
    let words = || Report::Keywords(vec!["什么".to_owned(), "国务院".to_owned()]);
    desk.event(Event::Report(ticket, words()));
    assert_eq!(desk.app.context(), KeyContext::Menu);
    desk.keys("j<Enter>");
    assert_eq!(
        (desk.app.context(), listed(&desk)),
        (KeyContext::Results, vec!["國務院公告".into(), "第1号新闻".into()])
    );
    desk.keys("q");
    assert_eq!(desk.app.article().unwrap().page().title().as_str(), "第4号新闻");
    // Those of an article that has been left are late.
    desk.keys("gk");
    let Some(Effect::Keywords { ticket, .. }) = desk.others.last().cloned() else { panic!("{:?}", desk.others) };
    desk.keys("q");
    desk.event(Event::Report(ticket, words()));
    assert_eq!(desk.app.context(), KeyContext::List);
}
