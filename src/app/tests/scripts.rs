//! Scripts as a reader meets them: for what they are remembered, that the place stays, that nobody waits.

use crate::app::{
    Desk, Event, articles,
    commands::KeyContext,
    desk::article,
    overlays::{MenuChoice, ScriptScope},
    settings::Settings,
};
use crate::{
    script::{
        Script,
        Script::{Hongkong, Original, Simplified, Taiwan, Traditional},
    },
    text::{Part, Place},
};

fn desk(count: u32) -> Desk {
    Desk::new(&articles(count), Settings::default(), 80, 24)
}

fn title(desk: &Desk) -> String {
    desk.app.list().window().current().unwrap().title.to_string()
}

fn work(desk: &mut Desk) -> usize {
    let mut slices = 0;
    while desk.app.has_work() {
        desk.app.work();
        slices += 1;
    }
    slices
}

#[test]
fn in_the_list_a_script_is_for_everything_and_in_an_article_for_that_article() {
    let mut desk = desk(3);
    desk.keys("zz");
    assert_eq!(
        (desk.app.script(), desk.library.scripts().default_script(Original).unwrap()),
        (Traditional, Some(Traditional))
    );
    assert_eq!(title(&desk), "第3號新聞");
    desk.keys("j<Enter>Z");
    assert_eq!(desk.app.script(), Original);
    desk.keys("h");
    assert_eq!((desk.app.script(), title(&desk)), (Traditional, "第2号新闻".to_owned()));
    desk.keys("j<Enter>");
    assert_eq!(desk.app.script(), Traditional, "another article goes by everything");
    desk.keys("hk<Enter>");
    assert_eq!(desk.app.script(), Original, "the article keeps its own");
    assert_eq!(desk.library.scripts().default_script(Simplified).unwrap(), None, "another configuration counts more");
}

#[test]
fn the_menu_shows_the_article_in_every_script_and_sets_it_for_source_and_everything() {
    let mut desk = desk(3);
    desk.keys("<Enter>gz");
    let menu = desk.app.overlays().menu().unwrap();
    let line = |script: Script| {
        let is_of = |choice: &MenuChoice| *choice == MenuChoice::Script(script, ScriptScope::Here);
        menu.items().iter().find(|item| is_of(&item.choice)).unwrap().detail.clone()
    };
    assert!(line(Original).starts_with("望潮镇的图书馆"));
    assert_eq!(line(Original), line(Simplified));
    assert!(line(Taiwan).starts_with("望潮鎮的圖書館"));
    assert!(line(Script::Japanese).starts_with("望潮鎮的図書館"));
    assert_eq!((menu.cursor(), menu.items().len()), (0, 11));
    // Traditional; then, from the menu again, for its source.
    desk.keys("jj<Enter>");
    assert_eq!((desk.app.context(), desk.app.script()), (KeyContext::Article, Traditional));
    desk.keys("gzGkk<Enter>h");
    assert_eq!((desk.app.script(), title(&desk)), (Original, "第3號新聞".to_owned()));
    assert!(desk.app.list().window().rows().iter().all(|shown| shown.row.script == Some(Traditional)));
    // One of them by itself, and back to its source's.
    desk.keys("<Enter>Z");
    assert_eq!(desk.app.script(), Original);
    desk.keys("gzG<Enter>");
    assert_eq!(desk.app.script(), Traditional);
    // Hong Kong for everything: the source's own choice stays.
    desk.keys("zzgzGk<Enter>");
    assert_eq!(desk.library.scripts().default_script(Original).unwrap(), Some(Hongkong));
}

#[test]
fn a_setting_changes_quotes_and_punctuation_at_once_in_texts_and_titles() {
    let mut one = article(1, &["他说:“头发”。"]);
    one.title = "镇长:“好”".to_owned();
    let mut desk = Desk::new(&[one], Settings::default(), 80, 24);
    assert_eq!(title(&desk), "镇长：“好”");
    desk.keys("<Enter>zzz:set quotes=by-script<Enter>");
    assert!(desk.lines().contains(&"他說：「頭髮」。".to_owned()), "{:?}", desk.lines());
    desk.keys(":set punctuation=false<Enter>");
    assert!(desk.lines().contains(&"他說:「頭髮」。".to_owned()), "{:?}", desk.lines());
    desk.keys("h");
    assert_eq!(title(&desk), "鎮長:「好」");
}

