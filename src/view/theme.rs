//! The styles of everything that is drawn, chosen to be readable on light and dark grounds; what matters is also shown by
//! weight or reversal, for terminals without colour.
//!
//! Coloured text is of a middle lightness out of the 256: many terminals brighten the eight colours when they are bold,
//! and bright cyan or yellow cannot be read on white. With sixteen colours the nearest of those that can be read on both
//! grounds is taken.

use ratatui::style::{Color, Modifier, Style};

const TEAL: Color = Color::Indexed(30);
const AMBER: Color = Color::Indexed(172);
const LEAF: Color = Color::Indexed(28);

/// Dots under the text, where the terminal has them, else bold. ratatui has no attribute for them, and nothing here blinks,
/// so the painter draws the slow kind of that as dots.
const DOTS: Modifier = Modifier::SLOW_BLINK;
/// A dim slant on a terminal without colours, and nothing on others; the painter makes it of the rapid kind.
const SLANTED_WITHOUT_COLOUR: Modifier = Modifier::RAPID_BLINK;

/// Running text.
pub(super) const TEXT: Style = Style::new();
/// The title of an article.
pub(super) const TITLE: Style = Style::new().add_modifier(Modifier::BOLD);
/// Headings.
pub(super) const HEADING: Style = Style::new().fg(TEAL).add_modifier(Modifier::BOLD);
/// Text about an article: byline, notice, labels.
pub(super) const ASIDE: Style = Style::new().add_modifier(Modifier::DIM);
/// Quotations.
pub(super) const QUOTE: Style = Style::new().add_modifier(Modifier::ITALIC);
/// Preformatted text.
pub(super) const CODE: Style = Style::new().fg(LEAF);
/// A link of the text.
pub(super) const LINK: Style = Style::new().add_modifier(Modifier::UNDERLINED);
/// The mark of a note.
pub(super) const NOTE_MARK: Style =
    Style::new().fg(AMBER).add_modifier(Modifier::UNDERLINED.union(SLANTED_WITHOUT_COLOUR));
/// Strong words.
pub(super) const STRONG: Style = Style::new().add_modifier(Modifier::BOLD);
/// Stressed words of Latin letters.
pub(super) const EMPHASIS: Style = Style::new().add_modifier(Modifier::ITALIC);
/// Stressed words in which there are Han, kana or Hangul (着重号, 圏点, 드러냄표).
pub(super) const DOTTED_EMPHASIS: Style = Style::new().add_modifier(DOTS);
/// Code within a line.
pub(super) const INLINE_CODE: Style = Style::new().fg(LEAF).add_modifier(SLANTED_WITHOUT_COLOUR);
/// Words that the author has taken back.
pub(super) const DELETED: Style = Style::new().add_modifier(Modifier::DIM.union(Modifier::CROSSED_OUT));
/// Words that the author has put in.
pub(super) const INSERTED: Style = Style::new().fg(LEAF).add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED));
/// Words that the author has marked.
pub(super) const HIGHLIGHT: Style =
    Style::new().fg(Color::Black).bg(Color::Indexed(77)).add_modifier(SLANTED_WITHOUT_COLOUR);
/// The reading of a word, behind it.
pub(super) const READING: Style = Style::new().add_modifier(Modifier::DIM);
/// Bars, bullets and rules.
pub(super) const DECORATION: Style = Style::new().fg(TEAL);
/// The mark of the row under the cursor.
pub(super) const CURSOR: Style = Style::new().fg(AMBER).add_modifier(Modifier::BOLD.union(Modifier::REVERSED));
/// The marks of unread and starred articles.
pub(super) const MARK: Style = Style::new().fg(AMBER).add_modifier(Modifier::BOLD);
/// The title of an unread article in the list.
pub(super) const UNREAD: Style = Style::new().add_modifier(Modifier::BOLD);
/// A term of the filter of the list.
pub(super) const CHIP: Style = Style::new().add_modifier(Modifier::REVERSED);
/// The status line.
pub(super) const STATUS: Style = Style::new().add_modifier(Modifier::REVERSED);
/// A picture: light on dark, whatever the colours of the screen.
pub(super) const PICTURE: Style = Style::new().fg(Color::White).bg(Color::Black);
/// The selected word or passage.
pub(super) const SELECTED: Style = Style::new().add_modifier(Modifier::REVERSED);
/// The letters of a link that can be chosen. Not bold: many terminals brighten black to grey then.
pub(super) const HINT: Style = Style::new().fg(Color::Black).bg(Color::Cyan);
/// A character in another form, of a text whose conversion is explained.
pub(super) const FORM: Style = Style::new().fg(TEAL).add_modifier(Modifier::UNDERLINED);
/// Another word.
pub(super) const WORD: Style = Style::new().fg(Color::Magenta).add_modifier(Modifier::REVERSED);
/// The current change.
pub(super) const CURRENT_CHANGE: Style =
    Style::new().fg(AMBER).add_modifier(Modifier::BOLD.union(Modifier::REVERSED).union(Modifier::UNDERLINED));
/// The original beside its conversion.
pub(super) const BESIDE: Style = Style::new().add_modifier(Modifier::DIM);
/// A match.
pub(super) const MATCH: Style = Style::new().fg(Color::Black).bg(Color::Yellow);
/// A match that is another word for what was searched for.
pub(super) const OTHER_MATCH: Style = Style::new().fg(Color::Black).bg(Color::Cyan).add_modifier(Modifier::UNDERLINED);
/// The current match.
pub(super) const CURRENT_MATCH: Style = Style::new().fg(Color::White).bg(Color::Red).add_modifier(Modifier::BOLD);
