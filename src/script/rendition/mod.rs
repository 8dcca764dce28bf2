//! An article in the script its reader asked for: for every part the text that is shown and the map to what is
//! stored.
//!
//! Parts are converted when they are first asked for, so the visible ones need not wait for the rest; a job may go
//! through them all ahead of the reader.

mod sliced;

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

pub use sliced::Sliced;

use std::{
    ops::Range,
    sync::{Arc, OnceLock},
};

use crate::script::{
    Language, Script,
    conversion::{Config, Converters, LoadedPlan, Plan},
    stream::cut,
    wording::Wording,
    words::Likely,
};
use crate::{
    article::{Article, BlockKind},
    text::{Part, Place, fold::fold, offsets::OffsetMap, safe::Safe},
};
use sliced::Manner;

/// Bytes of a part that is made in slices where its reader would have to wait for all of it.
const LONG: usize = 128 << 10;

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
    /// The stretches of `text` that are other words than the stored ones.
    pub words: Vec<Range<usize>>,
    /// Of a long part: the bytes of stored text that are shown as they will be, while the rest is as it is stored;
    /// `None` when all is.
    pub made: Option<Range<usize>>,
}

/// An article as it is shown. Clones share their conversions: what a job converts, the reader's clone has.
#[derive(Clone, Debug)]
pub struct Rendition(Arc<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    article: Arc<Article>,
    script: Script,
    wording: Wording,
    parts: Vec<PartOf>,
    plans: Vec<(Plan, LoadedPlan)>,
    missing: Vec<Config>,
    /// The language that its reader says it is in.
    said: Option<Language>,
    /// Where the reader is, if long parts are to be made around it first.
    around: Option<Place>,
}

#[derive(Clone, Debug)]
struct PartOf {
    part: Part,
    /// The language of its own, and the one it is set by.
    found: Language,
    language: Language,
    is_code: bool,
    plan: Option<Plan>,
    shown: OnceLock<Arc<Shown>>,
}

impl Rendition {
    /// The article as it is stored, to the last mark.
    #[must_use]
    pub fn original(article: &Article) -> Rendition {
        Rendition::unconverted(Arc::new(article.clone()))
    }

    /// The same without a copy of the article.
    #[must_use]
    pub fn unconverted(article: Arc<Article>) -> Rendition {
        let parts = parts_of(&article, None);
        let (script, wording) = (Script::Original, Wording::AS_WRITTEN);
        let (plans, missing) = (Vec::new(), Vec::new());
        Rendition(Arc::new(Inner { article, script, wording, parts, plans, missing, said: None, around: None }))
    }

    /// The article in a script. Each part goes by its own language: a Traditional title may stand over a Simplified
    /// body. Code is never converted. A part whose tables are not loaded yet is shown as it is stored; see
    /// [`Rendition::missing`].
    #[must_use]
    pub fn new(article: Arc<Article>, script: Script, wording: Wording, converters: &Converters) -> Rendition {
        Rendition::said(article, None, script, wording, converters)
    }

    /// The same where its reader says what language it is in, whatever its characters tell: said to be Japanese, it is
    /// not converted as Chinese.
    #[must_use]
    pub fn said(
        article: Arc<Article>,
        said: Option<Language>,
        script: Script,
        wording: Wording,
        converters: &Converters,
    ) -> Rendition {
        let parts = parts_of(&article, said);
        Rendition::of((article, said), parts, script, wording, converters, None)
    }

    /// The same for a reader at a place: of a long part the surroundings are made first. What is not made yet is
    /// shown as it is stored; [`Rendition::unfinished`] gives it.
    #[must_use]
    pub fn around(
        article: Arc<Article>,
        said: Option<Language>,
        script: Script,
        wording: Wording,
        converters: &Converters,
        place: Place,
    ) -> Rendition {
        let parts = parts_of(&article, said);
        Rendition::of((article, said), parts, script, wording, converters, Some(place))
    }

    /// The article of this rendition in another script, for a reader at a place. Its languages are those found already.
    #[must_use]
    pub fn again(&self, script: Script, wording: Wording, converters: &Converters, place: Place) -> Rendition {
        let parts = self.0.parts.iter().map(|of| PartOf { plan: None, shown: OnceLock::new(), ..of.clone() }).collect();
        Rendition::of((Arc::clone(&self.0.article), self.0.said), parts, script, wording, converters, Some(place))
    }

