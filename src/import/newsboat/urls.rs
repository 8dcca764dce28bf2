//! A newsboat `urls` file: a feed a line, its tags behind it. Its commands are named and never run.

use std::path::Path;

use crate::subscriptions::opml::{OutlineReader, Subscriptions};

/// Prefixes of feeds that newsboat makes by running a command or by a query.
const COMMANDS: [&str; 3] = ["exec:", "filter:", "query:"];

/// True if a file is taken for a newsboat `urls` file: it has that name and its first line names a feed.
pub(in crate::import) fn is_urls(path: &Path, text: &str) -> bool {
    let named = path.file_name().is_some_and(|name| name == "urls");
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    let marks = ["http://", "https://", "file://", "feed:"];
    named
        && first.is_some_and(|line| marks.iter().chain(&COMMANDS).any(|mark| line.trim_matches('"').starts_with(mark)))
}

/// Reads a `urls` file.
#[must_use]
pub(crate) fn parse(text: &str) -> Subscriptions {
    let mut list = OutlineReader::default();
    for line in text.lines() {
        let mut words = words(line).into_iter();
        let Some(url) = words.next() else { continue };
        if COMMANDS.iter().any(|command| url.starts_with(command)) {
            list.refuse(format!(
                "“{}” is a command or a query of newsboat; commands are never run",
                url.chars().take(120).collect::<String>()
            ));
            continue;
        }
        if !url.contains("://") && !url.starts_with("feed:") {
            list.refuse(format!("“{}” is no address of a feed", url.chars().take(120).collect::<String>()));
            continue;
        }
        let (mut title, mut tags) = (String::new(), Vec::new());
        for word in words {
            match word.strip_prefix('~') {
                Some(name) => name.trim().clone_into(&mut title),
                // A mark that hides the feed from newsboat's list.
                None if word == "!" => {}
                None => tags.push(word),
            }
        }
        list.add_feed(&url, title, None, tags, false);
    }
    list.finish()
}

/// The words of a line: parted by white space, or between quotation marks, in which `\` makes the next character
/// plain. From a `#` that begins a word on nothing counts.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut chars = line.chars().peekable();
    loop {
        while chars.next_if(|c| c.is_whitespace()).is_some() {}
        match chars.peek() {
            None | Some('#') => return words,
            Some('"') => {
                chars.next();
                let mut word = String::new();
                while let Some(c) = chars.next().filter(|c| *c != '"') {
                    word.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
                }
                words.push(word);
            }
            Some(_) => {
                let mut word = String::new();
                while let Some(c) = chars.next_if(|c| !c.is_whitespace()) {
                    word.push(c);
                }
                words.push(word);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_tags_titles_and_commands() {
        let list = parse(
            "# feeds\n\nhttps://a.example/feed 新聞 \"兩 個字\" \"~甲報 \\\"早\\\"\" # x\nhttp://b.example/#frag !\n\
             \"query:未讀:unread = \\\"yes\\\"\"\nexec:~/bin/x 科技\n  filter:sed s/a/b/:https://c.example/\n\
             file:///home/me/x.xml\nhttps://a.example/feed 再\n",
        );
        let shown: Vec<String> =
            list.feeds.iter().map(|f| format!("{} {} {}", f.address, f.title, f.tags.join("|"))).collect();
        assert_eq!(shown, ["https://a.example/feed 甲報 \"早\" 新聞|兩 個字|再", "http://b.example/  "]);
        assert_eq!(list.refused.len(), 4);
        for (sentence, name) in list.refused.iter().zip(["query:未讀", "exec:", "filter:sed", "file:"]) {
            assert!(sentence.contains(name), "{sentence}");
        }
    }

    #[test]
    fn detection_of_urls_files() {
        let is = |path: &str, text: &str| is_urls(Path::new(path), text);
        assert!(is("/home/me/.newsboat/urls", "# x\n\nhttps://a.example/ tag\n"));
        assert!(is("urls", "\"query:a:b\"\n"));
        assert!(!is("urls", "今天的新聞\n正文\n"));
        assert!(!is("urls.txt", "https://a.example/\n"));
        assert!(!is("urls", ""));
    }
}
