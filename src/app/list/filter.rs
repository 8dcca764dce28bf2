//! The filter of the list: the query that is typed, the chips that were typed before and stay, and the query that the
//! rows on the screen were read by. Which rows meet it is found in `jobs/library/list.rs`.

use crate::{
    script::words::regional::regional,
    search::{
        matching::TextMatch,
        query::{ConditionKind, Predicate, Term, Terms, TermsError},
    },
    store::SourceId,
};

/// The filter of the list.
#[derive(Debug, Default)]
pub(crate) struct ListFilter {
    /// Terms that stay until they are removed.
    chips: Terms,
    /// Terms that are being typed.
    typed: Terms,
    /// The query of the rows that are held or awaited.
    current: Terms,
    predicate: Predicate,
}

impl ListFilter {
    /// The chips.
    pub(crate) fn chips(&self) -> &Terms {
        &self.chips
    }

    /// True if the list is filtered, by chips or by what is being typed.
    pub(crate) fn is_active(&self) -> bool {
        !self.current.is_empty()
    }

    /// Matches of the filter in a title.
    pub(super) fn highlights(&self, title: &str) -> Vec<TextMatch> {
        self.predicate.highlights_in_title(title)
    }

    /// The query of chips and typed terms, with words of other regions.
    pub(crate) fn query(&self) -> Terms {
        let terms = self.chips.clone().and(self.typed.clone());
        terms.with_regional(regional)
    }

    /// True if the rows were read by another query.
    pub(super) fn is_changed(&self) -> bool {
        self.query() != self.current
    }

    /// The query for the next rows.
    pub(super) fn begin_reading(&mut self) -> Terms {
        self.current = self.query();
        self.predicate = Predicate::compile(&self.current).unwrap_or_default();
        self.current.clone()
    }

    /// Takes the line being typed. While its last term is not finished, the others hold.
    ///
    /// # Errors
    /// What is wrong with the line.
    pub(super) fn set_typed(&mut self, text: &str) -> Result<(), TermsError> {
        let parsed = parse(text);
        let finished = text.rsplit_once(char::is_whitespace).map_or("", |(finished, _)| finished);
        let usable = parsed.as_ref().ok().cloned().or_else(|| Terms::parse(finished).ok());
        if let Some(terms) = usable {
            self.typed = terms;
        }
        parsed.map(drop)
    }

    /// Makes chips of the line.
    ///
    /// # Errors
    /// What is wrong with the line; nothing changes then.
    pub(super) fn accept(&mut self, text: &str) -> Result<(), TermsError> {
        let terms = parse(text)?;
        self.typed = Terms::default();
        self.chips = std::mem::take(&mut self.chips).and(terms);
        Ok(())
    }

    /// Gives the line up.
    pub(super) fn cancel(&mut self) {
        self.typed = Terms::default();
    }

    /// Filters by one source, or no longer by any.
    pub(super) fn set_source(&mut self, source: Option<(SourceId, &str)>) {
        let is_source = |term: &Term| {
            let first = term.any.first();
            first.is_some_and(|it| !it.excluded && matches!(it.what, ConditionKind::Source(_) | ConditionKind::From(_)))
        };
        while let Some(at) = self.chips.iter().position(is_source) {
            self.chips = self.chips.without(at);
        }
        if let Some((id, title)) = source {
            self.chips = std::mem::take(&mut self.chips).from_source(id.0, title);
        }
    }

    /// Removes a chip.
    pub(super) fn remove(&mut self, index: usize) {
        self.chips = self.chips.without(index);
    }
}

/// Parses a line and makes sure that every term can be matched.
fn parse(text: &str) -> Result<Terms, TermsError> {
    let terms = Terms::parse(text)?;
    Predicate::compile(&terms)?;
    Ok(terms)
}
