//! Finding things as a person does, in a real pty: narrowing the list, what was searched for before, and questions to
//! the sample newspaper in one spelling and another.

use crate::terminal::{Home, Terminal};

const MUSEUM: &str = "潮汐博物馆";
const LIGHTHOUSE: &str = "北岬燈塔";
const OBSERVATORY: &str = "山上國小的望遠鏡";

fn open_sample(home: &Home) -> Terminal {
    let mut terminal = Terminal::start(home, &["sample_articles"], 80, 24);
    terminal.wait_for_text("1/27");
    terminal
}

/// Waits until the list holds some articles and no longer another one.
fn wait_for_list(terminal: &mut Terminal, there: &str, gone: &str) {
    terminal.wait_for(&format!("{there} without {gone}"), |screen| {
        let has = |title: &str| screen.iter().any(|row| row.contains(title));
        has(there) && !has(gone)
    });
}

fn leave(mut terminal: Terminal) {
    terminal.keys("Q");
    assert!(terminal.wait().success());
}

#[test]
fn the_list_follows_what_is_typed_and_chips_hold_it() {
    let home = Home::new();
    let mut terminal = open_sample(&home);
    // In Simplified characters for a Traditional title, as one types.
    terminal.keys("&灯");
    wait_for_list(&mut terminal, LIGHTHOUSE, MUSEUM);
    terminal.keys("塔\r");
    terminal.wait_for("a chip and one article", |screen| screen[0].contains("灯塔") && screen[23].contains("1/1"));
    // Stacked: what is typed narrows further, and an exclusion may leave nothing.
    terminal.keys("&!守燈人");
    terminal.wait_for_text("0 found");
    terminal.keys("\r");
    terminal.wait_for("two chips", |screen| screen[0].contains("灯塔") && screen[0].contains("!守燈人"));
    // The last chip is taken away by one key, any chip from the menu.
    terminal.keys("\x7f");
    terminal.wait_for("one chip", |screen| screen[0].contains("灯塔") && !screen[0].contains('!'));
    terminal.keys("g&");
    terminal.wait_for_text("the filter of the list");
    terminal.keys("\r");
    terminal.wait_for_text("1/27");
    leave(terminal);
}

#[test]
fn a_filter_that_is_given_up_leaves_the_list_as_it_was() {
    let home = Home::new();
    let mut terminal = open_sample(&home);
    terminal.keys("jjj");
    terminal.wait_for_text("4/27");
    terminal.keys("&灯塔");
    wait_for_list(&mut terminal, LIGHTHOUSE, MUSEUM);
    terminal.keys("\x1b");
    terminal.wait_for_text("4/27");
    leave(terminal);
}

#[test]
fn titles_are_found_by_their_sounds_and_excluded() {
    let home = Home::new();
    let mut terminal = open_sample(&home);
    for typed in ["&chaoxi", "&cxbwg", "&'cxbwg", "&ㄔㄠˊㄒㄧˋ"] {
        terminal.keys(typed);
        wait_for_list(&mut terminal, MUSEUM, LIGHTHOUSE);
        terminal.keys("\x1b");
        terminal.wait_for_text("1/27");
    }
    // In quotes the same letters are letters.
    terminal.keys("&\"cxbwg\"");
    terminal.wait_for_text("0 found");
    terminal.keys("\x1b");
    terminal.wait_for_text("1/27");
    terminal.keys("&!chaoxi");
    wait_for_list(&mut terminal, LIGHTHOUSE, MUSEUM);
    terminal.keys("\x1b");
    terminal.wait_for_text("1/27");
    leave(terminal);
}

#[test]
fn what_was_searched_for_is_there_after_a_restart() {
    let home = Home::new();
    let mut terminal = open_sample(&home);
    terminal.keys("&灯塔\r");
    terminal.wait_for_text("1/1");
    terminal.keys("&is:unread\r");
    terminal.wait_for_text("is:unread");
    terminal.keys("\r");
    terminal.wait_for_percent();
    terminal.keys("/守灯人\r");
    terminal.wait_for("a match", |screen| screen[23].contains("1/"));
    terminal.keys("/電話\r");
    leave(terminal);

    let mut terminal = Terminal::start(&home, &[], 80, 24);
    terminal.wait_for_text("1/27");
    terminal.keys("&\x1b[A");
    terminal.wait_for("the last filter", |screen| screen[23].starts_with("&is:unread"));
    terminal.keys("\x1b[A");
    terminal.wait_for("the one before", |screen| screen[23].starts_with("&灯塔"));
    wait_for_list(&mut terminal, LIGHTHOUSE, MUSEUM);
    terminal.keys("\x1b[B");
    terminal.wait_for("the last filter again", |screen| screen[23].starts_with("&is:unread"));
    terminal.keys("\x1b");
    terminal.wait_for_text("1/27");
    terminal.keys("\r");
    terminal.wait_for_percent();
    terminal.keys("/\x1b[A");
    terminal.wait_for("the last word", |screen| screen[23].starts_with("/電話"));
    terminal.keys("\x1b[A");
    terminal.wait_for("the word before", |screen| screen[23].starts_with("/守灯人"));
    // What is already typed chooses among the lines.
    terminal.keys("\x15電\x1b[A");
    terminal.wait_for("the one that begins so", |screen| screen[23].starts_with("/電話"));
    terminal.keys("\x1b");
    terminal.wait_for("the line given up", |screen| !screen[23].starts_with('/'));
    leave(terminal);
}

/// Three questions, each in Mainland spelling, in Taiwan's and by sound, with the article that answers it.
#[test]
fn questions_to_the_library_are_answered_in_any_spelling() {
    let home = Home::new();
    let mut terminal = open_sample(&home);
    for (title, spellings) in [
        (MUSEUM, ["潮汐博物馆", "潮汐博物館", "cxbwg"]),
        (LIGHTHOUSE, ["北岬灯塔", "北岬燈塔", "beijiadengta"]),
        (OBSERVATORY, ["山上国小", "山上國小", "ㄕㄢㄕㄤˋㄍㄨㄛˊㄒㄧㄠˇ"]),
    ] {
        for words in spellings {
            terminal.keys("g/");
            terminal.keys(words);
            terminal.wait_for(&format!("{title} for {words}"), |screen| {
                screen[1..23].iter().any(|row| row.contains(title)) && screen[23].contains(words)
            });
            terminal.keys("\r\r");
            terminal.wait_for_percent();
            terminal.wait_for(&format!("{title} opened"), |screen| {
                let bare = screen[..23].concat().replace(' ', "");
                bare.contains(title)
            });
            // The article is left, then the results.
            terminal.keys("qq");
            terminal.wait_for_text("/27");
        }
    }
    leave(terminal);
}
