//! Text with spans as Markdown.
//!
//! A run of `*` or `~` marks emphasis only if the characters around it let it (`CommonMark`, 6.2). Where they do not, as
//! between an ideograph and a quotation mark, an empty comment beside it makes it do so for every reader.

use std::ops::Range;

use crate::{
    article::SpanKind,
    export::{
        markup,
        nesting::{MarkupPiece, pieces},
    },
};

use super::notes::NoteIds;

/// Stands between two things that would be one mark.
const GUARD: &str = "<!-- -->";

/// The places that text stands in, where their rules differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InlineContext {
    /// A block of its own, whose lines may begin with marks of blocks.
    Block,
    /// One line.
    Line,
    /// A cell of a table: one line, in which `|` is a mark even in code.
    Cell,
}

/// A piece of Markdown: text as it is, or marks of emphasis.
enum Mark {
    Raw(String),
    Open(&'static str),
    Close(&'static str),
}

/// Writes a text with spans, which are sorted by where they begin.
pub(super) fn inline(
    text: &str,
    spans: &[(Range<usize>, &SpanKind)],
    context: InlineContext,
    notes: &NoteIds,
) -> String {
    let trimmed = trimmed(text, spans);
    let mut writer = Writer { marks: Vec::new(), line: String::new(), context };
    for piece in pieces(text, &trimmed) {
        match piece {
            MarkupPiece::Text(text) => writer.text(text),
            MarkupPiece::Open(kind) => writer.open(kind),
            MarkupPiece::Close(kind) => writer.close(kind),
            MarkupPiece::Whole(SpanKind::Note { note }, text) => match notes.id(note) {
                Some(id) => writer.raw(&format!("[^{id}]")),
                None => writer.text(text),
            },
            MarkupPiece::Whole(_, text) => writer.code(text),
        }
    }
    joined(&writer.marks)
}

/// The spans without white space at their ends, beside which marks of emphasis are none.
fn trimmed<'a>(text: &str, spans: &[(Range<usize>, &'a SpanKind)]) -> Vec<(Range<usize>, &'a SpanKind)> {
    let trim = |(range, kind): &(Range<usize>, &'a SpanKind)| {
        let mut range = range.clone();
        if matches!(kind, SpanKind::Strong | SpanKind::Emphasis | SpanKind::Deleted)
            && let Some(inside) = text.get(range.clone())
        {
            let start = range.start + inside.len() - inside.trim_start().len();
            range = start..(start + inside.trim().len());
        }
        (range, *kind)
    };
    let mut spans: Vec<_> = spans.iter().map(trim).collect();
    spans.sort_by(|(a, _), (b, _)| a.start.cmp(&b.start).then(b.end.cmp(&a.end)));
    spans
}

fn emphasis(kind: &SpanKind) -> Option<&'static str> {
    Some(match kind {
        SpanKind::Strong => "**",
        SpanKind::Emphasis => "*",
        SpanKind::Deleted => "~~",
        _ => return None,
    })
}

struct Writer {
    marks: Vec<Mark>,
    /// The beginning of the line so far, as it is in the text.
    line: String,
    context: InlineContext,
}

/// Characters of a line that can be a number or a mark of a list.
const MAX_MARK_CHARS: usize = 12;

impl Writer {
    fn out(&mut self) -> &mut String {
        if !matches!(self.marks.last(), Some(Mark::Raw(_))) {
            self.marks.push(Mark::Raw(String::new()));
        }
        match self.marks.last_mut() {
            Some(Mark::Raw(out)) => out,
            _ => unreachable!("a raw piece has just been pushed"),
        }
    }

    /// Adds markup, behind which no mark of a block can stand.
    fn raw(&mut self, markup: &str) {
        self.out().push_str(markup);
        self.line.push_str("<                ");
    }

