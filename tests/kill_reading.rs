//! The reader is killed while one stars, marks, tags and reads. What it has acknowledged is in the library afterwards.
//!
//! The thread that owns the library answers in order, and what a key changes on the screen at once is only on its way.
//! A change is acknowledged once the screen shows the answer to something that was asked for later: the tags of an
//! article, the number of those that were marked, an article that was opened. A place in an article is acknowledged
//! once another article is shown that was opened later: it is written before that is read.
//!
//! `KANBAO_KILLS` and `KANBAO_SEED` are as in `kill.rs`; a kill here is one for ten there.

use std::{collections::BTreeSet, fs, thread, time::Duration};

use rustix::process::Signal;

use crate::{
    long::kill::{Dice, number},
    terminal::{Home, Terminal},
};

/// Articles of the library. The last is only come to by reading on.
const ARTICLES: usize = 12;

/// What a reader has done with an article, but for the place in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Marks {
    read: bool,
    starred: bool,
    tags: BTreeSet<String>,
}

/// Where an article was left: the code of a part and a byte in it.
type Left = Option<(i64, i64)>;

/// The top of an article, where one is that was only opened.
const TOP: Left = Some((-3, 0));

/// What may be true of an article: what was acknowledged last, and what has been done since. The last is shown.
#[derive(Clone, Debug)]
struct Article {
    marks: Vec<Marks>,
    places: Vec<Left>,
}

impl Article {
    fn shown(&self) -> &Marks {
        self.marks.last().unwrap()
    }

    fn change(&mut self, change: impl FnOnce(&mut Marks)) {
        let mut next = self.shown().clone();
        change(&mut next);
        self.marks.push(next);
    }

    /// It is left at the top, unless it was left elsewhere before.
    fn leave(&mut self) {
        let place = self.places.last().copied().flatten().or(TOP);
        self.places.push(place);
    }
}

struct Desk {
    home: Home,
    dice: Dice,
    /// In the order of the list.
    articles: Vec<Article>,
    /// The number of the last tag that was given. No two are the same, so an answer is never taken for another one.
    tags: usize,
}

fn title(article: usize) -> String {
    format!("第{article}號東河大橋通車")
}

/// Whether the status line says one of these.
fn says(screen: &[String], words: &[&str]) -> bool {
    screen.last().is_some_and(|row| words.iter().any(|word| row.contains(word)))
}

/// The paragraph at the top of the screen.
fn top(screen: &[String]) -> Option<i64> {
    screen.first()?.trim().strip_prefix('段')?.strip_suffix('。')?.parse().ok()
}

impl Desk {
    fn new(seed: u64) -> Desk {
        let home = Home::new();
        let folder = home.path().join("in");
        fs::create_dir(&folder).unwrap();
        for article in 0..ARTICLES {
            let body = (0..60).fold(String::new(), |body, paragraph| body + &format!("段{paragraph}。\n"));
            // The first is the newest.
            let text = format!("{}\nPublished at Dec {}, 2021 03:30 pm\n{body}", title(article), 28 - article);
            fs::write(folder.join(format!("{article}.txt")), text).unwrap();
        }
        assert_eq!(home.run(&["import", folder.to_str().unwrap()]).0, 0);
        let untouched = Article { marks: vec![Marks::default()], places: vec![None] };
        Desk { home, dice: Dice::new(seed), articles: vec![untouched; ARTICLES], tags: 0 }
    }

    fn acknowledge_marks(&mut self) {
        self.articles.iter_mut().for_each(|article| drop(article.marks.drain(..article.marks.len() - 1)));
    }

    /// An article is shown: whatever was done before is in the library.
    fn acknowledge(&mut self) {
        self.acknowledge_marks();
        self.articles.iter_mut().for_each(|article| drop(article.places.drain(..article.places.len() - 1)));
    }

    /// Reads for a while, and is killed.
    fn sit(&mut self) {
        let mut terminal = Terminal::start(&self.home, &[], 60, 12);
        let mut at = 0;
        terminal.wait_for_text(&format!("1/{ARTICLES}"));
        for _ in 0..=self.dice.below(6) {
            at = self.go_to(&mut terminal, at);
            match self.dice.below(6) {
                0 => self.star(&mut terminal, at),
                1 => self.mark(&mut terminal, at),
                2 => self.tag(&mut terminal, at),
                3 => self.mark_all(&mut terminal),
                _ => at = self.read(&mut terminal, at),
            }
        }
        // The last of it is not waited for.
        at = self.go_to(&mut terminal, at);
        for _ in 0..self.dice.below(4) {
            if self.dice.below(2) == 0 { self.star(&mut terminal, at) } else { self.mark(&mut terminal, at) }
        }
        if self.dice.below(3) == 0 {
            terminal.keys("\r");
            self.articles[at].change(|marks| marks.read = true);
            self.articles[at].leave();
        }
        thread::sleep(Duration::from_micros(self.dice.below(20_000)));
        terminal.signal(Signal::KILL);
        terminal.wait();
    }

    fn go_to(&mut self, terminal: &mut Terminal, at: usize) -> usize {
        let to = self.dice.below(ARTICLES as u64 - 1) as usize;
        terminal.keys(&if to > at { "j".repeat(to - at) } else { "k".repeat(at - to) });
        terminal.wait_for_text(&format!("{}/{ARTICLES}", to + 1));
        to
    }

