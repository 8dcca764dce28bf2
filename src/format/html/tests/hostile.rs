//! Input that would cost much more than its size: the work is counted, not timed, and what is kept is bounded.

use std::cell::Cell;

use crate::{
    article::{BlockKind, MAX_CELL_SPAN, MAX_SPANS},
    format::html::{Fragment, fragment_until, parse_until},
    text::StopCheck,
};

fn fragment(source: &str) -> Fragment {
    fragment_until(source, None, &StopCheck::never())
}

/// The checks of a reading, one for each stretch of work.
fn work(read: &dyn Fn(&StopCheck<'_>)) -> usize {
    let checks = Cell::new(0);
    let count = || {
        checks.set(checks.get() + 1);
        false
    };
    read(&StopCheck::new(&count));
    checks.get()
}

/// Pieces that are repeated.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "<a href=x>一</a>", "<a href=x>一", "<b><i>一", "<b>一</b><i>二</i>", "<ruby>一<rt>い", "<ruby><rt>い</rt></ruby>",
    "<rt>い", "<rtc>い", "<sup>2", "<sub>一</sub>", "<q>一", "<figure><img src=a><figcaption>一",
    "<figure><figcaption>一</figcaption></figure>", "<noscript><img src=a></noscript><img src=b>", "<math><mfrac><mi>一",
    "<table><tr><td>一", "<td>一", "<tr><th>一<td>二", "<table><tr><td class=gutter><pre>1", "<pre><span class=lineno>1",
    "<sup><a id=n href=#n>1</a></sup>", "<p id=n><sup><a href=#n>1</a></sup>", "<sup><a href=#z>1</a></sup>",
    "<ol reversed><li>一", "<li value=4294967295>一", "<blockquote>一", "<dl><dt>一<dd>二", "<details><summary>一",
    "<video><source src=a>", "<object><param name=movie value=a>", "<picture><source srcset=a>", "<svg><image href=a>",
    "<img srcset='a,b,c,d,e,f,g,h'>", "<span style='font-weight:bold'>一", "<div class=wp-caption>一",
    "<aside epub:type=footnote>一",
];

#[test]
fn work_grows_with_the_input_and_no_faster() {
    for piece in PIECES {
        for is_page in [false, true] {
            let read = |count: usize| {
                let source = format!("{}<p id=z>末</p>", piece.repeat(count));
                work(&|stop| {
                    if is_page {
                        let _ = parse_until(&source, None, stop);
                    } else {
                        let _ = fragment_until(&source, None, stop);
                    }
                })
            };
            let (once, twice) = (read(4_000), read(8_000));
            assert!(twice <= once * 2 + once / 8 + 3, "{piece}: {once} and {twice}");
        }
    }
}

#[test]
fn marks_of_one_paragraph_are_bounded_and_their_words_are_not() {
    let read = fragment(&format!("<p>{}", "<b>一</b><i>二</i>".repeat(30_000)));
    assert_eq!((read.blocks.len(), read.blocks[0].text.chars().count()), (1, 60_000));
    assert_eq!(read.blocks[0].spans.len(), MAX_SPANS);
    assert_eq!(read.remarks.len(), 1);
    assert_eq!(read.remarks[0].left_out().and_then(|left_out| left_out.count), Some(40_000));
    // Bold in bold is one mark, in each of its paragraphs.
    let read = fragment(&format!("{}{}", "<b>".repeat(400), "<p>一</p>".repeat(2_000)));
    assert!(read.blocks.iter().all(|block| block.spans.len() == 1) && read.remarks.is_empty());
}

#[test]
fn wide_tables_and_endless_cells() {
    let wide = format!("<table><tr><th>一</th></tr><tr>{}</tr></table>", "<td>二</td>".repeat(10_000));
    let BlockKind::Table { rows } = &fragment(&wide).blocks[0].kind else { panic!("no table") };
    assert_eq!((rows.len(), rows[1].len()), (2, 10_000));
    let tall =
        "<table><tr><th rowspan=65535 colspan=65535>一</th><td rowspan=0>二</td></tr><tr><td>三</td></tr></table>";
    let BlockKind::Table { rows } = &fragment(tall).blocks[0].kind else { panic!("no table") };
    assert_eq!((rows[0][0].rowspan, rows[0][0].colspan, rows[0][1].rowspan), (2, MAX_CELL_SPAN, 2));
}
