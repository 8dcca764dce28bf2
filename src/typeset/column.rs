//! Where the column of text stands on a screen. Nothing in here knows what is in it.

/// Cells of the gutter in which a mark may hang beyond the measure.
pub const GUTTER: u16 = 2;

/// A column of text on a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Cells left of the text.
    pub left: u16,
    /// Cells of a line.
    pub measure: u16,
    /// Cells kept free right of the measure for hanging marks.
    pub gutter: u16,
}

impl Column {
    /// The column for a screen of `screen` cells and a measure of at most `widest`: in the middle, the gutter for
    /// hanging marks inside the screen, and an even number of cells where there is room, so that Han fill the line.
    #[must_use]
    pub fn on(screen: u16, widest: u16, hang: bool) -> Column {
        // On a screen of a few cells the text needs every one of them.
        let gutter = if hang && screen >= 4 * GUTTER { GUTTER } else { 0 };
        let room = screen.saturating_sub(gutter).min(widest.max(1)).max(1);
        let measure = if room > 2 { room - room % 2 } else { room };
        let left = screen.saturating_sub(gutter).saturating_sub(measure) / 2;
        Column { left, measure, gutter }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_even_centred_and_inside_the_screen() {
        assert_eq!(Column::on(80, 80, false), Column { left: 0, measure: 80, gutter: 0 });
        assert_eq!(Column::on(80, 80, true), Column { left: 0, measure: 78, gutter: 2 });
        assert_eq!(Column::on(132, 80, true), Column { left: 25, measure: 80, gutter: 2 });
        assert_eq!(Column::on(41, 80, false), Column { left: 0, measure: 40, gutter: 0 });
        for screen in 0..300 {
            for hang in [false, true] {
                let column = Column::on(screen, 80, hang);
                assert!(column.measure >= 1);
                assert!(column.left + column.measure + column.gutter <= screen.max(1));
            }
        }
    }
}
