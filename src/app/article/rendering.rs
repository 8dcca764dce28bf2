//! An article in the reader's script: made anew when the script, the wording, the tables or the person's own
//! conversions change, and long parts of it slice by slice. The place stays.

use std::sync::Arc;

use crate::app::{article::reader::Reader, settings::Settings};
use crate::{
    script::{
        Language, Script,
        conversion::{Config, Converters},
        rendition::{PartConversion, Rendition},
    },
    text::{Part, Place},
    typeset::layout::Layout,
};

/// A long part in the making.
#[derive(Debug)]
pub(crate) struct Making {
    part: Part,
    conversion: PartConversion,
}

impl Reader {
    /// The script it is shown in.
    pub fn script(&self) -> Script {
        self.rendition().script()
    }

    /// Shows the article in a script. The first visible character stays on the first line.
    pub fn set_script(&mut self, script: Script) {
        let place = self.place();
        let rendition = self.rendition().in_script(script, self.settings.wording, &self.converters, place);
        self.making = None;
        self.show_rendition(rendition);
    }

    /// Shows the article anew: tables have been loaded, or the person's own conversions have changed.
    pub fn refresh(&mut self) {
        self.set_script(self.script());
    }

    /// The language a part is written in.
    pub(in crate::app) fn language_of(&self, part: Part) -> Language {
        self.rendition().language(part).unwrap_or_default()
    }

    /// The conversion tables that some part of it still waits for, what is read first first.
    pub fn missing(&self) -> Vec<Config> {
        self.rendition().missing()
    }

    fn show_rendition(&mut self, rendition: impl Into<Arc<Rendition>>) {
        self.layout = Layout::new(&self.article, rendition.into(), self.layout.setting().clone());
        self.rendition_changed();
        self.find_anchor();
        self.find_in_shown();
        self.set_keywords(self.keywords.0.clone());
    }

    /// Takes other settings. The first visible character stays on the first line.
    pub fn use_settings(&mut self, settings: &Settings) {
        let reworded = settings.wording != self.settings.wording;
        self.settings = settings.clone();
        self.place_column();
        if settings.text.language != self.rendition().declared_language() {
            let rendition = opened(&self.article, self.script(), settings, &self.converters, self.place());
            self.making = None;
            self.show_rendition(rendition);
        } else if reworded {
            self.refresh();
        } else {
            self.find_anchor();
        }
    }

    /// Whether a long part is still in the making.
    pub(in crate::app) fn is_making(&self) -> bool {
        self.making.is_some() || self.rendition().is_unfinished()
    }

    /// Makes another slice of a long part; the first visible character stays on the first line.
    pub(in crate::app) fn make_slice(&mut self) {
        if self.making.is_none() {
            let unfinished = self.rendition().unfinished();
            self.making = unfinished.map(|(part, conversion)| Making { part, conversion });
        }
        if self.making.as_mut().is_some_and(|making| making.conversion.step()) {
            return;
        }
        if let Some(Making { part, conversion }) = self.making.take() {
            let rendition = self.rendition().with_part(part, conversion);
            self.show_rendition(rendition);
        }
    }

    /// Makes the surroundings of the screen where the reader has gone away from those of a long part that are made.
    pub(in crate::app) fn make_visible(&mut self) {
        if !self.rendition().is_unfinished() {
            return;
        }
        let start = |reader: &Reader| reader.visible.first().map(|(at, _)| reader.layout.place_of(*at));
        let end = |reader: &Reader| reader.visible.last().map(|(at, _)| reader.layout.place_of(*at));
        let unmade =
            [start(self), end(self)].into_iter().flatten().find(|place| !self.rendition().is_converted_at(*place));
        if let Some(place) = unmade {
            let rendition = self.rendition().in_script(self.script(), self.settings.wording, &self.converters, place);
            self.layout = Layout::new(&self.article, Arc::new(rendition), self.layout.setting().clone());
            self.rendition_changed();
            self.anchor_line = self.layout.line_of(self.anchor);
            self.see();
        }
    }
}

/// The rendition an article is opened with.
pub(in crate::app) fn opened(
    article: &Arc<crate::article::Article>,
    script: Script,
    settings: &Settings,
    converters: &Converters,
    place: Place,
) -> Arc<Rendition> {
    let said = settings.text.language;
    Arc::new(Rendition::at_place(Arc::clone(article), said, script, settings.wording, converters, place))
}
