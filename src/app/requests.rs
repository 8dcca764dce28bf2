//! The tickets that are current. An answer to any other is late and is ignored.

use super::effect::Ticket;

/// What the app can be waiting for; one request of each kind at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Want {
    /// Rows of the list.
    Rows,
    /// An article to read.
    Open,
    /// Conversion tables.
    Tables,
    /// A browser that is opened.
    Browser,
    /// The person's own conversions.
    Conversions,
    /// An import.
    Import,
    /// The sources, read again.
    Sync,
    /// A feed that is being added.
    AddFeed,
    /// The sources, to be listed.
    Sources,
    /// Results of a search of the library.
    Search,
    /// The words that the article being read is about.
    Keywords,
    /// Marks and tags to be kept.
    Keeping,
    /// A copy of the library.
    Backup,
    /// An article that is written to a file.
    Export,
    /// The index of the search.
    Index,
    /// The library, opened anew.
    Library,
}

/// What has been asked for and not been answered.
#[derive(Debug, Default)]
pub struct Requests {
    last: u64,
    current: Vec<(Want, Ticket)>,
}

impl Requests {
    /// A ticket for a new request, and that of the one it supersedes.
    pub fn ask(&mut self, want: Want) -> (Ticket, Option<Ticket>) {
        self.last += 1;
        let ticket = Ticket(self.last);
        let earlier = self.ticket(want);
        self.done(want);
        self.current.push((want, ticket));
        (ticket, earlier)
    }

    /// The ticket of what is being waited for.
    pub fn ticket(&self, want: Want) -> Option<Ticket> {
        self.current.iter().find(|(kind, _)| *kind == want).map(|(_, ticket)| *ticket)
    }

    /// Of some kinds of requests, the one that was begun last, with its ticket.
    pub fn last_of(&self, kinds: &[Want]) -> Option<(Want, Ticket)> {
        self.current.iter().rfind(|(want, _)| kinds.contains(want)).copied()
    }

    /// Whether something is being waited for.
    pub fn waits(&self, want: Want) -> bool {
        self.ticket(want).is_some()
    }

    /// What a ticket was issued for, if its answer is still wanted.
    pub fn want(&self, ticket: Ticket) -> Option<Want> {
        self.current.iter().find(|(_, current)| *current == ticket).map(|(want, _)| *want)
    }

    /// It has been answered, or is not wanted any more.
    pub fn done(&mut self, want: Want) {
        self.current.retain(|(kind, _)| *kind != want);
    }
}
