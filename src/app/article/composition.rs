//! An article's text in its reader's script, set in lines. A long part is converted in slices between two keys.
//!
//! Nothing here knows of the screen; `page.rs` does.

use std::sync::Arc;

use crate::{
    app::settings::Settings,
    article::Article,
    script::{
        Script,
        conversion::{Config, Converters},
        rendition::{PartConversion, Rendition},
        wording::Wording,
    },
    text::{Part, Place},
    typeset::layout::Layout,
};

/// An article, converted and set.
#[derive(Debug)]
pub(super) struct Composition {
    article: Arc<Article>,
    converters: Arc<Converters>,
    wording: Wording,
    layout: Layout,
    /// The long part that is being converted.
    conversion: Option<(Part, PartConversion)>,
}

impl Composition {
    /// Composes an article for a reader at `place`.
    pub(super) fn new(
        article: Arc<Article>,
        script: Script,
        settings: &Settings,
        measure: u16,
        converters: &Arc<Converters>,
        place: Place,
    ) -> Composition {
        let rendition = rendition(&article, script, settings, converters, place);
        Composition {
            layout: Layout::new(&article, Arc::new(rendition), settings.setting(measure)),
            article,
            converters: Arc::clone(converters),
            wording: settings.wording,
            conversion: None,
        }
    }

    /// The article as it is stored.
    pub(super) fn article(&self) -> &Arc<Article> {
        &self.article
    }

    /// Its lines.
    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The text shown for each part.
    pub(super) fn rendition(&self) -> &Rendition {
        self.layout.rendition()
    }

    /// The conversion tables that some part still waits for, those of the body first.
    pub(super) fn missing_tables(&self) -> Vec<Config> {
        self.rendition().missing()
    }

    /// Sets the same text in lines of `measure` cells.
    pub(super) fn set_measure(&mut self, settings: &Settings, measure: u16) {
        self.layout = self.layout.with_setting(settings.setting(measure));
    }

    /// Converts the article anew: to another script, or by tables and exceptions that have changed.
    pub(super) fn set_script(&mut self, script: Script, place: Place) {
        self.conversion = None;
        self.convert_around(script, place);
    }

    /// Takes other settings but for the measure. Returns true if the shown text is another one now.
    pub(super) fn use_settings(&mut self, settings: &Settings, place: Place) -> bool {
        let is_reworded = std::mem::replace(&mut self.wording, settings.wording) != settings.wording;
        if settings.text.language != self.rendition().declared_language() {
            self.conversion = None;
            self.show(rendition(&self.article, self.rendition().script(), settings, &self.converters, place));
            return true;
        }
        if is_reworded {
            self.set_script(self.rendition().script(), place);
        }
        is_reworded
    }

    /// True while a long part is not converted to its end.
    pub(super) fn is_unfinished(&self) -> bool {
        self.conversion.is_some() || self.rendition().is_unfinished()
    }

    /// Converts another slice of a long part. Returns true if the part is finished and shown.
    pub(super) fn convert_slice(&mut self) -> bool {
        if self.conversion.is_none() {
            self.conversion = self.rendition().unfinished();
        }
        if self.conversion.as_mut().is_some_and(|(_, conversion)| conversion.step()) {
            return false;
        }
        let Some((part, conversion)) = self.conversion.take() else { return false };
        self.show(self.rendition().with_part(part, conversion));
        true
    }

    /// Converts the surroundings of the first of the places that are not converted yet. Returns true if there was one.
    pub(super) fn ensure_converted(&mut self, places: impl IntoIterator<Item = Place>) -> bool {
        if !self.rendition().is_unfinished() {
            return false;
        }
        let Some(place) = places.into_iter().find(|place| !self.rendition().is_converted_at(*place)) else {
            return false;
        };
        self.convert_around(self.rendition().script(), place);
        true
    }

    fn convert_around(&mut self, script: Script, place: Place) {
        self.show(self.rendition().in_script(script, self.wording, &self.converters, place));
    }

    fn show(&mut self, rendition: Rendition) {
        self.layout = Layout::new(&self.article, Arc::new(rendition), self.layout.setting().clone());
    }
}

fn rendition(
    article: &Arc<Article>,
    script: Script,
    settings: &Settings,
    converters: &Converters,
    place: Place,
) -> Rendition {
    Rendition::at_place(Arc::clone(article), settings.text.language, script, settings.wording, converters, place)
}
