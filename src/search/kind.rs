//! What characters are for telling words apart where no dictionary is asked: the edges of words between scripts,
//! letters and Hangul.

/// What a character is for telling words apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Han,
    Hiragana,
    Katakana,
    Hangul,
    Letter,
    Other,
}

impl Kind {
    pub(super) fn of(c: char) -> Kind {
        match c {
            '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => {
                Kind::Han
            }
            '\u{3041}'..='\u{309F}' => Kind::Hiragana,
            '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}' => {
                Kind::Katakana
            }
            c if is_hangul(c) => Kind::Hangul,
            c if c.is_alphanumeric() => Kind::Letter,
            _ => Kind::Other,
        }
    }
}

pub(super) fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}')
}

/// Whether the rest of a Korean word is only what is hung on a noun.
pub(super) fn follows_particle(rest: &str) -> bool {
    const PARTICLES: [&str; 28] = [
        "은",
        "는",
        "이",
        "가",
        "을",
        "를",
        "의",
        "에",
        "와",
        "과",
        "도",
        "로",
        "만",
        "나",
        "들",
        "에서",
        "에게",
        "에는",
        "으로",
        "부터",
        "까지",
        "처럼",
        "보다",
        "에도",
        "이나",
        "이라",
        "라고",
        "으로써",
    ];
    let end = rest.find(|c: char| !is_hangul(c)).unwrap_or(rest.len());
    rest.get(..end).is_some_and(|rest| PARTICLES.contains(&rest))
}
