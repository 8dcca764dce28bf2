//! A batch: some articles that wait, one after the other, and the run made of it: their grams in order, written
//! down as a segment's pages are. No database and no thread in here.

use super::postings::BlockWriter;
use super::sort::sort_distinct;
use super::{grams, grams::Gram};
use crate::article::Article;
use crate::text::StopCheck;

/// Most articles of one batch, however short: progress is reported between two batches.
pub(super) const MAX_BATCH_ARTICLES: usize = 4096;
/// Bits beside a gram for the position of an article.
const POSITION: u32 = u64::BITS - grams::BITS;
const _: () = assert!(MAX_BATCH_ARTICLES <= 1 << POSITION);
/// Bytes of a text from which on its grams are sorted for themselves: so long a text has most of them many times.
const LONG_TEXT_BYTES: usize = 64 << 10;

/// Articles on their way into the index.
#[derive(Debug, Default)]
pub(super) struct IndexBatch {
    /// Their numbers, ascending.
    pub(super) articles: Vec<i64>,
    /// The number of each one's last change.
    pub(super) changes: Vec<i64>,
    pub(super) texts: Vec<Article>,
    /// About how many grams they have.
    pub(super) grams: usize,
    /// Bytes of their bodies.
    pub(super) bytes: u64,
}

/// The grams of a batch's articles.
#[derive(Debug)]
pub(super) struct Run {
    /// The numbers of the articles, ascending. A position is an index into this.
    pub(super) articles: Vec<i64>,
    /// The number of each one's last change.
    pub(super) changes: Vec<i64>,
    /// Bytes of their bodies.
    pub(super) bytes: u64,
    /// The pages, each with its first gram, ascending.
    pub(super) pages: Vec<(Gram, Vec<u8>)>,
}

impl IndexBatch {
    /// Takes in an article that waits.
    pub(super) fn push(&mut self, id: i64, change: i64, article: Article) {
        let texts = || article.blocks.iter().map(|block| block.text.as_str()).chain([article.title.as_str()]);
        // Every character begins a gram of two; of one there are fewer.
        self.grams += texts().map(|text| characters(text) * 3 / 2).sum::<usize>();
        self.bytes += article.blocks.iter().map(|block| block.text.len() as u64).sum::<u64>();
        self.articles.push(id);
        self.changes.push(change);
        self.texts.push(article);
    }
}

/// Number of characters of a text: the bytes that begin one.
fn characters(text: &str) -> usize {
    text.bytes().filter(|byte| byte & 0xC0 != 0x80).count()
}

/// Makes runs of batches. Its buffers are used again for the next.
#[derive(Debug)]
pub(super) struct RunBuilder {
    /// A gram and the position of an article in one number, near ones together: sorting many small heaps that lie in
    /// the processor's cache takes half the time of sorting one large.
    heaps: Vec<Vec<u64>>,
    /// Last article, counted from 1, that had each character as a gram.
    met: Vec<u32>,
    count: u32,
}

impl Default for RunBuilder {
    fn default() -> RunBuilder {
        RunBuilder { heaps: vec![Vec::new(); HEAPS], met: vec![0; 1 << grams::HALF], count: 0 }
    }
}

/// Heaps for the grams that begin with a character below U+3000, with one from there to the end of the plane, and
/// for the others.
const BELOW: u64 = 0x3000 >> 6;
const PLANE: u64 = (0x1_0000 - 0x3000) >> 5;
const HEAPS: usize = (BELOW + PLANE + (((1 << (grams::BITS - grams::HALF)) - 0x1_0000) >> 11)) as usize;

/// The heap of a gram; of a higher gram it is the same or a higher one.
fn heap(gram: Gram) -> usize {
    let first = gram >> grams::HALF;
    let heap = match first {
        ..0x3000 => first >> 6,
        0x3000..0x1_0000 => BELOW + ((first - 0x3000) >> 5),
        _ => BELOW + PLANE + ((first - 0x1_0000) >> 11),
    };
    heap as usize
}

impl RunBuilder {
    /// Makes the run of a batch, unless it is stopped. Nothing is to be made with it after that.
    pub(super) fn make(&mut self, batch: IndexBatch, stop_check: &StopCheck<'_>) -> Option<Run> {
        for (position, article) in (0_u64..).zip(batch.texts) {
            self.take(position, &article, stop_check);
            if stop_check.is_stopped() {
                return None;
            }
        }
        let pages = self.pages(batch.articles.len(), stop_check)?;
        Some(Run { pages, articles: batch.articles, changes: batch.changes, bytes: batch.bytes })
    }

    fn take(&mut self, position: u64, article: &Article, stop_check: &StopCheck<'_>) {
        let heaps = &mut self.heaps;
        let mut push = |gram: Gram| {
            if let Some(heap) = heaps.get_mut(heap(gram)) {
                // Gram and position in one number: sorting by it sorts by gram, then by position, as the block format wants it.
                heap.push((gram << POSITION) | position);
            }
        };
        // Sorted and deduplicated on its own, a long text puts each gram into the heaps once instead of thousands of times.
        if article.blocks.iter().any(|block| block.text.len() >= LONG_TEXT_BYTES)
            || article.blocks.len() > LONG_TEXT_BYTES / 16
        {
            grams::of_article(article, stop_check).into_iter().for_each(push);
            return;
        }
        // Numbers begin anew before they run out.
        self.count = self.count.checked_add(1).unwrap_or_else(|| {
            self.met.fill(0);
            1
        });
        let (met, count) = (&mut self.met, self.count);
        grams::each_of_article(article, stop_check, |gram| {
            // A single character comes often, two neighbours seldom; those that come twice fall away in the heap.
            let alone = gram & ((1 << grams::HALF) - 1) == 0;
            let met = met.get_mut((gram >> grams::HALF) as usize).filter(|_| alone);
            if met.is_none_or(|met| std::mem::replace(met, count) != count) {
                push(gram);
            }
        });
    }

