//! An article in the script its reader asked for: for every part the text that is shown and the map to what is
//! stored.
//!
//! Parts are converted when they are first asked for, so the visible ones need not wait for the rest; a job may go
//! through them all ahead of the reader.

use std::sync::{Arc, OnceLock};

use super::{Config, Converters, Language, Plan, Script, cut, map::LoadedPlan};
use crate::{
    article::{Article, BlockKind},
    text::{OffsetMap, Part, Safe, safe},
};

/// The text shown for one part.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What is drawn.
    pub text: Safe,
    /// From the stored text of the part to `text`.
    pub map: OffsetMap,
    /// The language `text` is set by.
    pub language: Language,
    /// Whether it was converted, even if no character differs.
    pub converted: bool,
}

/// An article as it is shown. Clones share their conversions: what a job converts, the reader's clone has.
#[derive(Clone, Debug)]
pub struct Rendition(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    article: Arc<Article>,
    script: Script,
    parts: Vec<PartOf>,
    plans: Vec<(Plan, LoadedPlan)>,
}

#[derive(Debug)]
struct PartOf {
    part: Part,
    language: Language,
    plan: Option<Plan>,
    shown: OnceLock<Shown>,
}

/// The configurations that an article needs and that are not loaded yet. Load them on a job and ask again; show the
/// original meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the conversion dictionaries are still to be loaded")]
pub struct NotLoaded(pub Vec<Config>);

impl Rendition {
    /// The article as it is stored.
    #[must_use]
    pub fn original(article: &Article) -> Rendition {
        Rendition::unconverted(Arc::new(article.clone()))
    }

    /// The same without a copy of the article.
    #[must_use]
    pub fn unconverted(article: Arc<Article>) -> Rendition {
        let parts = parts_of(&article, Script::Original);
        Rendition(Arc::new(Inner { article, script: Script::Original, parts, plans: Vec::new() }))
    }

    /// The article in a script. Each part goes by its own language: a Traditional title may stand over a Simplified
    /// body. Code is never converted.
    ///
    /// # Errors
    /// What must be loaded first.
    pub fn new(article: Arc<Article>, script: Script, converters: &Converters) -> Result<Rendition, NotLoaded> {
        let parts = parts_of(&article, script);
        let mut plans: Vec<(Plan, LoadedPlan)> = Vec::new();
        let mut missing = Vec::new();
        for plan in parts.iter().filter_map(|of| of.plan) {
            if plans.iter().any(|(known, _)| *known == plan) {
                continue;
            }
            match converters.plan(plan) {
                Ok(Some(loaded)) => plans.push((plan, loaded)),
                Ok(None) => missing.extend(converters.missing(&plan.configs())),
                // Its parts stay as they are.
                Err(_) => {}
            }
        }
        if missing.is_empty() {
            return Ok(Rendition(Arc::new(Inner { article, script, parts, plans })));
        }
        missing.sort_unstable();
        missing.dedup();
        Err(NotLoaded(missing))
    }

    /// The script it is shown in.
    #[must_use]
    pub fn script(&self) -> Script {
        self.0.script
    }

    /// The article it shows.
    #[must_use]
    pub fn article(&self) -> &Arc<Article> {
        &self.0.article
    }

    /// The parts, in reading order.
    pub fn parts(&self) -> impl ExactSizeIterator<Item = Part> + '_ {
        self.0.parts.iter().map(|of| of.part)
    }

    /// What is shown for a part, converted now if it has not been (where another thread is at it, this one waits);
    /// `None` if the article has no such part. A text that OpenCC refuses is shown as it is.
    #[must_use]
    pub fn shown(&self, part: Part) -> Option<&Shown> {
        let of = self.part(part)?;
        Some(of.shown.get_or_init(|| self.0.convert(of)))
    }

    /// Whether [`Rendition::shown`] has nothing left to do for a part.
    #[must_use]
    pub fn is_ready(&self, part: Part) -> bool {
        self.part(part).is_some_and(|of| of.shown.get().is_some())
    }

    fn part(&self, part: Part) -> Option<&PartOf> {
        let index = self.0.parts.binary_search_by_key(&part, |of| of.part).ok()?;
        self.0.parts.get(index)
    }
}

impl Inner {
    fn convert(&self, of: &PartOf) -> Shown {
        let (text, map) = safe::display(&self.article.text(of.part));
        let loaded = of.plan.and_then(|plan| self.plans.iter().find(|(known, _)| *known == plan));
        let Some(Ok(mapped)) = loaded.map(|(_, loaded)| loaded.convert_mapped(&text)) else {
            return Shown { text, map, language: of.language, converted: false };
        };
        let language = of.language.shown_in(self.script);
        Shown { text: mapped.text, map: map.then(&mapped.map), language, converted: true }
    }
}

impl Language {
    /// The language that a Chinese text is set by when it is shown in a script.
    fn shown_in(self, script: Script) -> Language {
        match script {
            // Japanese forms do not make Japanese of it.
            Script::Original | Script::Japanese => self,
            Script::Simplified => Language::ChineseSimplified,
            Script::Traditional => Language::ChineseTraditional,
            Script::Taiwan | Script::TaiwanPhrases => Language::ChineseTaiwan,
            Script::Hongkong | Script::HongkongPhrases => Language::ChineseHongkong,
        }
    }
}

fn parts_of(article: &Article, script: Script) -> Vec<PartOf> {
    let whole = article_language(article);
    let of_part = |part: Part| {
        let text = article.text(part);
        let found = Language::detect(&text, Some(whole));
        let plan = if is_code(article, part) { None } else { Plan::choose(found, script) };
        // A line without a single letter of East Asia is set as the article is.
        let language = if found == Language::Other { whole } else { found };
        PartOf { part, language, plan, shown: OnceLock::new() }
    };
    article.parts().map(of_part).collect()
}

fn is_code(article: &Article, part: Part) -> bool {
    let Part::Body(index) = part else { return false };
    article.blocks.get(index as usize).is_some_and(|block| block.kind == BlockKind::Code)
}

/// Bytes of the body that its language is told by.
const SAMPLE: usize = 16 << 10;

/// The language of an article: by the start of its body, and by its tag where that leaves it open; without a body by
/// its title.
#[must_use]
pub fn article_language(article: &Article) -> Language {
    let hint = article.lang.as_deref().and_then(Language::from_tag);
    let mut sample = String::new();
    for block in article.blocks.iter().filter(|block| block.kind != BlockKind::Code) {
        let end = cut::boundary(&block.text, SAMPLE - sample.len());
        sample.push_str(&block.text[..end]);
        if end < block.text.len() || sample.len() >= SAMPLE - 1 {
            break;
        }
        sample.push('\n');
    }
    match Language::detect(&sample, hint) {
        Language::Other => match Language::detect(&article.title, hint) {
            Language::Other => hint.unwrap_or_default(),
            found => found,
        },
        found => found,
    }
}

#[cfg(test)]
#[path = "rendition_tests.rs"]
mod tests;
