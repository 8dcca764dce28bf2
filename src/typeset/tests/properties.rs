//! Properties of every text at every setting: texts of many scripts are made by chance.

use std::sync::Arc;

use icu_segmenter::{
    LineSegmenter,
    options::{LineBreakOptions, LineBreakStrictness},
};
use proptest::{prelude::*, sample::select};
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    article::{Article, Block, BlockKind, Cell, Image, MediaKind, NumberStyle},
    script::{Language, rendition::Rendition},
    text::{safe::Safe, width, width::Ambiguous},
};

use super::checks::{NO_END, NO_START, NO_START_STRICT, Sentences, WHOLE};
use crate::typeset::{
    Align, Divider, Indent, KinsokuLevel, Korean, Line, LineAt, ListStyle, Quotation, Role, Setting,
    breaking::{CharClasses, Grade, Rules, breaks::breaks, default_clusters, graded_clusters},
    fill,
    layout::Layout,
};

/// The pieces of texts, between broken bars.
const PIECES: &str = "中¦国务院¦發展¦今年第一季度¦𠮷¦𮯰野家¦〇¦々¦的¦東京¦か¦カーテン¦っ¦ャ¦ー¦한국어¦문장입니다¦가¦\
    서울(Seoul)은¦，¦。¦、¦：¦；¦！¦？¦」¦』¦）¦》¦】¦「¦『¦（¦《¦【¦“¦”¦‘¦’¦\"¦'¦——¦—¦……¦…¦⋯⋯¦⸺¦·¦\
    ・¦～¦〜¦－¦–¦-¦/¦／¦ ¦  ¦　¦\u{A0}¦\u{2060}¦\u{200B}¦a¦word¦iPhone17¦People’s¦don't¦COVID-19¦\
    https://example.com/a/b?c=d&e=f#g¦user@example.org¦5¦2021¦3.14¦1,000,000¦12:30¦2021-12-17¦5.2%¦\
    -7¦３¦３．５℃¦１，０００¦ＮＨＫ¦％¦%¦℃¦°¦㎏¦￥¦$¦№¦＃¦3～5¦10%～20%¦100－200¦1–3¦(¦)¦[¦]¦,¦.¦:¦\
    ;¦!¦?¦😀¦👨\u{200D}👩\u{200D}👧¦🇨🇳¦🇯¦👋🏻¦1\u{FE0F}\u{20E3}¦e\u{301}¦か\u{3099}¦葛\u{E0100}¦\
    \u{301}¦ก็¦ภาษาไทย¦क्षि¦α¦é¦Привет¦①¦×¦\n";

fn texts(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(select(PIECES.split('¦').collect::<Vec<_>>()), 0..most).prop_map(|pieces| pieces.concat())
}

/// The same with what is not shown as it stands: controls, escape sequences, invisible characters.
fn raw_texts(most: usize) -> impl Strategy<Value = String> {
    const RAW: &str =
        "\u{1b}[31m¦\u{1b}]0;x\u{7}¦\u{9b}2J¦\u{0}¦\t¦\r\n¦\u{202E}¦\u{feff}¦\u{ad}¦ｶﾞ¦ﾊﾟ¦\u{1112}\u{1161}\u{11AB}";
    let piece = prop_oneof![
        6 => select(PIECES.split('¦').collect::<Vec<_>>()).prop_map(str::to_owned),
        1 => select(RAW.split('¦').collect::<Vec<_>>()).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..most).prop_map(|pieces| pieces.concat())
}

fn languages() -> impl Strategy<Value = Language> {
    select(
        &[Language::ChineseSimplified, Language::ChineseTaiwan, Language::Japanese, Language::Korean, Language::Other]
            [..],
    )
}

fn levels() -> impl Strategy<Value = KinsokuLevel> {
    select(&[KinsokuLevel::Basic, KinsokuLevel::Gb, KinsokuLevel::Strict, KinsokuLevel::None][..])
}

fn ambiguous() -> impl Strategy<Value = Ambiguous> {
    select(&[Ambiguous::Narrow, Ambiguous::Wide][..])
}

