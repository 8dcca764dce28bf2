//! Words that the page adds in the language of the article: the kinds of pictures and media, and sizes.

use crate::{article::MediaKind, script::Language};

/// The word for a picture.
pub(crate) fn picture(language: Language) -> &'static str {
    match language {
        Language::ChineseSimplified => "图",
        Language::ChineseTraditional | Language::ChineseTaiwan | Language::ChineseHongkong => "圖",
        Language::Japanese => "写真",
        Language::Korean => "그림",
        Language::Other => "Image",
    }
}

/// The word for a kind of media.
pub(crate) fn media(kind: MediaKind, language: Language) -> &'static str {
    // Simplified, Taiwan, other Traditional, Japanese, Korean, other.
    let words = match kind {
        MediaKind::Audio => ["音频", "音訊", "音頻", "音声", "오디오", "Audio"],
        MediaKind::Video => ["视频", "影片", "影片", "動画", "동영상", "Video"],
        MediaKind::Embed => ["嵌入内容", "嵌入內容", "嵌入內容", "埋め込み", "임베드", "Embedded"],
        MediaKind::File => ["附件", "附件", "附件", "添付ファイル", "첨부 파일", "File"],
    };
    words[match language {
        Language::ChineseSimplified => 0,
        Language::ChineseTaiwan => 1,
        Language::ChineseTraditional | Language::ChineseHongkong => 2,
        Language::Japanese => 3,
        Language::Korean => 4,
        Language::Other => 5,
    }]
}

/// True if a title is no more than the word for its kind, in any language.
pub(crate) fn is_media_word(kind: MediaKind, title: &str) -> bool {
    let languages = [
        Language::ChineseSimplified,
        Language::ChineseTaiwan,
        Language::ChineseTraditional,
        Language::Japanese,
        Language::Korean,
        Language::Other,
    ];
    languages.into_iter().any(|language| title.eq_ignore_ascii_case(media(kind, language)))
        || (kind == MediaKind::Embed && title.eq_ignore_ascii_case("embed"))
}

/// A colon between a label and its text, in the way of a language.
pub(crate) fn colon(language: Language) -> &'static str {
    if matches!(language, Language::Korean | Language::Other) { ": " } else { "：" }
}

/// A size in decimal units: 12 MB.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{} kB", (bytes + 500) / 1000),
        1_000_000..10_000_000 => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
        10_000_000..1_000_000_000 => format!("{} MB", (bytes + 500_000) / 1_000_000),
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes / 100_000_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_two_digits_or_more() {
        let sizes = [0, 999, 1000, 340_400, 1_260_000, 12_345_678, 1_500_000_000].map(size);
        assert_eq!(sizes, ["0 B", "999 B", "1 kB", "340 kB", "1.2 MB", "12 MB", "1.5 GB"]);
    }
}
