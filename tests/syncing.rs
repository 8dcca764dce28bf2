//! `R` in a real pty: sources are read while the person reads on, and what comes in appears under a cursor that stays.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use crate::{
    loopback::{Server, ServerReply},
    terminal::{Home, Terminal},
};

fn rss(title: &str, numbers: impl IntoIterator<Item = usize>) -> String {
    let item = |number: usize| {
        format!(
            "<item><title>{title}第{number}條</title><guid>{title}{number}</guid>\
             <pubDate>Mon, 06 May 2024 07:0{number}:00 +0800</pubDate><description>正文。</description></item>"
        )
    };
    let items: String = numbers.into_iter().map(item).collect();
    format!("<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>")
}

#[test]
fn sources_are_read_while_reading_goes_on() {
    let (more, open) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let (news, gate) = (Arc::clone(&more), Arc::clone(&open));
    let server = Server::start(move |request, _| match request.target.as_str() {
        "/busy" if !news.load(Ordering::SeqCst) => ServerReply::ok("", rss("忙報", 1..2)),
        "/late" if news.load(Ordering::SeqCst) => {
            // As late as the test wants it.
            while !gate.load(Ordering::SeqCst) {
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            ServerReply::ok("", rss("晚報", 1..8))
        }
        "/late" => ServerReply::ok("", rss("晚報", 1..5)),
        _ => ServerReply::status("404 Not Found", "", ""),
    });
    let home = Home::new();
    home.configure("allow-private = true\n");
    let (code, out, err) = home.run(&["feed", "add", &server.url("/busy"), &server.url("/late")]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    more.store(true, Ordering::SeqCst);

    let mut terminal = Terminal::start(&home, &[], 80, 24);
    terminal.wait_for_text("/5");
    terminal.keys("j");
    terminal.wait_for_text("2/5");
    let marked = |screen: &[String]| screen.iter().find(|line| line.starts_with('>')).cloned();
    let before = marked(&terminal.screen());
    assert!(before.is_some(), "{:?}", terminal.screen());
    terminal.keys("R");
    terminal.wait_for_text("1 of 2");
    // A key is answered meanwhile, and how far it is stays.
    terminal.keys("j");
    terminal.wait_for("the next row and the progress", |screen| {
        screen[23].contains("3/5") && screen[23].contains("1 of 2")
    });
    terminal.keys("k");
    terminal.wait_for_text("2/5");
    open.store(true, Ordering::SeqCst);
    terminal.wait_for("the new articles above the same row", |screen| {
        // What went wrong with one of them takes a row more.
        screen[23].contains("5/8") && screen[22].contains("3 articles added") && marked(screen) == before
    });

    // The sources, with what is unread and what fails; Enter shows one of them.
    terminal.keys("gs");
    terminal.wait_for("the sources", |screen| {
        let has = |words: &[&str]| screen.iter().any(|line| words.iter().all(|word| line.contains(word)));
        has(&["1 with errors"]) && has(&["! 忙報", "1 of 1 unread"]) && has(&["晚報", "7 of 7 unread"])
    });
    terminal.keys("j");
    terminal.wait_for("why one fails", |screen| screen.iter().any(|line| line.contains("there is no feed at")));
    terminal.keys("\r");
    terminal.wait_for("one source", |screen| screen[23].contains("1/1") && screen[0].contains("source:忙報"));
    terminal.keys("Q");
    assert!(terminal.wait().success());
}
