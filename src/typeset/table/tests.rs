//! Tables as they are drawn, and the bounds of hostile ones.

use std::sync::Arc;

use crate::{
    article::{Article, Block, Cell},
    script::rendition::Rendition,
    text::{
        Part, Place,
        width::{Ambiguous, cells},
    },
    typeset::{Setting, layout::Layout, tests::page::page},
};

fn layout(block: Block, measure: u16) -> Layout {
    let article = Article { lang: Some("zh-Hans".into()), blocks: vec![block], ..Article::default() };
    Layout::new(&article, Arc::new(Rendition::original(&article)), Setting::with_measure(measure))
}

/// A table with a head of one row; `>` before a text makes a cell of two columns, `v` one of two rows.
fn table(rows: &[&[&str]]) -> Block {
    let cell = |header: bool, text: &str| {
        let (colspan, text) = text.strip_prefix('>').map_or((1, text), |text| (2, text));
        let (rowspan, text) = text.strip_prefix('v').map_or((1, text), |text| (2, text));
        Cell { header, colspan, rowspan, ..Cell::from_text(text) }
    };
    let row = |(number, row): (usize, &&[&str])| row.iter().map(|text| cell(number == 0, text)).collect();
    Block::table(rows.iter().enumerate().map(row).collect())
}

fn check(block: Block, measure: u16, expected: &[&str]) {
    assert_eq!(page(&layout(block, measure)), expected, "{}", page(&layout(table(&[]), measure)).join("\n"));
}

#[test]
fn cells_stand_in_columns_below_a_rule() {
    let rows: &[&[&str]] = &[&["种类", "产地", "重量"], &["渔", "东港", "9"], &["海盐", "盐田 Yantian", "1,250"]];
    let expected = [
        "种类  产地           重量",
        "─────────────────────────",
        "渔    东港              9",
        "海盐  盐田 Yantian  1,250",
    ];
    check(table(rows), 60, &expected);
}

#[test]
fn spans_do_not_shift_their_neighbours() {
    let rows: &[&[&str]] = &[&["日期", ">潮位"], &["v五月一日", "高潮", "312"], &["低潮", "45"], &[">无记录", "0"]];
    let expected =
        ["日期      潮位", "───────────────────", "五月一日  高潮  312", "          低潮   45", "无记录            0"];
    check(table(rows), 40, &expected);
}

#[test]
fn a_column_without_text_takes_no_room() {
    let rows: &[&[&str]] = &[&["カーテン", "", "", "中中a中中", ""], &[], &["", "中中", "国务院"]];
    for measure in 26..32 {
        let widest = page(&layout(table(rows), measure)).iter().map(|line| cells(line, Ambiguous::Narrow)).max();
        assert!(widest <= Some(measure.into()), "{widest:?} at {measure}");
    }
}

#[test]
fn wide_columns_are_shrunk_and_their_cells_wrapped() {
    let rows: &[&[&str]] = &[&["船", "说明"], &["甲", "清早出港，傍晚回来，载客二十人。"], &["乙", "只在周末行驶。"]];
    let expected = [
        "船  说明",
        "────────────────────────",
        "甲  清早出港，傍晚回来，",
        "    载客二十人。",
        "",
        "乙  只在周末行驶。",
    ];
    check(table(rows), 24, &expected);
}

#[test]
fn what_does_not_fit_is_a_record_for_each_row() {
    let rows: &[&[&str]] =
        &[&["城市", "人口", "面积", "备注"], &["上海", "2487万", "6341", "直辖市"], &["厦门", "531万", "", "经济特区"]];
    let expected =
        ["城市：上海　人口：2487万", "  面积：6341　备注：直辖", "  市", "城市：厦门　人口：531万", "  备注：经济特区"];
    check(table(rows), 24, &expected);
}

#[test]
fn a_place_is_on_the_line_that_shows_it() {
    let rows: &[&[&str]] = &[&["船", "说明"], &["甲乙", "清早出港，傍晚回来，载客二十人。"], &["丙", "只在周末行驶。"]];
    let block = table(rows);
    let text = block.text.clone();
    for measure in [4, 9, 16, 24, 80] {
        let layout = layout(block.clone(), measure);
        for (offset, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            let line = layout.line(layout.line_of(Place { part: Part::Body(0), offset })).unwrap();
            let pieces = line.text_pieces(
                &layout.rendition().shown(line.part).unwrap().text,
                offset..offset + 1,
                crate::text::width::Ambiguous::default(),
            );
            assert_eq!(pieces.len(), 1, "{c} at {measure}");
        }
    }
}

#[test]
fn hostile_tables_are_set_within_bounds() {
    let cell = |colspan, rowspan| Cell { colspan, rowspan, ..Cell::from_text("鹽") };
    let tall = Block::table(vec![vec![cell(1, u16::MAX), cell(1, 1)]; 10_000]);
    let wide = Block::table(vec![vec![cell(u16::MAX, 1); 10_000]; 3]);
    let grid = Block::table(vec![vec![cell(1, 1); 300]; 300]);
    let covered = Block::table(vec![vec![cell(0, u16::MAX); 2000]; 40]);
    for block in [tall, wide, grid, covered] {
        for measure in [1, 30, 80] {
            let layout = layout(block.clone(), measure);
            assert!(layout.lines_from(layout.first(), 40).len() == 40);
            assert!(layout.remembered().len() < 50, "only what is seen is set");
            assert!(layout.lines_from(layout.last(), 1)[0].1.range.end == block.text.len());
        }
    }
}

#[test]
fn a_text_that_is_not_that_of_the_rows_is_set_as_text() {
    let mut block = table(&[&["甲", "乙"], &["丙", "丁"]]);
    block.text.push('戊');
    assert_eq!(page(&layout(block, 20)).concat().replace(' ', ""), "甲乙丙丁戊");
}
