//! The root of the program's state. `update` is the one way in: a key goes to the prompt or hints on top, else through the
//! keymap to `routing/actions.rs`; then all that is outdated is brought up to date in one place.

use std::{path::PathBuf, sync::Arc};

use super::shared::requests::RequestKind;
use super::{
    article::ArticleScreen,
    commands::{Action, KeyContext},
    effect::Effect,
    event::Event,
    input::{
        sequence::{KeySequence, Pressed},
        typing,
    },
    list::ArticleList,
    overlays::{Overlay, Overlays},
    pictures,
    routing::{actions, reports},
    screens::{Screen, Screens},
    scripts,
    search::Results,
    settings::Settings,
    shared::{Shared, access::Access, message::Message},
    tasks,
};
use crate::{
    input::{Input, Key, Press},
    script::{Script, conversion::Converters},
    search::matching::Mode,
};

/// The program's state.
#[derive(Debug)]
pub struct App {
    shared: Shared,
    screens: Screens,
    keys: KeySequence,
}

impl App {
    /// An app that requests the first rows of the list as soon as it has a size. Jobs load tables into `converters`.
    #[must_use]
    pub fn new(settings: Settings, converters: Arc<Converters>) -> App {
        App { shared: Shared::new(settings, converters), screens: Screens::default(), keys: KeySequence::default() }
    }

    /// The app with the script that was remembered.
    #[must_use]
    pub fn begin_in(mut self, script: Script) -> App {
        self.shared.script = script;
        self
    }

    /// The app on a library that can only be read if there is a reason.
    #[must_use]
    pub fn with_access(mut self, read_only: Option<String>) -> App {
        self.shared.access = Access::read_only_if(read_only);
        self
    }

    /// Shows a message from outside the app: of the configuration, of the library as it was opened.
    pub fn notify(&mut self, message: Message) {
        self.shared.messages.add(message);
    }

