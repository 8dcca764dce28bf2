//! Effects on their way out, and the tickets of those that are to be answered. An answer to any other ticket is late and
//! is ignored.

use crate::app::effect::{Effect, Ticket};

/// Kinds of requests. One of each kind is current at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RequestKind {
    /// Rows of the list.
    Rows,
    /// An article to read.
    Article,
    /// Conversion tables.
    Tables,
    /// A browser that is opened.
    Browser,
    /// The person's own conversions.
    Conversions,
    /// An import.
    Import,
    /// A sync of all sources.
    Sync,
    /// A feed that is being added.
    AddFeed,
    /// The sources, to be listed.
    Sources,
    /// Results of a search of the library.
    Search,
    /// The keywords of the article that is read.
    Keywords,
    /// Marks on many articles, or tags.
    Marks,
    /// A copy of the library.
    Backup,
    /// An article that is written to a file.
    Export,
    /// The index of the search.
    Index,
    /// The library, opened anew.
    Library,
    /// A picture, fetched or drawn.
    Picture,
}

/// The effects of an event, and the requests that have not been answered, in the order in which they were begun.
#[derive(Debug, Default)]
pub(crate) struct Requests {
    last: u64,
    current: Vec<(RequestKind, Ticket)>,
    effects: Vec<Effect>,
}

impl Requests {
    /// Adds an effect without an answer.
    pub(in crate::app) fn emit(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Begins a request; an earlier one of its kind goes on, but its answer is ignored.
    pub(in crate::app) fn begin(&mut self, kind: RequestKind, effect: impl FnOnce(Ticket) -> Effect) {
        self.end(kind);
        self.last += 1;
        let ticket = Ticket(self.last);
        self.current.push((kind, ticket));
        self.effects.push(effect(ticket));
    }

    /// Begins a request and stops an earlier one of its kind.
    pub(in crate::app) fn restart(&mut self, kind: RequestKind, effect: impl FnOnce(Ticket) -> Effect) {
        self.cancel(kind);
        self.begin(kind, effect);
    }

    /// Stops a request and ignores its answer.
    pub(in crate::app) fn cancel(&mut self, kind: RequestKind) {
        if let Some(ticket) = self.ticket(kind) {
            self.effects.push(Effect::Stop(ticket));
            self.end(kind);
        }
    }

    /// Stops the request of these kinds that was begun last. It still answers, with what it did until then.
    pub(in crate::app) fn stop_last(&mut self, kinds: &[RequestKind]) -> Option<RequestKind> {
        let (kind, ticket) = self.current.iter().rfind(|(kind, _)| kinds.contains(kind)).copied()?;
        self.effects.push(Effect::Stop(ticket));
        Some(kind)
    }

    /// True if an answer is awaited.
    pub(in crate::app) fn is_pending(&self, kind: RequestKind) -> bool {
        self.ticket(kind).is_some()
    }

    /// The kind of the request with a ticket, if its answer is awaited.
    pub(in crate::app) fn kind_of(&self, ticket: Ticket) -> Option<RequestKind> {
        self.current.iter().find(|(_, current)| *current == ticket).map(|(kind, _)| *kind)
    }

    /// Ends a request: it has been answered, or its answer is not awaited any more.
    pub(in crate::app) fn end(&mut self, kind: RequestKind) {
        self.current.retain(|(current, _)| *current != kind);
    }

    /// Takes the effects since the last call.
    pub(in crate::app) fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    fn ticket(&self, kind: RequestKind) -> Option<Ticket> {
        self.current.iter().find(|(current, _)| *current == kind).map(|(_, ticket)| *ticket)
    }
}
