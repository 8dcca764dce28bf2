//! Who wrote an article and where it comes from, in the words of the line under its title or of its last lines.

/// What such lines say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Byline {
    pub(super) author: Option<String>,
    pub(super) source: Option<String>,
}

const SOURCE: &[&str] = &[
    "文章来源",
    "文章來源",
    "信息来源",
    "新闻来源",
    "本文来源",
    "本文來源",
    "来源",
    "來源",
    "稿源",
    "转自",
    "出处",
    "出處",
];

const AUTHOR: &[&str] =
    &["作者", "撰文", "文字記者", "本报记者", "记者", "記者", "撰稿", "執筆", "筆者", "글", "By ", "by "];

/// Words at which a name has ended.
#[rustfmt::skip]
const STOPS: &[&str] = &[
    "作者", "编辑", "編輯", "责任", "責任", "发布", "發布", "發佈", "时间", "時間", "来源", "來源", "记者", "記者",
    "字号", "字體", "浏览", "阅读", "閱讀", "点击", "分享", "評論", "评论", "參與", "参与", "更新", "攝影", "摄影",
    "通讯员", "報導", "报道", "報道", "原标题", "我要",
];

/// Characters of the longest name.
const LONGEST: usize = 24;

impl Byline {
    /// Takes what a line says; what came before stands.
    pub(super) fn read(&mut self, line: &str) {
        if self.source.is_none() {
            self.source = SOURCE.iter().find_map(|label| labelled(line, label, true));
        }
        if self.author.is_none() {
            self.author =
                reporter(line).or_else(|| AUTHOR.iter().find_map(|label| labelled(line, label, !label.ends_with(' '))));
        }
    }
}

/// The name after a label and its colon.
fn labelled(line: &str, label: &str, colon: bool) -> Option<String> {
    line.match_indices(label).find_map(|(at, _)| {
        let rest = line[at + label.len()..].trim_start();
        let rest = if colon { rest.strip_prefix(['：', ':', '／', '/', '|', '｜'])? } else { rest };
        name(rest)
    })
}

/// What a text begins with, up to where a name ends.
fn name(text: &str) -> Option<String> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '【' | '[' | '《'));
    let end = text
        .find(|c: char| {
            matches!(
                c,
                '\u{3000}'
                    | '|'
                    | '｜'
                    | '\n'
                    | '\t'
                    | '）'
                    | ')'
                    | '】'
                    | ']'
                    | '》'
                    | '／'
                    | '，'
                    | '。'
                    | ';'
                    | '；'
                    | '('
                    | '（'
                    | '>'
            )
        })
        .unwrap_or(text.len());
    let mut text = &text[..end];
    for stop in STOPS {
        if let Some(at) = text.find(stop).filter(|at| *at > 0) {
            text = &text[..at];
        }
    }
    // A date, or a run of spaces between Han, begins something else.
    if let Some(at) = text.find("20").filter(|at| *at > 0 && text[..*at].ends_with(' ')) {
        text = &text[..at];
    }
    if !text.is_ascii()
        && let Some((first, rest)) = text.split_once(' ')
    {
        // 王小明 李四 are two names; 望潮网 国际 are a site and its section.
        text = if first.chars().count() <= 4 && rest.chars().count() <= 4 { text } else { first };
    }
    let text = text.trim_matches(|c: char| c.is_whitespace() || "：:、，,-—".contains(c));
    let count = text.chars().count();
    let is_name = (1..=LONGEST).contains(&count) && text.chars().any(char::is_alphabetic) && !text.contains("://");
    is_name.then(|| text.to_owned())
}

/// 記者王小明／台北報導, 홍길동 기자.
fn reporter(line: &str) -> Option<String> {
    if let Some(at) = line.find(" 기자") {
        let name: String = line[..at]
            .chars()
            .rev()
            .take_while(|c| matches!(c, '가'..='힣'))
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        if (2..=4).contains(&name.chars().count()) {
            return Some(name);
        }
    }
    let at = line.find("記者").or_else(|| line.find("记者"))?;
    let rest = line[at + "記者".len()..].trim_start();
    let end = rest.find(['／', '/'])?;
    let name = rest[..end].trim().to_owned();
    let is_name = (2..=20).contains(&name.chars().count()) && !name.contains(['。', '，', '：']);
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::Byline;

    #[test]
    fn lines_under_titles() {
        for (line, author, source) in [
            ("2021年12月17日 15:30 来源：望潮社 作者：钟离苇", Some("钟离苇"), Some("望潮社")),
            ("来源:望潮网　　责任编辑：李", None, Some("望潮网")),
            ("稿源：望潮日报 2021-12-17", None, Some("望潮日报")),
            ("〔記者王小明／霧溪報導〕茶園", Some("王小明"), None),
            ("홍길동 기자 입력 2021.12.17", Some("홍길동"), None),
            ("（来源：望潮晚报）", None, Some("望潮晚报")),
            ("他说作者很多，来源不明。", None, None),
        ] {
            let mut found = Byline::default();
            found.read(line);
            assert_eq!((found.author.as_deref(), found.source.as_deref()), (author, source), "{line}");
        }
    }
}