    /// Takes an event and returns its effects.
    pub(crate) fn update(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Input(input) => self.input(input),
            Event::Resize(columns, rows) => self.shared.set_size(columns, rows),
            Event::Measured(measured) => {
                self.shared.set_settings(Settings { measured, ..self.shared.settings.clone() });
            }
            Event::PictureMeans(means) => self.shared.picture_means = means,
            Event::Report(ticket, report) => reports::take(ticket, report, &mut self.screens, &mut self.shared),
            Event::Dropped(keys) => typing::show_dropped(keys, &mut self.shared),
        }
        self.refresh();
        self.shared.requests.take_effects()
    }

    /// Imports files and folders; the list opens on them.
    pub(crate) fn import(&mut self, paths: Vec<PathBuf>) -> Vec<Effect> {
        tasks::import(paths, &mut self.shared);
        self.shared.requests.take_effects()
    }

    /// True if [`App::work`] has something to do.
    pub(crate) fn has_work(&self) -> bool {
        self.screens.article.as_ref().is_some_and(ArticleScreen::has_work)
    }

    /// Carries out a slice of work that would take too long at once, and returns its effects.
    pub(crate) fn work(&mut self) -> Vec<Effect> {
        self.screens.article.iter_mut().for_each(ArticleScreen::work);
        self.refresh();
        self.shared.requests.take_effects()
    }

    /// The effects that remember what must be when the program ends now.
    pub(crate) fn leave(&mut self) -> Vec<Effect> {
        self.screens.save_place(&mut self.shared);
        self.shared.requests.take_effects()
    }

    /// Brings up to date, after every event, what it has outdated; and requests what the screens lack then.
    fn refresh(&mut self) {
        let App { shared, screens, .. } = self;
        if shared.outdated.configured_script {
            scripts::show(shared.settings.script, screens, shared);
        }
        let outdated = std::mem::take(&mut shared.outdated);
        if outdated.size {
            screens.resize(shared);
            shared.overlays.resize(shared.size);
            pictures::redraw(shared);
        }
        if outdated.settings {
            screens.article.iter_mut().for_each(|article| article.use_settings(&shared.settings));
        }
        if outdated.tables {
            screens.article.iter_mut().for_each(|article| article.set_script(article.script()));
        }
        if outdated.tables || outdated.script || outdated.settings {
            screens.list.convert(shared);
            screens.search.convert(shared);
            shared.overlays.convert(shared.tables.converters(), shared.settings.wording);
        }
        screens.article.iter_mut().for_each(ArticleScreen::refresh);
        screens.list.request_rows(outdated.rows, shared);
        let (tables, name) = screens.tables(shared);
        shared.tables.load(&tables, name, &mut shared.requests, &mut shared.messages);
        if outdated.script {
            shared.tables.stop_unneeded(&tables, &mut shared.requests, &mut shared.messages);
        }
    }

    fn input(&mut self, input: Input) {
        match input {
            Input::Escaped(press) => {
                for press in self.meant_behind_escape(press) {
                    self.press(press);
                }
            }
            Input::Press(press) => self.press(press),
            Input::Paste(text) => {
                let typed = typing::paste(&text, &mut self.shared);
                actions::typed(typed, &mut self.screens, &mut self.shared);
            }
            Input::PasteCut if self.shared.overlays.prompt().is_some() => typing::show_full(&mut self.shared),
            Input::Wheel(notches) => self.act(Action::Lines(notches * 3)),
            Input::Click { column, row } => actions::click(column, row, &mut self.screens, &mut self.shared),
            // The person may come back from another program on the same library.
            Input::Focus(true) => self.shared.requests.emit(Effect::CheckLibrary),
            Input::PasteCut | Input::Focus(false) => {}
        }
    }

    fn press(&mut self, press: Press) {
        match self.shared.overlays.top() {
            Some(Overlay::Panel(_)) => drop(self.shared.overlays.close_top()),
            Some(Overlay::Hints(_)) => actions::hint_typed(press, &mut self.screens, &mut self.shared),
            Some(Overlay::Prompt(_)) => {
                let typed = typing::press(press, &mut self.shared);
                actions::typed(typed, &mut self.screens, &mut self.shared);
            }
            Some(Overlay::Help(_) | Overlay::Menu(_) | Overlay::LinkList(_) | Overlay::Picture(_)) | None => {
                self.shared.messages.acknowledge();
                if self.shared.overlays.help().is_none() && self.screens.front() == Screen::List {
                    self.shared.requests.emit(Effect::CheckLibrary);
                }
                match self.keys.press(press, self.context(), &self.shared.settings.keymap) {
                    Pressed::Nothing => {}
                    Pressed::Action(action) => self.act(action),
                    Pressed::Unknown(keys) => self.shared.messages.error(format!("{keys} is no key here.")),
                }
            }
        }
    }

    /// Carries out an action.
    pub(super) fn act(&mut self, action: Action) {
        actions::run(action, &mut self.screens, &mut self.shared);
    }

    /// The keys that a key right behind an ESC stands for: the chord with Alt if that means something, else Escape and then
    /// the key, which is for the screen that Escape leads to.
    pub(crate) fn meant_behind_escape(&self, press: Press) -> Vec<Press> {
        let takes_commands =
            !matches!(self.shared.overlays.top(), Some(Overlay::Prompt(_) | Overlay::Hints(_) | Overlay::Panel(_)));
        let chord = Press { alt: true, ..press };
        if takes_commands && !press.alt && self.keys.means(chord, self.context(), &self.shared.settings.keymap) {
            vec![chord]
        } else {
            vec![Press::plain(Key::Esc), press]
        }
    }

    /// True if a typed character goes into a line. Many at once may then come as one text, which is searched for once and
    /// not after each of them.
    pub(crate) fn is_typing(&self) -> bool {
        matches!(self.shared.overlays.top(), Some(Overlay::Prompt(_)))
    }

    /// True while tables for the text that is shown are being loaded.
    pub(crate) fn is_loading_tables(&self) -> bool {
        self.shared.requests.is_pending(RequestKind::Tables)
    }

    /// True while the screen, or the list on it, that the last key leads to is still to come: keys behind it are for that.
    pub(crate) fn awaits(&self) -> bool {
        let overlays = &self.shared.overlays;
        overlays.prompt().is_none() && self.screens.await_answer(overlays.help().is_some(), &self.shared)
    }

    /// True if the program is to end.
    pub(crate) fn quits(&self) -> bool {
        self.shared.quits
    }

    /// The person's settings.
    pub(crate) fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    /// Access to the library.
    pub(crate) fn access(&self) -> &Access {
        &self.shared.access
    }

    /// The screen in front, which overlays may lie over.
    pub(crate) fn screen(&self) -> Screen {
        self.screens.front()
    }

    /// The context of the next key.
    pub(crate) fn context(&self) -> KeyContext {
        actions::context(&self.screens, &self.shared)
    }

    /// The script that is shown in front.
    pub(crate) fn script(&self) -> Script {
        self.screens.script(&self.shared)
    }

    /// The shown message.
    pub(crate) fn message(&self) -> Option<&str> {
        self.shared.messages.shown().map(Message::text)
    }

    /// Its severity.
    #[cfg(test)]
    pub(crate) fn severity(&self) -> Option<super::shared::message::Severity> {
        self.shared.messages.shown().map(Message::severity)
    }

    /// The keys that may follow those pressed, with what they do.
    pub(crate) fn choices(&self) -> Option<String> {
        self.keys.choices(self.context(), &self.shared.settings.keymap)
    }

    /// The progress of sync and feeds, which is shown whenever there is nothing else to show.
    pub(crate) fn sync_progress(&self) -> Option<&str> {
        tasks::sync_progress(&self.shared)
    }

    /// The literalness of the search that is being typed, or else of the next.
    pub(crate) fn find_mode(&self) -> Mode {
        let typed = self.shared.overlays.prompt().filter(|prompt| prompt.kind().is_find());
        typed.map_or(self.shared.find_mode, |prompt| self.shared.find_mode.for_query(prompt.text()))
    }

    /// The overlays.
    pub(crate) fn overlays(&self) -> &Overlays {
        &self.shared.overlays
    }

    /// The list of articles.
    pub(crate) fn list(&self) -> &ArticleList {
        &self.screens.list
    }

    /// The article being read, in front or behind results.
    pub(crate) fn article(&self) -> Option<&ArticleScreen> {
        self.screens.article.as_ref()
    }

    /// The results of a search of the library.
    pub(crate) fn results(&self) -> Option<&Results> {
        self.screens.search.results()
    }
}
