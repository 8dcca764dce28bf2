//! When a page was published: by its head, its data, its `<time>`, the line under its title, or its address.

use url::Url;

use super::head::PageHead;
use crate::date::Published;
use crate::format::html::{
    content::prose,
    tree::{HtmlTag, NodeId, PageUnit, Tree},
};

/// Meta elements that name the day, the best first.
#[rustfmt::skip]
const META: &[&str] = &[
    "article:published_time", "og:published_time", "datepublished", "publishdate", "pubdate", "publish_date",
    "publish-date", "publish_time", "publishtime", "pubtime", "published_time", "og:article:published_time",
    "apub:time", "weibo: article:create_at", "weibo:article:create_at", "bytedance:published_time", "dc.date.issued",
    "dcterms.created", "dcterms.issued", "dc.date", "dc.date.created", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "article:create_at", "og:pubdate", "og:release_date", "releasedate",
    "release_date", "creation_date", "date", "time", "og:time", "article_date_original", "originalpublicationdate",
    "_pubtime_",
];

/// Words before the date of publication, whatever stands between them and the title.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "发布日期", "发布时间", "发稿时间", "发表时间", "发表日期", "发布于", "发表于", "刊发时间", "上传时间", "添加时间",
    "發布日期", "發布時間", "發佈時間", "發佈日期", "發稿時間", "發表時間", "發表日期", "發佈於", "發表於", "刊登日期",
    "公開日", "掲載日", "配信日", "投稿日", "등록일", "게시일", "입력", "작성일", "日期：", "日期:", "时间：", "时间:", "時間：", "時間:",
    "Published", "Posted on",
];

/// Names in a page's scripts that hold the moment of publication.
#[rustfmt::skip]
const KEYS: &[&str] = &[
    "publish_time", "publishTime", "publishtime", "publish_date", "publishDate", "published_time", "publishedAt",
    "published_at", "pubTime", "pubtime", "pub_time", "pubDate", "pubdate", "datePublished", "createTime", "create_time",
    "ctime", "ct",
];

/// Boxes of one name in one script that are looked at.
const MAX_DATES_OF_NAME: usize = 1000;

/// Characters in which a date ends after its beginning.
const MAX_DATE_CHARS: usize = 44;

/// Characters of the longest line that is looked through for a date.
const MAX_LINE_CHARS: u32 = 200;

/// The date of a page. `near` are the units about its title, in order of nearness; `units` are all.
pub(crate) fn published(
    tree: &Tree<'_>,
    head: &PageHead,
    near: &[&PageUnit],
    units: &[PageUnit],
    address: Option<&Url>,
) -> Option<Published> {
    let declared = head.data.published.as_deref().and_then(loose);
    let declared = declared.or_else(|| META.iter().filter_map(|name| head.value(&[name])).find_map(loose));
    let by_time = || {
        tree.ids()
            .filter(|id| tree.node(*id).tag == HtmlTag::Time)
            .find_map(|id| time(tree, id))
            .or_else(|| by_property(tree))
    };
    let in_prose = |unit: &PageUnit| prose(unit) > 30;
    let shown = || first(near.iter().copied().filter(|unit| !in_prose(unit)));
    let labelled = || {
        let is_labelled = |unit: &&PageUnit| LABELS.iter().any(|label| unit.text.contains(label));
        tree.each(units)
            .filter(|unit| unit.chars <= MAX_LINE_CHARS)
            .filter(is_labelled)
            .find_map(|unit| after_label(&unit.text))
    };
    // What is in_text in the text itself may be another day, but is better than none.
    let in_text = || first(near.iter().copied().filter(|unit| in_prose(unit)));
    match declared {
        // A day alone is declared more exactly where it is shown.
        Some(date) if is_day(&date) => {
            let exact = shown()
                .or_else(labelled)
                .or_else(by_time)
                .filter(|other| other.civil().date() == date.civil().date() && !is_day(other));
            exact.or(Some(date))
        }
        Some(date) => Some(date),
        None => shown()
            .map(|date| zoned(date, by_time))
            .or_else(labelled)
            .or_else(by_time)
            .or_else(|| head.data.modified.as_deref().and_then(loose))
            .or_else(|| in_scripts(tree))
            .or_else(|| in_address(address?))
            .or_else(|| in_address(&Url::parse(head.link.as_deref()?).ok()?))
            .or_else(in_text),
    }
}

