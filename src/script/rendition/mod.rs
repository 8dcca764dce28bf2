//! An article in the script of its reader: for every part the text that is shown and the map to the stored text.
//!
//! A part's language is detected and the part converted when it is first shown, so opening an article costs the same
//! however long it is; a job may convert the rest ahead of the reader.

mod part_conversion;
mod part_state;
mod shown;

#[cfg(test)]
mod span_tests;
#[cfg(test)]
mod tests;

pub use part_conversion::PartConversion;
pub(crate) use shown::reading_of;
pub use shown::{Reading, Shown};

use std::sync::{Arc, OnceLock};

use super::{
    Language, Script, article_language,
    conversion::{Config, Converters, LoadedPlan, Plan},
    wording::{Ruby, Wording},
    words::CandidateWords,
};
use crate::{
    article::{Article, Block, BlockKind},
    text::{Part, Place, fold::fold, safe::Safe},
};
use part_conversion::PartSettings;
use part_state::{PartState, parts_of, spans_of};

/// Stored bytes from which a part is converted in slices, so that its reader need not wait for all of it.
const MIN_SLICED_BYTES: usize = 128 << 10;

/// An article as it is shown. Clones share their conversions: what a job converts, the reader's clone has.
#[derive(Clone, Debug)]
pub struct Rendition(Arc<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    article: Arc<Article>,
    script: Script,
    wording: Wording,
    parts: Vec<PartState>,
    plans: Vec<PlanState>,
    /// The language of the article, for parts that have none of their own.
    language: Language,
    /// The language that the reader has set for all parts.
    declared: Option<Language>,
    /// The place of the reader, if long parts are to be converted around it first.
    focus: Option<Place>,
}

/// A plan that some language has in the script of a rendition.
#[derive(Clone, Debug)]
struct PlanState {
    plan: Plan,
    /// The loaded plan, or the configurations that are missing.
    loaded: Result<LoadedPlan, Vec<Config>>,
    /// Set once a part needs the plan.
    needed: OnceLock<()>,
}

/// The languages that a script may convert.
const CHINESE: [Language; 4] =
    [Language::ChineseSimplified, Language::ChineseTraditional, Language::ChineseTaiwan, Language::ChineseHongkong];

impl Rendition {
    /// The article as it is stored, to the last mark.
    #[must_use]
    pub fn original(article: &Article) -> Rendition {
        Rendition::unconverted(Arc::new(article.clone()))
    }

    /// The article as it is stored, without a copy of it.
    #[must_use]
    pub fn unconverted(article: Arc<Article>) -> Rendition {
        let parts = parts_of(&article);
        let language = article_language(&article);
        Rendition(Arc::new(Inner {
            article,
            script: Script::Original,
            wording: Wording::AS_WRITTEN,
            parts,
            plans: Vec::new(),
            language,
            declared: None,
            focus: None,
        }))
    }

    /// The article in a script. Each part is converted from its own language: a Traditional title may stand over a
    /// Simplified body. Code is never converted. A part whose tables are not loaded is shown as it is stored; see
    /// [`Rendition::missing`].
    #[must_use]
    pub fn new(article: Arc<Article>, script: Script, wording: Wording, converters: &Converters) -> Rendition {
        Rendition::with_language(article, None, script, wording, converters)
    }

    /// The article in a script, with the declared language for all of its parts: an article declared to be Japanese is not
    /// converted as Chinese.
    #[must_use]
    pub(crate) fn with_language(
        article: Arc<Article>,
        declared: Option<Language>,
        script: Script,
        wording: Wording,
        converters: &Converters,
    ) -> Rendition {
        let parts = parts_of(&article);
        Rendition::build((article, declared), parts, script, wording, converters, None)
    }

    /// The article in a script for a reader at a place: of a long part the surroundings of the place are converted first.
    /// The rest is shown as it is stored until [`Rendition::unfinished`] is converted.
    #[must_use]
    pub fn at_place(
        article: Arc<Article>,
        declared: Option<Language>,
        script: Script,
        wording: Wording,
        converters: &Converters,
        place: Place,
    ) -> Rendition {
        let parts = parts_of(&article);
        Rendition::build((article, declared), parts, script, wording, converters, Some(place))
    }

    /// The article in another script, for a reader at a place. Languages that are detected already stay so.
    #[must_use]
    pub fn in_script(&self, script: Script, wording: Wording, converters: &Converters, place: Place) -> Rendition {
        let fresh = |state: &PartState| PartState { shown: OnceLock::new(), ..state.clone() };
        let parts = self.0.parts.iter().map(fresh).collect();
        let article = Arc::clone(&self.0.article);
        Rendition::build((article, self.0.declared), parts, script, wording, converters, Some(place))
    }

