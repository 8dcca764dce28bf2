//! Headings among the lines of plain text. Pages mark them by nothing but their shape: a short line without closing
//! punctuation between longer ones.
//!
//! The rule: a line can be a heading if it takes at most [`MAX_CELLS`] cells, has a letter or a digit, holds no full stop
//! of the ideographic kind, is no list item, no URL, no Japanese speech and not wholly in parentheses, and does not end,
//! quotes and brackets left aside, in a mark that closes or continues a sentence. It is one if at most [`MAX_HEADINGS_IN_A_ROW`] such lines stand
//! together (a title over a subtitle; more are a list or a poem) and the text up to the next such line is wider
//! than it. So a heading may come first in the body, never last, and the lines of a verse are no headings.

use crate::text::{classes::is_kana, width, width::Ambiguous};

use crate::{article::Block, format::BlockCollector};

/// The level of headings that plain text shows by shape alone.
const LEVEL: u8 = 2;

/// Cells of the widest line that can be a heading: 32 Han.
const MAX_CELLS: usize = 64;

/// Limit of the headings that follow each other.
const MAX_HEADINGS_IN_A_ROW: usize = 3;

/// Marks that end, break or lead on a sentence, in Chinese, Japanese, Korean and Latin text.
const CLOSING: &str = "。．.｡！!？?…‥⋯、､，,；;：:—–―～〜~⁇⁈⁉‼॥؟";

/// Quotes and brackets that close.
const CLOSERS: &str = "”’\"'」』）)】］]〕》〉｣〗〙〛»›〟";

/// Marks that begin an item of a list. 1. and （一） are not here: newspapers number their headings so.
const BULLETS: &str = "-*•・·‧–—※＊▪‣◦";

/// Builds a body from lines of plain text, one block a line.
#[derive(Default)]
pub(crate) struct PlainBody {
    body: BlockCollector,
    /// The lines that can be headings directly before the text being read: block and cells.
    run: Vec<(usize, usize)>,
    /// Cells of the text since the run ended.
    section: usize,
}

impl PlainBody {
    /// Adds a line.
    pub(crate) fn push(&mut self, line: &str) {
        if self.body.is_full() {
            self.body.add_to_last(line);
            return;
        }
        if let Some(cells) = heading_cells(line) {
            if self.section > 0 {
                self.run.clear();
                self.section = 0;
            }
            if self.run.len() <= MAX_HEADINGS_IN_A_ROW {
                self.run.push((self.body.len(), cells));
            }
        } else {
            self.section = self.section.saturating_add(cells_up_to(line, MAX_CELLS).unwrap_or(MAX_CELLS + 1));
            let enough = self.run.iter().all(|(_, cells)| *cells < self.section);
            if enough && self.run.len() <= MAX_HEADINGS_IN_A_ROW {
                for (index, _) in self.run.drain(..) {
                    self.body.make_heading(index, LEVEL);
                }
            }
        }
        self.body.push(Block::paragraph(line));
    }

    /// Adds a block whose kind is known. Lines before it that only look like headings stay paragraphs.
    pub(crate) fn push_block(&mut self, block: Block) {
        self.run.clear();
        self.section = 0;
        self.body.push(block);
    }

    pub(crate) fn into_blocks(self) -> Vec<Block> {
        self.body.into_blocks()
    }
}

/// The cells of a line if it is at most `limit` wide.
fn cells_up_to(line: &str, limit: usize) -> Option<usize> {
    // No character takes more than four bytes, few take no cell: spares measuring long lines.
    if line.len() > limit * 8 {
        return None;
    }
    Some(width::cells(line, Ambiguous::Narrow)).filter(|cells| *cells <= limit)
}

/// The cells of a line that can be a heading by its own shape.
fn heading_cells(line: &str) -> Option<usize> {
    if line.len() > MAX_CELLS * 8 || line.contains('\n') || ends_sentence(line) {
        return None;
    }
    let first = line.chars().next()?;
    let bullet = BULLETS.contains(first) && line.chars().nth(1).is_none_or(|second| second != first);
    let aside =
        matches!(first, '(' | '（') && line.find([')', '）']).is_some_and(|at| line[at..].chars().nth(1).is_none());
    let address = line.contains("://") || line.starts_with("www.");
    if bullet
        || aside
        || address
        || is_japanese_speech(line)
        || line.contains(['。', '｡'])
        || !line.chars().any(char::is_alphanumeric)
    {
        return None;
    }
    cells_up_to(line, MAX_CELLS)
}

