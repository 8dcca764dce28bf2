//! Decides if an arrival that bears a known article's identifier, link or file name is that article, edited, or another
//! one that has taken its name (a feed whose items all link to the front page, a file that holds today's news
//! instead of yesterday's); and which of two versions is the later one, and how they are joined. In doubt it is another
//! article: a duplicate can be seen, a loss cannot.

use std::{cmp::Ordering, collections::HashSet};

use crate::store::articles::identity::{
    canonical, filled, folded, fragment, is_global, is_own_page, is_same_guid, same_but_for_session,
};
use crate::store::state::place::words;
use crate::{article::Article, date::Published};

/// Identifier that an arrival and a stored article share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Tie {
    /// The publisher's identifier.
    Guid,
    /// The canonical link.
    Link,
    /// The file in their source.
    Path,
}

/// Relation between the links of two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Links {
    /// One page of its own.
    Same,
    /// The same but for a session's number.
    Session,
    /// Two parts of one page.
    Parts,
    /// The front page of a site, which says nothing.
    Front,
    /// Two pages.
    Differ,
    /// One of them has none.
    Unknown,
}

impl Links {
    fn of(old: &Article, new: &Article) -> Links {
        let (Some(old), Some(new)) = (filled(old.link.as_deref()), filled(new.link.as_deref())) else {
            return Links::Unknown;
        };
        if canonical(old) == canonical(new) {
            let (one, other) = (fragment(old), fragment(new));
            if !one.is_empty() && !other.is_empty() && one != other {
                Links::Parts
            } else if is_own_page(new) {
                Links::Same
            } else {
                Links::Front
            }
        } else if same_but_for_session(old, new) {
            Links::Session
        } else {
            Links::Differ
        }
    }
}

/// True if `new` is `old`, edited.
pub(in crate::store) fn is_edit(tie: Tie, old: &Article, new: &Article) -> bool {
    let title = old.title == new.title && filled(Some(&old.title)).is_some();
    let (same_date, other_date) = match (&old.published, &new.published) {
        (Some(old), Some(new)) => (old == new, old != new),
        _ => (false, false),
    };
    let alike = || alike(old, new);
    match (tie, Links::of(old, new)) {
        // A publisher may rewrite an article from the first to the last word.
        (Tie::Guid, Links::Same | Links::Session) => true,
        (Tie::Guid, Links::Unknown) => title || same_date || alike(),
        (Tie::Guid, Links::Front) => title && !other_date || alike(),
        (Tie::Guid, Links::Parts) => alike(),
        // The page has moved; or a feed gives all its entries one identifier.
        (Tie::Guid, Links::Differ) if is_unique(new) => title || alike(),
        (Tie::Guid, Links::Differ) => title && same_date && alike(),
        // A file's name says least: with another date, nothing but the date may have changed.
        (Tie::Path, _) if other_date => old.title == new.title && old.blocks == new.blocks,
        (Tie::Link, Links::Front) => title && same_date || alike() && !other_date,
        // A ticker whose entries are parts of one page.
        (Tie::Link, Links::Parts) => alike() && !other_date,
        (Tie::Link | Tie::Path, _) => title && same_date || alike(),
    }
}

/// True if an article's identifier is made to be unique in the world, and is not only the address of a site.
fn is_unique(article: &Article) -> bool {
    filled(article.guid.as_deref()).is_some_and(|guid| is_global(guid) && is_own_page(guid))
}

/// True if two versions with the same title, date and body name different articles by their identifiers or links. Two
/// sources may each have an identifier of their own for one article, and a site may number its entries anew; two
/// entries of one batch are two if their publisher numbers them so.
pub(in crate::store) fn contradict(old: &Article, new: &Article, same_source: bool, same_batch: bool) -> bool {
    let guids = match (filled(old.guid.as_deref()), filled(new.guid.as_deref())) {
        (Some(old), Some(new)) => !is_same_guid(old, new) && (same_source || (is_global(old) && is_global(new))),
        _ => false,
    };
    let dated = new.published.is_some();
    let has_text = new.blocks.iter().any(|block| !block.text.trim().is_empty());
    match Links::of(old, new) {
        Links::Differ => true,
        Links::Unknown => guids,
        Links::Front | Links::Parts => guids && !(dated && has_text),
        Links::Same => guids && !(dated || has_text && !same_batch),
        Links::Session => !(dated || has_text && !same_batch),
    }
}

/// True if entries of two feeds are one whose identifiers do not say so: one page of its own, one title, less than a
/// day between them, and the shorter text stands in the longer as it is. To the second at one time of day the shorter
/// may be a teaser in other words. In between lie a column that has one page for all its days, and a ticker.
pub(in crate::store) fn is_one_entry(old: &Article, new: &Article) -> bool {
    let guids = match (filled(old.guid.as_deref()), filled(new.guid.as_deref())) {
        (Some(old), Some(new)) => is_same_guid(old, new) || !(is_global(old) && is_global(new)),
        _ => true,
    };
    let title = folded(&old.title);
    if !guids || Links::of(old, new) != Links::Same || title.is_empty() || title != folded(&new.title) {
        return false;
    }
    let (Some(one), Some(other)) = (&old.published, &new.published) else { return false };
    let apart = match (one, other) {
        (Published::Zoned(one, _), Published::Zoned(other, _)) => one.duration_since(*other),
        (Published::Local(one), Published::Local(other)) => one.duration_since(*other),
        _ => return false,
    };
    // A date alone is its first minute.
    let is_timed = |date: &Published| date.civil().time() != jiff::civil::Time::midnight();
    let same_moment = apart.is_zero() && is_timed(one) && is_timed(other);
    let (short, long) = if length(old) < length(new) { (old, new) } else { (new, old) };
    apart.abs() < jiff::SignedDuration::from_hours(24)
        && (same_moment && is_much_shorter(short, long) || is_part(short, long))
}