#[test]
fn what_the_person_has_saved_counts_from_the_next_toggle_on() {
    let mut desk = Desk::new(&[article(1, &["软件和鼠标"])], Settings::default(), 80, 24);
    desk.keys("<Enter>zzz");
    assert!(desk.lines().contains(&"軟件和鼠標".to_owned()));
    std::fs::write(desk.conversions(), "[taiwan.words]\n\"软件\" = \"軟體\"").unwrap();
    desk.keys("hl");
    assert!(desk.lines().contains(&"軟體和鼠標".to_owned()), "{:?}", desk.lines());
    std::fs::write(desk.conversions(), "[taiwan]\nnever = [\"软件\"]\n\n").unwrap();
    desk.keys("zzzzz");
    assert_eq!(desk.app.script(), Taiwan);
    assert!(desk.lines().contains(&"软件和鼠標".to_owned()), "{:?}", desk.lines());
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

#[test]
fn the_place_stays_put_through_a_hundred_random_toggles_and_resizes() {
    let body = "据新华社报道,乌兹别克斯坦的出租车里有鼠标、打印机和软件(旧的)……“头发”说:好！".repeat(60);
    let mut one = article(1, &["开头。", &body, "结尾。"]);
    one.title = "習近平:全球治理 中俄要發出更響亮聲音".to_owned();
    for seed in 0..4 {
        let mut dice = Dice(seed);
        let settings = Settings { cycle: Script::ALL.to_vec(), ..Settings::default() };
        let mut desk = Desk::new(std::slice::from_ref(&one), settings, 80, 24);
        desk.keys("<Enter>");
        for _ in 0..=dice.roll(40) {
            desk.keys("j");
        }
        let place = desk.app.article().unwrap().page().place();
        for step in 0..100 {
            match dice.roll(6) {
                0 | 1 => drop(desk.keys("z")),
                2 => drop(desk.keys("Z")),
                3 => drop(desk.keys(["gx", "gX"][dice.roll(2) as usize])),
                4 => drop(desk.keys(":set quotes=by-script<Enter>")),
                _ => desk.event(Event::Resize(1 + dice.roll(200) as u16, 1 + dice.roll(60) as u16)),
            }
            let article = desk.app.article().unwrap();
            assert_eq!(article.page().place(), place, "seed {seed}, step {step}");
            let Some(top) = article.page().visible().next().filter(|_| article.page().percent() < 100) else {
                continue;
            };
            let source = article.page().rendition().shown(top.part).unwrap().map.source_range(top.range.clone());
            let holds = top.part == place.part && (source.contains(&place.offset) || source.is_empty());
            assert!(holds || top.part < place.part, "seed {seed}, step {step}: {place:?} is not on the first line");
        }
    }
}

#[test]
fn of_a_long_part_what_is_seen_comes_first() {
    let body = "镇长会见记者，头发发展。".repeat(12_000);
    let mut desk = Desk::new(&[article(1, &[&body, "尾段图书馆。"])], Settings::default(), 80, 24);
    desk.keys("<Enter>");
    assert_eq!(desk.app.article().unwrap().page().rendition().script(), Original);
    work(&mut desk);
    desk.keys("<Space>zz");
    let place = desk.app.article().unwrap().page().place();
    assert!(place > Place::start_of(Part::Body(0)));
    assert!(desk.lines().iter().all(|line| line.contains("鎮長") || line.contains("頭髮")), "{:?}", desk.lines());
    assert!(desk.app.has_work(), "the rest is still to come");
    // Elsewhere in it too, without waiting.
    desk.keys("G");
    let elsewhere = desk.app.article().unwrap().page().place();
    assert!(desk.lines().iter().any(|line| line.contains("頭髮")), "{:?}", desk.lines());
    assert!(desk.lines().concat().contains("尾段圖書館"));
    assert!(desk.app.has_work());
    let before = desk.lines();
    assert!(work(&mut desk) > 3, "in slices");
    assert_eq!((desk.lines(), desk.app.article().unwrap().page().place()), (before, elsewhere));
    let article = desk.app.article().unwrap();
    let shown = article.page().rendition().shown(Part::Body(0)).unwrap();
    assert!(shown.converted_range.is_none() && !shown.text.contains('镇') && shown.text.len() == body.len());
}

#[test]
fn tables_that_cannot_be_had_are_not_asked_for_again_and_again() {
    let mut desk = desk(2);
    desk.keys("<Enter>");
    desk.refuses_tables = true;
    desk.keys("zz");
    assert_eq!((desk.app.script(), desk.app.message()), (Traditional, Some("no tables")));
    let asked = desk.table_requests;
    desk.keys("jjkk");
    assert_eq!(desk.table_requests, asked);
    desk.refuses_tables = false;
    desk.keys("z");
    assert!(desk.lines().concat().contains("圖書館"), "a new choice asks again");
}
