//! Whether an arrival that bears a known article's identifier, link or file name is that article, edited, or another
//! one that has taken its name (a feed whose items all link to the front page, a file that holds today's news
//! instead of yesterday's); and how two versions of one article are joined. In doubt it is another article: a
//! duplicate can be seen, a loss cannot.

use std::collections::HashSet;

use super::identity::{canonical, filled, is_global};
use crate::article::Article;

/// What an arrival and a stored article have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tie {
    /// The publisher's identifier.
    Guid,
    /// The canonical link.
    Link,
    /// The file in their source.
    Path,
}

/// Whether `new` is `old`, edited.
pub(super) fn is_edit(tie: Tie, old: &Article, new: &Article) -> bool {
    let title = old.title == new.title && filled(Some(&old.title)).is_some();
    let (same_date, other_date) = match (&old.published, &new.published) {
        (Some(old), Some(new)) => (old == new, old != new),
        _ => (false, false),
    };
    match tie {
        // A publisher may rewrite an article from the first to the last word.
        Tie::Guid => title || same_date || alike(old, new),
        // A file's name says least: with another date, nothing but the date may have changed.
        Tie::Path if other_date => old.title == new.title && old.blocks == new.blocks,
        Tie::Link | Tie::Path => (title && same_date) || alike(old, new),
    }
}

/// Whether two versions name different articles by their identifiers or links. Two sources may each have an
/// identifier of their own for one article.
pub(super) fn contradict(old: &Article, new: &Article, same_source: bool) -> bool {
    let both = |old: &Option<String>, new: &Option<String>, differ: &dyn Fn(&str, &str) -> bool| matches!((filled(old.as_deref()), filled(new.as_deref())), (Some(old), Some(new)) if differ(old, new));
    both(&old.guid, &new.guid, &|old, new| old != new && (same_source || (is_global(old) && is_global(new))))
        || both(&old.link, &new.link, &|old, new| canonical(old) != canonical(new))
}

/// Whether two texts are versions of one: at least half of the shorter text's three-character sequences are in
/// the longer one. Chinese texts on different matters share a few in a hundred.
pub(super) fn alike(old: &Article, new: &Article) -> bool {
    let (old, new) = (sequences(old), sequences(new));
    let (short, long) = if old.len() < new.len() { (old, new) } else { (new, old) };
    !short.is_empty() && short.iter().filter(|sequence| long.contains(*sequence)).count() * 2 >= short.len()
}

/// The sequences of the title and of the first part of the body, without white space.
fn sequences(article: &Article) -> HashSet<[char; 3]> {
    /// Characters; enough to tell.
    const LIMIT: usize = 20_000;
    let text = article.blocks.iter().flat_map(|block| block.text.chars());
    // The marks at both ends let a text of a single character have a sequence.
    let mut chars = article.title.chars().chain(text).filter(|c| !c.is_whitespace()).take(LIMIT).peekable();
    let mut found = HashSet::new();
    if chars.peek().is_none() {
        return found;
    }
    let mut last = ['\n', '\n'];
    for c in chars.chain(['\n']) {
        found.insert([last[0], last[1], c]);
        last = [last[1], c];
    }
    found
}

/// Two versions of one article from different places as one: the one with the longer body, with what only the other
/// has. Joined again with either, it stays the same.
pub(super) fn join(old: &Article, new: &Article) -> Article {
    let length = |article: &Article| article.blocks.iter().map(|block| block.text.len()).sum::<usize>();
    let (mut main, other) = if length(new) > length(old) { (new.clone(), old) } else { (old.clone(), new) };
    if main.title.is_empty() {
        main.title.clone_from(&other.title);
    }
    if main.related.is_empty() {
        main.related.clone_from(&other.related);
    }
    main.published = main.published.or_else(|| other.published.clone());
    for (field, other) in [
        (&mut main.author, &other.author),
        (&mut main.source, &other.source),
        (&mut main.lang, &other.lang),
        (&mut main.link, &other.link),
        (&mut main.guid, &other.guid),
        (&mut main.notice, &other.notice),
        (&mut main.original_title, &other.original_title),
    ] {
        if field.is_none() {
            field.clone_from(other);
        }
    }
    main
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Block, Published};

    fn article(title: &str, day: i8, body: &str) -> Article {
        Article {
            title: title.into(),
            published: (day > 0).then(|| Published::Local(jiff::civil::date(2024, 5, day).at(8, 0, 0, 0))),
            blocks: vec![Block::paragraph(body)],
            ..Article::default()
        }
    }

    const BRIDGE: &str = "東河大橋今日通車，沿岸居民清晨已在橋頭等候，首班巴士七時駛過。";
    const EDITED: &str = "東河大橋昨日通車，沿岸居民清晨已在橋頭等候，首班巴士七時駛過橋面。";
    const WHALES: &str = "研究船在北灣記錄到三十餘頭座頭鯨，為歷年之最，科學家仍在核對照片。";

    #[test]
    fn edits_and_strangers() {
        use Tie::{Guid, Link, Path};
        let bridge = article("大橋通車", 6, BRIDGE);
        for (new, expected) in [
            (article("大橋通車", 6, EDITED), [true, true, true]),
            (article("大橋通車", 6, "全部重寫了。"), [true, true, true]),
            (article("東河大橋正式通車", 6, EDITED), [true, true, true]),
            (article("大橋通車", 7, BRIDGE), [true, true, true]),
            (article("大橋通車", 7, EDITED), [true, true, false]),
            (article("大橋通車", 7, WHALES), [true, false, false]),
            (article("座頭鯨", 6, WHALES), [true, false, false]),
            (article("座頭鯨", 7, WHALES), [false, false, false]),
            (article("大橋通車", 0, EDITED), [true, true, true]),
            (article("座頭鯨", 0, WHALES), [false, false, false]),
            (article("大橋通車", 0, WHALES), [true, false, false]),
            (article("", 0, ""), [false, false, false]),
        ] {
            let found = [Guid, Link, Path].map(|tie| is_edit(tie, &bridge, &new));
            assert_eq!(found, expected, "{} {:?}", new.title, new.published);
        }
    }

    #[test]
    fn joining_keeps_the_longer_text_and_is_stable() {
        let short = Article { link: Some("https://a.example/1".into()), ..article("大橋", 6, "短。") };
        let long = Article { author: Some("記者".into()), ..article("大橋", 0, BRIDGE) };
        let joined = join(&short, &long);
        assert_eq!(joined.blocks, long.blocks);
        assert_eq!((&joined.link, &joined.author), (&short.link, &long.author));
        assert_eq!(joined.published, short.published);
        assert_eq!(join(&joined, &short), joined);
        assert_eq!(join(&joined, &long), joined);
        assert_eq!(join(&long, &short), joined);
    }
}
