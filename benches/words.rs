//! How well Chinese is cut into words: precision, recall and F1 against a corpus cut by hand, beside jieba with its whole
//! dictionary. `KANBAO_BENCH_CORPUS` names the corpus, words with their tags (`同胞/n  们/k`), one paragraph a line;
//! `KANBAO_BENCH_DICTIONARY` jieba's dictionary. Without them nothing is measured.

#![allow(clippy::print_stdout, missing_docs)] // A benchmark prints what it measured.

use std::{collections::HashSet, error::Error, fs::File, io::BufReader, ops::Range, time::Instant};

use jieba_rs::Jieba;
use kanbao::search::words::segment;

/// Places of the words of a paragraph.
type Words = Vec<Range<usize>>;

fn main() -> Result<(), Box<dyn Error>> {
    let named = |variable| std::env::var_os(variable);
    let (Some(corpus), Some(dictionary)) = (named("KANBAO_BENCH_CORPUS"), named("KANBAO_BENCH_DICTIONARY")) else {
        println!("no corpus: set KANBAO_BENCH_CORPUS and KANBAO_BENCH_DICTIONARY");
        return Ok(());
    };
    let corpus = std::fs::read_to_string(corpus)?;
    let paragraphs: Vec<(String, Words)> = corpus.lines().map(read_line).collect();
    let jieba = Jieba::with_dict(&mut BufReader::new(File::open(dictionary)?))?;
    let by_jieba = |text: &str| jieba.cut(text, true).iter().map(|word| word.byte_start..word.byte_end).collect();
    measure("kanbao", &paragraphs, segment);
    measure("jieba, whole dictionary", &paragraphs, by_jieba);
    Ok(())
}

/// A paragraph's text and the places of its words.
fn read_line(line: &str) -> (String, Words) {
    let mut text = String::new();
    let mut words = Vec::new();
    for tagged in line.split_whitespace() {
        let word = tagged.rsplit_once('/').map_or(tagged, |(word, _)| word);
        words.push(text.len()..text.len() + word.len());
        text.push_str(word);
    }
    (text, words)
}

fn measure(name: &str, paragraphs: &[(String, Words)], cut: impl Fn(&str) -> Words) {
    let began = Instant::now();
    let cut: Vec<_> = paragraphs.iter().map(|(text, words)| (text, words, cut(text))).collect();
    let elapsed = began.elapsed();
    let is_han = |word: &str| word.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    // Marks are not counted, since kanbao does not report them.
    let is_word = |word: &str| word.contains(char::is_alphanumeric);
    score(&format!("{name}, {elapsed:.1?}: all words"), &cut, is_word);
    score(&format!("{name}: words of Han characters"), &cut, is_han);
}

fn score(name: &str, cut: &[(&String, &Words, Words)], is_counted: impl Fn(&str) -> bool) {
    let (mut right, mut found, mut expected) = (0, 0_usize, 0);
    for (text, words, cut) in cut {
        let is_counted = |word: &&Range<usize>| is_counted(&text[(*word).clone()]);
        let by_hand: HashSet<_> = words.iter().filter(is_counted).collect();
        expected += by_hand.len();
        for word in cut.iter().filter(is_counted) {
            found += 1;
            right += usize::from(by_hand.contains(word));
        }
    }
    let (precision, recall) = (right as f64 / found as f64, right as f64 / expected as f64);
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!("{name}: precision {precision:.4}, recall {recall:.4}, F1 {f1:.4} ({found} of {expected} words)");
}