    fn pages(&mut self, count: usize, stop_check: &StopCheck<'_>) -> Option<Vec<(Gram, Vec<u8>)>> {
        let (mut pages, mut writer, mut positions) = (Vec::new(), BlockWriter::default(), Vec::new());
        // Heaps ascend by gram, so sorting each of them sorts all: what is written comes out in the order of the keys.
        for heap in &mut self.heaps {
            sort_distinct(heap, stop_check);
            if !stop_check.go_on_after(0) {
                return None;
            }
            for same in heap.chunk_by(|a, b| a >> POSITION == b >> POSITION) {
                positions.clear();
                positions.extend(same.iter().map(|gram| (gram & ((1 << POSITION) - 1)) as u32));
                if let Some(gram) = same.first() {
                    pages.extend(writer.push(gram >> POSITION, &positions, count));
                }
                if !stop_check.go_on_after(size_of_val(same)) {
                    return None;
                }
            }
            // Keeps the capacity: the next batch is of about the same size.
            heap.clear();
        }
        pages.extend(writer.take());
        Some(pages)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::article::Block;
    use crate::store::index::postings::BlockReader;

    /// The grams of a run's pages with their positions.
    fn read(run: &Run) -> BTreeSet<(Gram, u32)> {
        let mut found = BTreeSet::new();
        for (first, page) in &run.pages {
            let mut reader = BlockReader::new(page, *first, run.articles.len());
            let mut positions = Vec::new();
            while let Some(gram) = reader.next(|position| positions.push(position)).unwrap() {
                found.extend(positions.drain(..).map(|position| (gram, position)));
            }
        }
        found
    }

    #[test]
    fn a_higher_gram_is_in_no_lower_heap() {
        let ends = [0, 1, 0x2FFF, 0x3000, 0x4E00, 0x9FFF, 0xFFFF, 0x1_0000, 0x10_FFFF, 0x11_0000, 0x1F_FFFF];
        let firsts = ends.iter().flat_map(|first| [*first, first | 1 << grams::HALF]).collect::<BTreeSet<u64>>();
        let heaps: Vec<usize> = firsts.iter().map(|first| heap(first << grams::HALF)).collect();
        assert!(heaps.is_sorted() && heaps.iter().all(|heap| *heap < HEAPS), "{heaps:?}");
    }

    #[test]
    fn a_run_that_is_stopped_at_any_look_ends_there() {
        let asked = std::cell::Cell::new(0);
        let text = |n: u32| -> String {
            (0..1 << 16).map(|at| char::from_u32(0x4E00 + (at * 7919 + n) % 20_000).unwrap_or('一')).collect()
        };
        let articles: Vec<Article> =
            (0..4).map(|n| Article { blocks: vec![Block::paragraph(text(n))], ..Article::default() }).collect();
        let run = |stop_at: usize| {
            let mut batch = IndexBatch::default();
            articles.iter().enumerate().for_each(|(n, article)| batch.push(n as i64, 0, article.clone()));
            let stop = || {
                asked.set(asked.get() + 1);
                asked.get() >= stop_at
            };
            RunBuilder::default().make(batch, &StopCheck::new(&stop)).is_some()
        };
        assert!(run(usize::MAX));
        // The texts are folded, their grams sorted twice and written: each counts.
        let bytes: usize = articles.iter().flat_map(|article| &article.blocks).map(|block| block.text.len()).sum();
        let all = asked.take();
        assert!(all >= bytes / crate::text::CHECK_INTERVAL_BYTES * 4, "{all}");
        for k in [1, 2, all / 3, all / 2, all - 1, all] {
            assert!(!run(k) && asked.take() == k, "{k} of {all}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_run_has_the_grams_of_its_articles(
            texts in prop::collection::vec(("[国國a-c가あ\u{20000}]{0,6}", "[国 國か\u{3099}a-c가…]{0,40}", any::<bool>()), 1..12),
        ) {
            let mut builder = RunBuilder::default();
            // What was made before leaves nothing behind.
            for half in [&texts[..texts.len() / 2], &texts] {
                let (mut batch, mut expected) = (IndexBatch::default(), BTreeSet::new());
                for (position, (title, body, long)) in half.iter().enumerate() {
                    let body = if *long { body.repeat(1 + LONG_TEXT_BYTES / 40) } else { body.clone() };
                    let article =
                        Article { title: title.clone(), blocks: vec![Block::paragraph(body)], ..Article::default() };
                    expected.extend(grams::of_article(&article, &StopCheck::never()).into_iter().map(|gram| (gram, position as u32)));
                    batch.push(position as i64, 0, article);
                }
                prop_assert_eq!(read(&builder.make(batch, &StopCheck::never()).unwrap()), expected);
            }
        }
    }
}
