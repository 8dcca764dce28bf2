//! A formula as text, once: its TeX where the page has it, else `MathML` written in a line.
//!
//! Pages hold a formula in several forms, one for the eye and one or two for programs; the others are passed over.
//! Written in a line, a fraction is `a/b`, a root `√(…)`, and scripts are as in other text.

use super::scripts::Baseline;
use crate::format::{
    html::tree::{HtmlTag, NodeId, Tree},
    markup::{decoded, local_name},
};

/// Limit of the nodes of a formula that is understood; the symbols of a larger one stand in a row.
const MAX_MATH_NODES: NodeId = 4000;

/// Symbols between which no bracket is needed around a fraction.
const OPERATORS: &str = "+-−=<>≤≥≠≈≡±×·÷∗*,;:→⇒∈∼~≪≫∝";

/// A formula as text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Formula {
    pub(super) text: String,
    /// True if it stands on a line of its own.
    pub(super) is_block: bool,
}

/// Reads `<math>` or a script that holds TeX; `None` if there is nothing of it.
pub(super) fn read(tree: &Tree<'_>, id: NodeId) -> Option<Formula> {
    let formula = match tree.node(id).tag {
        HtmlTag::Math => formula(tree, id),
        _ if tree.mentions(id, "math/tex") => script(tree, id),
        _ => return None,
    };
    Some(formula).filter(|formula| !formula.text.is_empty())
}

/// Reads `<math>`.
fn formula(tree: &Tree<'_>, id: NodeId) -> Formula {
    let is_block = tree.attribute(id, "display").is_some_and(|display| display.eq_ignore_ascii_case("block"))
        || tree.attribute(id, "mode").is_some_and(|mode| mode.eq_ignore_ascii_case("display"));
    let text = annotation(tree, id)
        .or_else(|| tree.attribute(id, "alttext").map(|text| tex(&text)))
        .filter(|text| !text.is_empty())
        .unwrap_or_else(|| in_a_line(tree, id));
    Formula { text, is_block }
}

/// Reads a script that holds TeX, as `MathJax` leaves it beside what it draws.
fn script(tree: &Tree<'_>, id: NodeId) -> Formula {
    let kind = tree.attribute(id, "type").unwrap_or_default();
    let texts = (id + 1..tree.node(id).end).map(|id| tree.text(id));
    Formula { text: tex(&texts.collect::<String>()), is_block: kind.contains("mode=display") }
}

/// TeX in one line, without the frame that some programs put around it.
pub(super) fn tex(source: &str) -> String {
    let text = source.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut text = text.trim_matches('$').trim();
    for frame in ["\\(", "\\["] {
        let end = if frame == "\\(" { "\\)" } else { "\\]" };
        text = text.strip_prefix(frame).and_then(|text| text.strip_suffix(end)).unwrap_or(text).trim();
    }
    for style in ["\\displaystyle", "\\textstyle"] {
        let whole = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).map_or(text, str::trim);
        text = whole.strip_prefix(style).unwrap_or(text).trim();
    }
    text.to_owned()
}

/// The TeX that a formula carries beside its `MathML`.
fn annotation(tree: &Tree<'_>, math: NodeId) -> Option<String> {
    let end = tree.node(math).end.min(math + MAX_MATH_NODES);
    let is_tex = |id: &NodeId| {
        tree.node(*id).tag == HtmlTag::Inline
            && local_name(tree.name(*id)).eq_ignore_ascii_case("annotation")
            && tree.attribute(*id, "encoding").is_some_and(|it| it.to_ascii_lowercase().contains("tex"))
    };
    let id = (math + 1..end).find(is_tex)?;
    let texts = (id..tree.node(id).end).filter(|id| tree.node(*id).tag == HtmlTag::Text);
    let text = tex(&texts.map(|id| decoded(tree.text(id), true)).collect::<String>());
    Some(text).filter(|text| !text.is_empty())
}

