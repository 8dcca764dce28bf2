//! Inline elements over the text of a unit: the marks they open, the characters they add, and what is closed with them.

use memchr::memmem;

use super::{
    line::UnitLine,
    notes::Notes,
    ruby::RubyBases,
    scripts::{Baseline, Writing, writing},
    unit::MarkKind,
};
use crate::{
    article::SpanKind,
    format::html::tree::{HtmlTag, NodeId, Tree},
};

/// Limit of a reading, in bytes; a longer one is text in brackets.
const MAX_READING_BYTES: usize = 400;

/// Limit of the content of a script that is looked at, in bytes.
const MAX_SCRIPT_BYTES: usize = 240;

/// Properties of a page that decide how its inline elements are read.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // Each is found by itself.
struct InlineRules {
    /// Formulas are set by `KaTeX`.
    has_katex: bool,
    /// Formulas are set by `MathJax`.
    has_mathjax: bool,
    /// Formulas stand as TeX in scripts.
    has_tex_scripts: bool,
    /// Quotations are marked as in Japan and Taiwan.
    has_corner_marks: bool,
}

/// The parts of the text that an element opened.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct InlineEffect {
    marks: u8,
    /// Characters that stand after its content.
    after: &'static str,
    /// True if its characters are written in forms of their own.
    is_mapped: bool,
    /// True if it is an anchor that names a place and leads nowhere.
    pub(super) is_anchor: bool,
}

/// The line that is being read, and the inline elements over it.
#[derive(Debug, Default)]
pub(super) struct Inline {
    pub(super) line: UnitLine,
    rules: InlineRules,
    /// Superscripts and subscripts whose characters are written in forms of their own.
    scripts: Vec<Baseline>,
    ruby: RubyBases,
    /// Open `<ruby>`, `<sup>` and `<q>`.
    rubies: u16,
    raised: u16,
    quotes: u16,
}

impl Inline {
    pub(super) fn new(tree: &Tree<'_>) -> Inline {
        let has = |word: &str| memmem::find(tree.source.as_bytes(), word.as_bytes()).is_some();
        let language = tree.ids().take(40).find(|id| tree.node(*id).tag == HtmlTag::Html);
        let language = language.and_then(|id| tree.attribute(id, "lang")).unwrap_or_default().to_ascii_lowercase();
        let corners = ["ja", "zh-tw", "zh-hk", "zh-hant", "zh-mo"];
        let rules = InlineRules {
            has_katex: has("katex"),
            has_mathjax: has("MathJax") || has("mjx-"),
            has_tex_scripts: has("math/tex"),
            has_corner_marks: corners.iter().any(|tag| language.starts_with(tag)),
        };
        Inline { rules, ..Inline::default() }
    }

    /// The text in the forms of the script around it, if it is in one.
    pub(super) fn mapped(&self, text: &str) -> Option<String> {
        self.scripts.last().map(|script| script.mapped(text))
    }

    /// True if an element draws a formula that stands beside it as text.
    pub(super) fn is_formula_for_the_eye(&self, tree: &Tree<'_>, id: NodeId, tag: HtmlTag) -> bool {
        if !(self.rules.has_katex || self.rules.has_mathjax) || !matches!(tag, HtmlTag::Inline | HtmlTag::Block) {
            return false;
        }
        let is_drawn = |class: &str| {
            class == "katex-html"
                || class == "MathJax_Preview"
                || self.rules.has_tex_scripts && class.starts_with("MathJax")
        };
        (tree.mentions(id, "katex-html") || tree.mentions(id, "MathJax")) && tree.has_class(id, is_drawn)
    }

    /// True if a formula stands on a line of its own by what is around it.
    pub(super) fn is_display(&self, tree: &Tree<'_>, id: NodeId) -> bool {
        let around = std::iter::successors(Some(id), |id| Some(tree.node(*id).parent)).skip(1).take(4);
        self.rules.has_katex && around.into_iter().any(|id| tree.mentions(id, "katex-display"))
    }