fn settings() -> impl Strategy<Value = Setting> {
    let widths = prop_oneof![1_u16..12, 12_u16..60, 60_u16..=200];
    let ways = (
        select(&[Quotation::Bar, Quotation::Indent, Quotation::Plain][..]),
        select(&[ListStyle::Hanging, ListStyle::Flush][..]),
        select(&[Divider::Short, Divider::Full, Divider::Blank][..]),
        select(&[Align::Left, Align::Centre][..]),
        select(&[Korean::Words, Korean::Syllables][..]),
    );
    (widths, levels(), ambiguous(), any::<(bool, bool, bool, bool)>(), 0_u8..4, ways).prop_map(
        |(
            measure,
            level,
            ambiguous,
            (hang, widow, balance, autospace),
            ems,
            (quotation, list, divider, align, korean),
        )| {
            Setting {
                ambiguous,
                level,
                hang,
                widow,
                balance,
                autospace,
                quotation,
                list,
                divider,
                korean,
                title: align,
                headings: [align; 3],
                indent: Indent::Ems(ems),
                ..Setting::with_measure(measure)
            }
        },
    )
}

/// Tables with and without heads, with cells over several rows and columns, and with rows that are not even.
fn tables() -> impl Strategy<Value = Block> {
    let span = || prop_oneof![6 => Just(1_u16), 1 => 0..4_u16, 1 => Just(u16::MAX)];
    let cell = (raw_texts(7), span(), span());
    let rows = prop::collection::vec(prop::collection::vec(cell, 0..6), 0..6);
    (rows, 0..3_usize).prop_map(|(rows, heads)| {
        let row = |(number, row): (usize, Vec<(String, u16, u16)>)| {
            let header = number < heads;
            let cell = |(text, colspan, rowspan)| Cell { text, header, colspan, rowspan };
            row.into_iter().map(cell).collect::<Vec<Cell>>()
        };
        Block::table(rows.into_iter().enumerate().map(row).collect())
    })
}

fn articles() -> impl Strategy<Value = Article> {
    let image = raw_texts(4).prop_map(|alt| Image { src: String::new(), alt });
    let new = prop_oneof![
        prop::collection::vec(image, 0..4).prop_map(|images| BlockKind::Figure { images }),
        select(vec![None, Some(12_000_000)])
            .prop_map(|length| { BlockKind::Media { media: MediaKind::Audio, src: String::new(), length } }),
        raw_texts(2).prop_map(|label| BlockKind::Note { label }),
        select(vec![
            BlockKind::Math,
            BlockKind::Term,
            BlockKind::Definition,
            BlockKind::Item { level: 2, number: Some(18), style: NumberStyle::LowerRoman, continued: false },
            BlockKind::Item { level: 1, number: Some(18), style: NumberStyle::Han, continued: false },
            BlockKind::Item { level: 1, number: None, style: NumberStyle::Decimal, continued: true },
        ]),
    ];
    let kinds = select(vec![
        BlockKind::Paragraph,
        BlockKind::Paragraph,
        BlockKind::Heading { level: 2 },
        BlockKind::Quote,
        BlockKind::item(1, None),
        BlockKind::item(3, Some(1234)),
        BlockKind::Code,
        BlockKind::Rule,
    ]);
    let kinds = prop_oneof![2 => kinds, 1 => new];
    let text = (kinds, raw_texts(40)).prop_map(|(kind, text)| {
        let text = if kind == BlockKind::Rule { String::new() } else { text };
        Block::new(kind, text)
    });
    let block = prop_oneof![5 => text, 1 => tables()];
    let quoted = prop_oneof![3 => Just(0), 1 => 1..4_u8, 1 => Just(200)];
    let block = (block, quoted).prop_map(|(block, quoted)| Block { quoted, ..block });
    let blocks = prop::collection::vec(block, 0..5);
    (raw_texts(12), raw_texts(6), blocks, prop::collection::vec(raw_texts(9), 0..3), prop::option::of(raw_texts(5)))
        .prop_map(|(title, author, blocks, related, original_title)| Article {
            title,
            author: Some(author),
            blocks,
            related,
            original_title,
            ..Article::default()
        })
}

