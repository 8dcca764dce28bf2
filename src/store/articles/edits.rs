//! Notes of edits: when an article's text was replaced by another one, and what that changed.

use std::fmt;

use jiff::Timestamp;
use rusqlite::Connection;

use crate::article::Article;
use crate::store::{ArticleId, StoreError, state::place::words};
use crate::text::safe::Safe;

/// Notes that are kept of one article. A feed that changes at every sync does not make the library grow.
const MAX_NOTES: i64 = 20;

/// A note of one edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleEdit {
    /// Time at which the edited article came in.
    pub at: Timestamp,
    /// Changed particulars: `title`, `date`, `author`, `language`, `link`, `notice`, `related`, `text`.
    pub changed: Vec<String>,
    /// The title it had before, if that changed.
    pub former_title: Option<String>,
}

impl fmt::Display for ArticleEdit {
    /// One line: the day, what changed and what the title was. A title is shown without its control characters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.at.strftime("%Y-%m-%d");
        write!(f, "edited {day}: {}", self.changed.join(", "))?;
        match &self.former_title {
            Some(title) => write!(f, "; it was “{}”", Safe::line(title).as_str()),
            None => Ok(()),
        }
    }
}

/// Notes what replacing `old` by `new` changes, if a reader could see it.
pub(in crate::store) fn note(
    conn: &Connection,
    id: ArticleId,
    old: &Article,
    new: &Article,
    now: Timestamp,
) -> Result<(), StoreError> {
    let changed = changed(old, new);
    if changed.is_empty() {
        return Ok(());
    }
    let former_title = (old.title != new.title).then_some(&old.title);
    conn.prepare_cached("INSERT INTO edits (article_id, at, changed, former_title) VALUES (?1, ?2, ?3, ?4)")?
        .execute((id.0, now.as_millisecond(), changed.join(" "), former_title))?;
    conn.prepare_cached(
        "DELETE FROM edits WHERE article_id = ?1 AND id <=
             (SELECT id FROM edits WHERE article_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
    )?
    .execute((id.0, MAX_NOTES))?;
    Ok(())
}

fn changed(old: &Article, new: &Article) -> Vec<&'static str> {
    [
        ("title", old.title != new.title),
        ("date", old.published != new.published),
        ("author", old.author != new.author || old.source != new.source),
        ("language", old.lang != new.lang),
        ("link", old.link != new.link),
        ("notice", old.notice != new.notice || old.original_title != new.original_title),
        ("related", old.related != new.related),
        ("text", !words(&old.blocks).eq(words(&new.blocks))),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Block;
    use crate::store::Library;
    use crate::store::{
        articles::arrival::{Arrival, ArrivalOutcome},
        sources::SourceKind,
    };
    use crate::text::{Part, Place};

    fn second(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn an_edit_is_noted_and_keeps_what_the_reader_did() {
        let library = Library::open_in_memory("local").unwrap();
        let source = library.sources().find_or_add(SourceKind::Feed, "x", "x", second(0)).unwrap();
        let first = Article {
            title: "大橋通車".into(),
            guid: Some("urn:1".into()),
            blocks: vec![Block::paragraph("東河大橋今日通車。"), Block::paragraph("橋長三里。")],
            ..Article::default()
        };
        let (id, _) = library.articles().insert(source, &[Arrival::from(&first)], second(1)).unwrap().changes[0];
        assert!(library.articles().edits(id).unwrap().is_empty());
        let place = Place { part: Part::Body(1), offset: 6 };
        library.marks().set_place(id, place, second(2)).unwrap();
        library.marks().set_starred(id, true, second(2)).unwrap();

        let mut edited = first.clone();
        edited.title = "大橋昨日通車".into();
        edited.blocks.insert(1, Block::paragraph("多人圍觀。"));
        let change = library.articles().insert(source, &[Arrival::from(&edited)], second(3)).unwrap().changes[0];
        assert_eq!(change, (id, ArrivalOutcome::Updated));
        let note = ArticleEdit {
            at: second(3),
            changed: vec!["title".into(), "text".into()],
            former_title: Some("大橋通車".into()),
        };
        assert_eq!(note.to_string(), "edited 1970-01-01: title, text; it was “大橋通車”");
        assert_eq!(library.articles().edits(id).unwrap(), [note]);
        let state = library.marks().get(id).unwrap();
        assert!(state.starred);
        assert_eq!(state.place, Some(Place { part: Part::Body(2), offset: 6 }));

        // The same again is no edit; a feed that never rests is noted so many times and no more.
        library.articles().insert(source, &[Arrival::from(&edited)], second(4)).unwrap();
        assert_eq!(library.articles().edits(id).unwrap().len(), 1);
        for n in 0..MAX_NOTES {
            edited.author = Some(format!("記者{n}"));
            library.articles().insert(source, &[Arrival::from(&edited)], second(5 + n)).unwrap();
        }
        let edits = library.articles().edits(id).unwrap();
        assert_eq!(edits.len() as i64, MAX_NOTES);
        assert!(edits.iter().all(|edit| edit.changed == ["author"] && edit.former_title.is_none()));
        assert!(edits.is_sorted_by(|a, b| a.at > b.at));
    }
}