/// True if the words of a version stand in another as they are, all of them in a row; what follows an ellipsis at the
/// end is left aside.
pub(in crate::store) fn is_part(short: &Article, long: &Article) -> bool {
    /// Letters of the shortest text that says which article it is of.
    const MIN_LETTERS: usize = 20;
    /// Characters that may stand after the ellipsis: where to read on.
    const TAIL: usize = 20;
    if length(short) > length(long) {
        return false;
    }
    let text = |article: &Article| article.blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().concat();
    let written = text(short);
    let marked = ["…", "...", "。。。"].iter().filter_map(|mark| written.rfind(mark)).max();
    let at = marked.filter(|at| written[*at..].chars().nth(TAIL).is_none()).unwrap_or(written.len());
    let words = folded(&written[..at]);
    words.chars().nth(MIN_LETTERS - 1).is_some() && folded(&text(long)).contains(&words)
}

/// True if a version says nothing that the other does not, but for the number of a session in its link and in an
/// identifier that is a link.
pub(in crate::store) fn is_same_but_for_session(old: &Article, new: &Article) -> bool {
    let same = |old: &Option<String>, new: &Option<String>| match (old, new) {
        (Some(old), Some(new)) => old == new || same_but_for_session(old, new),
        (None, None) => true,
        _ => false,
    };
    let named = Article { link: old.link.clone(), guid: old.guid.clone(), revised: old.revised.clone(), ..new.clone() };
    same(&old.link, &new.link) && same(&old.guid, &new.guid) && named == *old
}

/// Order of `new` and `old` in time, by their publisher's dates; nothing if they do not say.
pub(in crate::store) fn written(old: &Article, new: &Article) -> Option<Ordering> {
    let at = |article: &Article| article.revised.clone().or_else(|| article.published.clone());
    in_time(&at(old)?, &at(new)?)
}

/// True if the publisher says of `new` that it is an older version than `old`.
pub(in crate::store) fn is_superseded(old: &Article, new: &Article) -> bool {
    matches!((&old.revised, &new.revised), (Some(old), Some(new)) if in_time(old, new) == Some(Ordering::Less))
}

fn in_time(old: &Published, new: &Published) -> Option<Ordering> {
    match (old, new) {
        (Published::Zoned(old, _), Published::Zoned(new, _)) => Some(new.cmp(old)),
        (Published::Local(old), Published::Local(new)) => Some(new.cmp(old)),
        _ => None,
    }
}

/// True if a version is only the beginning or a summary of another: much shorter, and nearly all of it is in there.
pub(in crate::store) fn is_summary(short: &Article, long: &Article) -> bool {
    if length(short) * 2 > length(long) {
        return false;
    }
    let (words, all) = (sequences(short), sequences(long));
    words.iter().filter(|sequence| all.contains(*sequence)).count() * 10 >= words.len() * 8
}

/// True if a version has less than half of another's text.
pub(in crate::store) fn is_much_shorter(new: &Article, old: &Article) -> bool {
    length(new) * 2 < length(old)
}

fn length(article: &Article) -> usize {
    article.blocks.iter().map(|block| block.text.len()).sum()
}

/// True if `new` is the same version as `old`, read otherwise: the same words in other blocks, with other spans or
/// pictures. What a reader sees of its head is the same, too.
pub(in crate::store) fn is_enriched(old: &Article, new: &Article) -> bool {
    let head = |article: &Article| Article {
        blocks: Vec::new(),
        revised: None,
        guid: None,
        is_excerpt: false,
        chapter: None,
        ..article.clone()
    };
    words(&old.blocks).eq(words(&new.blocks)) && head(old) == head(new)
}

/// True if two texts are versions of one: at least half of the shorter text's three-character sequences are in
/// the longer one. Chinese texts on different matters share a few in a hundred.
pub(in crate::store) fn alike(old: &Article, new: &Article) -> bool {
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
pub(in crate::store) fn join(old: &Article, new: &Article) -> Article {
    if length(new) > length(old) { completed(new, old) } else { completed(old, new) }
}

/// A version with what only another has.
pub(in crate::store) fn completed(version: &Article, other: &Article) -> Article {
    let mut main = version.clone();
    if main.title.is_empty() {
        main.title.clone_from(&other.title);
    }
    if main.related.is_empty() {
        main.related.clone_from(&other.related);
    }
    if main.blocks.is_empty() {
        main.blocks.clone_from(&other.blocks);
    }
    main.published = main.published.or_else(|| other.published.clone());
    main.revised = main.revised.or_else(|| other.revised.clone());
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
    use crate::{article::Block, date::Published};

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