/// The same time with its zone, if an element says that.
fn zoned(date: Published, declared: impl FnOnce() -> Option<Published>) -> Published {
    if matches!(date, Published::Zoned(..)) {
        return date;
    }
    declared()
        .filter(|other| matches!(other, Published::Zoned(..)) && other.to_line() == date.to_line())
        .unwrap_or(date)
}

/// The first date in some units that is not declared to be that of a change, else the first of a change.
fn first<'u>(units: impl Iterator<Item = &'u PageUnit>) -> Option<Published> {
    let mut spare = None;
    for unit in units.filter(|unit| unit.chars <= MAX_LINE_CHARS) {
        match find(&unit.text) {
            Some((date, false)) => return Some(date),
            Some((date, true)) => spare = spare.or(Some(date)),
            None => {}
        }
    }
    spare
}

/// The date that a label stands before.
fn after_label(text: &str) -> Option<Published> {
    let (at, label) = LABELS.iter().filter_map(|label| Some((text.find(label)?, *label))).min()?;
    let rest = &text[at + label.len()..];
    let from = rest.char_indices().take(12).find(|(_, c)| c.is_ascii_digit()).map_or(0, |(at, _)| at);
    short_year(&rest[from..]).or_else(|| find(&text[at..]).map(|(date, _)| date))
}

/// `18-03-08 23:16`: East Asian pages write the year first.
fn short_year(text: &str) -> Option<Published> {
    let mut parts = text.splitn(3, '-');
    let (year, month, _) = (parts.next()?, parts.next()?, parts.next()?);
    let is_short = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    (is_short(year) && is_short(month)).then(|| at_start(&format!("20{text}")).map(|(date, _)| date)).flatten()
}

/// The moment under a name for it in the page's scripts, if all of that name are one.
fn in_scripts(tree: &Tree<'_>) -> Option<Published> {
    let is_script =
        |id: &NodeId| tree.node(*id).tag == HtmlTag::Raw && tree.node(tree.node(*id).parent).tag == HtmlTag::Script;
    let scripts: Vec<&str> = tree.ids().filter(is_script).map(|id| tree.text(id)).collect();
    KEYS.iter().find_map(|key| {
        let scripts = scripts.iter().take_while(|script| tree.stop.go_on_after(script.len()));
        let mut dates = scripts.flat_map(|script| under(script, key));
        let date = dates.next()?;
        dates.all(|other| other == date).then_some(date)
    })
}

/// The dates that stand under a name in a script.
fn under<'s>(script: &'s str, key: &'s str) -> impl Iterator<Item = Published> + 's {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-' || c == '.';
    script.match_indices(key).take(MAX_DATES_OF_NAME).filter_map(move |(at, _)| {
        let rest = &script[at + key.len()..];
        let rest =
            rest[..rest.floor_char_boundary(MAX_DATE_CHARS * 3)].trim_start_matches(['"', '\'', '\\']).trim_start();
        let rest = rest.strip_prefix([':', '='])?.trim_start().trim_start_matches(['"', '\'', '\\']);
        let end = rest.find(['"', '\'', '\\', ';', ',', '\n', '}']).filter(|end| *end <= MAX_DATE_CHARS)?;
        if script[..at].ends_with(is_of_name) {
            return None;
        }
        loose(&rest[..end])
    })
}

fn is_day(date: &Published) -> bool {
    date.civil().time() == jiff::civil::Time::midnight()
}

/// A date that stands alone, or with words about it.
fn loose(text: &str) -> Option<Published> {
    let text = text.trim();
    let epoch = || {
        let digits = matches!(text.len(), 10 | 13) && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| Published::from_unix(text.parse().ok()?)).flatten()
    };
    epoch().or_else(|| Published::parse(text)).or_else(|| find(text).map(|(date, _)| date))
}

fn time(tree: &Tree<'_>, id: NodeId) -> Option<Published> {
    tree.attribute(id, "datetime").and_then(|text| loose(&text)).or_else(|| loose(&super::head::text_of(tree, id)))
}

