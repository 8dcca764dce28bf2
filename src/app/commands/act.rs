//! What an action does on the screen that is shown.

use super::{action::Action, help::help_rows};
use crate::app::{
    App, Effect, Screen,
    article::{Reach, reader::Reader},
    input::Asking,
};
use crate::script::Script;

impl App {
    pub(in crate::app) fn act(&mut self, action: Action) {
        match action {
            Action::Quit => self.quit = true,
            Action::Help => self.help = Some(0),
            Action::Repaint => self.effects.push(Effect::Repaint),
            Action::Suspend => self.effects.push(Effect::Suspend),
            Action::OpenAnew => self.open_anew(),
            Action::ImportSample => self.import_sample(),
            Action::Sync => self.sync(),
            Action::Stop => self.stop_work(),
            Action::ChooseSource => self.choose_source(),
            Action::NextScript => self.next_script(),
            Action::ChooseScript => self.choose_script(),
            Action::OriginalScript => self.read_in(Script::Original, Reach::Here),
            Action::ToggleRead => self.toggle_read(),
            Action::ToggleStar => self.toggle_star(),
            Action::Command => self.ask(Asking::Command),
            Action::MarkAllRead => self.mark_all_read(),
            Action::UndoMarkAll => self.undo_mark_all(),
            Action::Tag => self.ask(Asking::Tags),
            Action::Search => self.ask(Asking::Library),
            Action::Related => self.ask_related(),
            _ if self.menu.is_some() => self.act_on_menu(action),
            _ if self.help.is_some() => self.act_on_help(action),
            _ if self.behind() == Screen::Results => self.act_on_results(action),
            _ if self.reader.is_some() => self.act_on_reader(action),
            _ => self.act_on_shelf(action),
        }
    }

    fn act_on_help(&mut self, action: Action) {
        let page = i64::from(self.size.1.saturating_sub(1)).max(1);
        let last = (help_rows(self.size.0).len() as i64 - page).max(0);
        let top = self.help.unwrap_or(0) as i64;
        let top = match action {
            Action::Lines(by) => top + i64::from(by),
            Action::HalfPages(by) => top + i64::from(by) * (page / 2).max(1),
            Action::Pages(by) => top + i64::from(by) * page,
            Action::Top => 0,
            Action::Bottom => last,
            Action::Back => {
                self.help = None;
                return;
            }
            _ => return,
        };
        self.help = usize::try_from(top.clamp(0, last)).ok();
    }

    fn act_on_reader(&mut self, action: Action) {
        let reads_result = self.reads_result();
        if self.point(action) {
            return;
        }
        let Some(reader) = &mut self.reader else { return };
        match action {
            Action::Lines(by) => reader.scroll(i64::from(by)),
            Action::HalfPages(by) => reader.half_pages(i64::from(by)),
            Action::Pages(by) => reader.pages(i64::from(by)),
            Action::Top => reader.to_top(),
            Action::Bottom => reader.to_bottom(),
            Action::NextMatch if reads_result && reader.at_last_match(true) => self.open_next_result(1, true),
            Action::PreviousMatch if reads_result && reader.at_last_match(false) => self.open_next_result(-1, true),
            Action::NextMatch => self.answer_of(|reader| reader.next_match(true)),
            Action::PreviousMatch => self.answer_of(|reader| reader.next_match(false)),
            Action::Explain => self.answer_of(Reader::toggle_explain),
            Action::Compare => self.answer_of(Reader::toggle_compare),
            Action::NextChange => self.answer_of(|reader| reader.next_change(true)),
            Action::PreviousChange => self.answer_of(|reader| reader.next_change(false)),
            Action::Find => self.ask(Asking::Find),
            Action::FindBackward => self.ask(Asking::FindBackward),
            Action::FindWord(backward) => self.find_word(backward),
            Action::Article(by) if reads_result => self.open_next_result(i64::from(by), false),
            Action::Copy(what) => self.copy(what),
            Action::Hint => self.hint(),
            Action::OpenLink => self.open_own_link(),
            Action::ShowCode => self.show_code(),
            Action::Article(by) => self.open_neighbour(i64::from(by)),
            Action::Back if reader.is_marking() => drop(reader.forget_caret()),
            Action::PutOut if reader.forget_caret() || reader.forget_find() => {}
            Action::Back | Action::PutOut => self.close_reader(),
            _ => {}
        }
    }

    /// Does something with the article that is read, and says what it answers.
    fn answer_of(&mut self, act: impl FnOnce(&mut Reader) -> Option<String>) {
        let told = self.reader.as_mut().and_then(act);
        self.answer(told);
    }

    fn act_on_shelf(&mut self, action: Action) {
        match action {
            Action::Lines(by) => self.shelf.advance(i64::from(by)),
            Action::HalfPages(by) => self.shelf.advance(i64::from(by) * (self.shelf.height() as i64 / 2).max(1)),
            Action::Pages(by) => self.shelf.page(i64::from(by)),
            Action::Top => self.shelf.go_to(0),
            Action::Bottom => self.shelf.go_to(usize::MAX),
            Action::Open => self.open_current(),
            Action::Filter => self.ask(Asking::Filter),
            Action::Widen => self.widen(),
            Action::ChooseChip => self.choose_chip(),
            _ => {}
        }
    }
}