/// A part of a formula, written.
struct Written {
    id: NodeId,
    text: String,
    /// The element, which decides where brackets are needed.
    form: Form,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// One name, number or sign.
    Atom,
    Operator,
    Fraction,
    /// Several symbols in a row.
    Row,
}

impl Written {
    /// The text, in brackets if it is of several symbols.
    fn as_one(&self) -> String {
        match self.form {
            Form::Atom | Form::Operator => self.text.clone(),
            Form::Fraction | Form::Row => format!("({})", self.text),
        }
    }
}

/// `MathML` in a line. The nodes are taken from the last to the first, so that the parts of an element are written before
/// it is: no function calls itself.
fn in_a_line(tree: &Tree<'_>, math: NodeId) -> String {
    let end = tree.node(math).end;
    if end - math > MAX_MATH_NODES {
        let texts = (math..end).filter(|id| tree.node(*id).tag == HtmlTag::Text);
        let words: Vec<String> = texts.map(|id| decoded(tree.text(id), true).trim().to_owned()).collect();
        return words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    }
    let mut stack: Vec<Written> = Vec::new();
    for id in (math..end).rev().take_while(|id| tree.go_on_after_node(*id)) {
        let node = tree.node(id);
        if node.tag == HtmlTag::Raw {
            continue;
        }
        if node.tag == HtmlTag::Text {
            let text = decoded(tree.text(id), true);
            // Invisible times and function application are no symbols.
            let text: String = text.trim().chars().filter(|c| !('\u{2061}'..='\u{2064}').contains(c)).collect();
            if !text.is_empty() {
                stack.push(Written { id, text, form: Form::Atom });
            }
            continue;
        }
        let from = stack.iter().rposition(|part| part.id >= node.end).map_or(0, |at| at + 1);
        if node.tag.is_skipped() || node.tag.is_replaced() || node.tag == HtmlTag::Noscript {
            stack.truncate(from);
            continue;
        }
        let mut parts = stack.split_off(from);
        parts.reverse();
        let name = local_name(tree.name(id)).to_ascii_lowercase();
        let (text, form) = element(&name, &parts, &|name| tree.attribute(id, name).map(String::from));
        // An element without symbols has its place among the arguments of the one around it.
        if !text.is_empty() {
            stack.push(Written { id, text, form });
        } else if matches!(&*name, "mrow" | "none" | "mi" | "mn") {
            stack.push(Written { id, text, form: Form::Atom });
        }
    }
    stack.pop().map(|all| all.text).unwrap_or_default()
}

/// One element of its parts.
fn element(name: &str, parts: &[Written], attribute: &dyn Fn(&str) -> Option<String>) -> (String, Form) {
    let part = |index: usize| parts.get(index).map(Written::as_one).unwrap_or_default();
    let raised = |index: usize| parts.get(index).map(|part| Baseline::Raised.written(&part.text)).unwrap_or_default();
    let lowered = |index: usize| parts.get(index).map(|part| Baseline::Lowered.written(&part.text)).unwrap_or_default();
    let arguments = match name {
        "mfrac" | "mroot" | "msup" | "mover" | "msub" | "munder" => 2,
        "msubsup" | "munderover" => 3,
        _ => parts.len(),
    };
    if parts.len() != arguments {
        // Ill-formed: nothing of it is left out.
        return (row(parts), Form::Row);
    }
    match name {
        "mo" => (row(parts), Form::Operator),
        "mi" | "mn" | "ms" | "mtext" => (row(parts), Form::Atom),
        "mspace" => (" ".to_owned(), Form::Operator),
        "annotation" | "annotation-xml" | "mphantom" => (String::new(), Form::Atom),
        "mfrac" => (format!("{}/{}", part(0), part(1)), Form::Fraction),
        "msqrt" => (format!("√({})", row(parts)), Form::Atom),
        "mroot" => (format!("{}√({})", raised(1), parts.first().map_or("", |part| &part.text)), Form::Atom),
        "msup" | "mover" => (format!("{}{}", part(0), raised(1)), Form::Atom),
        "msub" | "munder" => (format!("{}{}", part(0), lowered(1)), Form::Atom),
        "msubsup" | "munderover" => (format!("{}{}{}", part(0), lowered(1), raised(2)), Form::Atom),
        "mfenced" => {
            let open = attribute("open").unwrap_or_else(|| "(".to_owned());
            let close = attribute("close").unwrap_or_else(|| ")".to_owned());
            let mark = attribute("separators").and_then(|marks| marks.trim().chars().next()).unwrap_or(',');
            let parts: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
            (format!("{open}{}{close}", parts.join(&mark.to_string())), Form::Atom)
        }
        "mtable" => (joined(parts, "; "), Form::Row),
        "mtr" | "mlabeledtr" => (joined(parts, ", "), Form::Row),
        _ if parts.len() == 1 => (parts[0].text.clone(), parts[0].form),
        _ => (row(parts), Form::Row),
    }
}