    /// Opens an inline element. In code only links and what has changed are marked.
    pub(super) fn enter(
        &mut self,
        tree: &Tree<'_>,
        notes: &Notes,
        id: NodeId,
        tag: HtmlTag,
        in_code: bool,
    ) -> InlineEffect {
        let mut effect = InlineEffect::default();
        match tag {
            HtmlTag::A => self.enter_link(tree, notes, id, &mut effect),
            HtmlTag::Ruby => {
                if self.rubies == 0 {
                    self.ruby.begin(self.line.len());
                }
                self.rubies += 1;
            }
            HtmlTag::Rb => self.ruby.end_base(self.line.as_str()),
            HtmlTag::Rt | HtmlTag::Rtc if self.rubies == 0 || tag == HtmlTag::Rt => {
                self.line.text.push_joined("（");
                effect.after = "）";
            }
            HtmlTag::Sup | HtmlTag::Sub => self.enter_script(tree, notes, id, tag, &mut effect),
            HtmlTag::Q => {
                self.quotes += 1;
                let (before, after) = self.quotation_marks(tree, id);
                effect.marks += u8::from(self.line.open(MarkKind::Span(SpanKind::Quote)));
                if !before.is_empty() {
                    self.line.text.push_joined(before);
                }
                effect.after = after;
            }
            _ => {
                for kind in kinds(tree, id, tag, in_code).into_iter().flatten() {
                    effect.marks += u8::from(self.line.open(MarkKind::Span(kind)));
                }
            }
        }
        effect
    }

    fn enter_link(&mut self, tree: &Tree<'_>, notes: &Notes, id: NodeId, effect: &mut InlineEffect) {
        if let Some(note) = notes.mark(id) {
            effect.marks += u8::from(self.line.open(MarkKind::Note(note)));
            // A bare number must not run into one before it.
            let words = tree.short_text(id, MAX_SCRIPT_BYTES).unwrap_or_default();
            let is_number = !words.is_empty() && words.chars().all(|c| c.is_ascii_digit());
            if self.raised == 0 && is_number && !holds(tree, id, HtmlTag::Sup) {
                self.scripts.push(Baseline::Raised);
                effect.is_mapped = true;
            }
        } else if tree.mentions(id, "href") || tree.mentions(id, "HREF") {
            effect.marks += u8::from(self.line.open(MarkKind::Link(id)));
        } else {
            effect.is_anchor =
                !tree.text(id).trim().is_empty() && (tree.mentions(id, "id") || tree.mentions(id, "name"));
        }
    }

    fn enter_script(&mut self, tree: &Tree<'_>, notes: &Notes, id: NodeId, tag: HtmlTag, effect: &mut InlineEffect) {
        let script = if tag == HtmlTag::Sup { Baseline::Raised } else { Baseline::Lowered };
        self.raised += u16::from(tag == HtmlTag::Sup);
        let content = tree.short_text(id, MAX_SCRIPT_BYTES);
        let is_note = (id + 1..tree.node(id).end.min(id + 8)).any(|id| notes.mark(id).is_some());
        // A script on a script has no characters of its own.
        let is_script = |id: NodeId| matches!(tree.node(id).tag, HtmlTag::Sup | HtmlTag::Sub);
        let is_nested = content.is_some() && (id + 1..tree.node(id).end).any(is_script);
        let writing = match writing(content.as_deref(), script) {
            Writing::Mapped(script) if is_nested => Writing::Bracketed(script),
            writing => writing,
        };
        match writing {
            Writing::Mapped(script) if self.scripts.is_empty() => {
                self.scripts.push(script);
                effect.is_mapped = true;
            }
            Writing::Bracketed(script) if !is_note => {
                self.line.text.push_joined(script.mark());
                effect.after = ")";
            }
            _ => {}
        }
    }

    /// The marks around a quotation; none if it has them already.
    fn quotation_marks(&self, tree: &Tree<'_>, id: NodeId) -> (&'static str, &'static str) {
        let mut texts = (id + 1..tree.node(id).end.min(id + 4)).filter(|id| tree.node(*id).tag == HtmlTag::Text);
        let first = texts.find_map(|id| tree.text(id).trim_start().chars().next());
        if first.is_some_and(|c| "“‘「『\"'«‹„".contains(c)) {
            return ("", "");
        }
        match (self.rules.has_corner_marks, self.quotes % 2 == 1) {
            (true, true) => ("「", "」"),
            (true, false) => ("『", "』"),
            (false, true) => ("“", "”"),
            (false, false) => ("‘", "’"),
        }
    }

