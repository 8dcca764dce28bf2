//! Author and source of an article in the words of the line under its title, of its first sentence or of its last lines.

use crate::date::within;
use crate::text::classes::is_han;

/// Author and source, as far as the lines so far name them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Byline {
    pub(crate) author: Option<String>,
    pub(crate) source: Option<String>,
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

const AUTHOR: &[&str] = &[
    "作者",
    "撰文",
    "文字記者",
    "本报记者",
    "记者",
    "記者",
    "撰稿",
    "采写",
    "採訪",
    "执笔",
    "執筆",
    "筆者",
    "글",
    "By ",
    "by ",
];

/// Words in the place of a name that name nobody.
#[rustfmt::skip]
const NOBODY: &[&str] = &[
    "未知", "佚名", "匿名", "不详", "不詳", "无", "無", "本站", "管理员", "管理員", "系统管理员", "编辑", "編輯", "小编", "小編",
    "admin", "administrator", "anonymous", "editor", "none", "null", "root", "undefined", "unknown", "webmaster", "作者",
];

/// Offices before a name, separated by a space: 专栏作者 王文.
const OFFICES: &[&str] = &["记者", "記者", "作者", "通讯员", "通訊員", "编辑委員", "編集委員", "特派员", "特派員"];

/// Words at which a name has ended.
#[rustfmt::skip]
const STOPS: &[&str] = &[
    "作者", "编辑", "編輯", "责任", "責任", "发布", "發布", "發佈", "时间", "時間", "来源", "來源", "记者", "記者",
    "字号", "字體", "浏览", "阅读", "閱讀", "点击", "分享", "評論", "评论", "參與", "参与", "更新", "攝影", "摄影",
    "通讯员", "報導", "报道", "報道", "原标题", "我要", "举报", "舉報", "关注", "關注", "返回", "校对", "校對",
];

/// Characters at which a name has ended.
const NAME_ENDS: &str = "\u{3000}|｜\n\t）)】]》／，。;；(（>";

/// Characters of the longest name.
const MAX_NAME_CHARS: usize = 24;

impl Byline {
    /// Reads a line; author and source that are known stay.
    pub(crate) fn read(&mut self, line: &str) {
        if self.source.is_none() {
            self.source = SOURCE.iter().find_map(|label| labelled(line, label, true));
        }
        if self.author.is_none() {
            self.author = reporter(line)
                .or_else(|| AUTHOR.iter().find_map(|label| labelled(line, label, !label.ends_with(' '))))
                .or_else(|| written_by(line));
        }
    }

    /// Reads the whole of a short line in the place of a byline.
    pub(crate) fn read_signature(&mut self, line: &str) {
        self.read(line);
        self.author = self.author.take().or_else(|| office(line));
    }

    /// Reads a line without labels that has a date in it: 望潮社 2021-12-17 15:30.
    pub(crate) fn read_unlabelled(&mut self, line: &str) {
        if self.source.is_none() {
            self.source = beside_date(line);
        }
    }

    /// Reads the reporter in the first sentence: 望潮社12月17日电（记者 钟离苇）, (봉래=조수) 홍길동 기자.
    pub(crate) fn read_beginning(&mut self, text: &str) {
        /// Characters at the beginning of the sentence.
        const NEAR: usize = 60;
        if self.author.is_some() {
            return;
        }
        let end = text.char_indices().nth(NEAR).map_or(text.len(), |(at, _)| at);
        let text = &text[..end];
        let inside = ["（", "(", "【", "〔"].iter().find_map(|open| {
            let (_, rest) = text.split_once(open)?;
            let at = [rest.find("记者"), rest.find("記者")].into_iter().flatten().min()?;
            let is_first = rest[..at].chars().count() <= 8 && !rest[..at].contains(['）', ')', '，', '。']);
            is_first.then(|| &rest[at + "记者".len()..])
        });
        self.author = inside.and_then(han_names).or_else(|| korean(text));
    }
}

/// A name as it may be shown: with letters, no address, nobody's.
pub(crate) fn is_name(name: &str) -> bool {
    let lower = name.trim().to_lowercase();
    name.chars().any(char::is_alphabetic)
        && !name.contains("://")
        && !name.contains('@')
        && !NOBODY.contains(&lower.as_str())
}