    fn star(&mut self, terminal: &mut Terminal, at: usize) {
        self.articles[at].change(|marks| marks.starred = !marks.starred);
        terminal.keys("s");
    }

    fn mark(&mut self, terminal: &mut Terminal, at: usize) {
        self.articles[at].change(|marks| marks.read = !marks.read);
        terminal.keys("m");
    }

    /// Gives an article another tag instead of the one it has.
    fn tag(&mut self, terminal: &mut Terminal, at: usize) {
        self.tags += 1;
        let tag = format!("標{}號", self.tags);
        let former: Vec<_> = self.articles[at].shown().tags.iter().map(|tag| format!(" -{tag}")).collect();
        let former = former.concat();
        self.articles[at].change(|marks| marks.tags = BTreeSet::from([tag.clone()]));
        terminal.keys(&format!("t{tag}{former}\r"));
        let answer = format!("Tags: {tag}");
        terminal.wait_for("the tag", |screen| says(screen, &[&answer]));
        self.acknowledge_marks();
    }

    /// Marks all read, and takes that back now and then.
    fn mark_all(&mut self, terminal: &mut Terminal) {
        let before: Vec<bool> = self.articles.iter().map(|article| article.shown().read).collect();
        self.articles.iter_mut().for_each(|article| article.change(|marks| marks.read = true));
        terminal.keys("A");
        terminal.wait_for("the marks", |screen| says(screen, &["marked read.", "read already"]));
        self.acknowledge_marks();
        if self.dice.below(2) == 0 && before.contains(&false) {
            for (article, read) in self.articles.iter_mut().zip(before) {
                article.change(|marks| marks.read = read);
            }
            terminal.keys("u");
            terminal.wait_for("the marks", |screen| says(screen, &["unread again"]));
            self.acknowledge_marks();
        }
    }

    /// Reads some lines of an article, and goes on to the next.
    fn read(&mut self, terminal: &mut Terminal, at: usize) -> usize {
        let shows = |screen: &[String], article: usize| says(screen, &[&title(article)]) && says(screen, &["%"]);
        terminal.keys("\r");
        terminal.wait_for("the article", |screen| shows(screen, at));
        self.acknowledge_marks();
        self.articles[at].change(|marks| marks.read = true);
        terminal.keys("gg");
        terminal.wait_for("its beginning", |screen| top(screen).is_none());
        let lines = 4 + self.dice.below(20) as usize;
        terminal.keys(&"j".repeat(lines));
        terminal.wait_for("its paragraphs", |screen| top(screen).is_some());
        terminal.repaint();
        let place = top(&terminal.screen());
        assert!(place.is_some(), "{:?}", terminal.screen());
        terminal.keys("J");
        terminal.wait_for("the next", |screen| shows(screen, at + 1));
        self.articles[at].places.push(place.map(|paragraph| (paragraph, 0)));
        self.acknowledge();
        self.articles[at + 1].change(|marks| marks.read = true);
        self.articles[at + 1].leave();
        terminal.keys("q");
        terminal.wait_for_text(&format!("{}/{ARTICLES}", at + 2));
        at + 1
    }

    /// The library needs no repair, and every article is in a state it was in since the last acknowledgement.
    fn verify(&mut self) {
        let (code, out, err) = self.home.run(&["check"]);
        assert!(code == 0 && out.contains("the library is whole"), "{out}{err}");
        let conn = rusqlite::Connection::open(self.home.library()).unwrap();
        let mut statement = conn
            .prepare(
                "SELECT coalesce(s.read, 0), coalesce(s.starred, 0), s.place_part, s.place_offset,
                     (SELECT group_concat(tag) FROM tags_of_articles t WHERE t.article_id = a.id)
                 FROM articles a LEFT JOIN reader_state s ON s.article_id = a.id WHERE a.title = ?1",
            )
            .unwrap();
        for (number, article) in self.articles.iter_mut().enumerate() {
            let (marks, place) = statement
                .query_row([title(number)], |row| {
                    let tags: Option<String> = row.get(4)?;
                    let tags = tags.iter().flat_map(|tags| tags.split(',')).map(str::to_owned).collect();
                    let place = row.get::<_, Option<i64>>(2)?.zip(row.get(3)?);
                    Ok((Marks { read: row.get(0)?, starred: row.get(1)?, tags }, place))
                })
                .unwrap();
            assert!(article.marks.contains(&marks), "{number}: {marks:?} of {article:?}");
            assert!(article.places.contains(&place), "{number}: {place:?} of {article:?}");
            *article = Article { marks: vec![marks], places: vec![place] };
        }
    }
}

#[test]
fn a_kill_loses_nothing_of_what_was_read_and_marked() {
    let (kills, seed) = (number("KANBAO_KILLS", 50).div_ceil(10), number("KANBAO_SEED", 1));
    let mut desk = Desk::new(seed);
    for round in 0..kills {
        // In what order a failure came about is in the seed.
        let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            desk.sit();
            desk.verify();
        }));
        assert!(told.is_ok(), "kill {round} of seed {seed}");
    }
}
