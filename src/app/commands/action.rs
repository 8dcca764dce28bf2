//! The actions of commands.

/// An action on a screen or an overlay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Move by lines of an article or rows of a list; negative is up.
    Lines(i32),
    /// Move by half screens.
    HalfPages(i32),
    /// Move by screens.
    Pages(i32),
    /// Go to the first line or row.
    Top,
    /// Go to the last line or row.
    Bottom,
    /// Open the article under the cursor.
    Open,
    /// Leave the screen or overlay.
    Back,
    /// Take the selection away, or clear the highlights of a search; where there is neither, leave.
    Clear,
    /// Open the article this many rows further down the list.
    Article(i32),
    /// Show the next script of the cycle.
    NextScript,
    /// Choose a script from a menu of all.
    ChooseScript,
    /// Show the text as it is stored.
    OriginalScript,
    /// Explain what the conversion has changed, or stop.
    Explain,
    /// Show the original beside the text or below its lines, or stop.
    Compare,
    /// Go to the next change.
    NextChange,
    /// Go to the previous change.
    PreviousChange,
    /// Search in the article, typing the words.
    Find,
    /// Search backward in the article, typing the words.
    FindBackward,
    /// Search for the selected word, or the first on the screen; true for backward.
    FindWord(bool),
    /// Filter the list, typing the query.
    Filter,
    /// Remove the last chip of the list.
    RemoveChip,
    /// Choose a chip of the list to remove.
    ChooseChip,
    /// Search the whole library, typing the words.
    Search,
    /// List the articles about the same thing.
    Related,
    /// List the keywords of the article, to search for one.
    Keywords,
    /// Go to the next match.
    NextMatch,
    /// Go to the previous match.
    PreviousMatch,
    /// Star the article, or take the star away.
    ToggleStar,
    /// Mark the article read, or unread again.
    ToggleRead,
    /// Read all sources anew.
    Sync,
    /// Stop the work that was begun last.
    Stop,
    /// Choose the source whose articles are listed.
    ChooseSource,
    /// Mark all articles of the list read.
    MarkAllRead,
    /// Undo the last marking of all.
    UndoMarkAllRead,
    /// Type tags for the article.
    Tag,
    /// Import the sample newspaper.
    ImportSample,
    /// Type a command.
    Command,
    /// Select the next word of the article, or one before when negative.
    Words(i32),
    /// Begin to select a passage.
    Select,
    /// Copy a text.
    Copy(CopyUnit),
    /// Choose a link on the screen.
    Hint(LinkUse),
    /// List all links of the article.
    Links,
    /// Go from the mark of a note to its text, or back.
    Note,
    /// Open the article's link.
    OpenLink,
    /// Show the article's link as a QR code.
    ShowCode,
    /// Show the picture of the article this many further on than the one that is shown; 0 for one on the screen.
    Picture(i32),
    /// Show the help page.
    Help,
    /// Open the file that stands at the library's path now.
    Reopen,
    /// Paint the whole screen anew.
    Repaint,
    /// Give the terminal back to the shell for a while.
    Suspend,
    /// Leave the program.
    Quit,
}

/// The use of a link that is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkUse {
    /// Opened; a note is gone to.
    Open,
    /// Copied to the clipboard.
    Copy,
}

impl LinkUse {
    /// The question while it is being chosen.
    pub(in crate::app) fn question(self) -> &'static str {
        match self {
            LinkUse::Open => "Which link? Type its letters.",
            LinkUse::Copy => "Copy which link? Type its letters.",
        }
    }
}

/// A text of an article that can be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CopyUnit {
    /// The word under the cursor.
    Word,
    /// The selected passage.
    Passage,
    /// The paragraph under the cursor, else the first on the screen.
    Paragraph,
    /// The whole article.
    Article,
    /// The article's address.
    Link,
}

impl CopyUnit {
    /// Its name in a sentence.
    pub(in crate::app) fn name(self) -> &'static str {
        match self {
            CopyUnit::Word => "word",
            CopyUnit::Passage => "passage",
            CopyUnit::Paragraph => "paragraph",
            CopyUnit::Article => "article",
            CopyUnit::Link => "link",
        }
    }
}
