//! What is copied, and what is said about it.
//!
//! Text shown as it is stored is copied as it is stored; text shown in another script is copied in that script. What
//! the setting of lines adds (spaces, indents, hanging marks) is never copied, nor are characters that would do more
//! than stand there.

use std::ops::Range;

use crate::app::{App, Effect, article::reader::Reader};
use crate::text::{Part, Place};

/// Bytes that are copied at most: terminals refuse longer strings, and a slow line has to carry them.
pub const MAX_COPY_BYTES: usize = 64 * 1024;

/// What can be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Copied {
    /// The word under the caret.
    Word,
    /// The marked passage.
    Passage,
    /// The paragraph under the caret, else the first on the screen.
    Paragraph,
    /// The whole article.
    Article,
    /// The article's address.
    Link,
}

impl App {
    /// Copies something of the article, and says so.
    pub(in crate::app) fn copy(&mut self, what: Copied) {
        let Some(reader) = &mut self.reader else { return };
        let text = match what {
            Copied::Word if reader.caret().is_none() => Err("no word is pointed at; w points at one"),
            Copied::Word | Copied::Passage => {
                Ok(reader.caret().map_or_else(String::new, |caret| reader.text_of(&caret.passage())))
            }
            Copied::Paragraph => reader.paragraph().ok_or("there is no paragraph on the screen"),
            Copied::Article => Ok(reader.whole()),
            Copied::Link => reader.address().ok_or("this article has no link"),
        };
        if what == Copied::Passage {
            reader.forget_caret();
        }
        match text {
            Ok(text) => self.put_on_clipboard(text, what.name()),
            Err(sentence) => self.fail(sentence),
        }
    }

    /// Puts a text on the clipboard of the reader's terminal.
    pub(in crate::app) fn put_on_clipboard(&mut self, text: String, name: &str) {
        if text.is_empty() {
            self.fail("there is nothing to copy");
        } else if text.len() > MAX_COPY_BYTES {
            let most = MAX_COPY_BYTES / 1024;
            self.fail(format!(
                "the {name} is longer than the {most} KiB a terminal's clipboard takes; mark a shorter passage with v"
            ));
        } else {
            let count = text.chars().filter(|c| *c != '\n').count();
            self.effects.push(Effect::Copy(text));
            self.say(format!("copied the {name}: {count} characters"));
        }
    }
}

impl Copied {
    fn name(self) -> &'static str {
        match self {
            Copied::Word => "word",
            Copied::Passage => "passage",
            Copied::Paragraph => "paragraph",
            Copied::Article => "article",
            Copied::Link => "link",
        }
    }
}

impl Reader {
    /// The text of a passage, its paragraphs with an empty line between them.
    fn text_of(&self, passage: &Range<Place>) -> String {
        let mut out = String::new();
        let mut last = None;
        for part in self.rendition().parts().filter(|part| (passage.start.part..=passage.end.part).contains(part)) {
            let start = if part == passage.start.part { passage.start.offset } else { 0 };
            let end = if part == passage.end.part { passage.end.offset } else { usize::MAX };
            let text = self.stored_or_converted(part, start..end);
            if text.is_empty() {
                continue;
            }
            out.push_str(last.map_or("", |last| between(last, part)));
            out.push_str(&text);
            last = Some(part);
        }
        out
    }

    fn stored_or_converted(&self, part: Part, range: Range<usize>) -> String {
        let Some(shown) = self.rendition().shown(part) else { return String::new() };
        if shown.converted {
            return harmless(shown.text.slice(shown.map.shown_range(range)));
        }
        let article = self.rendition().article();
        let stored = article.text(part);
        harmless(stored.get(range.start.min(stored.len())..range.end.min(stored.len())).unwrap_or_default())
    }

    fn paragraph(&self) -> Option<String> {
        let pointed = self.caret().map(|caret| caret.word.part);
        let seen = |part: Part| self.visible().any(|line| line.part == part && !line.ink.is_empty());
        let first = || self.visible().find(|line| !line.ink.is_empty()).map(|line| line.part);
        let part = pointed.filter(|part| seen(*part)).or_else(first)?;
        Some(self.stored_or_converted(part, 0..usize::MAX))
    }

    fn whole(&self) -> String {
        let parts: Vec<Part> = self.rendition().parts().collect();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return String::new() };
        self.text_of(&(Place::start_of(*first)..Place { part: *last, offset: usize::MAX }))
    }
}

/// What stands between two parts.
fn between(before: Part, after: Part) -> &'static str {
    match (before, after) {
        (Part::Title, Part::Byline) | (Part::Related(_), Part::Related(_)) => "\n",
        _ => "\n\n",
    }
}

/// Text without characters that would do more than stand where they are pasted: controls, bidirectional controls, tags,
/// byte order marks. What belongs to a character (variation selectors, joiners) stays.
fn harmless(text: &str) -> String {
    let harms = |c: char| {
        c != '\n' && c.is_control()
            || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
                | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
    };
    text.chars().filter(|c| !harms(*c)).collect()
}