/// Names of two to four Han each at the beginning of a text, up to the first other word.
fn han_names(text: &str) -> Option<String> {
    let end = text.find(|c: char| !is_han(c) && !matches!(c, '·' | ' ' | '\u{3000}' | '\u{a0}' | '、' | '：' | ':'));
    let text = text[..end.unwrap_or(text.len())].trim_start_matches(['：', ':', ' ']);
    let is_name =
        |word: &&str| (2..=4).contains(&word.chars().count()) && !STOPS.iter().any(|stop| word.contains(stop));
    let words: Vec<&str> = text.split([' ', '\u{3000}', '\u{a0}', '、']).filter(|word| !word.is_empty()).collect();
    let mut names: Vec<&str> = words.iter().copied().take_while(is_name).collect();
    // 钟离苇 整合: the second word names the work, not a person.
    while names.len() > 1 && names.last().is_some_and(|last| DONE.contains(last)) {
        names.pop();
    }
    Some(names.join(" ")).filter(|names| !names.is_empty())
}

/// Words for a person's work, as long as a name.
#[rustfmt::skip]
const DONE: &[&str] = &[
    "整合", "综合", "綜合", "编译", "編譯", "整理", "实习生", "摄影", "攝影", "特约", "图文", "圖文", "摄", "撰稿", "文图",
];

/// The whole of a short line or of a part of it: 作者魏明, 潮声晚报记者 张南, 《棱》作者 周.
fn office(line: &str) -> Option<String> {
    let mut parts = line.split(['|', '｜', '\n', '\t', '丨']).map(str::trim);
    parts.find_map(|part| {
        let (at, label) = ["记者", "記者", "作者"].iter().filter_map(|word| Some((part.rfind(word)?, *word))).max()?;
        let (before, rest) = (&part[..at], &part[at + label.len()..]);
        let short = before.chars().count() <= 10 && !before.contains(['，', '。', '：', '、', '的', '“']);
        let whole = rest.chars().all(|c| is_han(c) || matches!(c, ' ' | '\u{3000}' | '、' | '·'));
        // Without a space, words of a sentence look like a name.
        let apart = rest.starts_with([' ', '\u{3000}'])
            || at == 0 && part.len() < line.len()
            || before.ends_with(['报', '報', '社', '闻', '聞', '网', '網']);
        let names = han_names(rest)?;
        let all = rest.split([' ', '\u{3000}', '、']).filter(|word| !word.is_empty()).count();
        (short && whole && apart && names.split(' ').count() == all).then_some(names)
    })
}

/// 文／王小明, 【文/观望网专栏作者 王文】, at the beginning of a line.
fn written_by(line: &str) -> Option<String> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || "【[（(〔".contains(c));
    let rest = ["文字", "图文", "圖文", "撰文", "执笔", "文"].iter().find_map(|label| line.strip_prefix(label))?;
    let rest = rest.trim_start().strip_prefix(['／', '/', '｜', '|', '丨', '︱', '：', ':'])?.trim_start();
    let rest = ["图", "圖"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    name(rest, true)
}

/// The name behind the last office in a text: 南潮晚报见习记者 林子 is 林子.
fn after_office(name: &str) -> &str {
    let rest = OFFICES.iter().filter_map(|office| Some(name.rfind(office)? + office.len())).max();
    rest.map(|at| name[at..].trim()).filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// The only word beside the date in a line.
fn beside_date(line: &str) -> Option<String> {
    within::find(line)?;
    let is_number = |word: &&str| word.chars().all(|c| c.is_ascii_digit() || "-/.:年月日时分秒時()（）".contains(c));
    let words = line.split_whitespace().filter(|word| !is_number(word) && !matches!(*word, "原创" | "原創" | "|"));
    let words: Vec<&str> = words.collect();
    let [word] = words.as_slice() else { return None };
    let is_source = (2..=16).contains(&word.chars().count())
        && word.chars().all(char::is_alphanumeric)
        && !word.chars().any(|c| c.is_ascii_digit())
        && !STOPS.iter().any(|stop| word.contains(stop));
    is_source.then(|| (*word).to_owned())
}

/// The name after a label and its colon.
fn labelled(line: &str, label: &'static str, colon: bool) -> Option<String> {
    line.match_indices(label).find_map(|(at, _)| {
        let rest = line[at + label.len()..].trim_start();
        // In a sentence, any word may follow "by".
        let before = line[..at].trim_end();
        let begins = before.is_empty() || before.ends_with(|c: char| !c.is_alphanumeric() && c != ',');
        let name_follows = begins && rest.starts_with(|c: char| c.is_uppercase() || !c.is_ascii());
        if !colon && !name_follows {
            return None;
        }
        let rest = if colon { rest.strip_prefix(['：', ':', '／', '/', '|', '｜', '丨', '︱'])? } else { rest };
        name(rest, AUTHOR.contains(&label))
    })
}

/// The name that a text begins with; a person's may stand behind an office.
fn name(text: &str, person: bool) -> Option<String> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '【' | '[' | '《'));
    let end = text.find(|c| NAME_ENDS.contains(c)).unwrap_or(text.len());
    let mut text = &text[..end];
    // 作者：责任编辑：李 names no author.
    if ["责任", "責任", "编辑", "編輯", "来源", "來源", "时间", "時間"].iter().any(|stop| text.starts_with(stop))
    {
        return None;
    }
    for stop in STOPS {
        let is_label = |at: usize| text[at + stop.len()..].starts_with(['：', ':', '／', '/']);
        let is_end = |at: &usize| *at > 0 && !(person && OFFICES.contains(stop) && !is_label(*at));
        if let Some(at) = text.find(stop).filter(is_end) {
            text = &text[..at];
        }
    }
    if person {
        text = after_office(text);
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
    let text = tidy(text);
    ((1..=MAX_NAME_CHARS).contains(&text.chars().count()) && is_name(text)).then(|| text.to_owned())
}

