//! The terminal's capabilities: guessed from its name and the user's settings, which come in as values, then refined by
//! what it answers.
//!
//! Nothing in here asks, waits or writes. A guess is on the careful side: a capability not known of costs bytes, one
//! wrongly believed in costs the screen.

pub(crate) use super::colour::Depth;
use super::{colour::LookSupport, graphics::Graphics, probe::Findings, width::KnownWidths};
use crate::text::width::Ambiguous;

/// Ways of scrolling part of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scroll {
    /// None is known.
    None,
    /// A line feed or reverse index at the edge of a region (DECSTBM, as the VT100 does).
    Edge,
    /// SU and SD as well (ECMA-48 8.3.147, 8.3.113).
    #[default]
    Lines,
}

/// The capabilities of a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // Each is a capability of its own; any may come with any other.
pub struct Capability {
    /// Colours.
    pub depth: Depth,
    /// Synchronized output: mode 2026 (<https://github.com/contour-terminal/vt-extensions>).
    pub sync: bool,
    /// Scrolling of a band of rows.
    pub scroll: Scroll,
    /// REP repeats the character before it (ECMA-48 8.3.103).
    pub repeat: bool,
    /// CHA and VPA set the column and the row alone (ECMA-48 8.3.9, 8.3.158), which a VT100 cannot.
    pub one_axis: bool,
    /// ECH erases some cells (ECMA-48 8.3.38).
    pub erase_cells: bool,
    /// Erasing fills with the current background colour.
    pub erase_in_colour: bool,
    /// One attribute can be switched off alone (SGR 22 to 29), which a VT100 cannot.
    pub attributes_off: bool,
    /// Text can be struck through (SGR 9).
    pub crossed_out: bool,
    /// Text can be underlined with dots (SGR 4:4, as kitty writes it).
    pub dots: bool,
    /// An alternate screen, which brings back the screen from before.
    pub alternate: bool,
    /// Questions about the terminal are answered and not printed.
    pub answers: bool,
    /// Width of characters of ambiguous width.
    pub ambiguous: Ambiguous,
    /// `ambiguous` was measured on this terminal, so that those characters need no care.
    pub measured: bool,
    /// Pictographs and Han of the supplementary planes were measured to take two cells.
    pub pictographs: bool,
    /// Cells can carry a link (OSC 8).
    pub links: bool,
    /// The terminal is tmux, with another terminal outside.
    pub in_tmux: bool,
    /// Pictures of pixels.
    pub graphics: Graphics,
}

impl Default for Capability {
    /// A terminal of which only a name is known that says nothing.
    fn default() -> Capability {
        Capability {
            depth: Depth::Ansi16,
            sync: false,
            scroll: Scroll::Edge,
            repeat: false,
            one_axis: true,
            erase_cells: true,
            erase_in_colour: false,
            attributes_off: true,
            crossed_out: true,
            dots: false,
            alternate: true,
            answers: true,
            ambiguous: Ambiguous::Narrow,
            measured: false,
            pictographs: false,
            links: false,
            in_tmux: false,
            graphics: Graphics::default(),
        }
    }
}

/// The settings that say what the terminal is: the values of the environment variables of the same names.
#[derive(Clone, Copy, Debug, Default)]
#[allow(missing_docs)] // The names say it.
pub struct TerminalEnvironment<'a> {
    pub term: Option<&'a str>,
    pub tmux: Option<&'a str>,
    pub colorterm: Option<&'a str>,
    pub no_color: Option<&'a str>,
    pub lc_all: Option<&'a str>,
    pub lc_ctype: Option<&'a str>,
    pub lang: Option<&'a str>,
}

