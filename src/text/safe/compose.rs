//! One grapheme cluster of the stored text to what is shown for it: the base character with its marks composed (NFC),
//! an emoji sequence reduced, a syllable put together.

use std::iter::Peekable;

use unicode_normalization::{
    UnicodeNormalization,
    char::{compose, is_combining_mark},
};

use super::{
    emoji,
    emoji::{JOINER, KEYCAP},
    jamo, kana,
    pieces::Pieces,
};
use crate::text::is_plain;

/// Marks shown on one character. More are dropped: nobody can read them, and a cell that holds thousands would be sent
/// again with every frame. The number is that of UAX #15's Stream-Safe Text Format.
const MOST_MARKS: usize = 30;

/// Spaces shown for a tab that indents a line; any other tab is one.
const INDENT: &str = "    ";

/// Takes the next cluster from `pieces` and appends what is shown for it to `out`. `cluster` is scratch space.
pub(super) fn push_cluster(pieces: &mut Peekable<Pieces<'_>>, cluster: &mut Vec<char>, out: &mut String) {
    // A mark without a letter before it is not shown: it would fall on whatever the terminal drew last.
    while pieces.next_if(|piece| shows_nothing(piece.c)).is_some() {}
    let Some(base) = pieces.next() else { return };
    let base = match base.c {
        '\n' => {
            while pieces.next_if(|piece| shows_nothing(piece.c)).is_some() {}
            out.push('\n');
            return;
        }
        '\t' => {
            if out.is_empty() || out.ends_with('\n') || out.ends_with(INDENT) {
                out.push_str(&INDENT[1..]);
            }
            ' '
        }
        c => c,
    };
    gather(base, pieces, cluster);
    if let [c] = **cluster
        && is_plain(c)
    {
        out.push(c);
        return;
    }
    show_base(cluster, out);
    let mut marks = 0;
    out.extend(cluster.iter().copied().nfc().filter(|&c| {
        marks += usize::from(is_combining_mark(c));
        marks <= MOST_MARKS
    }));
}

/// Collects the base and all that joins it.
fn gather(base: char, pieces: &mut Peekable<Pieces<'_>>, cluster: &mut Vec<char>) {
    cluster.clear();
    cluster.push(base);
    let mut filled = false;
    while let Some(c) = pieces.peek().map(|piece| piece.c) {
        if jamo::is_filler(c) {
            filled = true;
            pieces.next();
            continue;
        }
        // The letters on both sides of a filler are none of one syllable.
        if filled && jamo::letters(c).is_some() {
            return;
        }
        if c == JOINER {
            pieces.next();
            pieces.next_if(|piece| emoji::joins(base, piece.c));
            continue;
        }
        if let Some(nikhahit) = nikhahit(c) {
            // SARA AM is a mark on this letter and a letter after it. The mark goes below a tone mark.
            let tones = cluster.iter().rev().take_while(|c| matches!(c, '\u{E48}'..='\u{E4B}' | '\u{EC8}'..='\u{ECB}'));
            cluster.insert(cluster.len() - tones.count(), nikhahit);
            return;
        }
        let last = cluster.last().copied().unwrap_or(base);
        if let Some(mark) = kana::voices(last, c) {
            cluster.push(mark);
        } else if jamo::continues(cluster, c)
            || (cluster.len() == 1 && is_flag(base, c))
            || compose(last, c).is_some()
            || is_combining_mark(c)
        {
            if !(c == KEYCAP && emoji::is_key(base)) {
                cluster.push(c);
            }
        } else if !(emoji::swatch(c).is_some() && emoji::is_pictograph(base)) {
            return;
        }
        pieces.next();
    }
}

/// Gives a base that cannot stand as it is the form it is shown in. Of several letters only the last stays in the
/// cluster, for the marks to fall on.
fn show_base(cluster: &mut [char], out: &mut String) {
    let (base, next) = match *cluster {
        [base] => (base, None),
        [base, next, ..] => (base, Some(next)),
        [] => return,
    };
    let completed = next.is_some_and(|next| is_flag(base, next) || jamo::continues(&[base], next));
    if completed {
        return;
    }
    let shown = kana::voicing(base)
        .map(|(_, spacing)| spacing)
        .or_else(|| emoji::swatch(base))
        .or_else(|| emoji::latin(base))
        .or_else(|| after_nikhahit(base));
    if let Some(letters) = jamo::letters(base) {
        let mut letters = letters.chars();
        cluster[0] = letters.next_back().unwrap_or(base);
        out.extend(letters);
    } else if let Some(shown) = shown {
        cluster[0] = shown;
    }
}

/// True if nothing is shown for a character that no letter comes before.
fn shows_nothing(c: char) -> bool {
    c == JOINER || jamo::is_filler(c) || is_combining_mark(c)
}

fn is_flag(a: char, b: char) -> bool {
    emoji::latin(a).is_some() && emoji::latin(b).is_some()
}

/// The mark that SARA AM, Thai or Lao, puts on the letter before it. As one character it takes a cell in most
/// terminals and none in some; as the two it is made of it takes one in all.
fn nikhahit(c: char) -> Option<char> {
    match c {
        '\u{E33}' => Some('\u{E4D}'),
        '\u{EB3}' => Some('\u{ECD}'),
        _ => None,
    }
}

/// SARA AM without its mark.
fn after_nikhahit(c: char) -> Option<char> {
    match c {
        '\u{E33}' => Some('\u{E32}'),
        '\u{EB3}' => Some('\u{EB2}'),
        _ => None,
    }
}
