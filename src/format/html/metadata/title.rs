//! The title of a page without the name of its site.
//!
//! `<title>` holds the title and then the site, its sections, or both, in any number and with any mark between. The
//! text of the page itself decides where the title ends.

use super::head::PageHead;
use crate::format::html::{
    tree::Tree,
    units::{PageUnit, UnitKind, each},
};

/// Marks between a title and a site's name, longer ones first.
#[rustfmt::skip]
const SEPARATORS: &[&str] = &[
    " - ", " – ", " — ", " | ", " ｜ ", " _ ", " :: ", " : ", " « ", " » ", " / ", "--", "——", "_", "|", "｜", "-",
    "–", "—", "：", ":", "«", "»", "/", "・", "·", "丨", "<", ">",
];

/// Spaces between a title and a site's name.
const SPACES: &[&str] = &[" ", "\u{3000}"];

/// Limit of a name behind a title in its heading, with the person's office, in letters.
const MAX_NAME_CHARS: usize = 12;

/// Limit of the units that are searched for a title that is not at the beginning of `<title>`.
const MAX_UNITS: usize = 2000;

/// Letters of a title that is taken for one without a mark behind it.
const MIN_TITLE_CHARS: usize = 8;

/// Characters of the longest text on a page that can be its title.
const MAX_TITLE_CHARS: usize = 160;

/// The title of a page. A heading that the head names is the title; else the longest beginning of `<title>` that stands on
/// the page by itself; else text within `<title>` that does; else the only heading; else the head without the site.
pub(crate) fn title(tree: &Tree<'_>, head: &PageHead, units: &[PageUnit]) -> String {
    let search = TitleSearch {
        tree,
        head,
        units,
        data: head.data.headline.as_deref().unwrap_or_default(),
        open: head
            .value(&["og:title", "twitter:title", "title", "dc.title", "articletitle", "headline"])
            .unwrap_or_default(),
    };
    let found = search
        .named_heading()
        .or_else(|| search.beginning_alone())
        .or_else(|| search.within_named())
        .or_else(|| search.only_heading());
    found.map_or_else(|| search.stripped_name(), one_line)
}

/// The sources of a page's title.
struct TitleSearch<'p> {
    tree: &'p Tree<'p>,
    head: &'p PageHead,
    units: &'p [PageUnit],
    /// The headline in the page's data.
    data: &'p str,
    /// The title for social networks.
    open: &'p str,
}

impl<'p> TitleSearch<'p> {
    fn names(&self) -> [&'p str; 3] {
        [&self.head.title, self.open, self.data]
    }

    fn is_no_series(&self, text: &str) -> bool {
        self.names().iter().all(|name| series(name).is_none_or(|name| letters(name) != text))
    }

