//! Checks of the lines of any article, sentence by sentence. The marks are listed here once more, character
//! by character and by hand, so that a mistake in the tables of kinds shows.

use std::sync::LazyLock;

use regex::Regex;
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    article::{Article, Block, BlockKind},
    script::{Language, rendition::Rendition},
    text::{Part, safe::Safe, width, width::Ambiguous},
};

use crate::typeset::{
    KinsokuLevel, Line, PieceContent, Setting,
    breaking::{Grade, Rules, graded_clusters},
    layout::Layout,
};

/// May not begin a line.
pub(super) const NO_START: &str =
    "、，。．：；！？‼⁇⁈⁉」』）》〉】〗〕］｝·・‧〙〟︐︑︒︓︔︕︖︘︶﹀﹂﹐﹑﹒々ゝヽ〻～〜／";
/// May not begin a line unless white space comes before them.
const NO_START_NARROW: &str = ",.:;!?)]}”";
/// May not end a line.
pub(super) const NO_END: &str = "「『（《〈【〖〔［｛〘〝︗︵﹁﹃﹙";
/// May not begin a line at the strict level, besides.
pub(super) const NO_START_STRICT: &str = "ぁっゃァッャヵーㇰ⸺";

/// May hang beyond the measure, in every language but Traditional Chinese; and in Simplified Chinese only.
const HANGING: &str = "、，。．､｡︐︑︒﹐﹑﹒";
const HANGING_IN_SIMPLIFIED: &str = "：；！？︓︔︕︖﹕﹔﹗﹖‼⁇⁈⁉";

/// Numbers with their signs and units, ranges, Latin words, paired dashes and ellipses: what is not to be split.
pub(super) static WHOLE: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let patterns = [
        r"[￥¥＄$£€№＃]?[0-9０-９]+([.．:：/／～–-][0-9０-９]+)*[％%‰℃°′″㎏]?",
        r"[0-9０-９]+[％%℃]?[～–－][￥$]?[0-9０-９]+",
        r"[0-9]+[·—][0-9]+",
        r"[A-Za-z]+(['’][A-Za-z]+)*",
        r"[A-Za-z0-9]+",
        r"——|……|⋯⋯|⸺⸺",
    ];
    patterns.iter().map(|pattern| Regex::new(pattern).unwrap()).collect()
});

/// Han and kana.
static HAN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[\p{Han}\p{Hiragana}\p{Katakana}ー]$").unwrap());

/// Facts of a part before it is set, which do not depend on the measure.
struct Known {
    part: Part,
    language: Language,
    /// True if its text does not run on.
    is_placed: bool,
    /// Offsets at which a line may end.
    breaks: Vec<usize>,
    /// Byte ranges that are not to be split.
    whole: Vec<(usize, usize)>,
}

/// The sentences, for one article at one level and one mode of ambiguous characters.
pub(super) struct Sentences {
    level: KinsokuLevel,
    parts: Vec<Known>,
}

impl Sentences {
    /// Takes note of what does not depend on the measure.
    pub(super) fn of(rendition: &Rendition, article: &Article, setting: &Setting) -> Sentences {
        let known = |part: Part| {
            let shown = rendition.shown(part)?;
            let is_rule = matches!(part, Part::Body(index) if article.blocks[index as usize].kind == BlockKind::Rule);
            let rules = Rules::for_language(shown.language, setting.level, setting.korean);
            let clusters = graded_clusters(&shown.text, &rules, setting.ambiguous);
            let breaks = clusters.iter().skip(1).filter(|cluster| cluster.grade >= Grade::Free);
            let whole = WHOLE.iter().flat_map(|pattern| pattern.find_iter(&shown.text));
            (!is_rule).then(|| Known {
                part,
                language: shown.language,
                is_placed: rendition.block(part).is_some_and(is_placed),
                breaks: breaks.map(|cluster| cluster.start as usize).collect(),
                whole: whole.map(|found| (found.start(), found.end())).collect(),
            })
        };
        Sentences { level: setting.level, parts: rendition.parts().filter_map(known).collect() }
    }

