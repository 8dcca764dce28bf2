//! What a key can mean.

/// One thing the program can do on a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Move by lines (reader) or rows (shelf); negative is up.
    Lines(i32),
    /// Move by half screens.
    HalfPages(i32),
    /// Move by screens.
    Pages(i32),
    /// To the first line or row.
    Top,
    /// To the last line or row.
    Bottom,
    /// Open the article under the cursor.
    Open,
    /// Back to where one came from.
    Back,
    /// Take away what one points at, or the lights of a search; where there is neither, back.
    PutOut,
    /// Open the article this many rows further down the shelf.
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
    /// To the next change.
    NextChange,
    /// To the previous change.
    PreviousChange,
    /// Search in the article, typing the words.
    Find,
    /// Search backward in the article, typing the words.
    FindBackward,
    /// Search for the word one points at; backward if so.
    FindWord(bool),
    /// Narrow the list, typing what is wanted.
    Filter,
    /// Take away the last thing the list was narrowed by.
    Widen,
    /// Choose from what the list is narrowed by, to take it away.
    ChooseChip,
    /// Search the whole library, typing the words.
    Search,
    /// List the articles about the same thing.
    Related,
    /// To the next match.
    NextMatch,
    /// To the previous match.
    PreviousMatch,
    /// Star the article, or take the star away.
    ToggleStar,
    /// Mark the article read, or unread again.
    ToggleRead,
    /// Read all sources again.
    Sync,
    /// Stop the work that was begun last.
    Stop,
    /// Choose the source whose articles are listed.
    ChooseSource,
    /// Mark all articles of the list read.
    MarkAllRead,
    /// Take the last marking of all back.
    UndoMarkAll,
    /// Type tags for the article.
    Tag,
    /// Import the sample newspaper.
    ImportSample,
    /// Type a command.
    Command,
    /// To the next word of the article, or back by words when negative.
    Words(i32),
    /// Mark a passage, from the word one points at.
    Mark,
    /// Copy something.
    Copy(super::clip::Copied),
    /// Choose a link on the screen and open it.
    Hint,
    /// Open the article's link.
    OpenLink,
    /// Show the article's link as a QR code.
    ShowCode,
    /// Show the help page.
    Help,
    /// Open what stands at the library's path now.
    OpenAnew,
    /// Paint the screen anew.
    Repaint,
    /// Give the terminal back to the shell for a while.
    Suspend,
    /// Leave the program.
    Quit,
}
