//! The title of a page without the name of its site.
//!
//! `<title>` holds the title and then the site, its sections, or both, in any number and with any mark between. What
//! stands on the page itself decides where the title ends.

use super::{
    head::Head,
    units::{Kind, Unit},
};

/// Marks between a title and a site's name, longer ones first.
#[rustfmt::skip]
const BETWEEN: &[&str] = &[
    " - ", " – ", " — ", " | ", " ｜ ", " _ ", " :: ", " : ", " « ", " » ", " / ", "--", "——", "_", "|", "｜", "-",
    "–", "—", "：", ":", "«", "»", "/", "・", "·", "丨", "<", ">",
];

/// Characters of the longest text on a page that can be its title.
const LONGEST: usize = 160;

/// The title of a page.
pub(super) fn title(head: &Head, units: &[Unit]) -> String {
    let data = head.data.headline.clone().unwrap_or_default();
    let open =
        head.value(&["og:title", "twitter:title", "title", "dc.title", "articletitle", "headline"]).unwrap_or_default();
    let named = [head.title.as_str(), open, &data];
    let first: Vec<&Unit> = units.iter().filter(|unit| unit.kind == Kind::Heading(1)).collect();
    // A heading that the head names is the title.
    let is_said = |text: &str| {
        let text = letters(text);
        text.chars().nth(3).is_some() && named.iter().any(|name| letters(name).starts_with(&text))
    };
    let fits = |text: &&str| text.chars().nth(LONGEST).is_none();
    let headings = || {
        units
            .iter()
            .filter(|unit| matches!(unit.kind, Kind::Heading(1..=3)))
            .map(|unit| unit.text.as_str())
            .filter(fits)
    };
    if let Some(heading) = headings().filter(|text| is_said(text)).max_by_key(|text| text.chars().count()) {
        return one_line(heading);
    }
    // Else the longest beginning of `<title>` that stands on the page by itself.
    let alone: Vec<String> = units
        .iter()
        .filter(|unit| matches!(unit.kind, Kind::Text | Kind::Heading(_)) && (4..=LONGEST as u32).contains(&unit.chars))
        .map(|unit| letters(&unit.text))
        .collect();
    for name in [head.title.as_str(), open] {
        let found = beginnings(name).into_iter().rev().find(|part| {
            let part = letters(part);
            part.chars().nth(3).is_some() && alone.contains(&part)
        });
        if let Some(part) = found {
            return one_line(part);
        }
    }
    if let [only] = first.as_slice()
        && only.chars >= 4
        && fits(&only.text.as_str())
        && only.linked == 0
        && named.iter().all(|name| name.is_empty() || is_like(name, &only.text))
    {
        return one_line(&only.text);
    }
    let site = head.value(&["og:site_name", "application-name"]).or(head.data.publisher.as_deref()).unwrap_or_default();
    let candidates = [data.as_str(), open, head.title.as_str()].into_iter().filter(|text| !text.trim().is_empty());
    let stripped = candidates.map(|text| without_site(text, site)).find(|text| !text.is_empty());
    stripped.map(one_line).or_else(|| first.first().map(|unit| one_line(&unit.text))).unwrap_or_default()
}

/// The name of the site, as `<title>` has it after the title.
pub(super) fn site<'h>(head: &'h Head, title: &str) -> Option<&'h str> {
    let rest = head.title.strip_prefix(title).filter(|_| !title.is_empty())?;
    let last = BETWEEN.iter().filter_map(|mark| rest.rfind(mark).map(|at| at + mark.len())).max()?;
    let name = rest[last..].trim();
    let is_name = (2..=20).contains(&name.chars().count()) && !name.chars().any(|c| c.is_ascii_digit());
    is_name.then_some(name)
}

fn one_line(text: &str) -> String {
    text.split(['\n', '\r', '\t']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether two texts share most of their letters.
fn is_like(one: &str, other: &str) -> bool {
    let (one, other) = (letters(one), letters(other));
    let shared = other.chars().filter(|c| one.contains(*c)).count();
    shared * 10 >= one.chars().count().min(other.chars().count()) * 6
}

/// The letters and digits of a text in lower case.
pub(super) fn letters(text: &str) -> String {
    text.chars().take(400).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The beginnings of a text that end before a mark, shortest first, and last the whole.
fn beginnings(text: &str) -> Vec<&str> {
    let mut ends: Vec<usize> = BETWEEN
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
        let cut = BETWEEN.iter().filter_map(|mark| text.rfind(mark).map(|at| (at, mark.len()))).max();
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
