//! What is true of every text at every setting. The marks are listed here once more, character by character and by
//! hand, so that a mistake in the tables of kinds shows.

use std::sync::Arc;

use icu_segmenter::{
    LineSegmenter,
    options::{LineBreakOptions, LineBreakStrictness},
};
use proptest::{prelude::*, sample::select};
use regex::Regex;
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    article::{Article, Block, BlockKind},
    script::{Language, Rendition},
    text::{Ambiguous, width},
};

use super::{
    Indent, Korean, Layout, Level, Line, LineAt, Role, Setting, breaks,
    breaks::{Grade, default_units, units},
    fill,
    kind::Kinds,
    rules::Rules,
};

const NO_START: &str = "、，。．：；！？‼⁇⁈⁉」』）》〉】〗〕］｝·・‧〙〟︐︑︒︓︔︕︖︘︶﹀﹂﹐﹑﹒々ゝヽ〻～〜／";
const NO_END: &str = "「『（《〈【〖〔［｛〘〝︗︵﹁﹃﹙";
const NO_START_STRICT: &str = "ぁっゃァッャヵーㇰ⸺";
/// What texts are made of, between broken bars.
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

fn languages() -> impl Strategy<Value = Language> {
    select(
        &[Language::ChineseSimplified, Language::ChineseTaiwan, Language::Japanese, Language::Korean, Language::Other]
            [..],
    )
}

fn levels() -> impl Strategy<Value = Level> {
    select(&[Level::Basic, Level::Gb, Level::Strict, Level::None][..])
}

fn ambiguous() -> impl Strategy<Value = Ambiguous> {
    select(&[Ambiguous::Narrow, Ambiguous::Wide][..])
}

fn settings() -> impl Strategy<Value = Setting> {
    let widths = prop_oneof![1_u16..12, 12_u16..60, 60_u16..=200];
    (widths, levels(), ambiguous(), any::<(bool, bool, bool)>(), 0_u8..4).prop_map(
        |(measure, level, ambiguous, (hang, widow, balance), ems)| Setting {
            ambiguous,
            level,
            hang,
            widow,
            balance,
            indent: Indent::Ems(ems),
            ..Setting::at(measure)
        },
    )
}

fn articles() -> impl Strategy<Value = Article> {
    let kinds = select(
        &[
            BlockKind::Paragraph,
            BlockKind::Paragraph,
            BlockKind::Heading { level: 2 },
            BlockKind::Quote,
            BlockKind::Item { level: 1, number: None },
            BlockKind::Item { level: 3, number: Some(1234) },
            BlockKind::Code,
            BlockKind::Rule,
        ][..],
    );
    let blocks = prop::collection::vec((kinds, texts(40)), 0..5);
    (texts(12), texts(6), blocks, prop::collection::vec(texts(9), 0..3), prop::option::of(texts(5))).prop_map(
        |(title, author, blocks, related, original_title)| Article {
            title,
            author: Some(author),
            blocks: blocks
                .into_iter()
                .map(|(kind, text)| Block { kind, text: if kind == BlockKind::Rule { String::new() } else { text } })
                .collect(),
            related,
            original_title,
            ..Article::default()
        },
    )
}

fn layout(article: &Article, setting: &Setting) -> Layout {
    Layout::new(article, Arc::new(Rendition::original(article)), setting.clone())
}