fn layout(article: &Article, setting: &Setting) -> Layout {
    Layout::new(article, Arc::new(Rendition::original(article)), setting.clone())
}

/// Every mistake in the breaks of a text.
fn mistakes(text: &str, language: Language, level: KinsokuLevel) -> Vec<String> {
    let mut found = Vec::new();
    let ends = breaks(text, language, level);
    let clusters: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
    for &end in &ends {
        let (Some(before), Some(after)) = (text[..end].chars().next_back(), text[end..].chars().next()) else {
            found.push(format!("{end} is an edge"));
            continue;
        };
        let mut report = |what: &str| found.push(format!("{what}: {}|{}", &text[..end], &text[end..]));
        if clusters.binary_search(&end).is_err() {
            report("inside a cluster");
        }
        if before == '\n' {
            continue;
        }
        if level != KinsokuLevel::None
            && (NO_START.contains(after) && !(language == Language::Japanese && after == '／'))
        {
            report("start");
        }
        if level != KinsokuLevel::None && NO_END.contains(before) {
            report("end");
        }
        if level == KinsokuLevel::Strict && (NO_START_STRICT.contains(after) || text[end..].starts_with("——")) {
            report("strict start");
        }
        if before == after && "—…⋯⸺".contains(before) {
            report("pair");
        }
        let cluster = text[end..].graphemes(true).next().unwrap_or_default();
        if cluster.trim().is_empty() && after != '\u{A0}' {
            report("before white space");
        }
        if "\u{A0}\u{2060}".contains(before) {
            report("glue");
        }
    }
    for pattern in WHOLE.iter() {
        for number in pattern.find_iter(text) {
            if let Some(end) = ends.iter().find(|end| number.start() < **end && **end < number.end()) {
                found.push(format!("split {}: {}|{}", number.as_str(), &text[..*end], &text[*end..]));
            }
        }
    }
    found
}