/// True if a line is one quotation from end to end, in Japanese: speech, which is written there without a full stop.
fn is_japanese_speech(line: &str) -> bool {
    let inside = [('「', '」'), ('『', '』'), ('｢', '｣')].iter().find_map(|(open, close)| {
        line.strip_prefix(*open)?.strip_suffix(*close).filter(|inside| !inside.contains(*close))
    });
    inside.is_some_and(|inside| inside.contains(is_kana))
}

/// True if a line ends, quotes and brackets left aside, in a mark that closes or continues a sentence.
pub(crate) fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(|c: char| CLOSERS.contains(c) || c.is_whitespace()).ends_with(|c| CLOSING.contains(c))
}

#[cfg(test)]
mod tests {
    use super::PlainBody;
    use crate::article::BlockKind;

    const LONG: &str = "旧冰厂的滑门在清晨拉开，海水顺着新修的石槽流进院子，六十三位居民站在台阶上看了很久。";

    fn shape(lines: &[&str]) -> String {
        let mut body = PlainBody::default();
        for line in lines {
            body.push(line);
        }
        body.into_blocks()
            .iter()
            .map(|block| if matches!(block.kind, BlockKind::Heading { .. }) { 'H' } else { 'p' })
            .collect()
    }

    #[test]
    fn short_lines_without_closing_punctuation_before_longer_ones() {
        assert_eq!(shape(&[LONG, "先看水再出门", LONG, LONG, "镇长:先把座位留给岛上的人", LONG]), "pHppHp");
        assert_eq!(shape(&["第一行就是小标题", LONG]), "Hp");
        assert_eq!(shape(&[LONG, "上篇", "从一条舢板开始", LONG]), "pHHp");
        assert_eq!(shape(&[LONG, "“右键是哪一键”", LONG, "【背景】潮汐", LONG, "（一）开门", LONG]), "pHpHpHp");
        assert_eq!(shape(&[LONG, "水", "他说是。", LONG]), "pHpp");
    }

    #[test]
    fn in_japanese_korean_and_latin() {
        let ja = "改修を終えた芝居小屋が三日に開場し、四百八十席は満員となった。";
        let ko = "첫 물은 지난 열여덟째 날 아침 둑 높이까지 올라왔다.";
        let en = "The ferry has crossed the same eleven kilometres of water for a hundred years.";
        assert_eq!(shape(&[ja, "奈落に潮が差す", ja, "昔の幕（上）", ja]), "pHpHp");
        assert_eq!(shape(&[ja, "「待ってました」の声は誰が掛ける", ja, "「右鍵是哪一鍵」", ja]), "pHpHp");
        assert_eq!(shape(&[ko, "기계보다 사람이 빠른 까닭", ko]), "pHp");
        assert_eq!(shape(&[en, "A way home first", en]), "pHp");
        assert_eq!(shape(&[ja, "本当か？", ja, "「行くよ。」", ja]), "ppppp");
        assert_eq!(shape(&[ko, "정말일까?", ko, "그렇다.", ko]), "ppppp");
    }

    #[test]
    fn lines_that_only_look_like_headings() {
        // A sentence, one that leads on, the last line, an aside, an address, list items, a row of stars.
        for line in [
            "他没有说话。",
            "他问了三件事：",
            "等等——",
            "（记者 游见山）",
            "https://example.org/a",
            "- 一条",
            "· 茶",
            "＊＊＊",
            "是。也许",
        ] {
            assert_eq!(shape(&[LONG, line, LONG]), "ppp", "{line}");
        }
        assert_eq!(shape(&[LONG, "（完"]), "pp");
        assert_eq!(shape(&[LONG, "没有下文的一行"]), "pp");
        assert_eq!(shape(&["赵", "钱", "孙", "李", LONG]), "ppppp");
        assert_eq!(shape(&["潮来的时候", "他在岸上。", "潮去的时候", "他在船上。"]), "pppp");
        let wide = "字".repeat(33);
        assert_eq!(shape(&[LONG, &wide, LONG]), "ppp");
    }
}
