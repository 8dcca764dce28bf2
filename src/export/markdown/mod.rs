//! An article as Markdown: a head of fields, then its blocks, with every character that could be a mark escaped.
//!
//! What `CommonMark` has no marks for is written as its common extensions have it (tables, notes, formulas, definitions,
//! strikethrough), else as HTML.

mod head;
mod inline;
mod notes;
mod table;

use super::nesting::spans_within;
use crate::article::{Article, Block, BlockKind, Image, SpanKind};
use head::head;
use inline::{InlineContext, address, inline, longest_run};
use notes::NoteIds;
use table::table;

/// Quotations and lists within one another that are written; no text has more.
const MAX_DEPTH: usize = 16;

/// Writes an article as Markdown.
pub(crate) fn markdown(article: &Article) -> String {
    let notes = NoteIds::of_article(article);
    let mut writer = Writer { text: head(article), notes, quotes: 0, before: None, levels: Vec::new() };
    article.blocks.iter().for_each(|block| writer.push(block));
    writer.text
}

/// Markdown on its way.
struct Writer<'a> {
    text: String,
    notes: NoteIds<'a>,
    /// Quotations around the block before.
    quotes: usize,
    before: Option<&'a BlockKind>,
    /// The open items: the column of their text, and their number.
    levels: Vec<(usize, Option<u32>)>,
}

impl<'a> Writer<'a> {
    fn push(&mut self, block: &'a Block) {
        let quotes = (usize::from(block.quoted) + usize::from(block.kind == BlockKind::Quote)).min(MAX_DEPTH);
        let is_item = matches!(block.kind, BlockKind::Item { .. });
        if !is_item || quotes != self.quotes {
            self.levels.clear();
        }
        let (first, others) = self.margins(block);
        // Items of one list stand together, and so do a term and what it means; everything else is set off.
        let joins = match (self.before, &block.kind) {
            (Some(BlockKind::Item { .. }), BlockKind::Item { level, number, continued, .. }) => {
                // A list within an item cannot follow its text at once, unless its first number is 1.
                let is_inner = usize::from(*level) > self.levels.len();
                !continued && (!is_inner || matches!(number, None | Some(1)))
            }
            (Some(BlockKind::Term | BlockKind::Definition), BlockKind::Definition) => true,
            _ => false,
        };
        if !(joins && quotes == self.quotes) {
            self.line(quotes.min(self.quotes), "");
        }
        if self.starts_anew(block) {
            self.line(quotes, "");
            let column = first.len() - first.trim_start().len();
            self.line(quotes, &format!("{}<!-- -->", &first[..column]));
            self.line(quotes, "");
        }
        let body = self.body(block);
        for (number, line) in body.split('\n').enumerate() {
            let margin = if number == 0 { &first } else { &others };
            self.line(quotes, &format!("{margin}{line}"));
        }
        self.note_item(block, others.len());
        (self.quotes, self.before) = (quotes, Some(&block.kind));
    }