    /// The longest heading with which a name in the head begins.
    fn named_heading(&self) -> Option<&'p str> {
        let is_named = |text: &&str| {
            let text = letters(text);
            text.chars().nth(3).is_some()
                && self.is_no_series(&text)
                && self.names().iter().any(|name| letters(name).starts_with(&text))
        };
        each(self.tree, self.units)
            .filter(|unit| matches!(unit.kind, UnitKind::Heading(1..=3)))
            .map(|unit| unit.text.as_str())
            .filter(|text| fits(text))
            .filter(is_named)
            .max_by_key(|text| text.chars().count())
    }

    /// The longest beginning of a name in the head that stands on the page by itself.
    fn beginning_alone(&self) -> Option<&'p str> {
        let is_line = |unit: &&PageUnit| {
            matches!(unit.kind, UnitKind::Text | UnitKind::Heading(_))
                && (4..=MAX_TITLE_CHARS as u32).contains(&unit.chars)
        };
        let alone: Vec<String> = each(self.tree, self.units).filter(is_line).map(|unit| letters(&unit.text)).collect();
        let names: [&'p str; 2] = [&self.head.title, self.open];
        names.into_iter().find_map(|name| {
            let found = beginnings(name, SEPARATORS).into_iter().rev().find(|part| {
                let part = letters(part);
                part.chars().nth(3).is_some() && alone.contains(&part)
            });
            // A space parts the site's name from an East Asian title, too.
            found.or_else(|| beginnings(name, SPACES).into_iter().rev().find(|part| self.is_spaced_title(name, part)))
        })
    }

    /// True if the beginning of a name up to a space stands on the page by itself and ends there.
    fn is_spaced_title(&self, name: &str, part: &str) -> bool {
        let part = letters(part);
        let is_free = |unit: &PageUnit| {
            unit.linked == 0 && unit.chars as usize >= MIN_TITLE_CHARS && has_letters(&unit.text, &part)
        };
        // The next unit on the page may be the rest of the title.
        let goes_on = |at: usize| {
            let next = self.units.get(at + 1).map(|unit| letters(&unit.text)).unwrap_or_default();
            !next.is_empty() && letters(name).strip_prefix(&part).is_some_and(|rest| rest.starts_with(&next))
        };
        let is_long = part.chars().nth(MIN_TITLE_CHARS - 1).is_some() && !part.is_ascii() && self.is_no_series(&part);
        is_long && each(self.tree, self.units).position(is_free).is_some_and(|at| !goes_on(at))
    }

    /// A heading or a line of its own that stands in a name behind that of a section or a series.
    fn within_named(&self) -> Option<&'p str> {
        let is_within = |unit: &&PageUnit| {
            let text = letters(&unit.text);
            let is_heading = matches!(unit.kind, UnitKind::Heading(1..=3));
            let is_in = |name: &&str| {
                let name = without_site(name, "");
                let is_most = || text.len() * 2 >= letters(name).len();
                is_heading && letters(name).contains(&text) && is_most()
                    || endings(name).any(|end| letters(end) == text)
            };
            (is_heading || unit.kind == UnitKind::Text)
                && unit.linked == 0
                && (MIN_TITLE_CHARS..=MAX_TITLE_CHARS).contains(&(unit.chars as usize))
                && text.chars().nth(MIN_TITLE_CHARS - 1).is_some()
                && self.is_no_series(&text)
                && self.names().iter().any(is_in)
        };
        let unit = self.units.iter().take(MAX_UNITS).filter(is_within).max_by_key(|unit| unit.chars)?;
        Some(&unit.text)
    }

    fn first_headings(&self) -> impl Iterator<Item = &'p PageUnit> {
        self.units.iter().filter(|unit| unit.kind == UnitKind::Heading(1))
    }

    /// The only heading of the first level, without the author, who may stand in it behind the beginning of `<title>`.
    fn only_heading(&self) -> Option<&'p str> {
        let mut headings = self.first_headings();
        let only = headings.next().filter(|_| headings.next().is_none())?;
        let is_title = only.chars >= 4
            && fits(&only.text)
            && only.linked == 0
            && self.names().iter().all(|name| name.is_empty() || is_like(name, &only.text));
        if !is_title {
            return None;
        }
        let heading = letters(&only.text);
        let is_beginning = |part: &&str| {
            let part = letters(part);
            let rest = heading.strip_prefix(&part).map(|rest| rest.chars().count());
            part.chars().nth(MIN_TITLE_CHARS - 1).is_some()
                && !part.is_ascii()
                && rest.is_some_and(|rest| rest <= MAX_NAME_CHARS)
        };
        let marks: Vec<&str> = SEPARATORS.iter().chain(SPACES).copied().collect();
        let shared = beginnings(&self.head.title, &marks).into_iter().rev().find(is_beginning);
        Some(shared.unwrap_or(&only.text))
    }

    /// The first name in the head without the site's, else the first heading.
    fn stripped_name(&self) -> String {
        let site = self.head.value(&["og:site_name", "application-name"]);
        let site = site.or(self.head.data.publisher.as_deref()).unwrap_or_default();
        let candidates = [self.data, self.open, &self.head.title].into_iter().filter(|text| !text.trim().is_empty());
        let stripped = candidates.map(|text| without_site(text, site)).find(|text| !text.is_empty());
        let heading = || self.first_headings().next().map(|unit| unit.text.as_str());
        stripped.or_else(heading).map(one_line).unwrap_or_default()
    }
}

fn fits(text: &str) -> bool {
    text.chars().nth(MAX_TITLE_CHARS).is_none()
}

/// The name of the site, as `<title>` has it after the title.
pub(crate) fn site<'h>(head: &'h PageHead, title: &str) -> Option<&'h str> {
    let (_, rest) = head.title.split_once(title).filter(|_| !title.is_empty())?;
    let last = SEPARATORS.iter().filter_map(|mark| rest.rfind(mark).map(|at| at + mark.len())).max()?;
    let name = rest[last..].trim();
    let is_name = (2..=20).contains(&name.chars().count()) && !name.chars().any(|c| c.is_ascii_digit());
    is_name.then_some(name)
}