    fn build(
        (article, declared): (Arc<Article>, Option<Language>),
        parts: Vec<PartState>,
        script: Script,
        wording: Wording,
        converters: &Converters,
        focus: Option<Place>,
    ) -> Rendition {
        let language = declared.unwrap_or_else(|| article_language(&article));
        let exceptions = converters.exceptions().for_script(script);
        let mut plans: Vec<PlanState> = Vec::new();
        // Every plan that a part may need. The language of a part, and with it the plan, is known only once it is shown.
        for plan in CHINESE.into_iter().filter_map(|language| Plan::choose(language, script)) {
            if plans.iter().any(|known| known.plan == plan) {
                continue;
            }
            let loaded = match LoadedPlan::from_loaded(plan, converters) {
                Ok(Some(loaded)) => Ok(loaded.with_exceptions(exceptions.clone())),
                Ok(None) => Err(converters.missing(&plan.configs())),
                // Its parts stay as they are.
                Err(_) => Err(Vec::new()),
            };
            plans.push(PlanState { plan, loaded, needed: OnceLock::new() });
        }
        let inner = Inner { article, script, wording, parts, plans, language, declared, focus };
        // The first things that are read, so that their tables are asked for before anything is shown.
        let body = inner.parts.iter().find(|state| matches!(state.part, Part::Body(_)) && !state.is_code);
        for state in body.into_iter().chain(inner.part(Part::Title)) {
            inner.plan_of(state);
        }
        Rendition(Arc::new(inner))
    }

    /// The script that the article is shown in.
    #[must_use]
    pub(crate) fn script(&self) -> Script {
        self.0.script
    }

    /// The article that is shown.
    #[cfg(test)]
    pub(crate) fn article(&self) -> &Arc<Article> {
        &self.0.article
    }

    /// The configurations that a part looked at so far needs and that were not loaded, those of the body first. Load them
    /// on a job and build another rendition; parts that have their tables are converted already.
    #[must_use]
    pub fn missing(&self) -> Vec<Config> {
        let of_body = Plan::choose(self.0.language, self.0.script);
        let mut needed: Vec<&PlanState> = self.0.plans.iter().filter(|state| state.needed.get().is_some()).collect();
        needed.sort_by_key(|state| Some(state.plan) != of_body);
        let mut missing: Vec<Config> = Vec::new();
        for config in needed.into_iter().filter_map(|state| state.loaded.as_ref().err()).flatten() {
            if !missing.contains(config) {
                missing.push(*config);
            }
        }
        missing
    }

    /// The configurations that any part needs and that were not loaded, for a caller that shows all parts at once. Detects
    /// the language of every part.
    #[must_use]
    pub(crate) fn missing_for_all(&self) -> Vec<Config> {
        for state in &self.0.parts {
            self.0.plan_of(state);
        }
        self.missing()
    }

    /// True if other words may be shown for stored ones, and not only other forms of their characters.
    #[must_use]
    pub(crate) fn changes_words(&self) -> bool {
        self.0.loaded_plans().any(LoadedPlan::changes_words)
    }

    /// The stored words that may be shown as text in which the query is found; `None` if they are not known.
    #[must_use]
    pub(crate) fn candidate_words(&self, query: &str) -> Option<CandidateWords> {
        let query = fold(query).text;
        let none = CandidateWords::default();
        self.0.loaded_plans().try_fold(none, |known, plan| Some(known.and(plan.candidate_words(&query)?)))
    }

    /// The parts, in reading order.
    pub fn parts(&self) -> impl ExactSizeIterator<Item = Part> + '_ {
        self.0.parts.iter().map(|state| state.part)
    }

    /// The language that the reader has set for all parts.
    #[must_use]
    pub(crate) fn declared_language(&self) -> Option<Language> {
        self.0.declared
    }

    /// The language that a part is written in: the declared one, else the one that its characters and its article show.
    #[must_use]
    pub(crate) fn language(&self, part: Part) -> Option<Language> {
        self.0.part(part).map(|state| self.0.detected(state))
    }

    /// The shown text of a part, converted now if it has not been (if another thread is converting it, this one waits);
    /// `None` if the article has no such part. A text that OpenCC refuses is shown as it is stored.
    #[must_use]
    pub fn shown(&self, part: Part) -> Option<&Shown> {
        let state = self.0.part(part)?;
        Some(state.shown.get_or_init(|| Arc::new(self.0.convert(state))))
    }

    /// The block of a part of the body.
    #[must_use]
    pub(crate) fn block(&self, part: Part) -> Option<&Block> {
        let Part::Body(index) = part else { return None };
        self.0.article.blocks.get(index as usize)
    }

    /// A text that belongs to a part without being its text, such as the description of a picture, on one line as the part
    /// would show it.
    #[must_use]
    pub(crate) fn shown_beside(&self, part: Part, text: &str) -> Safe {
        self.0.part(part).map_or_else(|| Safe::line(text), |state| self.0.settings(state).shown(text))
    }

    /// True if [`Rendition::shown`] has nothing left to do for a part.
    #[cfg(test)]
    pub(crate) fn is_ready(&self, part: Part) -> bool {
        self.0.part(part).is_some_and(|state| state.shown.get().is_some())
    }

    /// True if a place is shown in its final form; only in a long part that is not converted yet it may not be.
    #[must_use]
    pub(crate) fn is_converted_at(&self, place: Place) -> bool {
        let shown = self.0.part(place.part).and_then(|state| state.shown.get());
        let done = shown.and_then(|shown| shown.converted_range.as_ref());
        done.is_none_or(|done| done.contains(&place.offset) || done.end == self.0.article.text(place.part).len())
    }

    /// True if a long part has been looked at and is not converted yet.
    #[must_use]
    pub(crate) fn is_unfinished(&self) -> bool {
        self.0.focus.is_some() && self.0.parts.iter().any(PartState::is_begun)
    }

    /// A long part that has been looked at and is not converted yet, the one at the reader's place first. Hand it to
    /// `Rendition::with_part` once all of it is.
    #[must_use]
    pub fn unfinished(&self) -> Option<(Part, PartConversion)> {
        let here = self.0.focus.and_then(|place| self.0.part(place.part));
        let begun = here.filter(|state| state.is_begun());
        let state = begun.or_else(|| self.0.parts.iter().find(|state| state.is_begun()))?;
        let (stored, spans) = (self.0.article.text(state.part), spans_of(&self.0.article, state.part));
        Some((state.part, PartConversion::new(&stored, spans, self.0.settings(state))))
    }

    /// The rendition with a long part finished. Build the layout anew: the shown text is another.
    #[must_use]
    pub(crate) fn with_part(&self, part: Part, conversion: PartConversion) -> Rendition {
        let mut inner = Inner::clone(&self.0);
        let ruby = inner.ruby(part);
        if let Some(state) = inner.parts.iter_mut().find(|state| state.part == part) {
            let shown = conversion.finish().with_spans(spans_of(&inner.article, part), ruby);
            state.shown = OnceLock::from(Arc::new(shown));
        }
        Rendition(Arc::new(inner))
    }
}