    /// Reads a reading over its base; false if it has none and is to be read as text.
    pub(super) fn reading(&mut self, tree: &Tree<'_>, id: NodeId, tag: HtmlTag) -> bool {
        if self.rubies == 0 {
            return false;
        }
        self.ruby.end_base(self.line.as_str());
        if tag == HtmlTag::Rtc {
            let readings = (id + 1..tree.node(id).end).filter(|id| tree.node(*id).tag == HtmlTag::Rt).take(2).count();
            self.ruby.begin_row(readings);
            if readings > 0 {
                return false;
            }
        }
        let Some(reading) = tree.short_text(id, MAX_READING_BYTES) else { return false };
        if reading.is_empty() {
            return true;
        }
        let Some(base) = self.ruby.take() else { return false };
        self.line.add_reading(base, reading);
        true
    }

    /// Closes an inline element.
    pub(super) fn close(&mut self, tag: HtmlTag, effect: InlineEffect) {
        if effect.is_mapped {
            self.scripts.pop();
        }
        if !effect.after.is_empty() {
            self.line.text.push_joined(effect.after);
        }
        for _ in 0..effect.marks {
            self.line.close();
        }
        match tag {
            HtmlTag::Ruby => self.rubies -= 1,
            HtmlTag::Rb => self.ruby.end_base(self.line.as_str()),
            HtmlTag::Rt => self.ruby.skip(self.line.len()),
            HtmlTag::Sup => self.raised -= 1,
            HtmlTag::Q => self.quotes -= 1,
            _ => {}
        }
    }

    /// Begins the bases of a ruby anew that goes on in another unit.
    pub(super) fn begin_unit(&mut self) {
        if self.rubies > 0 {
            self.ruby.begin(0);
        }
    }
}

/// True if one of the first nodes of an element is of a kind.
fn holds(tree: &Tree<'_>, id: NodeId, tag: HtmlTag) -> bool {
    (id + 1..tree.node(id).end.min(id + 4)).any(|id| tree.node(id).tag == tag)
}

/// The spans of an element, by its name or its style.
fn kinds(tree: &Tree<'_>, id: NodeId, tag: HtmlTag, in_code: bool) -> [Option<SpanKind>; 3] {
    let kind = match tag {
        HtmlTag::Del => Some(SpanKind::Deleted),
        HtmlTag::Ins => Some(SpanKind::Inserted),
        HtmlTag::Mark => Some(SpanKind::Highlight),
        _ if in_code => None,
        HtmlTag::B => Some(SpanKind::Strong),
        HtmlTag::I => Some(SpanKind::Emphasis),
        HtmlTag::Code => Some(SpanKind::Code),
        HtmlTag::Inline if tree.mentions(id, "style") => return styled(tree, id),
        _ => None,
    };
    [kind, None, None]
}

fn styled(tree: &Tree<'_>, id: NodeId) -> [Option<SpanKind>; 3] {
    let Some(style) = tree.attribute(id, "style") else { return [None, None, None] };
    let style: String = style.chars().filter(|c| !c.is_whitespace()).take(400).collect::<String>().to_ascii_lowercase();
    let weights = ["font-weight:bold", "font-weight:600", "font-weight:700", "font-weight:800", "font-weight:900"];
    let is_struck =
        style.contains("text-decoration:line-through") || style.contains("text-decoration-line:line-through");
    [
        weights.iter().any(|weight| style.contains(weight)).then_some(SpanKind::Strong),
        style.contains("font-style:italic").then_some(SpanKind::Emphasis),
        is_struck.then_some(SpanKind::Deleted),
    ]
}

/// The kind of a box by its class, where an older editor has no element for it.
pub(super) fn by_class(tree: &Tree<'_>, id: NodeId, tag: HtmlTag) -> HtmlTag {
    let is_box = matches!(tag, HtmlTag::Block | HtmlTag::P | HtmlTag::Dl | HtmlTag::Dd);
    if !is_box || !tree.mentions(id, "caption") {
        return tag;
    }
    if tree.has_class(id, |class| matches!(class, "wp-caption-text" | "wp-caption-dd" | "gallery-caption")) {
        HtmlTag::Figcaption
    } else if tree.has_class(id, |class| class == "wp-caption") {
        HtmlTag::Figure
    } else {
        tag
    }
}