fn by_property(tree: &Tree<'_>) -> Option<Published> {
    let is = |id: &NodeId| {
        !tree.text(*id).is_empty()
            && !matches!(tree.node(*id).tag, HtmlTag::Text | HtmlTag::Raw | HtmlTag::Meta)
            && tree.attribute(*id, "itemprop").is_some_and(|name| name.eq_ignore_ascii_case("datePublished"))
    };
    let id = tree.ids().find(is)?;
    tree.attribute(id, "content").and_then(|text| loose(&text)).or_else(|| time(tree, id))
}

/// The first date in a text that is not declared to be that of a change, and whether there is only such a one.
pub(crate) fn find(text: &str) -> Option<(Published, bool)> {
    let mut changed = None;
    let mut passed = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let is_start = at >= passed
            && (c.is_ascii_digit() && !before.is_ascii_digit()
                || matches!(c, '民' | '令' | '平' | '昭' | '二' | '０'..='９')
                || c.is_ascii_uppercase() && !before.is_ascii_alphabetic());
        before = c;
        if !is_start {
            continue;
        }
        let Some((date, end)) = at_start(&text[at..]) else { continue };
        passed = at + end;
        let declared: String = text[..at].chars().rev().take(10).collect::<Vec<_>>().into_iter().rev().collect();
        let is_change =
            ["更新", "修改", "修訂", "수정", "Updated", "updated", "最終"].iter().any(|word| declared.contains(word));
        if !is_change {
            return Some((date, false));
        }
        changed = changed.or(Some(date));
    }
    changed.map(|date| (date, true))
}

/// The longest date a text begins with, and the bytes it takes.
fn at_start(text: &str) -> Option<(Published, usize)> {
    let ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(MAX_DATE_CHARS).collect();
    // Years of the Republic are written without its name, too.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let bare = digits == 3 && matches!(text[..3].parse(), Ok(80..=199)) && text[3..].starts_with(['/', '-', '.', '年']);
    let mut numbers = 0;
    let could_end: Vec<usize> = ends
        .iter()
        .copied()
        .filter(|end| {
            let c = text[..*end].chars().next_back();
            numbers += usize::from(c.is_some_and(|c| c.is_ascii_digit()));
            numbers >= 3 || !text.is_ascii()
        })
        .collect();
    could_end.iter().rev().find_map(|end| {
        let part = &text[..*end];
        let cuts = |c: char| c.is_ascii_digit();
        if part.ends_with(char::is_whitespace) || part.ends_with(cuts) && text[*end..].starts_with(cuts) {
            return None;
        }
        let date = if let Some(mended) = year_apart(part).or_else(|| glued(part)) {
            Published::parse(&mended)
        } else if bare {
            Published::parse(&format!("民國{part}"))
        } else {
            Published::parse(part)
        };
        let civil = date.as_ref()?.civil();
        (1900..=2200).contains(&civil.year()).then_some(())?;
        Some((date?, *end))
    })
}

/// `2021 12/17 15:30`, whose year stands in a box of its own.
fn year_apart(text: &str) -> Option<String> {
    let (year, rest) = text.split_at_checked(4)?;
    let day = rest.trim_start();
    let digits = day.bytes().take_while(u8::is_ascii_digit).count();
    let is_apart = matches!(year.parse(), Ok(1900..=2199_u16)) && rest.starts_with(' ') && matches!(digits, 1 | 2);
    (is_apart && day[digits..].starts_with('/')).then(|| format!("{year}/{day}"))
}

/// `2021-12-1715:30`, whose time stands in a box of its own.
fn glued(text: &str) -> Option<String> {
    let (date, time) = text.split_at_checked("2021-12-17".len())?;
    let is_glued = date.is_ascii()
        && date[4..].starts_with(['-', '/', '.'])
        && date.ends_with(|c: char| c.is_ascii_digit())
        && matches!(time.as_bytes(), [b'0'..=b'9', b'0'..=b'9', b':', _, _, ..]);
    is_glued.then(|| format!("{date} {time}"))
}