impl Inner {
    fn part(&self, part: Part) -> Option<&PartState> {
        let index = self.parts.binary_search_by_key(&part, |state| state.part).ok()?;
        self.parts.get(index)
    }

    fn loaded_plans(&self) -> impl Iterator<Item = &LoadedPlan> {
        self.plans.iter().filter_map(|state| state.loaded.as_ref().ok())
    }

    /// The language of a part, detected at the first call.
    fn detected(&self, state: &PartState) -> Language {
        let detect = || Language::detect(&self.article.text(state.part), Some(self.language));
        self.declared.unwrap_or_else(|| *state.detected.get_or_init(detect))
    }

    /// The loaded plan of a part, and a note that the part needs it.
    fn plan_of(&self, state: &PartState) -> Option<&LoadedPlan> {
        // Detecting the language is what costs; nothing is converted without plans, nor is code.
        let plan =
            if state.is_code || self.plans.is_empty() { None } else { Plan::choose(self.detected(state), self.script) };
        let known = plan.and_then(|plan| self.plans.iter().find(|known| known.plan == plan))?;
        known.needed.get_or_init(|| ());
        known.loaded.as_ref().ok()
    }

    fn convert(&self, state: &PartState) -> Shown {
        let stored = self.article.text(state.part);
        let settings = self.settings(state);
        let is_long = stored.len() > MIN_SLICED_BYTES && settings.languages.0.is_chinese();
        let spans = spans_of(&self.article, state.part);
        let conversion = PartConversion::new(&stored, spans, settings);
        let shown = match self.focus.filter(|_| is_long) {
            None => conversion.finish(),
            Some(place) => conversion.near(match place.part.cmp(&state.part) {
                std::cmp::Ordering::Less => 0,
                std::cmp::Ordering::Equal => place.offset,
                std::cmp::Ordering::Greater => stored.len(),
            }),
        };
        shown.with_spans(spans, self.ruby(state.part))
    }

    /// The position of the readings of a part. Cells and captions have no room above them.
    fn ruby(&self, part: Part) -> Ruby {
        let Part::Body(index) = part else { return self.wording.ruby };
        let is_placed = |block: &Block| {
            matches!(block.kind, BlockKind::Table { .. } | BlockKind::Figure { .. } | BlockKind::Media { .. })
        };
        match self.wording.ruby {
            Ruby::Above if self.article.blocks.get(index as usize).is_some_and(is_placed) => Ruby::After,
            ruby => ruby,
        }
    }

    fn settings(&self, state: &PartState) -> PartSettings {
        let wording = if state.is_code { Wording::AS_WRITTEN } else { self.wording };
        // A line without a single East Asian letter is set as its article is.
        let language = match self.detected(state) {
            Language::Other => self.language,
            found => found,
        };
        let languages = (language, shown_language(language, self.script));
        PartSettings { plan: self.plan_of(state).cloned(), wording, script: self.script, languages }
    }
}

/// The language that a Chinese text is set by when it is shown in a script.
fn shown_language(language: Language, script: Script) -> Language {
    match script {
        // Japanese forms do not make Japanese of it.
        Script::Original | Script::Japanese => language,
        Script::Simplified => Language::ChineseSimplified,
        Script::Traditional => Language::ChineseTraditional,
        Script::Taiwan | Script::TaiwanPhrases => Language::ChineseTaiwan,
        Script::Hongkong | Script::HongkongPhrases => Language::ChineseHongkong,
    }
}