    fn of(
        (article, said): (Arc<Article>, Option<Language>),
        mut parts: Vec<PartOf>,
        script: Script,
        wording: Wording,
        converters: &Converters,
        around: Option<Place>,
    ) -> Rendition {
        for of in &mut parts {
            of.plan = if of.is_code { None } else { Plan::choose(of.found, script) };
        }
        let own = converters.exceptions().of(script);
        let mut plans: Vec<(Plan, LoadedPlan)> = Vec::new();
        let mut missing: Vec<Config> = Vec::new();
        // What is looked at first is to be loaded first.
        let rank = |of: &&PartOf| match of.part {
            Part::Body(_) => 0,
            Part::Title => 1,
            _ => 2,
        };
        let mut seen: Vec<Plan> = Vec::new();
        let mut by_rank: Vec<_> = parts.iter().filter(|of| of.plan.is_some()).collect();
        by_rank.sort_by_key(rank);
        for plan in by_rank.into_iter().filter_map(|of| of.plan) {
            if seen.contains(&plan) {
                continue;
            }
            seen.push(plan);
            match converters.plan(plan) {
                Ok(Some(loaded)) => plans.push((plan, loaded.with_own(own.clone()))),
                Ok(None) => {
                    let more = converters.missing(&plan.configs());
                    missing.extend(more.into_iter().filter(|config| !missing.contains(config)).collect::<Vec<_>>());
                }
                // Its parts stay as they are.
                Err(_) => {}
            }
        }
        Rendition(Arc::new(Inner { article, script, wording, parts, plans, missing, said, around }))
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

    /// The configurations that some part needs and that were not loaded, those of the body first. Load them on a job
    /// and make another rendition; what has its tables is converted already.
    #[must_use]
    pub fn missing(&self) -> &[Config] {
        &self.0.missing
    }

    /// Whether other words may be shown for stored ones, and not only other forms of their characters.
    #[must_use]
    pub fn changes_words(&self) -> bool {
        self.0.plans.iter().any(|(_, loaded)| loaded.changes_words())
    }

    /// The stored words that may be shown as something that a query meets; `None` if that cannot be told.
    #[must_use]
    pub fn likely(&self, query: &str) -> Option<Likely> {
        let query = fold(query).text;
        self.0.plans.iter().try_fold(Likely::default(), |known, (_, loaded)| Some(known.and(loaded.likely(&query)?)))
    }

    /// The parts, in reading order.
    pub fn parts(&self) -> impl ExactSizeIterator<Item = Part> + '_ {
        self.0.parts.iter().map(|of| of.part)
    }

    /// The language that its reader says it is in.
    #[must_use]
    pub fn said_language(&self) -> Option<Language> {
        self.0.said
    }

    /// The language a part is written in, as far as its reader, its characters and its article tell.
    #[must_use]
    pub fn language(&self, part: Part) -> Option<Language> {
        self.part(part).map(|of| of.found)
    }

    /// What is shown for a part, converted now if it has not been (where another thread is at it, this one waits);
    /// `None` if the article has no such part. A text that OpenCC refuses is shown as it is.
    #[must_use]
    pub fn shown(&self, part: Part) -> Option<&Shown> {
        let of = self.part(part)?;
        Some(of.shown.get_or_init(|| Arc::new(self.0.make(of))))
    }

    /// Whether [`Rendition::shown`] has nothing left to do for a part.
    #[must_use]
    pub fn is_ready(&self, part: Part) -> bool {
        self.part(part).is_some_and(|of| of.shown.get().is_some())
    }

    /// Whether a place is shown as it will be: only in a long part that is still in the making it may not.
    #[must_use]
    pub fn is_made(&self, place: Place) -> bool {
        let shown = self.part(place.part).and_then(|of| of.shown.get());
        let made = shown.and_then(|shown| shown.made.as_ref());
        made.is_none_or(|made| made.contains(&place.offset) || made.end == self.0.article.text(place.part).len())
    }

    /// Whether a long part has been looked at and is not made yet.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        let is_begun = |of: &PartOf| of.shown.get().is_some_and(|shown| shown.made.is_some());
        self.0.around.is_some() && self.0.parts.iter().any(is_begun)
    }

    /// A long part that has been looked at and is not made yet, the nearest first. Give it back to
    /// [`Rendition::with`] when all of it is.
    #[must_use]
    pub fn unfinished(&self) -> Option<(Part, Sliced)> {
        let is_begun = |of: &&PartOf| of.shown.get().is_some_and(|shown| shown.made.is_some());
        let here = self.0.around.and_then(|place| self.part(place.part));
        let of = here.filter(is_begun).or_else(|| self.0.parts.iter().find(is_begun))?;
        Some((of.part, Sliced::new(&self.0.article.text(of.part), self.0.manner(of))))
    }

    /// The same with a part that was in the making. A layout is to be made anew: the shown text is another.
    #[must_use]
    pub fn with(&self, part: Part, made: Sliced) -> Rendition {
        let mut inner = Inner::clone(&self.0);
        if let Some(of) = inner.parts.iter_mut().find(|of| of.part == part) {
            of.shown = OnceLock::from(Arc::new(made.finish()));
        }
        Rendition(Arc::new(inner))
    }

    fn part(&self, part: Part) -> Option<&PartOf> {
        let index = self.0.parts.binary_search_by_key(&part, |of| of.part).ok()?;
        self.0.parts.get(index)
    }
}

impl Inner {
    fn make(&self, of: &PartOf) -> Shown {
        let stored = self.article.text(of.part);
        let sliced = Sliced::new(&stored, self.manner(of));
        let Some(place) = self.around.filter(|_| stored.len() > LONG && of.language.is_chinese()) else {
            return sliced.finish();
        };
        sliced.around(match place.part.cmp(&of.part) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => place.offset,
            std::cmp::Ordering::Greater => stored.len(),
        })
    }

    fn manner(&self, of: &PartOf) -> Manner {
        let loaded = of.plan.and_then(|plan| self.plans.iter().find(|(known, _)| *known == plan));
        let wording = if of.is_code { Wording::AS_WRITTEN } else { self.wording };
        let languages = (of.language, of.language.shown_in(self.script));
        Manner { plan: loaded.map(|(_, loaded)| loaded.clone()), wording, script: self.script, languages }
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

fn parts_of(article: &Article, said: Option<Language>) -> Vec<PartOf> {
    let whole = said.unwrap_or_else(|| article_language(article));
    let of_part = |part: Part| {
        let found = said.unwrap_or_else(|| Language::detect(&article.text(part), Some(whole)));
        // A line without a single letter of East Asia is set as the article is.
        let language = if found == Language::Other { whole } else { found };
        PartOf { part, found, language, is_code: is_code(article, part), plan: None, shown: OnceLock::new() }
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