    /// The faults of a layout of that article at that level and mode.
    pub(super) fn faults(&self, layout: &Layout) -> Vec<String> {
        let setting = layout.setting();
        let lines = layout.lines_from(layout.first(), usize::MAX);
        let mut faults = Vec::new();
        for known in &self.parts {
            let text = &layout.rendition().shown(known.part).unwrap().text;
            let mut at = 0;
            if known.is_placed {
                let lines: Vec<&Line> =
                    lines.iter().map(|(_, line)| line).filter(|line| line.part == known.part).collect();
                faults.extend(placed_faults(&lines, text, setting.ambiguous));
            }
            for (_, line) in lines.iter().filter(|(_, line)| line.part == known.part) {
                let mut report = |what: &str| {
                    let shown = text.slice(line.range.clone());
                    faults.push(format!("{what} at {} {:?}: {shown:?}", setting.measure, setting.level));
                };
                if !fits(line, text, setting, known.language) {
                    report("wider than the measure");
                }
                drawn(line, text, setting.ambiguous).into_iter().for_each(&mut report);
                if !holds_text(line) || known.is_placed {
                    continue;
                }
                if line.range.start != at {
                    report("characters lost or repeated");
                }
                at = line.range.end;
                let left_out = [&text[line.range.start..line.ink.start], &text[line.ink.end..line.range.end]].concat();
                if left_out.chars().any(|c| !c.is_whitespace() && width::char_cells(c, setting.ambiguous) > 0) {
                    report("characters not drawn");
                }
                if at < text.len() && !text[..at].ends_with('\n') {
                    self.edge(known, line, text).into_iter().for_each(&mut report);
                }
            }
            if at != text.len() && !known.is_placed {
                faults.push(format!("the end is lost at {}", setting.measure));
            }
        }
        faults
    }

    /// The faults of the end of a line and the start of the next, if another place to end it exists.
    fn edge(&self, known: &Known, line: &Line, text: &Safe) -> Option<&'static str> {
        let end = line.range.end;
        let first = text[line.ink.start..].graphemes(true).next().map_or(0, str::len);
        let other = known.breaks.iter().any(|at| line.ink.start + first <= *at && *at < end);
        if !other {
            return None;
        }
        let (before, after) = (text[..end].chars().next_back()?, text[end..].chars().next()?);
        if known.whole.iter().any(|(from, to)| *from < end && end < *to) {
            return Some("split");
        }
        if self.level == KinsokuLevel::None {
            return None;
        }
        let japanese_slash = known.language == Language::Japanese && after == '／';
        let strict = self.level == KinsokuLevel::Strict;
        if (NO_START.contains(after) && !japanese_slash)
            || (NO_START_NARROW.contains(after) && !before.is_whitespace())
            || (strict && (NO_START_STRICT.contains(after) || text[end..].starts_with("——")))
        {
            return Some("begins with a prohibited mark");
        }
        NO_END.contains(before).then_some("ends with a prohibited mark")
    }
}

fn holds_text(line: &Line) -> bool {
    line.role.holds_text()
}

/// The faults of the lines of a table, a figure or media: the text that is drawn on them is all of the part's but white
/// space, and the lines of a row begin in order.
fn placed_faults(lines: &[&Line], text: &Safe, ambiguous: Ambiguous) -> Vec<String> {
    let mut faults = Vec::new();
    let mut drawn = vec![false; text.len()];
    let (mut start, mut end) = (0, 0);
    for line in lines.iter().filter(|line| holds_text(line)) {
        if line.range.start < start || line.range.start > end {
            faults.push(format!("a line begins at {} behind {start}, before {end}", line.range.start));
        }
        (start, end) = (line.range.start, end.max(line.range.end));
        for (_, range) in line.text_pieces(text, line.ink.clone(), ambiguous) {
            if !text.is_char_boundary(range.start) || !text.is_char_boundary(range.end) {
                faults.push("a character is split".to_owned());
            }
            drawn[range].fill(true);
        }
    }
    if end != text.len() {
        faults.push("the end is lost".to_owned());
    }
    for (at, c) in text.char_indices() {
        if !drawn[at] && !c.is_whitespace() && width::char_cells(c, ambiguous) > 0 {
            faults.push(format!("{c:?} at {at} is not drawn"));
        }
    }
    faults
}

