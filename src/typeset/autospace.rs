//! The space between Han and Latin letters or digits (盘古之白, 四分アキ): one cell that is layout, not text. Here it is
//! said between which clusters it may stand; a line draws it only where both are on it.

use crate::{
    text::classes,
    typeset::breaking::{Kind, Kinds, Unit},
};

/// Letters and digits of narrow scripts.
const NARROW: Kinds = Kinds::of(&[Kind::Letter, Kind::Digit]);
/// Kinds that Han and kana are of, among others.
const PERHAPS_HAN: Kinds = Kinds::of(&[Kind::Wide, Kind::SmallKana, Kind::Prolonged, Kind::Iteration]);

/// Marks the clusters that have such a cell before them. A mark or a space between the two keeps them apart already.
pub fn space(units: &mut [Unit], text: &str) {
    let is_han = |unit: Unit| {
        PERHAPS_HAN.has(unit.kind)
            && text.get(unit.start as usize..).is_some_and(|rest| rest.starts_with(is_han_or_kana))
    };
    for index in 1..units.len() {
        let (before, after) = (units[index - 1], units[index]);
        units[index].gap = (NARROW.has(after.kind) && is_han(before)) || (NARROW.has(before.kind) && is_han(after));
    }
}

/// True for Han and kana. Other wide characters, such as emoji, are kept at no distance.
fn is_han_or_kana(c: char) -> bool {
    // Half-width kana are set like Latin letters.
    classes::is_han(c) || (classes::is_kana(c) && c < '\u{FF00}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        script::Language,
        text::width::Ambiguous,
        typeset::{
            breaking::{Rules, units},
            choice::{Korean, Level},
            fill::{Room, fill},
        },
    };

    fn spaced(text: &str) -> Vec<Unit> {
        let rules = Rules::of(Language::ChineseSimplified, Level::Basic, Korean::Words);
        let mut units = units(text, &rules, Ambiguous::Narrow);
        space(&mut units, text);
        units
    }

    #[test]
    fn it_stands_between_han_and_latin_or_digits_only() {
        for expected in [
            "在_iPhone_上",
            "第_17_届",
            "共_3.5_万人",
            "カ_A_ー",
            "人々_X",
            "中 word 文",
            "他说：“Hello”，好",
            "（a）中",
            "增长_5%的",
            "中—a",
            "ＮＨＫ、B",
            "😀a",
            "서울a",
            "α_中_é_文",
            "々_1",
        ] {
            let text = expected.replace('_', "");
            let mut got = String::new();
            let units = spaced(&text);
            for (index, unit) in units.iter().enumerate() {
                let end = units.get(index + 1).map_or(text.len(), |next| next.start as usize);
                got.push_str(if unit.gap { "_" } else { "" });
                got.push_str(&text[unit.start as usize..end]);
            }
            assert_eq!(got, expected);
        }
    }

    #[test]
    fn it_takes_room_but_not_at_the_edges_of_a_line() {
        let text = "一二iPhone三四";
        let lines = |room| {
            let units = spaced(text);
            let room = Room { first: room, rest: room, hangs: Kinds::default() };
            let at = |unit: usize| units.get(unit).map_or(text.len(), |unit| unit.start as usize);
            let line = |line: &crate::typeset::fill::Filled| (&text[at(line.ink.start)..at(line.ink.end)], line.cells);
            fill(&units, 0, room).iter().map(line).collect::<Vec<_>>()
        };
        assert_eq!(lines(16), [(text, 16)]);
        assert_eq!(lines(15), [("一二iPhone三", 14), ("四", 2)]);
        assert_eq!(lines(12), [("一二iPhone", 11), ("三四", 4)]);
        assert_eq!(lines(10), [("一二", 4), ("iPhone三", 9), ("四", 2)]);
        assert_eq!(lines(6), [("一二", 4), ("iPhone", 6), ("三四", 4)]);
    }
}