/// Every mistake in the breaks of a text.
fn mistakes(text: &str, language: Language, level: Level) -> Vec<String> {
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
        if level != Level::None && (NO_START.contains(after) && !(language == Language::Japanese && after == '／')) {
            report("start");
        }
        if level != Level::None && NO_END.contains(before) {
            report("end");
        }
        if level == Level::Strict && (NO_START_STRICT.contains(after) || text[end..].starts_with("——")) {
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
    let held = [
        r"[￥¥＄$£€№＃]?[0-9０-９]+([.．:：/／·～–-][0-9０-９]+)*[％%‰℃°′″㎏]?",
        r"[0-9０-９]+[％%℃]?[～–－—][￥$]?[0-9０-９]+",
        r"[A-Za-z]+(['’][A-Za-z]+)*",
        r"[Ａ-Ｚ]+",
        r"[A-Za-z0-9]+",
    ];
    for pattern in held {
        for number in Regex::new(pattern).unwrap().find_iter(text) {
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
    #![proptest_config(ProptestConfig::with_cases(64))]

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
        let got: Vec<(usize, bool, usize)> = default_units(&text, Ambiguous::Wide)
            .iter()
            .map(|unit| (unit.start as usize, unit.grade == Grade::Free, usize::from(unit.cells)))
            .collect();
        prop_assert_eq!(got, expected);
    }

    #[test]
    fn ascii_breaks_as_uax14_does(text in "[ -~]{0,60}", language in languages()) {
        // A range of amounts is kept together here: $5-$10.
        prop_assume!(!text.contains("-$") && !text.contains("-#"));
        let segmenter = LineSegmenter::new_auto(LineBreakOptions::default());
        let expected: Vec<usize> = segmenter.segment_str(&text).filter(|end| (1..text.len()).contains(end)).collect();
        prop_assert_eq!(breaks(&text, language, Level::Basic), expected);
    }

    #[test]
    fn filling_is_greedy_and_breaks_nowhere_else(
        text in texts(40), language in languages(), level in levels(), ambiguous in ambiguous(),
        room in 1_usize..90, hang in any::<bool>(),
    ) {
        let rules = Rules::of(language, level, Korean::Words);
        let units = units(&text, &rules, ambiguous);
        let hangs = if hang { rules.hangs } else { Kinds::default() };
        let ends = breaks(&text, language, level);
        let mut at = 0;
        for line in fill::fill(&units, 0, fill::Room { first: room, rest: room, hangs }) {
            let offset = |unit: usize| units.get(unit).map_or(text.len(), |unit| unit.start as usize);
            let (start, end) = (offset(line.units.start), offset(line.units.end));
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
    fn lines_hold_everything_and_fit(article in articles(), setting in settings()) {
        let layout = layout(&article, &setting);
        let lines = all(&layout);
        for part in layout.rendition().parts() {
            let shown = layout.rendition().shown(part).unwrap();
            let mut at = 0;
            for (_, line) in lines.iter().filter(|(_, line)| line.part == part) {
                if matches!(line.role, Role::Blank | Role::RelatedLabel(_)) {
                    prop_assert!(line.range.is_empty() && line.indent == 0 && line.cells <= setting.measure);
                    continue;
                }
                prop_assert_eq!(line.range.start, at);
                at = line.range.end;
                let ink = shown.text.slice(line.ink.clone());
                let edges = [&shown.text[line.range.start..line.ink.start], &shown.text[line.ink.end..line.range.end]];
                let invisible = edges.concat().chars().all(|c| c.is_whitespace() || width::char_cells(c, setting.ambiguous) == 0);
                prop_assert!(invisible);
                if line.role == Role::Rule {
                    prop_assert!(line.indent + line.cells <= setting.measure);
                    continue;
                }
                prop_assert_eq!(usize::from(line.cells), width::cells(ink, setting.ambiguous));
                let hangs = setting.hang && ink.graphemes(true).next_back().is_some_and(|last| last.starts_with(['、', '，', '。', '．']));
                let most = setting.measure + if hangs { 2 } else { 0 };
                let alone = ink.graphemes(true).filter(|cluster| width::cells(cluster, setting.ambiguous) > 0).count() == 1;
                prop_assert!(line.indent + line.cells <= most || alone, "{ink} at {}", setting.measure);
                prop_assert!(line.marker.cells() <= line.indent);
            }
            prop_assert_eq!(at, shown.text.len());
        }
    }

    #[test]
    fn places_and_steps_agree(article in articles(), setting in settings(), by in 0_isize..40) {
        let layout = layout(&article, &setting);
        let lines = all(&layout);
        for (index, (at, line)) in lines.iter().enumerate() {
            let place = layout.place_of(*at);
            prop_assert_eq!(place.part, line.part);
            if !matches!(line.role, Role::Blank | Role::RelatedLabel(_)) {
                prop_assert_eq!(layout.line_of(place), *at);
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
