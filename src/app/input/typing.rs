//! A key or pasted text in a prompt: what changes in its line, by the keys of the line editor, completion and history.

use super::history::HistoryKind;
use crate::{
    app::{
        commands::complete,
        overlays::{EditOutcome, MAX_PROMPT_BYTES, Prompt, PromptKind},
        shared::Shared,
        shared::message::Message,
    },
    input::{Key, Press},
    search::matching::Mode,
};

/// The result of a key in a prompt.
#[derive(Debug)]
pub(in crate::app) enum Typed {
    /// The line is as it was.
    Nothing,
    /// The line, or the way it is taken, has changed.
    Changed,
    /// A key that the line does not take, for the list below it.
    Passed(Press),
    /// The line is accepted; the prompt is closed.
    Accepted(Prompt),
    /// The line is given up; the prompt is closed.
    Cancelled(Prompt),
}

/// Opens a prompt.
pub(in crate::app) fn open(kind: PromptKind, shared: &mut Shared) {
    if let Some(history) = history_of(kind) {
        shared.histories.open(history, &mut shared.requests);
    }
    shared.overlays.open(Prompt::new(kind));
}

/// Takes a press.
pub(in crate::app) fn press(press: Press, shared: &mut Shared) -> Typed {
    shared.messages.acknowledge_alert();
    let press = press.coarse();
    let Some(prompt) = shared.overlays.prompt_mut() else { return Typed::Nothing };
    let kind = prompt.kind();
    match (press.key, press.ctrl) {
        (Key::Tab, _) if press == Press::plain(Key::Tab) && kind == PromptKind::Command => {
            if let Some((completed, choices)) = complete(prompt.text()) {
                prompt.replace(&completed);
                shared.messages.answer(choices);
            }
            return Typed::Nothing;
        }
        (Key::Char('t'), true) | (Key::Tab, _) if kind.is_find() => {
            shared.find_mode = next_mode(shared.find_mode, prompt.text());
            return Typed::Changed;
        }
        (Key::Up | Key::Down | Key::PageUp | Key::PageDown, _) | (Key::Char('n' | 'p' | 'y'), true)
            if kind == PromptKind::Links =>
        {
            return Typed::Passed(press);
        }
        (Key::Up, _) | (Key::Char('p'), true) if history_of(kind).is_some() => return step(true, shared),
        (Key::Down, _) | (Key::Char('n'), true) if history_of(kind).is_some() => return step(false, shared),
        _ => {}
    }
    match prompt.press(press) {
        EditOutcome::Full => {
            show_full(shared);
            Typed::Nothing
        }
        EditOutcome::Changed => {
            reset_history(kind, shared);
            Typed::Changed
        }
        EditOutcome::Moved => Typed::Nothing,
        EditOutcome::Accepted => shared.overlays.take_prompt().map_or(Typed::Nothing, Typed::Accepted),
        EditOutcome::Cancelled => shared.overlays.take_prompt().map_or(Typed::Nothing, Typed::Cancelled),
    }
}

/// Takes pasted text.
pub(in crate::app) fn paste(text: &str, shared: &mut Shared) -> Typed {
    shared.messages.acknowledge_alert();
    let Some(prompt) = shared.overlays.prompt_mut() else { return Typed::Nothing };
    let kind = prompt.kind();
    let is_whole = prompt.insert(text);
    reset_history(kind, shared);
    if !is_whole {
        show_full(shared);
    }
    Typed::Changed
}

/// Shows that a line takes no more.
pub(in crate::app) fn show_full(shared: &mut Shared) {
    let most = MAX_PROMPT_BYTES / 1024;
    shared
        .messages
        .add(Message::warning(format!("The line holds {most} KiB and no more; what came after that was left out.")));
}

/// Shows that so many keys typed ahead were dropped.
pub(in crate::app) fn show_dropped(keys: usize, shared: &mut Shared) {
    let keys = if keys == 1 { "1 key".to_owned() } else { format!("{keys} keys") };
    let text = format!("{keys} typed ahead did nothing: too many came at once. Type them again.");
    shared.messages.add(Message::warning(text));
}

/// Takes the lines of earlier runs. Steps back that were made before they came are made now.
pub(in crate::app) fn history_loaded(kind: HistoryKind, lines: Vec<String>, shared: &mut Shared) -> Typed {
    let steps = shared.histories.loaded(kind, lines);
    let is_open = shared.overlays.prompt().and_then(|prompt| history_of(prompt.kind())) == Some(kind);
    let steps = if is_open { steps } else { 0 };
    (0..steps).fold(Typed::Nothing, |typed, _| match step(true, shared) {
        Typed::Nothing => typed,
        stepped => stepped,
    })
}

/// Remembers the line of a prompt.
pub(in crate::app) fn remember(prompt: &Prompt, shared: &mut Shared) {
    if let Some(history) = history_of(prompt.kind()) {
        shared.histories.add(history, prompt.text(), &mut shared.requests);
    }
}

fn step(older: bool, shared: &mut Shared) -> Typed {
    let Some(prompt) = shared.overlays.prompt_mut() else { return Typed::Nothing };
    let Some(history) = history_of(prompt.kind()) else { return Typed::Nothing };
    let Some(line) = shared.histories.step(history, older, prompt.text()) else { return Typed::Nothing };
    prompt.replace(&line);
    Typed::Changed
}

fn reset_history(kind: PromptKind, shared: &mut Shared) {
    if let Some(history) = history_of(kind) {
        shared.histories.reset(history);
    }
}

fn history_of(kind: PromptKind) -> Option<HistoryKind> {
    match kind {
        PromptKind::Find { .. } | PromptKind::Library => Some(HistoryKind::Searches),
        PromptKind::Filter => Some(HistoryKind::Filters),
        PromptKind::Command | PromptKind::Tags | PromptKind::Links => None,
    }
}

/// The next mode that takes the line otherwise. Sounds that are asked for with a ' are the same in more than one.
fn next_mode(mode: Mode, typed: &str) -> Mode {
    let before = mode.for_query(typed);
    let others = std::iter::successors(Some(mode.next()), |mode| Some(mode.next())).take(Mode::ALL.len());
    others.into_iter().find(|mode| mode.for_query(typed) != before).unwrap_or(mode)
}