fn all(layout: &Layout) -> Vec<(LineAt, Line)> {
    layout.lines_from(layout.first(), usize::MAX)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn breaks_make_no_mistake(text in texts(30), language in languages(), level in levels()) {
        prop_assert_eq!(mistakes(&text, language, level), Vec::<String>::new());
    }

    #[test]
    fn runs_of_ideographs_are_passed_over_rightly(
        // The last two are joined to what follows them, whatever it is.
        pieces in prop::collection::vec(prop_oneof![30 => select(PIECES.split('¦').collect::<Vec<_>>()), 1 => select(&["\u{600}", "\u{D4E}"][..])], 0..30),
    ) {
        let text = pieces.concat();
        let mut options = LineBreakOptions::default();
        options.strictness = Some(LineBreakStrictness::Normal);
        let ends: Vec<usize> = LineSegmenter::new_auto(options).segment_str(&text).collect();
        let expected: Vec<(usize, bool, usize)> = text
            .grapheme_indices(true)
            .map(|(at, cluster)| (at, at > 0 && ends.binary_search(&at).is_ok(), width::cells(cluster, Ambiguous::Wide)))
            .collect();
        let got: Vec<(usize, bool, usize)> = default_clusters(&text, Ambiguous::Wide)
            .iter()
            .map(|cluster| (cluster.start as usize, cluster.grade == Grade::Free, usize::from(cluster.cells)))
            .collect();
        prop_assert_eq!(got, expected);
    }

    #[test]
    fn ascii_breaks_as_uax14_does(text in "[ -~]{0,60}", language in languages()) {
        // A range of amounts is kept together here, $5-$10, and so is C++.
        prop_assume!(!["-$", "-#", "++"].iter().any(|kept| text.contains(kept)));
        let segmenter = LineSegmenter::new_auto(LineBreakOptions::default());
        let expected: Vec<usize> = segmenter.segment_str(&text).filter(|end| (1..text.len()).contains(end)).collect();
        prop_assert_eq!(breaks(&text, language, KinsokuLevel::Basic), expected);
    }

    #[test]
    fn filling_is_greedy_and_breaks_nowhere_else(
        text in texts(40), language in languages(), level in levels(), ambiguous in ambiguous(),
        room in 1_usize..90, hang in any::<bool>(),
    ) {
        let rules = Rules::for_language(language, level, Korean::Words);
        let clusters = graded_clusters(&text, &rules, ambiguous);
        let hangs = if hang { rules.hangs } else { CharClasses::default() };
        let ends = breaks(&text, language, level);
        let mut at = 0;
        for line in fill::fill(&clusters, 0, fill::LineRoom { first: room, rest: room, hangs }) {
            let offset = |cluster: usize| clusters.get(cluster).map_or(text.len(), |cluster| cluster.start as usize);
            let (start, end) = (offset(line.clusters.start), offset(line.clusters.end));
            prop_assert_eq!(start, at);
            at = end;
            let inside: Vec<usize> = ends.iter().copied().filter(|other| start < *other && *other < end).collect();
            if end < text.len() && ends.binary_search(&end).is_err() {
                prop_assert!(inside.is_empty(), "{} is split though it breaks at {inside:?}", &text[start..end]);
            }
            // With the next piece the line would not fit.
            let forced = text[start..end].ends_with('\n') || end == text.len();
            let next = ends.iter().copied().find(|other| *other > end).unwrap_or(text.len());
            let longer = text[start..next].trim_end_matches(|c: char| c.is_whitespace() && c != '\u{A0}' || c == '\u{200B}');
            if !forced && ends.binary_search(&end).is_ok() {
                prop_assert!(width::cells(longer, ambiguous) > room, "{longer} fits {room}");
            }
        }
        prop_assert_eq!(at, text.len());
    }

    #[test]
    fn any_article_is_set_without_fault(article in articles(), setting in settings()) {
        let layout = layout(&article, &setting);
        let faults = Sentences::of(layout.rendition(), &article, &setting).faults(&layout);
        prop_assert_eq!(faults, Vec::<String>::new());
    }

    #[test]
    fn places_and_steps_agree(article in articles(), setting in settings(), by in 0_isize..40) {
        let layout = layout(&article, &setting);
        let lines = all(&layout);
        for (index, (at, line)) in lines.iter().enumerate() {
            let place = layout.place_of(*at);
            prop_assert_eq!(place.part, line.part);
            if line.role.is_placed() {
                let found = layout.line(layout.line_of(place)).unwrap();
                prop_assert_eq!(found.part, line.part);
                prop_assert!(found.range.contains(&line.range.start) || line.range.is_empty(), "{:?} {:?}", found, line);
            } else if !matches!(line.role, Role::Blank | Role::RelatedLabel(_)) {
                // An old Hangul letter, say, is shown as several: its place is on the line of the first.
                let text = article.text(place.part);
                let shown = text[place.offset..].chars().next().map(|c| Safe::new(&c.to_string()).graphemes(true).count());
                if shown > Some(1) {
                    prop_assert!(layout.line_of(place) <= *at);
                } else {
                    prop_assert_eq!(layout.line_of(place), *at);
                }
            }
            let same = layout.line(*at);
            prop_assert_eq!(same.as_ref(), Some(line));
            prop_assert_eq!(layout.next(*at), lines.get(index + 1).map(|(next, _)| *next));
            prop_assert_eq!(layout.prev(*at), index.checked_sub(1).map(|before| lines[before].0));
            let on = (index + by.unsigned_abs()).min(lines.len() - 1);
            prop_assert_eq!(layout.advance(*at, by), lines[on].0);
            prop_assert_eq!(layout.advance(*at, -by), lines[index.saturating_sub(by.unsigned_abs())].0);
        }
        if let Some((last, _)) = lines.last() {
            prop_assert_eq!(layout.last(), *last);
        }
    }
}
