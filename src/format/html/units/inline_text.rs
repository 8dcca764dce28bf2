//! The text of one unit as its pieces arrive: white space folded as browsers fold it, line breaks weighed.
//!
//! Chinese pages part paragraphs by `<br>`, by two of them, or by nothing but the two full-width spaces a paragraph
//! begins with; a break inside a poem or an address is only a line break.

use crate::format::{markdown::needs_space, page::ends_sentence};

/// Characters a line has at least, if a break after its sentence is to end the paragraph.
const MIN_SENTENCE_CHARS: usize = 20;

/// Text that gathers.
#[derive(Debug, Default)]
pub(crate) struct InlineText {
    pub(crate) text: String,
    /// Characters that are not white space.
    pub(crate) chars: u32,
    gap: Gap,
    /// `UnitLine` breaks since the last character.
    breaks: u32,
    /// Full-width and no-break spaces since the last character.
    indent: u32,
    /// The next preformatted text begins a line.
    is_fresh: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Gap {
    #[default]
    None,
    Space,
    /// The source has a line end here, which means nothing between Han.
    LineEnd,
}

impl InlineText {
    /// A line break the author made.
    pub(crate) fn line_break(&mut self) {
        self.breaks += 1;
        self.indent = 0;
        self.gap = Gap::None;
    }

    /// Adds text. Stops where another paragraph begins, and returns the rest.
    pub(crate) fn push<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        for (at, c) in text.char_indices() {
            if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\0') {
                match c {
                    '\n' | '\r' if self.indent == 0 => self.gap = Gap::LineEnd,
                    '\n' | '\r' | '\u{200b}' | '\u{feff}' | '\0' => {}
                    '\u{3000}' | '\u{a0}' => self.gap = Gap::Space,
                    _ if self.gap == Gap::None => self.gap = Gap::Space,
                    _ => {}
                }
                self.indent += u32::from(matches!(c, '\u{3000}' | '\u{a0}'));
                if c == '\u{3000}' {
                    self.indent += 1;
                }
                continue;
            }
            if self.text.is_empty() {
                self.breaks = 0;
            } else if self.ends_paragraph() {
                self.breaks = 0;
                self.indent = 0;
                return Some(&text[at..]);
            } else if self.breaks > 0 {
                self.text.push('\n');
            } else {
                let before = self.text.chars().next_back().unwrap_or(' ');
                match self.gap {
                    _ if before.is_whitespace() => {}
                    Gap::Space if self.indent >= 2 => self.text.push('\u{3000}'),
                    Gap::Space => self.text.push(' '),
                    Gap::LineEnd if needs_space(before, c) => self.text.push(' '),
                    _ => {}
                }
            }
            self.gap = Gap::None;
            self.breaks = 0;
            self.indent = 0;
            self.text.push(c);
            self.chars += 1;
        }
        None
    }

    /// True if the next character begins another paragraph.
    fn ends_paragraph(&self) -> bool {
        match self.breaks {
            0 => self.indent >= 4 && ends_sentence(&self.text),
            1 => {
                let last = self.text.rsplit('\n').next().unwrap_or_default();
                self.indent >= 2 || ends_sentence(&self.text) && last.chars().nth(MIN_SENTENCE_CHARS).is_some()
            }
            _ => true,
        }
    }

    /// Adds text as it stands.
    pub(crate) fn push_verbatim(&mut self, text: &str) {
        if self.breaks > 0 {
            self.text.extend(std::iter::repeat_n('\n', self.breaks as usize));
            self.breaks = 0;
        }
        if std::mem::take(&mut self.is_fresh)
            && !self.text.is_empty()
            && !self.text.ends_with('\n')
            && !text.starts_with('\n')
        {
            self.text.push('\n');
        }
        self.text.push_str(text);
        self.chars += text.chars().filter(|c| !c.is_whitespace()).count() as u32;
    }

    /// Adds characters of the program's own that belong to the text before or after them.
    pub(crate) fn push_joined(&mut self, text: &str) {
        if self.breaks > 0 && !self.text.is_empty() {
            self.text.push('\n');
        } else if self.gap == Gap::Space && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.mark(text);
        self.chars += text.chars().count() as u32;
    }

    /// A line break where a box begins or ends, if there is none and the line has text.
    pub(crate) fn soft_break(&mut self) {
        if self.breaks == 0 && !self.text.is_empty() {
            self.line_break();
        }
    }

    /// The next preformatted text begins on a line of its own.
    pub(crate) fn fresh_line(&mut self) {
        self.is_fresh = true;
    }

    /// Adds a mark of the program's own, without weighing it.
    pub(crate) fn mark(&mut self, mark: &str) {
        self.text.push_str(mark);
        self.gap = Gap::None;
        self.breaks = 0;
        self.indent = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::InlineText;

    fn paragraphs(pieces: &[&str]) -> Vec<String> {
        let mut out = Vec::new();
        let mut line = InlineText::default();
        for piece in pieces {
            if *piece == "<br>" {
                line.line_break();
                continue;
            }
            let mut piece = *piece;
            while let Some(rest) = line.push(piece) {
                out.push(std::mem::take(&mut line).text);
                piece = rest;
            }
        }
        out.push(line.text);
        out
    }

    #[test]
    fn breaks_and_indents() {
        let long = "望潮镇的渡船今天早上又开了，船上坐着十一个人和一只羊。";
        assert_eq!(paragraphs(&["　　", long, "<br>", long]), [long, long]);
        assert_eq!(paragraphs(&[long, "<br>", "\u{a0}\u{a0}短句"]), [long, "短句"]);
        assert_eq!(paragraphs(&["甲", "<br>", "<br>", "乙"]), ["甲", "乙"]);
        assert_eq!(
            paragraphs(&["潮来的时候", "<br>", "他在岸上。", "<br>", "他不说话"]),
            ["潮来的时候\n他在岸上。\n他不说话"]
        );
        let run = format!("{long}　　{long}");
        assert_eq!(paragraphs(&[&run]), [long, long]);
        assert_eq!(paragraphs(&["  一\n  二 三\n a", "b "]), ["一二 三 ab"]);
        assert_eq!(paragraphs(&["王　明 李　　四"]), ["王　明 李　四"]);
    }
}