/// Reasons why a terminal cannot show a newspaper.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// No text can be placed on its screen.
    #[error(
        "TERM={0:?} names no terminal that can place text on the screen; run kanbao in a real terminal, or read with \
         `kanbao list` and `kanbao show`"
    )]
    Dumb(String),
    /// A terminal that does not speak ANSI.
    #[error(
        "TERM={0:?} is a terminal that does not speak ANSI, which kanbao needs; read with `kanbao list` and `kanbao show`"
    )]
    Foreign(String),
    /// Its user's locale is not in UTF-8.
    #[error(
        "the locale {0:?} is not in UTF-8, which kanbao writes; set the terminal to UTF-8 and run `LC_ALL=C.UTF-8 kanbao`"
    )]
    Charset(String),
}

/// Names of terminals that have nothing of ANSI, by their beginnings.
const FOREIGN: &[&str] = &[
    "adm",
    "ampex",
    "dg2",
    "dm",
    "h19",
    "hp",
    "hz",
    "ibm31",
    "regent",
    "tek",
    "tvi",
    "vi50",
    "viewpoint",
    "vt52",
    "wy",
    "3270",
];
/// Names of terminals on which no text can be placed.
const DUMB: &[&str] = &["", "dumb", "unknown", "dialup", "network", "lpr", "printer", "glasstty", "switch"];
/// Terminals that repeat, erase in colour and update at once; beginnings of names in TERM.
const MODERN: &[&str] =
    &["foot", "xterm-kitty", "kitty", "xterm-ghostty", "ghostty", "wezterm", "contour", "alacritty"];
/// The same by what they answer to XTVERSION, in lower case.
const MODERN_VERSIONS: &[&str] = &["foot(", "kitty(", "ghostty", "wezterm", "contour", "tmux 3.", "tmux next"];

impl Capability {
    /// The capabilities to expect of a terminal in an environment.
    ///
    /// # Errors
    /// When no newspaper can be shown on it.
    pub fn from_environment(environment: &TerminalEnvironment) -> Result<Capability, Unusable> {
        let term = environment.term.unwrap_or_default();
        if DUMB.contains(&term) {
            return Err(Unusable::Dumb(term.to_owned()));
        }
        let named = |names: &[&str]| names.iter().any(|name| term.starts_with(name));
        if named(FOREIGN) {
            return Err(Unusable::Foreign(term.to_owned()));
        }
        if let Some(locale) = other_charset(environment) {
            return Err(Unusable::Charset(locale.to_owned()));
        }
        let mut able = by_name(term);
        if named(MODERN) {
            able =
                Capability { depth: Depth::True, sync: true, repeat: true, erase_in_colour: true, dots: true, ..able };
            able.scroll = Scroll::Lines;
        }
        able.depth = depth(environment, term, able.depth);
        able.in_tmux = term.starts_with("tmux") || environment.tmux.is_some_and(|socket| !socket.is_empty());
        // A terminal that does not know the string skips it, but for those that would print it.
        able.links = able.answers && able.alternate && (able.in_tmux || !term.starts_with("screen"));
        Ok(able)
    }

    /// Takes account of what the terminal answered. `wish` is the width of ambiguous characters that its user asked
    /// for; without one the terminal's own counts, and narrow where it did not answer. Returns true if anything changed.
    pub fn learn(&mut self, found: &Findings, wish: Option<Ambiguous>) -> bool {
        let before = self.clone();
        if let Some(state) = found.synchronized {
            // Set, reset or always set; 0 is unknown and 4 never.
            self.sync = matches!(state, 1..=3);
        }
        if let Some(name) = &found.version {
            let name = name.to_ascii_lowercase();
            let modern = MODERN_VERSIONS.iter().any(|known| name.starts_with(known));
            // What tmux makes of dots is up to the terminal outside, which is not known.
            self.dots |= modern && !name.starts_with("tmux");
            if modern || name.starts_with("xterm(") {
                (self.repeat, self.erase_in_colour, self.erase_cells) = (true, true, true);
                self.scroll = Scroll::Lines;
                // All of them have 256, also an xterm that calls itself just that. Whoever wants none keeps none.
                if self.depth == Depth::Ansi16 {
                    self.depth = Depth::Indexed256;
                }
            }
        }
        self.ambiguous = wish.or(found.ambiguous).unwrap_or_default();
        self.measured = found.ambiguous == Some(self.ambiguous);
        self.pictographs = found.pictographs == Some(true);
        self.graphics = Graphics::from_findings(found);
        *self != before
    }