    fn open(&mut self, kind: &SpanKind) {
        match kind {
            SpanKind::Link { .. } => self.raw("["),
            kind => match emphasis(kind) {
                Some(mark) => {
                    self.marks.push(Mark::Open(mark));
                    self.line.push_str("*               ");
                }
                None => self.raw(&markup::opening(kind)),
            },
        }
    }

    fn close(&mut self, kind: &SpanKind) {
        match kind {
            SpanKind::Link { href } => {
                let address = address(href, self.context);
                self.raw(&format!("]({address})"));
            }
            kind => match emphasis(kind) {
                Some(mark) => self.marks.push(Mark::Close(mark)),
                None => self.raw(&markup::closing(kind)),
            },
        }
    }

    /// Code, in which nothing is escaped but the mark of a table's cells.
    fn code(&mut self, text: &str) {
        let mut code = text.replace('\n', " ");
        if self.context == InlineContext::Cell {
            code = code.replace('|', "\\|");
        }
        // Two pieces of code side by side would be one.
        if self.out().ends_with('`') && !self.out().ends_with("\\`") {
            self.raw(GUARD);
        }
        let fence = "`".repeat(longest_run(&code, '`') + 1);
        let edge = |c: char| matches!(c, '`' | ' ');
        let pad = if code.starts_with(edge) || code.ends_with(edge) { " " } else { "" };
        self.raw(&format!("{fence}{pad}{code}{pad}{fence}"));
    }

    /// Text in which nothing is a mark.
    fn text(&mut self, text: &str) {
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if c == '\n' {
                match self.context {
                    InlineContext::Block => self.out().push_str("\\\n"),
                    InlineContext::Line => self.out().push(' '),
                    InlineContext::Cell => self.out().push_str("<br>"),
                }
                self.line.clear();
                continue;
            }
            let next = chars.peek().map(|(_, next)| *next);
            let line_start = self.line.is_empty() && self.context == InlineContext::Block;
            if line_start && matches!(c, ' ' | '\t') {
                let reference = format!("&#{};", u32::from(c));
                self.out().push_str(&reference);
                continue;
            }
            let mark = matches!(
                c,
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '^' | '$' | '{'
            );
            let leading = line_start && matches!(c, '-' | '+' | '=' | ':' | '%');
            // 1. and 1) begin a list; pandoc knows (1), a) and iv. as well.
            let ends = next.is_none_or(char::is_whitespace);
            let numbering = matches!(c, '.' | ')') && (is_number(&self.line) || ends && is_list_letter(&self.line));
            // pandoc takes @name for a citation.
            let citation = c == '@' && next.is_some_and(char::is_alphanumeric);
            let highlight = c == '=' && next == Some('=') && !text[..at].ends_with('=');
            let is_escaped = mark || leading || numbering || citation || highlight;
            let out = self.out();
            if is_escaped {
                out.push('\\');
            }
            out.push(c);
            if self.line.len() < MAX_MARK_CHARS {
                self.line.push(c);
            }
        }
    }
}

