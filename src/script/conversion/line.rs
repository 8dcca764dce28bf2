//! Single lines in the reader's script, for lists: titles, names of sources, snippets.

use std::{ops::Range, sync::Arc};

use super::{converters::Converters, loaded_plan::LoadedPlan, plan::Plan};
use crate::script::{Language, Script, rendition::Rendition, wording::Wording};
use crate::{
    article::{Article, Block},
    text::{Part, safe::Safe},
};

/// Converts a line of text to `script`, without a map. `hint` is the language of its article, if known. The line stays as
/// it is if it is not Chinese or a converter is not loaded.
#[must_use]
pub fn convert_line(
    converters: &Converters,
    text: &str,
    hint: Option<Language>,
    script: Script,
    wording: Wording,
) -> Safe {
    let line = Safe::line(text);
    let language = Language::detect(&line, hint);
    let plan = Plan::choose(language, script).and_then(|plan| LoadedPlan::from_loaded(plan, converters).ok().flatten());
    let converted =
        plan.and_then(|plan| plan.with_exceptions(converters.exceptions().for_script(script)).convert(&line).ok());
    let line = converted.map_or(line, |converted| Safe::line(&converted));
    wording.apply(&line, language, script).map_or(line, |(line, _)| line)
}

/// Converts a stretch of an article's body to `script` as [`Rendition`] shows a paragraph, on one line; returns the line and
/// the place of a byte range of the stretch in it.
#[must_use]
pub(crate) fn convert_excerpt(
    converters: &Converters,
    excerpt: &str,
    range: Range<usize>,
    hint: Option<Language>,
    script: Script,
    wording: Wording,
) -> (Safe, Range<usize>) {
    let lang = hint.map(|language| language.tag().to_owned());
    let article = Article { lang, blocks: vec![Block::paragraph(excerpt)], ..Article::default() };
    let rendition = Rendition::new(Arc::new(article), script, wording, converters);
    let Some(shown) = rendition.shown(Part::Body(0)) else { return (Safe::default(), 0..0) };
    // Line feeds become spaces, of the same length.
    let line = Safe::line(&shown.text);
    let range = shown.map.shown_range(range);
    if line.get(range.clone()).is_some() { (line, range) } else { (line, 0..0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::conversion::tests::converters;

    #[test]
    fn a_line_is_converted_once_its_converter_is_there() {
        let fresh = Converters::new(None, std::env::temp_dir());
        let title = "習近平:全球治理\n中俄\u{1b}要發出更響亮聲音";
        let shown = |converters: &Converters, script| {
            convert_line(converters, title, None, script, Wording::AS_WRITTEN).as_str().to_owned()
        };
        let original = shown(&fresh, Script::Original);
        assert_eq!(shown(&fresh, Script::Simplified), original, "not loaded");
        converters().load_all(&crate::script::conversion::config::Config::ALL).expect("dictionaries");
        let simplified = shown(converters(), Script::Simplified);
        assert!(
            simplified.contains("习近平:全球治理 中俄") && simplified.ends_with("要发出更响亮声音"),
            "{simplified}"
        );
        assert_eq!(shown(converters(), Script::Traditional), original, "as it is");
        let english =
            convert_line(converters(), "GDP 3%", Some(Language::ChineseSimplified), Script::Taiwan, Wording::default());
        assert_eq!(english.as_str(), "GDP 3%");
        let reworded = Wording { quotes: crate::script::wording::Quotes::ByScript, ..Wording::default() };
        let quoted = convert_line(converters(), "他说:“头发”", None, Script::Taiwan, reworded);
        assert_eq!(quoted.as_str(), "他說：「頭髮」");
        // An unmarked title follows its article.
        let line = |hint| {
            convert_line(converters(), "里程", Some(hint), Script::Traditional, Wording::AS_WRITTEN).as_str().to_owned()
        };
        assert_eq!((line(Language::ChineseTaiwan), line(Language::Japanese)), ("里程".to_owned(), "里程".to_owned()));
    }
    #[test]
    fn an_excerpt_is_converted_whole_and_its_match_is_known() {
        converters().load_all(&crate::script::conversion::config::Config::ALL).expect("dictionaries");
        let shown = |excerpt: &str, matched: &str, script| {
            let at = excerpt.find(matched).expect("in it");
            let (line, range) =
                convert_excerpt(converters(), excerpt, at..at + matched.len(), None, script, Wording::AS_WRITTEN);
            (line.as_str().to_owned(), line[range].to_owned())
        };
        // 头发 by itself would be 頭發, and a lone 后 is of no language.
        let text = "他的头发\n用鼠标点开之后，计算机后面";
        assert_eq!(shown(text, "发", Script::Taiwan), ("他的頭髮 用鼠標點開之後，計算機後面".into(), "髮".into()));
        let (line, matched) = shown(text, "鼠标", Script::TaiwanPhrases);
        assert_eq!((matched.as_str(), line.as_str()), ("滑鼠", "他的頭髮 用滑鼠點開之後，計算機後面"));
        assert_eq!(shown("a\u{1b}b\u{200b} 后\n", "后", Script::Original).1, "后");
        let empty = convert_excerpt(converters(), "", 0..0, None, Script::Taiwan, Wording::AS_WRITTEN);
        assert_eq!((empty.0.as_str(), empty.1), ("", 0..0));
    }
}