fn is_placed(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Table { .. } | BlockKind::Figure { .. } | BlockKind::Media { .. })
}

/// True if a line is no wider than the measure. One mark may hang by two cells; one cluster may be wider than all.
fn fits(line: &Line, text: &Safe, setting: &Setting, language: Language) -> bool {
    let ink = text.slice(line.ink.clone());
    let last = ink.graphemes(true).next_back().and_then(|cluster| cluster.chars().next());
    let hanging = match language {
        Language::ChineseTraditional | Language::ChineseTaiwan | Language::ChineseHongkong => ["", ""],
        Language::ChineseSimplified => [HANGING, HANGING_IN_SIMPLIFIED],
        _ => [HANGING, ""],
    };
    let hangs =
        setting.hang && holds_text(line) && last.is_some_and(|last| hanging.iter().any(|marks| marks.contains(last)));
    let most = setting.measure + if hangs { 2 } else { 0 };
    let visible = |cluster: &&str| width::cells(cluster, setting.ambiguous) > 0;
    if line.role.is_placed() {
        let clusters = line.placed.iter().map(|piece| match &piece.content {
            PieceContent::Text(range) => text.slice(range.clone()).graphemes(true).filter(visible).count(),
            PieceContent::Decoration(decoration) if decoration.as_str() == "│" || decoration.as_str() == "|" => 0,
            PieceContent::Decoration(decoration) => decoration.graphemes(true).filter(visible).count(),
            PieceContent::Label(_) => 0,
        });
        return line.indent + line.cells <= setting.measure || clusters.sum::<usize>() == 1;
    }
    line.indent + line.cells <= most || (holds_text(line) && ink.graphemes(true).filter(visible).count() == 1)
}

/// The faults of the cells of a line: they hold its ink in order, whole clusters side by side, with a free cell
/// only between Han and Latin or digits, and nothing stands on anything else.
fn drawn(line: &Line, text: &Safe, ambiguous: Ambiguous) -> Vec<&'static str> {
    let mut faults = Vec::new();
    let (mut x, mut at) = (0, line.ink.start);
    let is_placed = line.role.is_placed();
    for piece in line.pieces(text, ambiguous) {
        if piece.x < x {
            faults.push("drawn over another");
        }
        let cells = match &piece.content {
            PieceContent::Decoration(decoration) => width::cells(decoration, ambiguous),
            PieceContent::Label(label) => width::cells(label, ambiguous),
            PieceContent::Text(range) if is_placed => width::cells(text.slice(range.clone()), ambiguous),
            PieceContent::Text(range) => {
                if range.start != at {
                    faults.push("ink lost");
                }
                let first = if at == line.ink.start { line.indent } else { x + 1 };
                if piece.x != first {
                    faults.push("out of its place");
                }
                if at > line.ink.start && !between_scripts(&text[..at], &text[at..]) {
                    faults.push("a free cell where none is to be");
                }
                at = range.end;
                width::cells(text.slice(range.clone()), ambiguous)
            }
        };
        x = piece.x + cells as u16;
    }
    if is_placed {
        if x > line.indent + line.cells {
            faults.push("cells miscounted");
        }
        return faults;
    }
    if at != line.ink.end {
        faults.push("ink not drawn");
    }
    if !line.ink.is_empty() && x != line.indent + line.cells {
        faults.push("cells miscounted");
    }
    faults
}

fn between_scripts(before: &str, after: &str) -> bool {
    let last = before.graphemes(true).next_back().and_then(|cluster| cluster.chars().next());
    let han = |c: char| HAN.is_match(c.encode_utf8(&mut [0; 4])) || c >= '\u{20000}';
    let narrow = |c: char| c.is_alphanumeric() && width::char_cells(c, Ambiguous::Narrow) == 1;
    last.zip(after.chars().next())
        .is_some_and(|(left, right)| (han(left) && narrow(right)) || (narrow(left) && han(right)))
}
