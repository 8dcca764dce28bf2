//! A reader's place after the text it lies in was replaced by an edited one: at the same words, if they are
//! still there, else where they would be.

use rusqlite::Connection;

use crate::article::{Article, Block, BlockKind};
use crate::store::{ArticleId, StoreError};
use crate::text::{Part, Place};

/// Moves every reader's place in an article from its old text to its new one.
pub(crate) fn carry(conn: &Connection, id: ArticleId, old: &Article, new: &Article) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT reader, place_part, place_offset FROM reader_state WHERE article_id = ?1 AND place_at IS NOT NULL",
    )?;
    let mut rows = statement.query([id.0])?;
    let mut moved = Vec::new();
    while let Some(row) = rows.next()? {
        let (part, offset): (Option<i64>, Option<i64>) = (row.get(1)?, row.get(2)?);
        let place = part.and_then(Part::from_code).zip(offset.and_then(|offset| usize::try_from(offset).ok()));
        if let Some((part, offset)) = place {
            let place = Place { part, offset };
            let to = carried(old, new, place);
            if to != place {
                moved.push((row.get::<_, String>(0)?, to));
            }
        }
    }
    for (reader, to) in moved {
        conn.prepare_cached(
            "UPDATE reader_state SET place_part = ?3, place_offset = ?4 WHERE article_id = ?1 AND reader = ?2",
        )?
        .execute((id.0, reader, to.part.code(), i64::try_from(to.offset).unwrap_or(i64::MAX)))?;
    }
    Ok(())
}

/// The place in the new text that a place in the old one has become.
fn carried(old: &Article, new: &Article, place: Place) -> Place {
    let moved = match place.part {
        Part::Body(index) => match old.blocks.get(index as usize) {
            Some(_) => in_body(&old.blocks, &new.blocks, index as usize, place.offset),
            None => end(new),
        },
        Part::Related(index) => {
            let title = old.related.get(index as usize);
            match new.related.iter().position(|other| Some(other) == title) {
                Some(index) => Place { part: Part::Related(index as u32), ..place },
                None if (index as usize) < new.related.len() => Place { offset: 0, ..place },
                None => end(new),
            }
        }
        Part::OriginalTitle if new.original_title.is_none() => end(new),
        Part::Notice if new.notice.is_none() => Place { part: Part::Byline, offset: 0 },
        Part::Title | Part::Byline | Part::Notice | Part::OriginalTitle => place,
    };
    Place { offset: new.text(moved.part).floor_char_boundary(moved.offset), ..moved }
}

/// The start of the last block.
fn end(new: &Article) -> Place {
    match new.blocks.len() {
        0 => Place::START,
        blocks => Place { part: Part::Body(blocks as u32 - 1), offset: 0 },
    }
}

fn in_body(old: &[Block], new: &[Block], index: usize, offset: usize) -> Place {
    let at = |index: usize, offset| Place { part: Part::Body(index as u32), offset };
    if new.is_empty() {
        return Place::START;
    }
    if let Some(place) = at_word(old, new, index, offset) {
        return place;
    }
    let before = old.iter().zip(new).take_while(|(old, new)| old.text == new.text).count();
    let most = old.len().min(new.len()) - before;
    let after = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(old, new)| old.text == new.text).count();
    if index < before {
        return at(index, offset);
    }
    if index >= old.len() - after {
        return at(index + new.len() - old.len(), offset);
    }
    // Between them lies what was edited.
    let (was, is) = (old.len() - before - after, new.len() - before - after);
    let expected = before + (index - before) * is / was;
    let text = &old[index].text;
    let found = (before..before + is)
        .filter(|other| new[*other].text == *text)
        .min_by_key(|other| other.abs_diff(expected))
        .map(|same| at(same, offset));
    found.or_else(|| in_edited(text, &new[before..before + is], before, offset)).unwrap_or_else(|| {
        // The block is gone: what stands in its stead, or what followed it.
        at(expected.min(new.len() - 1), 0)
    })
}

/// The characters of a text that a parser neither adds nor takes away: those of its blocks but white space, and without
/// pictures and media, whose words are their descriptions.
pub(in crate::store) fn words(blocks: &[Block]) -> impl Iterator<Item = char> + '_ {
    positions(blocks).map(|(_, _, c)| c)
}

/// The same with their blocks and offsets.
fn positions(blocks: &[Block]) -> impl Iterator<Item = (usize, usize, char)> + '_ {
    blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| !matches!(block.kind, BlockKind::Figure { .. } | BlockKind::Media { .. }))
        .flat_map(|(at, block)| block.text.char_indices().map(move |(offset, c)| (at, offset, c)))
        .filter(|(_, _, c)| !c.is_whitespace())
}

/// The place at the same character of the same words in other blocks; none if the blocks are the same, or the words are
/// others.
fn at_word(old: &[Block], new: &[Block], index: usize, offset: usize) -> Option<Place> {
    let is_same_block = |(old, new): (&Block, &Block)| old.text == new.text;
    if old.len() == new.len() && old.iter().zip(new).all(is_same_block) || !words(old).eq(words(new)) {
        return None;
    }
    let before = positions(old).take_while(|(at, from, _)| (*at, *from) < (index, offset)).count();
    // Behind the last word there is none to stay at.
    let (at, offset, _) = positions(new).nth(before)?;
    Some(Place { part: Part::Body(at as u32), offset })
}

