use unicode_normalization::UnicodeNormalization;

use super::*;

fn folded(text: &str) -> String {
    fold(text).text
}

#[test]
fn spellings_of_one_word_fold_alike() {
    for (a, b) in [("国务院", "國務院"), ("ﾊﾟｰﾃｨｰ", "ぱーてぃー")] {
        assert_eq!(folded(a), folded(b));
    }
}

#[test]
fn every_character_folds_like_its_normal_forms() {
    for c in '\0'..=char::MAX {
        let once = folded(&c.to_string());
        assert_eq!(folded(&once), once, "{c:?} twice");
        assert_eq!(folded(&c.nfd().collect::<String>()), once, "{c:?} decomposed");
        assert_eq!(folded(&c.nfc().collect::<String>()), once, "{c:?} composed");
    }
}
