//! The labels of an article's notes as Markdown can write them.

use std::collections::{HashMap, HashSet};

use crate::article::{Article, BlockKind};

/// Labels of notes, with the names that they have in Markdown.
#[derive(Debug, Default)]
pub(super) struct NoteIds<'a> {
    ids: HashMap<&'a str, String>,
}

impl<'a> NoteIds<'a> {
    /// The names of the notes that an article has a text of: a mark without one stays text.
    pub(super) fn of_article(article: &'a Article) -> NoteIds<'a> {
        let label = |block: &'a crate::article::Block| match &block.kind {
            BlockKind::Note { label } => Some(label.as_str()),
            _ => None,
        };
        NoteIds::from_labels(article.blocks.iter().filter_map(label))
    }

    pub(super) fn from_labels(labels: impl IntoIterator<Item = &'a str>) -> NoteIds<'a> {
        let (mut ids, mut taken): (HashMap<&str, String>, HashSet<String>) = (HashMap::new(), HashSet::new());
        for label in labels {
            if ids.contains_key(label) {
                continue;
            }
            let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '(' | ')' | '+' | ':');
            let plain = !label.is_empty() && label.len() <= 100 && label.chars().all(is_plain);
            let mut id = if plain { label.to_owned() } else { format!("note-{}", ids.len() + 1) };
            // Labels that differ in case are one.
            if !taken.insert(id.to_lowercase()) {
                id = format!("note-{}", ids.len() + 1);
                while !taken.insert(id.clone()) {
                    id.push('-');
                }
            }
            ids.insert(label, id);
        }
        NoteIds { ids }
    }

    /// The name of the note with a label.
    pub(super) fn id(&self, label: &str) -> Option<&str> {
        self.ids.get(label).map(String::as_str)
    }
}
