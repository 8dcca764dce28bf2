//! A panel: a page over the screen until a key is pressed. It shows a link in full, or as a QR code (ISO/IEC 18004).

use qrcode::{Color, EcLevel, QrCode};

use crate::text::width::Ambiguous;

/// Light modules around a code. The standard asks for four; cameras make do with two.
const QUIET_MODULES: usize = 2;

/// A page over the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Panel {
    /// Its title: for a code, the address.
    pub(crate) title: String,
    /// Its rows.
    pub(crate) rows: Vec<String>,
    /// True for a picture: drawn light on dark, whatever the colours of the screen.
    pub(crate) is_picture: bool,
}

impl Panel {
    /// An address in full, on as many rows as it takes.
    pub(in crate::app) fn address(address: &str, width: usize) -> Panel {
        let room = width.saturating_sub(2).max(1);
        // An address is ASCII.
        let rows = address.as_bytes().chunks(room).map(|row| String::from_utf8_lossy(row).into_owned()).collect();
        Panel { title: "The link has been copied. Any key closes this.".to_owned(), rows, is_picture: false }
    }

    /// An address as a code. Two modules share a cell as its halves; where those half blocks are two cells wide, a
    /// module is two blanks instead.
    ///
    /// # Errors
    /// A message, when the address is too long for a code, or the code for a screen of so many rows.
    pub(in crate::app) fn code(address: &str, ambiguous: Ambiguous, screen_rows: u16) -> Result<Panel, String> {
        let code = QrCode::with_error_correction_level(address, EcLevel::L)
            .map_err(|_| format!("The link is too long for a code. yu copies it: {address}"))?;
        let (side, colors) = (code.width(), code.to_colors());
        let light = |x: usize, y: usize| {
            let (Some(x), Some(y)) = (x.checked_sub(QUIET_MODULES), y.checked_sub(QUIET_MODULES)) else { return true };
            x >= side || y >= side || colors.get(y * side + x) != Some(&Color::Dark)
        };
        let whole = side + 2 * QUIET_MODULES;
        let rows: Vec<String> = match ambiguous {
            Ambiguous::Narrow => (0..whole.div_ceil(2))
                .map(|row| {
                    let half = |x: usize| match (light(x, 2 * row), light(x, 2 * row + 1)) {
                        (true, true) => '█',
                        (true, false) => '▀',
                        (false, true) => '▄',
                        (false, false) => ' ',
                    };
                    (0..whole).map(half).collect()
                })
                .collect(),
            // A full-width square where there is light.
            Ambiguous::Wide => {
                (0..whole).map(|y| (0..whole).map(|x| if light(x, y) { "█" } else { "  " }).collect()).collect()
            }
        };
        if rows.len() >= usize::from(screen_rows) {
            let needed = rows.len() + 1;
            return Err(format!("The code takes {needed} rows. Enlarge the window, or copy it with yu: {address}"));
        }
        Ok(Panel { title: address.to_owned(), rows, is_picture: true })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// True for a light module, from the drawn rows.
    fn light(panel: &Panel, x: usize, y: usize) -> bool {
        match (panel.rows[y / 2].chars().nth(x).unwrap(), y % 2) {
            ('█', _) | ('▀', 0) | ('▄', 1) => true,
            (c, _) => {
                assert!([' ', '▀', '▄'].contains(&c));
                false
            }
        }
    }

    #[test]
    fn a_code_is_drawn_module_by_module() {
        let address = "https://news.example/2026/09/19/tide-keeper";
        let panel = Panel::code(address, Ambiguous::Narrow, 24).unwrap();
        let code = QrCode::with_error_correction_level(address, EcLevel::L).unwrap();
        for y in 0..code.width() {
            for x in 0..code.width() {
                assert_eq!(
                    light(&panel, x + QUIET_MODULES, y + QUIET_MODULES),
                    code[(x, y)] == Color::Light,
                    "{x},{y}"
                );
            }
        }
        assert!((0..code.width() + 2 * QUIET_MODULES).all(|x| light(&panel, x, 0) && light(&panel, x, 1)));
        // It fits on the usual screen.
        assert!(panel.rows.len() <= 23);
        let wide = Panel::code(address, Ambiguous::Wide, 99).unwrap();
        assert_eq!(wide.rows.len(), code.width() + 2 * QUIET_MODULES);
    }

    #[test]
    fn an_address_too_long_for_a_code_is_said_to_be() {
        let address = format!("https://a.example/{}", "x".repeat(5000));
        assert!(Panel::code(&address, Ambiguous::Narrow, 99).unwrap_err().contains("too long"));
    }

    #[test]
    fn an_address_is_shown_whole() {
        let address = format!("https://a.example/{}", "x".repeat(200));
        assert_eq!(Panel::address(&address, 40).rows.concat(), address);
        assert_eq!(Panel::address(&address, 1).rows.concat(), address);
    }
}