/// The place in the block that begins and ends most like the one the place was in, if a third of it is the same.
fn in_edited(text: &str, blocks: &[Block], first: usize, offset: usize) -> Option<Place> {
    let (index, (start, end)) = blocks
        .iter()
        .map(|block| shared(text, &block.text))
        .enumerate()
        // Of several, the first.
        .max_by_key(|(index, (start, end))| (start + end, usize::MAX - index))?;
    if (start + end) * 3 < text.len() {
        return None;
    }
    let length = blocks[index].text.len();
    let offset = if offset <= start {
        offset
    } else if offset >= text.len() - end {
        (length + offset.min(text.len())) - text.len()
    } else {
        start
    };
    Some(Place { part: Part::Body((first + index) as u32), offset })
}

/// Bytes of whole characters that two texts share at their starts, and at their ends beyond that.
fn shared(one: &str, other: &str) -> (usize, usize) {
    let length = |pair: (char, char)| pair.0.len_utf8();
    let start: usize = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(length).sum();
    let (one, other) = (one[start..].chars().rev(), other[start..].chars().rev());
    (start, one.zip(other).take_while(|(a, b)| a == b).map(length).sum())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn article(blocks: &[&str]) -> Article {
        Article {
            title: "題".into(),
            blocks: blocks.iter().map(|text| Block::paragraph(*text)).collect(),
            ..Article::default()
        }
    }

    fn at(index: u32, offset: usize) -> Place {
        Place { part: Part::Body(index), offset }
    }

    #[test]
    fn a_place_stays_at_its_words() {
        let old = article(&["第一段。", "第二段說了一些話。", "第三段。"]);
        for (new, place, expected) in [
            // A paragraph more, one less, one moved.
            (&["更正：", "第一段。", "第二段說了一些話。", "第三段。"][..], at(1, 3), at(2, 3)),
            (&["第二段說了一些話。", "第三段。"], at(1, 6), at(0, 6)),
            (&["第二段說了一些話。", "新的。", "第一段。", "第三段。"], at(0, 3), at(2, 3)),
            // The paragraph itself was edited before the place, after it, and where it is.
            (&["第一段。", "第二段又說了一些話。", "第三段。"], at(1, 15), at(1, 18)),
            (&["第一段。", "第二段說了很多話。", "第三段。"], at(1, 6), at(1, 6)),
            (&["第一段。", "第二段。", "第三段。"], at(1, 15), at(1, 9)),
            // It is gone.
            (&["第一段。", "第三段。"], at(1, 15), at(1, 0)),
            (&["全文已撤回"], at(2, 3), at(0, 0)),
            (&[], at(2, 3), Place::START),
        ] {
            assert_eq!(carried(&old, &article(new), place), expected, "{new:?} {place:?}");
        }
    }

    #[test]
    fn places_outside_the_body_stay_where_they_can() {
        let old =
            Article { related: vec!["甲".into(), "乙".into()], notice: Some("譯".into()), ..article(&["文"]) };
        let new = Article { related: vec!["乙".into()], ..article(&["文"]) };
        for (part, expected) in [
            (Part::Title, Part::Title),
            (Part::Notice, Part::Byline),
            (Part::Related(1), Part::Related(0)),
            (Part::Related(0), Part::Related(0)),
            (Part::Related(9), Part::Body(0)),
            (Part::OriginalTitle, Part::Body(0)),
            (Part::Body(9), Part::Body(0)),
        ] {
            assert_eq!(carried(&old, &new, Place { part, offset: 0 }).part, expected, "{part:?}");
        }
        let inside = Place { part: Part::Title, offset: 2 };
        assert_eq!(carried(&old, &new, inside).offset, 0);
    }

    fn any_blocks() -> impl Strategy<Value = Vec<&'static str>> {
        let texts =
            prop::sample::subsequence(vec!["", "國", "國家圖書館。", "國家博物館。", "a", "ab", "été", "𠮷野家"], 0..8);
        texts.prop_shuffle()
    }

    proptest! {
        #[test]
        fn every_place_is_a_place_in_the_new_text(
            old in any_blocks(), new in any_blocks(), code in -3i64..9, related in any::<bool>(), offset in 0usize..20,
        ) {
            let code = if related { code + (1 << 32) } else { code };
            let Some(part) = Part::from_code(code) else { return Ok(()) };
            let (old, new) = (article(&old), article(&new));
            let to = carried(&old, &new, Place { part, offset });
            prop_assert!(new.text(to.part).is_char_boundary(to.offset));
            prop_assert!(matches!(to.part, Part::Title | Part::Byline) || new.parts().any(|part| part == to.part));
            // Texts are unique: where the text is still there, the place is in it.
            if let Part::Body(index) = part
                && let Some(block) = old.blocks.get(index as usize)
                && new.blocks.contains(block)
            {
                prop_assert_eq!(new.text(to.part), block.text.as_str());
                prop_assert_eq!(to.offset, block.text.floor_char_boundary(offset));
            }
        }
    }
}
