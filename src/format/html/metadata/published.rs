//! The date of a page: in its head, its data, its `<time>`, the line under its title, or its address.

use url::Url;

use super::head::PageHead;
use crate::date::{
    Published,
    within::{MAX_DATE_CHARS, find, in_address, parse_loosely, short_year},
};
use crate::format::html::{
    content::prose,
    tree::{HtmlTag, NodeId, Tree},
    units::{PageUnit, each},
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

/// Names in a page's scripts that hold the time of publication.
#[rustfmt::skip]
const KEYS: &[&str] = &[
    "publish_time", "publishTime", "publishtime", "publish_date", "publishDate", "published_time", "publishedAt",
    "published_at", "pubTime", "pubtime", "pub_time", "pubDate", "pubdate", "datePublished", "createTime", "create_time",
    "ctime", "ct",
];

/// Limit of the places of one name in one script.
const MAX_DATES_OF_NAME: usize = 1000;

/// Limit of a line that is searched for a date, in characters.
const MAX_LINE_CHARS: u32 = 200;

/// The date of a page. `near` are the units about its title, in order of nearness; `units` are all.
pub(crate) fn published(
    tree: &Tree<'_>,
    head: &PageHead,
    near: &[&PageUnit],
    units: &[PageUnit],
    address: Option<&Url>,
) -> Option<Published> {
    let declared = head.data.published.as_deref().and_then(parse_loosely);
    let declared = declared.or_else(|| META.iter().filter_map(|name| head.value(&[name])).find_map(parse_loosely));
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
        each(tree, units)
            .filter(|unit| unit.chars <= MAX_LINE_CHARS)
            .filter(is_labelled)
            .find_map(|unit| after_label(&unit.text))
    };
    // A date in the text itself may be another day, but is better than none.
    let in_text = || first(near.iter().copied().filter(|unit| in_prose(unit)));
    match declared {
        // A day alone is more exact where it is shown.
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
            .or_else(|| head.data.modified.as_deref().and_then(parse_loosely))
            .or_else(|| in_scripts(tree))
            .or_else(|| in_address(address?))
            .or_else(|| in_address(&Url::parse(head.link.as_deref()?).ok()?))
            .or_else(in_text),
    }
}

/// The same time with its zone, if an element has that.
fn zoned(date: Published, declared: impl FnOnce() -> Option<Published>) -> Published {
    if matches!(date, Published::Zoned(..)) {
        return date;
    }
    declared()
        .filter(|other| matches!(other, Published::Zoned(..)) && other.to_line() == date.to_line())
        .unwrap_or(date)
}

/// The first date in some units that is not that of a change, else the first of a change.
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

/// The date behind a label.
fn after_label(text: &str) -> Option<Published> {
    let (at, label) = LABELS.iter().filter_map(|label| Some((text.find(label)?, *label))).min()?;
    let rest = &text[at + label.len()..];
    let from = rest.char_indices().take(12).find(|(_, c)| c.is_ascii_digit()).map_or(0, |(at, _)| at);
    short_year(&rest[from..]).or_else(|| find(&text[at..]).map(|(date, _)| date))
}

/// The date under one of its names in the page's scripts, if all of that name are the same.
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
        parse_loosely(&rest[..end])
    })
}

fn is_day(date: &Published) -> bool {
    date.civil().time() == jiff::civil::Time::midnight()
}

fn time(tree: &Tree<'_>, id: NodeId) -> Option<Published> {
    tree.attribute(id, "datetime")
        .and_then(|text| parse_loosely(&text))
        .or_else(|| parse_loosely(&super::head::text_of(tree, id)))
}

fn by_property(tree: &Tree<'_>) -> Option<Published> {
    let is = |id: &NodeId| {
        !tree.text(*id).is_empty()
            && !matches!(tree.node(*id).tag, HtmlTag::Text | HtmlTag::Raw | HtmlTag::Meta)
            && tree.attribute(*id, "itemprop").is_some_and(|name| name.eq_ignore_ascii_case("datePublished"))
    };
    let id = tree.ids().find(is)?;
    tree.attribute(id, "content").and_then(|text| parse_loosely(&text)).or_else(|| time(tree, id))
}

#[cfg(test)]
mod tests {
    use super::{after_label, in_scripts};
    use crate::{format::html::tree::Tree, text::StopCheck};

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
}