fn is_number(line: &str) -> bool {
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// True for the beginning of a line that a `.` or `)` makes the mark of a list.
fn is_list_letter(line: &str) -> bool {
    let inside = line.strip_prefix('(').unwrap_or(line);
    let is_roman = |byte: u8| matches!(byte.to_ascii_lowercase(), b'i' | b'v' | b'x' | b'l' | b'c' | b'd' | b'm');
    let is_letter = inside.len() == 1 && inside.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_letter || is_number(inside) || !inside.is_empty() && inside.bytes().all(is_roman)
}

pub(super) fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

/// The destination of a link or a picture.
pub(super) fn address(href: &str, context: InlineContext) -> String {
    let bracketed = href.is_empty() || href.contains(['(', ')', ' ', '<', '>', '\t', '\n']);
    let mut out = String::with_capacity(href.len());
    for c in href.chars() {
        match c {
            '\n' => out.push_str("%0A"),
            '\\' | '<' | '>' | '"' | '`' | '*' | '_' => out.extend(['\\', c]),
            // A reference to a character would be resolved.
            '&' if href.contains(';') => out.push_str("&amp;"),
            '|' if context == InlineContext::Cell => out.push_str("\\|"),
            c => out.push(c),
        }
    }
    if bracketed { format!("<{out}>") } else { out }
}

/// The pieces as one text, with guards where a run of marks needs them.
fn joined(marks: &[Mark]) -> String {
    let mut out = String::new();
    let mut at = 0;
    while at < marks.len() {
        if let Mark::Raw(text) = &marks[at] {
            out.push_str(text);
            at += 1;
            continue;
        }
        let is_raw = |mark: &Mark| matches!(mark, Mark::Raw(_));
        let end = marks[at..].iter().position(is_raw).map_or(marks.len(), |length| at + length);
        let opens =
            marks[at..end].iter().position(|mark| matches!(mark, Mark::Open(_))).map_or(end, |first| at + first);
        let before = out.chars().next_back();
        let next = match marks.get(end) {
            Some(Mark::Raw(text)) => text.chars().next(),
            _ => None,
        };
        let run = |range: Range<usize>| -> String {
            let text = |mark: &Mark| match mark {
                Mark::Open(text) | Mark::Close(text) => *text,
                Mark::Raw(_) => "",
            };
            marks[range].iter().map(text).collect()
        };
        let is_both = at < opens && opens < end;
        out.push_str(&run(at..opens));
        // Closing marks behind punctuation are followed by white space or punctuation, opening ones the other way round.
        if is_both || at < opens && is_mark(before) && !is_free(next) {
            out.push_str(GUARD);
        }
        if !is_both && opens < end && is_mark(next) && !is_free(before) {
            out.push_str(GUARD);
        }
        out.push_str(&run(opens..end));
        at = end;
    }
    out
}

/// Punctuation and symbols.
fn is_mark(c: Option<char>) -> bool {
    c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace())
}

/// Beginning and end, white space, punctuation and symbols.
fn is_free(c: Option<char>) -> bool {
    c.is_none_or(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_marks() {
        let link = SpanKind::Link { href: "https://a.example/(1)_x".into() };
        let ruby = SpanKind::Ruby { reading: "しお".into() };
        let note = SpanKind::Note { note: "1".into() };
        let notes = NoteIds::from_labels(["1"]);
        #[allow(clippy::type_complexity)]
        let cases: [(&str, &[(Range<usize>, &SpanKind)], &str); 10] = [
            ("潮水漲", &[(0..6, &SpanKind::Strong)], "**潮水**漲"),
            ("“潮”水", &[(0..9, &SpanKind::Strong)], "**“潮”**<!-- -->水"),
            ("水“潮”", &[(3..12, &SpanKind::Emphasis)], "水<!-- -->*“潮”*"),
            ("ab", &[(0..1, &SpanKind::Strong), (1..2, &SpanKind::Emphasis)], "**a**<!-- -->*b*"),
            ("a b", &[(0..2, &SpanKind::Deleted)], "~~a~~ b"),
            ("潮水", &[(0..6, &link), (0..3, &SpanKind::Strong)], "[**潮**水](<https://a.example/(1)\\_x>)"),
            ("潮水", &[(0..3, &ruby)], "<ruby>潮<rt>しお</rt></ruby>水"),
            ("a`b", &[(0..3, &SpanKind::Code)], "``a`b``"),
            ("潮[1]", &[(3..6, &note)], "潮[^1]"),
            ("1. *a*\n- @b == {c}", &[], "1\\. \\*a\\*\\\n\\- \\@b \\== \\{c}"),
        ];
        for (text, spans, expected) in cases {
            assert_eq!(inline(text, spans, InlineContext::Block, &notes), expected);
        }
        assert_eq!(inline("a|b\nc", &[(0..3, &SpanKind::Code)], InlineContext::Cell, &notes), "`a\\|b`<br>c");
    }
}
