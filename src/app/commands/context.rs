//! Key contexts: where the keys of a command have their meaning.

/// The contexts of keys: the screens, a state of one of them, and the overlays that take commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyContext {
    /// The list of articles.
    List,
    /// One article.
    Article,
    /// An article in which a passage is being selected.
    Selection,
    /// Results of a search of the library.
    Results,
    /// The help page.
    Help,
    /// A list to choose from.
    Menu,
    /// A picture.
    Picture,
}

impl KeyContext {
    /// Every context.
    pub const ALL: [KeyContext; 7] = [
        KeyContext::List,
        KeyContext::Article,
        KeyContext::Selection,
        KeyContext::Results,
        KeyContext::Help,
        KeyContext::Menu,
        KeyContext::Picture,
    ];
}
