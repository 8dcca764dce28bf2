//! A single line in the reader's script, for lists: titles, names of sources, snippets. Nothing maps back.

use super::{Converters, Language, Plan, Script, Wording};
use crate::text::Safe;

/// A line of text in `script`. `hint` is the language of its article, if known. While a converter is still to be
/// loaded, or if the line is not Chinese, it is the line as it is.
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
    let plan = Plan::choose(language, script).and_then(|plan| converters.plan(plan).ok().flatten());
    let converted = plan.and_then(|plan| plan.with_own(converters.exceptions().of(script)).convert(&line).ok());
    let line = converted.map_or(line, |converted| Safe::line(&converted));
    wording.apply(&line, language, script).map_or(line, |(line, _)| line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::tests::converters;

    #[test]
    fn a_line_is_converted_once_its_converter_is_there() {
        let fresh = Converters::new(None, std::env::temp_dir());
        let title = "習近平:全球治理\n中俄\u{1b}要發出更響亮聲音";
        let shown = |converters: &Converters, script| {
            convert_line(converters, title, None, script, Wording::AS_WRITTEN).as_str().to_owned()
        };
        let original = shown(&fresh, Script::Original);
        assert_eq!(shown(&fresh, Script::Simplified), original, "not loaded");
        converters().load_all(&crate::script::Config::ALL).expect("dictionaries");
        let simplified = shown(converters(), Script::Simplified);
        assert!(
            simplified.contains("习近平:全球治理 中俄") && simplified.ends_with("要发出更响亮声音"),
            "{simplified}"
        );
        assert_eq!(shown(converters(), Script::Traditional), original, "as it is");
        let english =
            convert_line(converters(), "GDP 3%", Some(Language::ChineseSimplified), Script::Taiwan, Wording::default());
        assert_eq!(english.as_str(), "GDP 3%");
        let reworded = Wording { quotes: crate::script::Quotes::ByScript, ..Wording::default() };
        let quoted = convert_line(converters(), "他说:“头发”", None, Script::Taiwan, reworded);
        assert_eq!(quoted.as_str(), "他說：「頭髮」");
        // An unmarked title follows its article.
        let line = |hint| {
            convert_line(converters(), "里程", Some(hint), Script::Traditional, Wording::AS_WRITTEN).as_str().to_owned()
        };
        assert_eq!((line(Language::ChineseTaiwan), line(Language::Japanese)), ("里程".to_owned(), "里程".to_owned()));
    }
}
