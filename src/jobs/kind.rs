//! Kinds of jobs that have a thread of their own: its name, and whether the end of a session waits for it.

/// Kind of a job.
#[derive(Clone, Copy, Debug)]
pub(super) struct JobKind {
    /// Name of the thread.
    pub(super) name: &'static str,
    pub(super) awaited: Awaited,
}

/// Time that the end of a session gives a job to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Awaited {
    /// Awaited in any case: it is in OpenCC, which a process cannot leave in the middle without the risk of a fault. These
    /// jobs stop between two tables, so it is a matter of a tenth of a second.
    Always,
    /// Awaited if there is time, and not stopped then: a copy is only good when it is whole.
    Whole,
    /// Awaited if there is time: it stops where nothing is lost.
    Unhurried,
    /// Awaited briefly: a network that does not answer cannot be stopped, and nothing depends on how it ends.
    Shortly,
}

impl JobKind {
    pub(super) const TABLES: JobKind = JobKind::new("tables", Awaited::Always);
    pub(super) const CONVERSIONS: JobKind = JobKind::new("conversions", Awaited::Always);
    pub(super) const IMPORT: JobKind = JobKind::new("import", Awaited::Unhurried);
    pub(super) const SYNC: JobKind = JobKind::new("sync", Awaited::Unhurried);
    pub(super) const FEED: JobKind = JobKind::new("feed", Awaited::Shortly);
    pub(super) const COPY: JobKind = JobKind::new("copy", Awaited::Whole);
    pub(super) const INDEX: JobKind = JobKind::new("index", Awaited::Shortly);
    pub(super) const KEYWORDS: JobKind = JobKind::new("keywords", Awaited::Shortly);
    pub(super) const SEARCH: JobKind = JobKind::new("search", Awaited::Shortly);
    pub(super) const PICTURE: JobKind = JobKind::new("picture", Awaited::Shortly);
    pub(super) const BROWSER: JobKind = JobKind::new("browser", Awaited::Shortly);

    const fn new(name: &'static str, awaited: Awaited) -> JobKind {
        JobKind { name, awaited }
    }

    /// True if the end of a session waits until a job of this kind has ended.
    pub(super) fn is_awaited(self, hurried: bool) -> bool {
        match self.awaited {
            Awaited::Always => true,
            Awaited::Whole | Awaited::Unhurried => !hurried,
            Awaited::Shortly => false,
        }
    }

    /// True if the end of a session stops a job of this kind.
    pub(super) fn is_stopped(self, hurried: bool) -> bool {
        hurried || self.awaited != Awaited::Whole
    }

    /// Message for a thread that the system does not give.
    pub(super) fn no_thread(self) -> String {
        format!("the system gives no more threads for “{}”; close other programs and try again", self.name)
    }
}
