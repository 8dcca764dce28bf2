//! The place of the column of text on a screen. Nothing in here knows the text.

/// Cells of the gutter in which a mark may hang beyond the measure.
pub(crate) const GUTTER: u16 = 2;

/// A reader's options for the column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnOptions {
    /// Cells of the longest line.
    pub widest: u16,
    /// True if marks may hang beyond it.
    pub hang: bool,
    /// True if it is an even number of cells, so that Han fill the line.
    pub even: bool,
    /// True if it stands in the middle of a wider screen.
    pub centred: bool,
}

/// A column of text on a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextColumn {
    /// Cells left of the text.
    pub left: u16,
    /// Cells of a line.
    pub measure: u16,
    /// Cells kept free right of the measure for hanging marks.
    pub gutter: u16,
}

impl TextColumn {
    /// The column for a screen of `screen` cells, the gutter for hanging marks inside it.
    #[must_use]
    pub fn on(screen: u16, options: ColumnOptions) -> TextColumn {
        // On a screen of a few cells the text needs every one of them.
        let gutter = if options.hang && screen >= 4 * GUTTER { GUTTER } else { 0 };
        let room = screen.saturating_sub(gutter).min(options.widest.max(1)).max(1);
        let measure = if options.even && room > 2 { room - room % 2 } else { room };
        let free = screen.saturating_sub(gutter).saturating_sub(measure);
        TextColumn { left: if options.centred { free / 2 } else { 0 }, measure, gutter }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPTIONS: ColumnOptions = ColumnOptions { widest: 80, hang: false, even: true, centred: true };

    #[test]
    fn a_column_is_even_centred_and_inside_the_screen() {
        let hang = ColumnOptions { hang: true, ..OPTIONS };
        assert_eq!(TextColumn::on(80, OPTIONS), TextColumn { left: 0, measure: 80, gutter: 0 });
        assert_eq!(TextColumn::on(80, hang), TextColumn { left: 0, measure: 78, gutter: 2 });
        assert_eq!(TextColumn::on(132, hang), TextColumn { left: 25, measure: 80, gutter: 2 });
        assert_eq!(TextColumn::on(41, OPTIONS), TextColumn { left: 0, measure: 40, gutter: 0 });
        for screen in 0..300 {
            for (hang, even) in [(false, true), (true, true), (false, false), (true, false)] {
                let column = TextColumn::on(screen, ColumnOptions { hang, even, ..OPTIONS });
                assert!(column.measure >= 1);
                assert!(column.left + column.measure + column.gutter <= screen.max(1));
            }
        }
    }

    #[test]
    fn it_is_odd_or_at_the_edge_where_that_is_wished() {
        assert_eq!(
            TextColumn::on(41, ColumnOptions { even: false, ..OPTIONS }),
            TextColumn { left: 0, measure: 41, gutter: 0 }
        );
        assert_eq!(
            TextColumn::on(132, ColumnOptions { centred: false, ..OPTIONS }),
            TextColumn { left: 0, measure: 80, gutter: 0 }
        );
    }
}
