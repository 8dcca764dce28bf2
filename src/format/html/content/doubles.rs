//! Words that a page has twice: descriptions of pictures that repeat a caption or the title, and repeated paragraphs.

use crate::format::html::{
    metadata::{letters, letters_of},
    tree::Tree,
    units::{PageUnit, UnitKind},
};

/// True if the description of an image adds something to the page.
pub(super) fn is_telling(text: &str, title: &str) -> bool {
    const NOTHING: &[&str] = &[
        "图片",
        "圖片",
        "image",
        "img",
        "photo",
        "logo",
        "thumbnail",
        "写真",
        "画像",
        "사진",
        "picture",
        "pic",
        "点击查看",
        "配图",
        "资料图",
        "封面",
        "banner",
        "icon",
        "头像",
    ];
    let plain = letters(text);
    let count = plain.chars().count();
    let is_file =
        [".jpg", ".jpeg", ".png", ".gif", ".webp"].iter().any(|ending| text.to_ascii_lowercase().ends_with(ending));
    let is_title = title.contains(&plain) || title.chars().nth(5).is_some() && plain.contains(title);
    let is_number = plain.chars().all(|c| c.is_ascii_alphanumeric()) && !text.contains(' ');
    count >= 4
        && !is_file
        && !is_title
        && !is_number
        && !NOTHING.iter().any(|word| plain == *word || count <= 6 && plain.starts_with(word))
}

/// An image whose words are repeated under it, and a paragraph that stands twice in a row.
pub(super) fn drop_doubles(tree: &Tree<'_>, body: &mut Vec<usize>, units: &[PageUnit]) {
    /// `PageUnits` before an image among which its words may stand.
    const NEAR: usize = 40;
    let all = body.clone();
    // Made when they are needed, and not kept: together they are another copy of the text.
    let text = |index: usize| -> String { letters_of(&units[all[index]].text).collect() };
    let is_text = |index: usize, this: &str| letters_of(&units[all[index]].text).eq(this.chars());
    let mut index = 0;
    body.retain(|at| {
        let unit = &units[*at];
        if !tree.stop.go_on_after(unit.text.len()) {
            return false;
        }
        let double = match unit.kind {
            UnitKind::Image => {
                let this = text(index);
                let is_in = |other: String| {
                    !this.is_empty() && (other.contains(&this) || !other.is_empty() && this.contains(other.as_str()))
                };
                let mut near = (index + 1..all.len().min(index + 3)).map(text);
                near.any(is_in) || (index.saturating_sub(NEAR)..index).any(|before| is_text(before, &this))
            }
            // A double has as many characters, give or take those that are no letters.
            UnitKind::Text if unit.chars > 12 && index > 0 => {
                let before = units[all[index - 1]].chars;
                unit.chars.abs_diff(before) < 12 && letters_of(&unit.text).eq(letters_of(&units[all[index - 1]].text))
            }
            _ => false,
        };
        index += 1;
        !double
    });
}