fn joined(parts: &[Written], mark: &str) -> String {
    parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(mark)
}

/// Symbols in a row. A fraction beside another symbol stands in brackets, because 1/2h could be read as 1/(2h).
fn row(parts: &[Written]) -> String {
    let mut text = String::new();
    for (index, part) in parts.iter().enumerate() {
        let is_tight = |other: Option<&Written>| {
            other
                .is_some_and(|other| other.form != Form::Operator || !other.text.starts_with(|c| OPERATORS.contains(c)))
        };
        let before = index.checked_sub(1).and_then(|before| parts.get(before));
        if part.form == Form::Fraction && (is_tight(before) || is_tight(parts.get(index + 1))) {
            text.push_str(&part.as_one());
        } else {
            text.push_str(&part.text);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::formula;
    use crate::{
        format::html::tree::{HtmlTag, Tree},
        text::StopCheck,
    };

    fn written(source: &str) -> String {
        let stop = StopCheck::never();
        let tree = Tree::read(source, &stop);
        let id = tree.ids().find(|id| tree.node(*id).tag == HtmlTag::Math).unwrap();
        formula(&tree, id).text
    }

    #[test]
    fn formulas_in_a_line() {
        for (source, expected) in [
            (
                "<math><mi>x</mi><mo>=</mo><mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac></math>",
                "x=a/(b+1)",
            ),
            ("<math><mfrac><mn>1</mn><mn>3</mn></mfrac><mi>k</mi></math>", "(1/3)k"),
            ("<math><msqrt><mi>s</mi><mo>+</mo><mn>2</mn></msqrt></math>", "√(s+2)"),
            ("<math><mroot><mi>s</mi><mn>3</mn></mroot></math>", "³√(s)"),
            ("<math><msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup></math>", "xᵢ²"),
            ("<math><msup><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></msup></math>", "(a+b)²"),
            (
                "<math><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi></math>",
                "∑ᵢ₌₁ⁿi",
            ),
            ("<math><mfenced open='[' close=']'><mi>a</mi><mi>b</mi></mfenced></math>", "[a,b]"),
            (
                "<math><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd><mtd><mn>1</mn></mtd></mtr></mtable></math>",
                "1, 0; 0, 1",
            ),
            (
                "<math><semantics><mi>q</mi><annotation encoding='application/x-tex'>{\\displaystyle q_1}</annotation></semantics></math>",
                "q_1",
            ),
            ("<math alttext='\\frac{a}{b}'><mi>a</mi></math>", "\\frac{a}{b}"),
            ("<math><mspace width='1em'/><mi>a</mi><mphantom><mi>b</mi></mphantom></math>", " a"),
        ] {
            assert_eq!(written(source), expected, "{source}");
        }
    }

    #[test]
    fn a_formula_without_end_is_bounded() {
        let deep = format!("<math>{}<mi>末</mi>", "<msqrt><mfrac>".repeat(300));
        assert!(written(&deep).contains('末'));
        let long = format!("<math>{}</math>", "<mi>x</mi>".repeat(20_000));
        assert_eq!(written(&long).matches('x').count(), 20_000);
    }
}
