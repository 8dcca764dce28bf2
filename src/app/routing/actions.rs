//! Carries out an action or a typed line: by the app itself, the overlay on top, or else the screen in front.

use crate::app::{
    article::use_address,
    commands::{self, Action, KeyContext, LinkUse},
    effect::Effect,
    input::{
        sequence::ascii,
        typing::{self, Typed},
    },
    overlays::{Help, HintOutcome, Menu, MenuChoice, MenuOutcome, Overlay, PromptKind, ScriptScope},
    pictures,
    screens::Screens,
    scripts,
    shared::Shared,
    shared::requests::RequestKind,
    tasks,
};
use crate::{input::Press, script::Script};

/// The key context: that of the topmost overlay which has one, else that of the screen in front.
pub(in crate::app) fn context(screens: &Screens, shared: &Shared) -> KeyContext {
    shared.overlays.context().unwrap_or_else(|| screens.context())
}

/// Carries out an action.
pub(in crate::app) fn run(action: Action, screens: &mut Screens, shared: &mut Shared) {
    match action {
        Action::Quit => shared.quits = true,
        Action::Help => shared.overlays.open(Help::default()),
        Action::Repaint => shared.requests.emit(Effect::Repaint),
        Action::Suspend => shared.requests.emit(Effect::Suspend),
        Action::Reopen => tasks::reopen(shared),
        Action::ChooseSource => shared.requests.begin(RequestKind::Sources, |ticket| Effect::Sources { ticket }),
        Action::ImportSample => tasks::import_sample(shared),
        Action::Sync => tasks::sync(shared),
        Action::Stop => tasks::stop(shared),
        Action::UndoMarkAllRead => tasks::undo_mark_all_read(shared),
        Action::Command => typing::open(PromptKind::Command, shared),
        Action::Tag => typing::open(PromptKind::Tags, shared),
        action => match shared.overlays.keyed_mut() {
            Some(Overlay::Help(help)) => {
                if help.update(action, shared.size) {
                    shared.overlays.close_help();
                }
            }
            Some(Overlay::Menu(menu)) => {
                let outcome = menu.update(action);
                menu_updated(outcome, screens, shared);
            }
            Some(Overlay::Picture(view)) => {
                let outcome = view.update(action);
                pictures::updated(outcome, shared);
            }
            _ => match action {
                Action::NextScript => scripts::choose_next(screens, shared),
                Action::OriginalScript => scripts::choose(Script::Original, ScriptScope::Here, screens, shared),
                Action::ChooseScript => scripts::open_menu(screens, shared),
                action => screens.update(action, shared),
            },
        },
    }
}

/// Takes the result of an action in a menu.
fn menu_updated(outcome: MenuOutcome, screens: &mut Screens, shared: &mut Shared) {
    match outcome {
        MenuOutcome::Open => {
            let current = shared.overlays.menu().and_then(Menu::current);
            let problem = current.and_then(|item| item.problem.clone());
            shared.messages.set_problem(problem);
        }
        MenuOutcome::Closed => shared.overlays.close_menu(),
        MenuOutcome::Chosen(choice) => {
            shared.overlays.close_menu();
            match choice {
                MenuChoice::Script(script, scope) => scripts::choose(script, scope, screens, shared),
                MenuChoice::ForgetScript => scripts::forget(screens, shared),
                choice => screens.chosen(choice, shared),
            }
        }
    }
}

/// Takes the result of a key in a prompt.
pub(in crate::app) fn typed(typed: Typed, screens: &mut Screens, shared: &mut Shared) {
    match typed {
        Typed::Nothing => {}
        Typed::Changed => screens.typed(shared),
        Typed::Passed(press) => link_list_typed(press, shared),
        Typed::Cancelled(prompt) => screens.cancelled(prompt.kind(), shared),
        Typed::Accepted(prompt) => {
            let subject = screens.subject();
            let result = match prompt.kind() {
                PromptKind::Command => commands::run(prompt.text(), context(screens, shared), subject, shared),
                PromptKind::Tags => tasks::edit_tags(shared, subject, prompt.text()).map(|()| None),
                _ => {
                    screens.accepted(&prompt, shared);
                    Ok(None)
                }
            };
            match result {
                Ok(Some(action)) => run(action, screens, shared),
                Ok(None) => {}
                Err(message) => shared.messages.error(message),
            }
        }
    }
}

/// Takes a key that the line over the list of links does not take: one that moves in it, or copies the link.
fn link_list_typed(press: Press, shared: &mut Shared) {
    let Some(list) = shared.overlays.link_list_mut() else { return };
    if !list.press(press)
        && let Some(address) = list.current().map(|link| link.address.clone())
    {
        use_address(&address, LinkUse::Copy, shared);
    }
}

/// Takes a key of the letters that choose a hint; any other gives the choice up.
pub(in crate::app) fn hint_typed(press: Press, screens: &mut Screens, shared: &mut Shared) {
    let Some(hints) = shared.overlays.hints_mut() else { return };
    let outcome = hints.press(ascii(press).first().copied().unwrap_or(press));
    if outcome == HintOutcome::Open {
        return;
    }
    shared.messages.acknowledge();
    shared.overlays.close_top();
    if let HintOutcome::Chosen(link, purpose) = outcome {
        screens.follow(&link, purpose, shared);
    }
}

/// Takes a click on a cell: it chooses a row, opens the row that is chosen, opens a link, selects a word.
pub(in crate::app) fn click(column: u16, row: u16, screens: &mut Screens, shared: &mut Shared) {
    match shared.overlays.top() {
        Some(Overlay::Panel(_)) => drop(shared.overlays.close_top()),
        Some(Overlay::Prompt(_)) => {}
        _ => {
            if let Some(Overlay::Hints(_)) = shared.overlays.top() {
                shared.overlays.close_top();
            }
            shared.messages.acknowledge();
            match shared.overlays.keyed_mut() {
                Some(Overlay::Menu(menu)) => {
                    let outcome = menu.click(row, shared.size.1);
                    menu_updated(outcome, screens, shared);
                }
                Some(_) => {}
                None => screens.click(column, row, shared),
            }
        }
    }
}