    fn line(&mut self, quotes: usize, line: &str) {
        let margin = "> ".repeat(quotes);
        // White space at the end of a line may be code.
        self.text.push_str(if line.is_empty() { margin.trim_end() } else { &margin });
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// The characters before the first line of a block and before its others.
    fn margins(&self, block: &Block) -> (String, String) {
        match &block.kind {
            BlockKind::Item { level, number, continued, .. } => {
                let level = usize::from(*level).clamp(1, MAX_DEPTH);
                let column =
                    |depth: usize| depth.checked_sub(1).and_then(|at| self.levels.get(at)).map_or(0, |it| it.0);
                if *continued && self.levels.len() >= level {
                    let margin = " ".repeat(column(level));
                    return (margin.clone(), margin);
                }
                let depth = self.levels.len().min(level - 1);
                let mark = number.map_or_else(|| "- ".to_owned(), |number| format!("{}. ", number.min(999_999_999)));
                // Lists around it that have no item of their own.
                let first = " ".repeat(column(depth)) + &"- ".repeat(level - 1 - depth) + &mark;
                let others = " ".repeat(first.len());
                (first, others)
            }
            BlockKind::Note { label } => {
                (self.notes.id(label).map(|id| format!("[^{id}]: ")).unwrap_or_default(), "    ".to_owned())
            }
            BlockKind::Definition if matches!(self.before, Some(BlockKind::Term | BlockKind::Definition)) => {
                (":   ".to_owned(), "    ".to_owned())
            }
            _ => (String::new(), String::new()),
        }
    }

    /// True for an item of another list than the one before, whose numbers Markdown would go on counting.
    fn starts_anew(&self, block: &Block) -> bool {
        let BlockKind::Item { level, number: Some(number), continued: false, .. } = &block.kind else { return false };
        let before = usize::from(*level).checked_sub(1).and_then(|at| self.levels.get(at));
        before.and_then(|(_, number)| *number).is_some_and(|before| before.saturating_add(1) != *number)
    }

    fn note_item(&mut self, block: &Block, column: usize) {
        if let BlockKind::Item { level, number, continued: false, .. } = &block.kind {
            let level = usize::from(*level).clamp(1, MAX_DEPTH);
            self.levels.truncate(level - 1);
            while self.levels.len() + 1 < level {
                self.levels.push((self.levels.last().map_or(0, |(column, _)| *column) + 2, None));
            }
            self.levels.push((column, *number));
        }
    }

    fn body(&self, block: &Block) -> String {
        let spans = spans_within(block, 0..block.text.len());
        match &block.kind {
            BlockKind::Heading { level } => {
                let mark = "#".repeat(usize::from((*level).clamp(1, 6)));
                format!("{mark} {}", inline(&block.text, &spans, InlineContext::Line, &self.notes))
            }
            BlockKind::Term => inline(&block.text, &spans, InlineContext::Line, &self.notes),
            BlockKind::Code => {
                let fence = "`".repeat(longest_run(&block.text, '`').max(2) + 1);
                format!("{fence}\n{}\n{fence}", block.text)
            }
            BlockKind::Rule => "***".to_owned(),
            BlockKind::Figure { images } if !images.is_empty() => figure(block, images),
            BlockKind::Table { rows } if !rows.is_empty() => table(block, rows, &self.notes),
            BlockKind::Media { src, .. } if !src.is_empty() => {
                let link = SpanKind::Link { href: src.clone() };
                let text = if block.text.trim().is_empty() { src } else { &block.text };
                inline(text, &[(0..text.len(), &link)], InlineContext::Line, &self.notes)
            }
            // A blank line or the mark itself would end the formula.
            BlockKind::Math if !block.text.contains("$$") && !block.text.contains("\n\n") => {
                format!("$$\n{}\n$$", block.text.trim())
            }
            _ => inline(&block.text, &spans, InlineContext::Block, &self.notes),
        }
    }
}

/// Pictures: the first carries the caption, if that says more than its description.
fn figure(block: &Block, images: &[Image]) -> String {
    let whole = block.spans.iter().find(|span| span.range() == (0..block.text.len()));
    let link = whole.and_then(|span| if let SpanKind::Link { href } = &span.kind { Some(href) } else { None });
    let one = |(number, image): (usize, &Image)| {
        let plain = |text: &str| inline(text, &[], InlineContext::Line, &NoteIds::default());
        let caption = (number == 0 && block.text != image.alt && !block.text.trim().is_empty())
            .then(|| format!(" \"{}\"", plain(&block.text).replace('"', "\\\"")));
        let (alt, src) = (plain(&image.alt), address(&image.src, InlineContext::Line));
        let picture = format!("![{alt}]({src}{})", caption.unwrap_or_default());
        match link {
            Some(href) => format!("[{picture}]({})", address(href, InlineContext::Line)),
            None => picture,
        }
    };
    images.iter().enumerate().map(one).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::markdown;
    use crate::article::{Article, Block, BlockKind, Cell, Image, MediaKind, Span, SpanKind};

    fn body(blocks: Vec<Block>) -> String {
        let text = markdown(&Article { blocks, ..Article::default() });
        text.strip_prefix("---\n---\n\n").unwrap_or(&text).to_owned()
    }

    #[test]
    fn blocks_have_their_common_forms() {
        let item = |level, number, text: &str| Block::new(BlockKind::item(level, number), text);
        let further = |level, text: &str| {
            let Block { kind, .. } = item(level, None, "");
            let BlockKind::Item { style, .. } = kind else { unreachable!() };
            Block::new(BlockKind::Item { level, number: None, style, continued: true }, text)
        };
        let image = |src: &str, alt: &str| Image { src: src.into(), alt: alt.into() };
        let head = |text: &str| Cell { header: true, ..Cell::from_text(text) };
        let media = |src: &str| BlockKind::Media { media: MediaKind::Audio, src: src.into(), length: None };
        let note = SpanKind::Note { note: "甲 1".into() };
        let quoted = |kind, text: &str| Block { quoted: 1, ..Block::new(kind, text) };
        for (blocks, expected) in [
            (vec![Block::heading(2, "潮\n汐"), Block::paragraph("一\n二")], "## 潮 汐\n\n一\\\n二\n"),
            (
                vec![item(1, None, "甲"), item(2, Some(3), "乙"), further(2, "又"), item(1, None, "丙")],
                "- 甲\n\n  3. 乙\n\n     又\n- 丙\n",
            ),
            (
                vec![item(1, Some(1), "甲"), item(1, Some(2), "乙"), item(1, Some(1), "丙")],
                "1. 甲\n2. 乙\n\n<!-- -->\n\n1. 丙\n",
            ),
            (vec![item(3, None, "甲")], "- - - 甲\n"),
            (
                vec![
                    Block::new(BlockKind::Quote, "引"),
                    quoted(BlockKind::item(1, None), "甲"),
                    Block::paragraph("文"),
                ],
                "> 引\n>\n> - 甲\n\n文\n",
            ),
            (vec![quoted(BlockKind::Code, "a\n\n```")], "> ````\n> a\n>\n> ```\n> ````\n"),
            (
                vec![Block::new(
                    BlockKind::Figure {
                        images: vec![image("https://a.example/a b.jpg", "燈[1]"), image("b.jpg", "")]
                    },
                    "燈\"塔",
                )],
                "![燈\\[1\\]](<https://a.example/a b.jpg> \"燈\\\"塔\")\n![](b.jpg)\n",
            ),
            (
                vec![Block::table(vec![
                    vec![head("日"), head("潮")],
                    vec![Cell::from_text("a|b"), Cell::from_text("一\n二")],
                ])],
                "| 日 | 潮 |\n| --- | --- |\n| a\\|b | 一<br>二 |\n",
            ),
            (
                vec![Block::table(vec![
                    vec![Cell::from_text("甲")],
                    vec![Cell { rowspan: 2, ..Cell::from_text("乙<") }],
                ])],
                "<table>\n<tr><td>甲</td></tr>\n<tr><td rowspan=\"2\">乙&lt;</td></tr>\n</table>\n",
            ),
            (vec![Block::table(vec![vec![Cell::from_text("甲")]])], "|  |\n| --- |\n| 甲 |\n"),
            (vec![Block::new(media("https://a.example/a.mp3"), "聽")], "[聽](https://a.example/a.mp3)\n"),
            (vec![Block::new(BlockKind::Math, "E = mc^2")], "$$\nE = mc^2\n$$\n"),
            (
                vec![
                    Block::new(BlockKind::Term, "潮"),
                    Block::new(BlockKind::Definition, "水\n漲"),
                    Block::new(BlockKind::Definition, "二"),
                ],
                "潮\n:   水\\\n    漲\n:   二\n",
            ),
            (
                vec![
                    Block::paragraph("港[1]").with_spans(vec![Span::new(3..6, note)]),
                    Block::new(BlockKind::Note { label: "甲 1".into() }, "見\n志"),
                ],
                "港[^note-1]\n\n[^note-1]: 見\\\n    志\n",
            ),
            (
                vec![Block::paragraph("甲"), Block::new(BlockKind::Rule, ""), Block::paragraph("乙")],
                "甲\n\n***\n\n乙\n",
            ),
        ] {
            assert_eq!(body(blocks), expected);
        }
    }
}