fn one_line(text: &str) -> String {
    text.split(['\n', '\r', '\t']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The name in brackets that a title begins with: [the series] the title.
fn series(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let rest = text.strip_prefix(['[', '【', '［', '〔', '<', '＜'])?;
    Some(&rest[..rest.find([']', '】', '］', '〕', '>', '＞'])?])
}

/// True if two texts share most of their letters.
fn is_like(one: &str, other: &str) -> bool {
    let (one, other) = (letters(one), letters(other));
    let shared = other.chars().filter(|c| one.contains(*c)).count();
    shared * 10 >= one.chars().count().min(other.chars().count()) * 6
}

/// The letters and digits of the beginning of a text in lower case: enough to know a title by.
pub(crate) fn letters(text: &str) -> String {
    letters_of(beginning(text)).collect()
}

/// True if a text has the letters that [`letters`] gave of another. Most texts differ at the first.
pub(crate) fn has_letters(text: &str, letters: &str) -> bool {
    letters_of(beginning(text)).eq(letters.chars())
}

/// The letters and digits of a text in lower case.
pub(crate) fn letters_of(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// The beginning of a text that is long enough for a title.
fn beginning(text: &str) -> &str {
    const MAX_TITLE_CHARS: usize = 400;
    text.char_indices().nth(MAX_TITLE_CHARS).map_or(text, |(end, _)| &text[..end])
}

/// The ends of a text that begin behind a mark.
fn endings(text: &str) -> impl Iterator<Item = &str> {
    let marks = SEPARATORS.iter().chain(&["】", "]", "］", "〕"]);
    marks.flat_map(|mark| text.match_indices(mark).map(|(at, mark)| &text[at + mark.len()..])).take(60)
}

/// The beginnings of a text that end before a mark, shortest first, and last the whole.
fn beginnings<'t>(text: &'t str, marks: &[&str]) -> Vec<&'t str> {
    let mut ends: Vec<usize> = marks
        .iter()
        .flat_map(|mark| text.match_indices(mark).map(|(at, _)| at))
        .filter(|at| *at > 0)
        .take(60)
        .collect();
    ends.push(text.len());
    ends.sort_unstable();
    ends.dedup();
    ends.into_iter().map(|end| text[..end].trim()).filter(|part| !part.is_empty()).collect()
}

/// Words by which sites and sections are called.
#[rustfmt::skip]
const SITES: &[&str] = &[
    "网", "網", "新闻", "新聞", "日报", "日報", "时报", "時報", "晚报", "晚報", "报", "報", "社", "频道", "頻道",
    "中心", "财经", "財經", "体育", "體育", "娱乐", "娛樂", "ニュース", "新聞", "デジタル", "オンライン", "News",
    "news", "NEWS", "뉴스", "일보", "신문", "닷컴", "Online", ".com", ".cn", ".net", "电视", "電視", "在线", "线上",
    "線上", "门户", "首页", "即時", "要聞", "社會", "政治", "国际", "國際", "国内", "科技", "生活", "经济", "經濟",
    "周刊", "週刊", "杂志", "雜誌", "客户端", "传媒", "傳媒",
];

/// A title without what names the site at its end (or, before `|`, at its beginning).
fn without_site<'t>(text: &'t str, site: &str) -> &'t str {
    let mut text = text.trim();
    let site = letters(site);
    for _ in 0..4 {
        let cut = SEPARATORS.iter().filter_map(|mark| text.rfind(mark).map(|at| (at, mark.len()))).max();
        let Some((at, length)) = cut.filter(|(at, _)| *at > 0) else { break };
        let (before, after) = (text[..at].trim(), text[at + length..].trim());
        let count = after.chars().count();
        let mark = &text[at..at + length];
        let is_site = !site.is_empty() && (letters(after) == site || letters(after).contains(&site))
            || count <= 16 && SITES.iter().any(|word| after.ends_with(word)) && !matches!(mark, ":" | "：")
            || matches!(mark, "_" | " _ " | " | " | "｜" | "|" | " ｜ " | " - " | "::" | " :: ")
                && count <= 12
                && count * 2 <= before.chars().count();
        if !is_site || before.chars().count() < 2 {
            break;
        }
        text = before.trim_end_matches(['-', '_', '|', '—', ' ']);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::without_site;

    #[test]
    fn names_of_sites_are_left_out() {
        for (text, site, expected) in [
            ("渡船又开了_望潮新闻_望潮网", "", "渡船又开了"),
            ("渡船又开了-望潮社", "望潮社", "渡船又开了"),
            ("渡船又開了 | 社會 | 望潮新聞網", "", "渡船又開了"),
            ("渡船再び：望潮新聞デジタル", "望潮新聞デジタル", "渡船再び"),
            ("专访：渡船又开了", "", "专访：渡船又开了"),
            ("渡船--又开了吗", "", "渡船--又开了吗"),
            ("나룻배가 다시 뜬다 | 조수뉴스", "", "나룻배가 다시 뜬다"),
        ] {
            assert_eq!(without_site(text, site), expected, "{text}");
        }
    }
}
