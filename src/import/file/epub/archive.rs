//! The archive of a book: its files by the names that a book gives them, unpacked to memory within bounds.

use std::{
    collections::HashMap,
    io::{Cursor, Read},
};

use unicode_normalization::UnicodeNormalization;
use zip::{ZipArchive, result::ZipError};

use super::stoppable::Stoppable;
use crate::{encoding, import::file::limits::MAX_CHAPTER_BYTES, net::decode_percent, text::StopCheck};

type Archive<'s> = ZipArchive<Stoppable<'s, Cursor<Vec<u8>>>>;

/// The archive of a book.
pub(super) struct BookArchive<'s> {
    archive: Archive<'s>,
    stop: &'s StopCheck<'s>,
    /// Files by their folded names, made when a name is not found as it is written.
    folded: Option<HashMap<String, usize>>,
}

/// The result of unpacking a file of the archive.
pub(super) enum Unpacked {
    /// Its text, the bytes beyond the limit (0 if their number is not known), and the number of places that could not be decoded.
    Text {
        text: String,
        left: Option<u64>,
        lost: usize,
    },
    Encrypted,
    Damaged,
}

impl<'s> BookArchive<'s> {
    /// The archive in some bytes; `None` if it is damaged.
    pub(super) fn open(bytes: Vec<u8>, stop: &'s StopCheck<'s>) -> Option<BookArchive<'s>> {
        let archive = ZipArchive::new(Stoppable { stream: Cursor::new(bytes), stop }).ok()?;
        Some(BookArchive { archive, stop, folded: None })
    }

    /// The number of the file that a reference in `base` leads to. References are percent-encoded, and archives hold
    /// names in another normal form or case, depending on the system that packed them.
    pub(super) fn find(&mut self, base: &str, reference: &str) -> Option<usize> {
        let path = path_of(reference);
        let names = [joined(base, path), joined(base, &decode_percent(path))];
        // A name from the top of the archive is against the letter, but common.
        let top = [joined("", path), joined("", &decode_percent(path))];
        // By the raw name: a name that is not there is otherwise looked for in the whole archive each time.
        let exact = names.iter().chain(&top).find_map(|name| self.archive.index_for_name_raw(name.as_bytes()));
        exact.or_else(|| names.iter().chain(&top).find_map(|name| self.folded().get(&folded(name)).copied()))
    }

    /// The name of a file of the archive.
    pub(super) fn name(&self, index: usize) -> String {
        name(&self.archive, index)
    }

    /// The first file with an ending, in any case.
    pub(super) fn find_ending(&self, ending: &str) -> Option<usize> {
        (0..self.archive.len()).find(|index| self.name(*index).to_ascii_lowercase().ends_with(ending))
    }

    fn folded(&mut self) -> &HashMap<String, usize> {
        let archive = &self.archive;
        self.folded.get_or_insert_with(|| {
            let mut names = HashMap::with_capacity(archive.len());
            for index in 0..archive.len() {
                names.entry(folded(&name(archive, index))).or_insert(index);
            }
            names
        })
    }

    /// Unpacks a file of the archive, up to the bound of a chapter.
    pub(super) fn unpack(&mut self, index: usize) -> Unpacked {
        let file = match self.archive.by_index(index) {
            Ok(file) => file,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Unpacked::Encrypted,
            Err(_) => return Unpacked::Damaged,
        };
        // The declared length may be wrong.
        let declared = file.size();
        let mut bytes = Vec::new();
        let mut stream = Stoppable { stream: file.take(MAX_CHAPTER_BYTES + 1), stop: self.stop };
        if stream.read_to_end(&mut bytes).is_err() {
            return Unpacked::Damaged;
        }
        let left = (bytes.len() as u64 > MAX_CHAPTER_BYTES).then(|| {
            bytes.truncate(MAX_CHAPTER_BYTES as usize);
            // The bound may lie within a character, which is not the book's fault.
            let whole = bytes.utf8_chunks().last().filter(|last| last.invalid().len() < 4);
            let keep = bytes.len() - whole.map_or(0, |last| last.invalid().len());
            bytes.truncate(keep);
            declared.saturating_sub(keep as u64)
        });
        let decoded = encoding::decode_markup(bytes, None, None);
        Unpacked::Text { text: decoded.text, left, lost: decoded.lost.map_or(0, |lost| lost.places) }
    }

    /// The text of a file, if all of it can be read.
    pub(super) fn whole_text(&mut self, index: usize) -> Option<String> {
        match self.unpack(index) {
            Unpacked::Text { text, left: None, .. } => Some(text),
            _ => None,
        }
    }
}

/// The name of a file. Many programs write UTF-8 without saying so, which the archive's crate takes for another encoding.
fn name(archive: &Archive<'_>, index: usize) -> String {
    let raw = archive.by_index_data(index).ok();
    match raw.as_ref().map(|file| std::str::from_utf8(file.name_raw())) {
        Some(Ok(name)) => name.to_owned(),
        _ => archive.name_for_index(index).and_then(Result::ok).unwrap_or_default().into_owned(),
    }
}

/// The part of a reference that names a file.
pub(super) fn path_of(reference: &str) -> &str {
    reference.split(['#', '?']).next().unwrap_or_default().trim()
}

/// The name that a path has in the archive, if it stands in the file with the name `base`. It never leads out of the
/// archive.
pub(super) fn joined(base: &str, path: &str) -> String {
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = Vec::new();
    let folder = if path.starts_with('/') { "" } else { folder };
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The form that spellings of one name have in common.
fn folded(name: &str) -> String {
    name.nfc().flat_map(char::to_lowercase).map(|c| if c == '\\' { '/' } else { c }).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::{folded, joined, path_of};

    #[test]
    fn references_name_files() {
        for (base, reference, name) in [
            ("OEBPS/a.opf", "Text/c1.xhtml#x", "OEBPS/Text/c1.xhtml"),
            ("OEBPS/Text/c1.xhtml", "../Images/a.jpg?x", "OEBPS/Images/a.jpg"),
            ("a.opf", "../../etc/passwd", "etc/passwd"),
            ("OEBPS/a.opf", "/Text/./c1.xhtml", "Text/c1.xhtml"),
            ("OEBPS/a.opf", "#x", "OEBPS"),
        ] {
            assert_eq!(joined(base, path_of(reference)), name);
        }
        assert_eq!(folded("Te\u{301}xt\\Ｃ.xhtml"), folded("TÉXT/ｃ.XHTML"));
    }
}