/// A name without the marks a page puts about it.
pub(crate) fn tidy(name: &str) -> &str {
    name.trim_matches(|c: char| !c.is_alphanumeric() && !"）)】]》」』！!？?\"".contains(c))
}

/// 홍길동 기자.
fn korean(line: &str) -> Option<String> {
    let before = &line[..line.find(" 기자")?];
    let at = before
        .rfind(|c: char| !matches!(c, '가'..='힣'))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let name = &before[at..];
    (2..=4).contains(&name.chars().count()).then(|| name.to_owned())
}

/// 記者王小明／台北報導, 홍길동 기자.
fn reporter(line: &str) -> Option<String> {
    if let Some(name) = korean(line) {
        return Some(name);
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
            ("2021-12-17 来源: 望潮社 举报", None, Some("望潮社")),
            ("来源：望潮社 ⋅", None, Some("望潮社")),
            ("2021-12-17 作者：责任编辑：李明", None, None),
            ("作者：未知 责任编辑：李", None, None),
            ("作者︱春山", Some("春山"), None),
            ("《棱与镜》作者 周纯", Some("周纯"), None),
            ("发表于2021-12-17 15:30|12次阅读|作者魏明", Some("魏明"), None),
            ("潮声晚报记者 张南 林北", Some("张南 林北"), None),
            ("潮声晚报记者 王𬭎 王㐱", Some("王𬭎 王㐱"), None),
            ("来源：望潮社 作者：𠮷田強", Some("𠮷田強"), Some("望潮社")),
            ("采写：南岸见习记者 林子沛", Some("林子沛"), None),
            ("【文/观望网专栏作者 王文】", Some("王文"), None),
            ("文／王小明", Some("王小明"), None),
            ("他采访过的记者 很多人都走了", None, None),
            ("Dec 17, 2021 | By Ann Ferry", Some("Ann Ferry"), None),
            ("The ferry was stopped by fishermen, by Friday.", None, None),
        ] {
            let mut found = Byline::default();
            found.read_signature(line);
            assert_eq!((found.author.as_deref(), found.source.as_deref()), (author, source), "{line}");
        }
    }

    #[test]
    fn first_sentences() {
        for (text, author) in [
            ("望潮社12月17日电（记者钟离苇）渡船今天又开了。", Some("钟离苇")),
            ("望潮网12月17日讯（记者 钟离 整合） 渡船又开了。", Some("钟离")),
            ("望潮快讯（记者 钟离苇 林北 通讯员 李）渡船又开了。", Some("钟离苇 林北")),
            ("〔記者王小明／霧溪報導〕茶園", Some("王小明")),
            ("(봉래=조수) 홍길동 기자 = 나룻배가 다시 떴다.", Some("홍길동")),
            ("渡船（已有百年）今天又开了，记者在码头看到许多人。", None),
        ] {
            let mut found = Byline::default();
            found.read_beginning(text);
            assert_eq!(found.author.as_deref(), author, "{text}");
        }
    }

    #[test]
    fn a_word_beside_a_date() {
        for (line, source) in [
            ("望潮社 2021-12-17 15:30", Some("望潮社")),
            ("原创 TideForce 2021-12-17 15:30:00", Some("TideForce")),
            ("2021年12月17日 15:30 望潮日报", Some("望潮日报")),
            ("2021-12-17 15:30 浏览 35", None),
            ("望潮社 12月17日", None),
        ] {
            let mut found = Byline::default();
            found.read_unlabelled(line);
            assert_eq!(found.source.as_deref(), source, "{line}");
        }
    }
}
