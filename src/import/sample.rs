//! The sample newspaper, embedded in the program, so that a first start has something to read wherever the program is.
//!
//! The list of files is made by `build.rs` from the folder `sample_articles`.

use std::{ops::ControlFlow, path::Path};

use super::{file, file::options::Options};
use crate::article::Article;

include!(concat!(env!("OUT_DIR"), "/sample.rs"));

/// The files of the sample newspaper: name and bytes, sorted by name.
#[must_use]
pub(crate) fn files() -> &'static [(&'static str, &'static [u8])] {
    FILES
}

/// The articles of the sample newspaper, read as the files would be.
#[must_use]
pub(crate) fn articles() -> Vec<Article> {
    let mut articles = Vec::new();
    for (name, bytes) in files() {
        // A file of the sample that cannot be read is a defect, which the test beside this finds.
        let _ = file::read_named(Path::new(name), bytes, &Options::default(), &mut |incoming, _| {
            articles.push(incoming.article);
            ControlFlow::Continue(())
        });
    }
    articles
}

#[cfg(test)]
mod tests {
    use std::{ops::ControlFlow, path::Path};

    use super::{articles, files};
    use crate::import::{file, file::options::Options};
    use crate::{article::BlockKind, date::Published};

    #[test]
    fn every_file_is_read_without_a_remark() {
        for (name, bytes) in files() {
            let summary = file::read_named(Path::new(name), bytes, &Options::default(), &mut |incoming, _| {
                let article = incoming.article;
                assert!(!article.title.is_empty(), "{name}");
                assert!(article.blocks.iter().any(|block| block.kind == BlockKind::Paragraph), "{name}");
                let year = article.published.as_ref().map(|published: &Published| published.civil().year());
                assert!(year.is_some_and(|year| year > 2000), "{name}");
                ControlFlow::Continue(())
            });
            let summary = summary.unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(summary.warnings, [], "{name}");
        }
        assert!(articles().len() >= files().len());
    }
}