/// `/2021/12/17/`, `?id=20211217-3`, `/20211217/`, `/2021-12/17/`, `/2021/1217/` in an address.
fn in_address(address: &Url) -> Option<Published> {
    let path = &address[url::Position::BeforePath..url::Position::AfterQuery];
    let bytes = path.as_bytes();
    for (at, _) in path.match_indices("20") {
        if at == 0 || bytes[at - 1].is_ascii_digit() {
            continue;
        }
        let digits: String = path[at..].chars().take(10).filter(char::is_ascii_digit).take(8).collect();
        let run = path[at..]
            .chars()
            .take(10)
            .take_while(|c| c.is_ascii_digit() || "/-_".contains(*c))
            .filter(char::is_ascii_digit)
            .count();
        if run >= 8
            && let Some(date) = Published::parse(&digits)
        {
            return Some(date);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{after_label, find, in_address, in_scripts};
    use crate::{format::html::tree::Tree, text::StopCheck};

    #[test]
    fn dates_within_lines() {
        for (text, expected) in [
            ("2021年12月17日15:30 | 来源：望潮社", Some("2021-12-17T15:30:00")),
            ("来源：望潮社 发布时间：2021-12-17 15:30:29 字号", Some("2021-12-17T15:30:29")),
            ("更新時間：2021-12-18 10:00 發佈時間：2021-12-17 15:30", Some("2021-12-17T15:30:00")),
            ("中華民國110年12月17日 下午3:30 記者", Some("2021-12-17T15:30:00")),
            ("110/12/17 15:30", Some("2021-12-17T15:30:00")),
            ("令和3年12月17日（金）15時30分 望潮", Some("2021-12-17T15:30:00")),
            ("입력 2021.12.17. 오후 3:30 수정 2021.12.18. 오전 1:00", Some("2021-12-17T15:30:00")),
            ("Published Dec 17, 2021 3:30 PM by", Some("2021-12-17T15:30:00")),
            ("二〇二一年十二月十七日 星期五", Some("2021-12-17T00:00:00")),
            ("2021/12/17 15:30（12/18 10:00 更新）", Some("2021-12-17T15:30:00")),
            ("2021 12/17 15:30:29 来源：望潮社", Some("2021-12-17T15:30:29")),
            ("望潮社 2021-12-1715:30", Some("2021-12-17T15:30:00")),
            ("Dec 17 Fri 2021 15:30", Some("2021-12-17T15:30:00")),
            ("共 2021 人，12 月 17 日", None),
            ("ID 20211217999", None),
        ] {
            assert_eq!(find(text).map(|(date, _)| date.to_rfc3339()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn dates_after_labels_and_in_scripts() {
        let line = |date: Option<crate::date::Published>| date.map(|date| date.to_line());
        for text in ["发布时间：18-03-08 23:16", "所属：头条 发布日期： 2018-03-08 23:16:00", "发布时间：18-03-0823:16"]
        {
            assert_eq!(line(after_label(text)).as_deref(), Some("2018-03-08 23:16"), "{text}");
        }
        assert_eq!(after_label("发布时间：03-08 23:16"), None);
        let page = |script: &str| {
            let text = format!("<p>文<script>{script}</script>");
            line(in_scripts(&Tree::read(&text, &StopCheck::never())))
        };
        for script in [
            "var ct = \"1520550960\"; var start = 3;",
            "{\"publishTime\":\"2018-03-08 23:16:00\",\"id\":3}",
            "x={'pub_time':'2018/03/08 23:16'};y={\"pub_time\":\"2018/03/08 23:16\"}",
        ] {
            let date = page(script);
            assert!(date.is_some_and(|date| date.starts_with("2018-03-08")), "{script}");
        }
        // Those of a list are not the page's.
        assert_eq!(page("[{\"pubTime\":\"2018-03-08\"},{\"pubTime\":\"2018-03-09\"}]"), None);
        assert_eq!(page("var act = \"1520550960\";"), None);
    }

    #[test]
    fn dates_in_addresses() {
        for (path, expected) in [
            ("/2021/12/17/a.html", Some("2021-12-17T00:00:00")),
            ("/n1/2021/1217/c1-3.html", Some("2021-12-17T00:00:00")),
            ("/a/20211217_123", Some("2021-12-17T00:00:00")),
            ("/gn/2021-12/17/content", Some("2021-12-17T00:00:00")),
            ("/hl?a=20211217-00000094-news", Some("2021-12-17T00:00:00")),
            ("/news/120211217", None),
            ("/news/2021", None),
        ] {
            let url = Url::parse(&format!("https://example.org{path}")).unwrap();
            assert_eq!(in_address(&url).map(|date| date.to_rfc3339()).as_deref(), expected, "{path}");
        }
    }
}
