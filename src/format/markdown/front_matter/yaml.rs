//! The YAML of heads: one field a line, quoted or plain, lists, folded and literal texts, and names in nested fields.
//!
//! It is no YAML parser, and a head it cannot read is text.

use super::Fields;

/// Limit of the characters of a key.
const MAX_KEY_CHARS: usize = 40;

/// Fields whose nested fields are fields of the article.
pub(super) const GROUPS: [&str; 3] = ["taxonomies", "extra", "params"];

/// The form of the value that indented lines go on with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A value on the line of its key.
    Plain,
    /// No value on the line of its key: a list, nested fields or a text follows.
    Empty,
    /// `|`: line ends are kept.
    Literal,
    /// `>`: line ends are spaces.
    Folded,
}

/// Reads fields; none if a line is neither a field nor belongs to one, or if there is no field.
pub(super) fn parse(head: &str) -> Option<Fields> {
    let mut reader = Reader { fields: Fields::new(), nested: Fields::new(), form: Form::Plain };
    let mut lines = head.lines();
    while let Some(line) = lines.next() {
        let bare = line.trim();
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        let is_indented = line.starts_with([' ', '\t', '\u{3000}']);
        let is_text = is_indented && matches!(reader.form, Form::Literal | Form::Folded);
        match bare.strip_prefix("- ").or((bare == "-").then_some("")).filter(|_| !is_text) {
            Some(item) => reader.item(item)?,
            None if is_indented => reader.indented(bare)?,
            None => reader.field(line, &mut lines)?,
        }
    }
    reader.fields.append(&mut reader.nested);
    Some(reader.fields).filter(|fields| !fields.is_empty())
}

/// The fields so far. Nested ones come last, so that the last field is that of the line.
struct Reader {
    fields: Fields,
    nested: Fields,
    form: Form,
}

impl Reader {
    /// Adds an item of a list; of one with fields the name counts.
    fn item(&mut self, item: &str) -> Option<()> {
        let values = &mut self.fields.last_mut()?.1;
        match nested_field(item) {
            Some(("name", value)) => values.push(scalar(value)),
            Some(_) => {}
            None => values.extend(self::values(item)),
        }
        Some(())
    }

    /// Adds an indented line, which belongs to the field above.
    fn indented(&mut self, bare: &str) -> Option<()> {
        let (key, values) = self.fields.last_mut()?;
        if self.form == Form::Empty
            && let Some((inner, value)) = nested_field(bare)
        {
            match inner {
                "name" => values.push(scalar(value)),
                inner if GROUPS.contains(&key.as_str()) => self.nested.push((inner.to_owned(), self::values(value))),
                _ => {}
            }
            return Some(());
        }
        match values.last_mut() {
            Some(value) => {
                value.push(if self.form == Form::Literal { '\n' } else { ' ' });
                value.push_str(bare);
            }
            None if matches!(self.form, Form::Literal | Form::Folded) => values.push(bare.to_owned()),
            None => values.push(scalar(bare)),
        }
        Some(())
    }

    /// Adds a field. A list in brackets may go on in the next lines.
    fn field<'t>(&mut self, line: &str, lines: &mut impl Iterator<Item = &'t str>) -> Option<()> {
        let (key, value) = line.split_once(':').or_else(|| line.split_once('：'))?;
        if key.chars().count() > MAX_KEY_CHARS || key.trim().is_empty() {
            return None;
        }
        let mut value = value.trim().to_owned();
        while value.starts_with('[') && !value.ends_with(']') {
            value.push(' ');
            value.push_str(lines.next()?.trim());
        }
        self.form = match value.as_str() {
            "" => Form::Empty,
            "|" | "|-" | "|+" => Form::Literal,
            ">" | ">-" | ">+" => Form::Folded,
            _ => Form::Plain,
        };
        let values = if self.form == Form::Plain { values(&value) } else { Vec::new() };
        self.fields.push((key.trim().trim_matches(['"', '\'']).to_owned(), values));
        Some(())
    }
}

/// A field within a value: a key of Latin letters and its value.
fn nested_field(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once(':')?;
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    (is_key && (value.is_empty() || value.starts_with(' '))).then(|| (key, value.trim()))
}

/// The values on one line: several in brackets.
fn values(text: &str) -> Vec<String> {
    let Some(list) = text.strip_prefix('[').and_then(|list| list.strip_suffix(']')) else {
        return vec![scalar(text)];
    };
    let mut values = Vec::new();
    let (mut from, mut quote) = (0, None);
    for (at, c) in list.char_indices() {
        match (c, quote) {
            ('"' | '\'', None) if list[from..at].trim().is_empty() => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (',' | '，', None) => {
                values.push(scalar(&list[from..at]));
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    values.push(scalar(&list[from..]));
    values.retain(|value| !value.is_empty());
    values
}

/// A value without the quotes around it, or the comment after it.
fn scalar(text: &str) -> String {
    let text = text.trim();
    if let Some(inside) = quoted(text, '"') {
        let mut out = String::new();
        let mut chars = inside.chars();
        while let Some(c) = chars.next() {
            match (c, c == '\\') {
                (_, true) => match chars.next() {
                    Some('n') => out.push('\n'),
                    Some('t') => out.push('\t'),
                    Some(other) => out.push(other),
                    None => out.push('\\'),
                },
                (c, false) => out.push(c),
            }
        }
        return out;
    }
    if let Some(inside) = quoted(text, '\'') {
        return inside.replace("''", "'");
    }
    text.split(" #").next().unwrap_or_default().trim_end().to_owned()
}

fn quoted(text: &str, mark: char) -> Option<&str> {
    text.strip_prefix(mark)?.strip_suffix(mark)
}
