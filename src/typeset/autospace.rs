//! The space between Han and Latin letters or digits (盘古之白, 四分アキ): one cell that is layout, not text. The
//! clusters between which it may stand are marked here; a line draws it only where both are on it.

use crate::{
    text::classes,
    typeset::breaking::{CharClass, CharClasses, Cluster},
};

/// Letters and digits of narrow scripts.
const NARROW: CharClasses = CharClasses::from_classes(&[CharClass::Letter, CharClass::Digit]);
/// Classes that Han and kana are of, among others.
const PERHAPS_HAN: CharClasses =
    CharClasses::from_classes(&[CharClass::Wide, CharClass::SmallKana, CharClass::Prolonged, CharClass::Iteration]);

/// Marks the clusters that have such a cell before them. A mark or a space between the two keeps them apart already.
pub(crate) fn space(clusters: &mut [Cluster], text: &str) {
    let is_han = |cluster: Cluster| {
        PERHAPS_HAN.contains(cluster.class)
            && text.get(cluster.start as usize..).is_some_and(|rest| rest.starts_with(is_han_or_kana))
    };
    for index in 1..clusters.len() {
        let (before, after) = (clusters[index - 1], clusters[index]);
        clusters[index].gap =
            (NARROW.contains(after.class) && is_han(before)) || (NARROW.contains(before.class) && is_han(after));
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
            breaking::{Rules, graded_clusters},
            choice::{KinsokuLevel, Korean},
            fill::{LineRoom, fill},
        },
    };

    fn spaced(text: &str) -> Vec<Cluster> {
        let rules = Rules::for_language(Language::ChineseSimplified, KinsokuLevel::Basic, Korean::Words);
        let mut clusters = graded_clusters(text, &rules, Ambiguous::Narrow);
        space(&mut clusters, text);
        clusters
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
            let clusters = spaced(&text);
            for (index, cluster) in clusters.iter().enumerate() {
                let end = clusters.get(index + 1).map_or(text.len(), |next| next.start as usize);
                got.push_str(if cluster.gap { "_" } else { "" });
                got.push_str(&text[cluster.start as usize..end]);
            }
            assert_eq!(got, expected);
        }
    }

    #[test]
    fn it_takes_room_but_not_at_the_edges_of_a_line() {
        let text = "一二iPhone三四";
        let lines = |room| {
            let clusters = spaced(text);
            let room = LineRoom { first: room, rest: room, hangs: CharClasses::default() };
            let at = |cluster: usize| clusters.get(cluster).map_or(text.len(), |cluster| cluster.start as usize);
            let line =
                |line: &crate::typeset::fill::FilledLine| (&text[at(line.ink.start)..at(line.ink.end)], line.cells);
            fill(&clusters, 0, room).iter().map(line).collect::<Vec<_>>()
        };
        assert_eq!(lines(16), [(text, 16)]);
        assert_eq!(lines(15), [("一二iPhone三", 14), ("四", 2)]);
        assert_eq!(lines(12), [("一二iPhone", 11), ("三四", 4)]);
        assert_eq!(lines(10), [("一二", 4), ("iPhone三", 9), ("四", 2)]);
        assert_eq!(lines(6), [("一二", 4), ("iPhone", 6), ("三四", 4)]);
    }
}
