//! The sentences hold for every article of the sample newspaper, at every measure, level and width of characters.

use std::{fs, path::Path, sync::Arc};

use crate::{
    article::Article,
    format::{json, markdown, page},
    script::rendition::Rendition,
    text::width::Ambiguous,
};

use super::checks::Sentences;
use crate::typeset::{Indent, KinsokuLevel, Setting, layout::Layout};

fn samples() -> Vec<Article> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_articles");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut articles = Vec::new();
    for path in paths {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("md") => articles.push(markdown::parse(&text).article),
            Some("json") => {
                json::parse(&text, &mut |parsed| articles.push(parsed.article));
            }
            Some("jsonl") => {
                for line in text.lines() {
                    json::parse(line, &mut |parsed| articles.push(parsed.article));
                }
            }
            _ => articles.push(page::parse(&text).article),
        }
    }
    assert!(articles.len() >= 25);
    articles
}

/// The modes that take turns over the measures; with `KANBAO_EVERY` set, all of them meet at every measure.
fn modes() -> Vec<Setting> {
    let mut modes = Vec::new();
    for level in [KinsokuLevel::Basic, KinsokuLevel::Gb, KinsokuLevel::Strict, KinsokuLevel::None] {
        for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
            for (hang, autospace) in [(false, false), (true, true)] {
                modes.push(Setting { level, ambiguous, hang, autospace, widow: hang, ..Setting::default() });
            }
        }
    }
    modes
}

#[test]
fn the_sample_newspaper_is_set_without_fault_at_every_measure() {
    let every = std::env::var_os("KANBAO_EVERY").is_some();
    let modes = modes();
    let mut layouts = 0;
    for (number, article) in samples().iter().enumerate() {
        let rendition = Arc::new(Rendition::original(article));
        for (turn, mode) in modes.iter().enumerate() {
            let sentences = Sentences::of(&rendition, article, mode);
            for measure in 2..=200_u16 {
                if !every && (usize::from(measure) + number) % modes.len() != turn {
                    continue;
                }
                let indent = if measure % 3 == 0 { Indent::Ems(0) } else { Indent::ByLanguage };
                let setting = Setting { measure, indent, ..mode.clone() };
                let faults = sentences.faults(&Layout::new(article, Arc::clone(&rendition), setting));
                assert_eq!(faults, Vec::<String>::new());
                layouts += 1;
            }
        }
    }
    assert!(layouts >= 25 * 199);
}