    /// True if the terminal may be asked for kitty's graphics: it skips control strings that it does not know. tmux and
    /// GNU screen take this one for a title.
    #[must_use]
    pub fn may_be_asked_for_graphics(&self) -> bool {
        self.links && !self.in_tmux
    }

    /// The colours and attributes that it shows.
    pub(super) fn look_support(&self) -> LookSupport {
        LookSupport { depth: self.depth, dots: self.dots && !self.in_tmux, crossed_out: self.crossed_out }
    }

    /// The widths that are not in dispute on this terminal.
    pub(super) fn known_widths(&self) -> KnownWidths {
        KnownWidths { ambiguous: self.measured.then_some(self.ambiguous), pictographs: self.pictographs }
    }
}

/// The capabilities of terminals of a name, but for the colours that other variables name.
fn by_name(term: &str) -> Capability {
    let base = Capability::default();
    let family = term.split(['-', '.']).next().unwrap_or_default();
    match family {
        "xterm" | "tmux" | "konsole" | "putty" | "vte" | "gnome" | "mlterm" | "st" | "stterm" | "iterm2" | "mintty"
        | "rxvt" | "Eterm" => Capability { scroll: Scroll::Lines, erase_in_colour: true, ..base },
        // GNU screen, or tmux by its old name; screen knows no ECH and writes what it does not know.
        "screen" => Capability { scroll: Scroll::Lines, erase_cells: false, ..base },
        "linux" | "fbterm" => {
            Capability { erase_in_colour: true, crossed_out: false, alternate: false, answers: false, ..base }
        }
        "ansi" | "pcansi" | "cons25" | "sun" | "qansi" | "scoansi" => Capability {
            scroll: Scroll::None,
            attributes_off: false,
            one_axis: false,
            erase_cells: false,
            crossed_out: false,
            alternate: false,
            answers: false,
            ..base
        },
        _ if family.strip_prefix("vt").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) => {
            Capability {
                depth: Depth::Mono,
                attributes_off: !family.starts_with("vt1"),
                one_axis: false,
                erase_cells: false,
                crossed_out: false,
                alternate: false,
                answers: false,
                ..base
            }
        }
        _ => base,
    }
}

/// <https://no-color.org>, then what the name and COLORTERM say. GNU screen before 5 garbles true colours, whatever
/// COLORTERM says of the terminal outside it.
fn depth(environment: &TerminalEnvironment, term: &str, known: Depth) -> Depth {
    let truecolor = matches!(environment.colorterm, Some("truecolor" | "24bit")) || term.ends_with("-direct");
    if environment.no_color.is_some_and(|value| !value.is_empty()) || term.ends_with("-mono") || term.ends_with("-m") {
        Depth::Mono
    } else if known == Depth::Mono {
        known
    } else if truecolor && !term.starts_with("screen") {
        Depth::True
    } else if term.contains("256") || truecolor {
        known.max(Depth::Indexed256)
    } else {
        known
    }
}

/// The locale, if it names a character set that is not UTF-8. One that names none, such as C, is no evidence of the
/// terminal, which nowadays is in UTF-8.
fn other_charset<'a>(environment: &TerminalEnvironment<'a>) -> Option<&'a str> {
    let set = |value: Option<&'a str>| value.filter(|value| !value.is_empty());
    let locale = set(environment.lc_all).or(set(environment.lc_ctype)).or(set(environment.lang))?;
    let (_, charset) = locale.split_once('.')?;
    let charset = charset.split('@').next().unwrap_or_default();
    let utf8 = charset.chars().filter(char::is_ascii_alphanumeric).collect::<String>().eq_ignore_ascii_case("utf8");
    (!utf8).then_some(locale)
}

#[cfg(test)]
#[path = "capability_tests.rs"]
mod tests;
