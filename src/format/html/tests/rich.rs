//! The spans and blocks of HTML besides plain paragraphs, in one line each.

use url::Url;

use crate::{
    article::{Block, BlockKind, NumberStyle, Span, SpanKind},
    format::html::{fragment_until, inline_text, parse},
    text::StopCheck,
};

/// A block in short: its kind, its text with spans in brackets, its quotations.
fn shape(block: &Block) -> String {
    let kind = match &block.kind {
        BlockKind::Item { level, number, style, continued } => {
            let number = number.map_or("*".to_owned(), |number| number.to_string());
            let style = if *style == NumberStyle::Decimal { String::new() } else { format!("{style:?}") };
            format!("{level}{}{number}{style}", if *continued { "+" } else { "." })
        }
        BlockKind::Figure { images } => {
            let images: Vec<String> = images.iter().map(|image| format!("{}={}", image.src, image.alt)).collect();
            format!("fig[{}]", images.join(","))
        }
        BlockKind::Table { rows } => {
            let cells = rows.iter().map(|row| {
                let cells = row.iter().map(|cell| {
                    let head = if cell.header { "#" } else { "" };
                    let covers = if (cell.colspan, cell.rowspan) == (1, 1) {
                        String::new()
                    } else {
                        format!("{}x{}", cell.colspan, cell.rowspan)
                    };
                    format!("{head}{covers}")
                });
                cells.collect::<Vec<_>>().join(",")
            });
            format!("table[{}]", cells.collect::<Vec<_>>().join(";"))
        }
        BlockKind::Media { media, src, .. } => format!("{media:?}[{src}]"),
        BlockKind::Note { label } => format!("note[{label}]"),
        kind => format!("{kind:?}"),
    };
    let spans: Vec<String> = block.spans.iter().map(|span| in_short(block, span)).collect();
    let quoted = if block.quoted > 0 { format!(" q{}", block.quoted) } else { String::new() };
    format!("{kind}{quoted} {} {}", block.text, spans.join(" ")).trim_end().to_owned()
}

fn in_short(block: &Block, span: &Span) -> String {
    let text = &block.text[span.range()];
    match &span.kind {
        SpanKind::Link { href } => format!("({text}→{href})"),
        SpanKind::Ruby { reading } => format!("({text}:{reading})"),
        SpanKind::Note { note } => format!("({text}^{note})"),
        kind => format!("({kind:?} {text})"),
    }
}

fn read(source: &str) -> String {
    let base = Url::parse("https://a.example/b/").unwrap();
    let blocks = fragment_until(source, Some(&base), &StopCheck::never()).blocks;
    blocks.iter().map(shape).collect::<Vec<_>>().join(" / ")
}

fn all(cases: &[(&str, &str)]) {
    for (source, expected) in cases {
        assert_eq!(read(source), *expected, "{source}");
    }
}

#[test]
fn spans_over_words() {
    all(&[
        ("<p>甲<a href=c>乙 </a>丙", "Paragraph 甲乙 丙 (乙→https://a.example/b/c)"),
        ("<p><a href='#x'>甲</a><a href='javascript:a()'>乙</a><a href='tel:1'>丙</a>", "Paragraph 甲乙丙 (丙→tel:1)"),
        ("<p><b>甲<b>乙</b></b><strong>丙</strong><i>丁</i>", "Paragraph 甲乙丙丁 (Strong 甲乙丙) (Emphasis 丁)"),
        ("<b>甲<p>乙</b>丙", "Paragraph 甲 (Strong 甲) / Paragraph 乙丙 (Strong 乙丙)"),
        (
            "<p><s>甲</s><ins>乙</ins><mark>丙</mark><kbd>丁</kbd>",
            "Paragraph 甲乙丙丁 (Deleted 甲) (Inserted 乙) (Highlight 丙) (Code 丁)",
        ),
        ("<p>甲<q>乙<q>丙</q></q><q>「丁」</q>", "Paragraph 甲“乙‘丙’”「丁」 (Quote “乙‘丙’”「丁」)"),
        ("<p><span style='font-weight: 700; font-style:italic'>甲</span>", "Paragraph 甲 (Strong 甲) (Emphasis 甲)"),
        ("<p><b>甲</b><i><b>乙</b>丙</i>", "Paragraph 甲乙丙 (Strong 甲) (Emphasis 乙丙) (Strong 乙)"),
        ("<p>甲<a id=x />乙<a name=y>丙</a>", "Paragraph 甲乙丙"),
    ]);
}

#[test]
fn readings() {
    all(&[
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>を", "Paragraph 漢字を (漢:かん) (字:じ)"),
        ("<ruby><rb>漢<rb>字<rt>かん<rt>じ</ruby>", "Paragraph 漢字 (漢:かん) (字:じ)"),
        (
            "<ruby><rb>漢</rb><rb>字</rb><rtc><rt>かん</rt><rt>じ</rt></rtc><rtc>kanji</rtc></ruby>",
            "Paragraph 漢字 (漢字:kanji) (漢:かん) (字:じ)",
        ),
        ("<ruby><b>嶼</b><rt>ㄩˇ</rt></ruby>", "Paragraph 嶼 (嶼:ㄩˇ) (Strong 嶼)"),
        ("甲<ruby><rt>かん</rt></ruby><rt>じ</rt>", "Paragraph 甲（かん）（じ）"),
        ("<ruby><b>漢<rt>かん</rt>字</b>体<rt>たい</rt></ruby>", "Paragraph 漢字体 (Strong 漢字) (漢:かん) (体:たい)"),
        ("<ruby>漢<rt></rt></ruby>", "Paragraph 漢"),
    ]);
}

#[test]
fn raised_and_lowered() {
    all(&[
        ("10<sup>8</sup>，H<sub>2</sub>O，x<sup>n+1</sup>", "Paragraph 10⁸，H₂O，xⁿ⁺¹"),
        ("x<sup>甲</sup>与V<sub>最大</sub>，2<sup>2<sup>n</sup></sup>", "Paragraph x^(甲)与V_(最大)，2^(2ⁿ)"),
        ("20<sup>th</sup>届<sup>[1]</sup>", "Paragraph 20th届[1]"),
        ("<table><tr><th>甲<td>10<sup>6</sup></table>", "table[#,] 甲\t10⁶"),
        ("式<math><msup><mi>e</mi><mi>x</mi></msup></math>。", "Paragraph 式eˣ。"),
        ("<math display=block><mi>e</mi></math>", "Math e"),
        (
            "<p>式<span class=MathJax_Preview>e</span><span class=MathJax>e</span><script type='math/tex'>e^x</script>。",
            "Paragraph 式e^x。",
        ),
        (
            "<span class=katex-display><span class=katex><span class=katex-mathml><math><semantics><mi>e</mi><annotation encoding='application/x-tex'>\\e</annotation></semantics></math></span><span class=katex-html>e</span></span></span>",
            "Math \\e",
        ),
    ]);
}

#[test]
fn pictures_and_media() {
    all(&[
        ("<p>甲<img src=c.png alt=图>乙</p>丙", "Paragraph 甲乙 / fig[https://a.example/b/c.png=图] 图 / Paragraph 丙"),
        (
            "<figure><img src=c><img src=d><figcaption>甲<b>乙</b></figcaption></figure>",
            "fig[https://a.example/b/c=,https://a.example/b/d=] 甲乙 (Strong 乙)",
        ),
        (
            "<figure><figure><img src=c><figcaption>甲</figcaption></figure><img src=d><figcaption>乙</figcaption></figure>",
            "fig[https://a.example/b/c=] 甲 / fig[https://a.example/b/d=] 乙",
        ),
        ("<div class=wp-caption><img src=c><p class=wp-caption-text>甲</p></div>", "fig[https://a.example/b/c=] 甲"),
        ("<noscript><img src=c></noscript><img src='data:,' data-src=d alt=甲>", "fig[https://a.example/b/c=甲] 甲"),
        ("<img src='data:,' alt=甲><noscript><img src=c alt=甲></noscript>", "fig[https://a.example/b/c=甲] 甲"),
        ("<img src=c><p>甲</p><img src=c>", "fig[https://a.example/b/c=] / Paragraph 甲"),
        (
            "<video title=甲><source src=c>旧</video><audio src=d></audio><iframe src=e></iframe>",
            "Video[https://a.example/b/c] 甲 / Audio[https://a.example/b/d] audio / Embed[https://a.example/b/e] embed",
        ),
        (
            "<object data=c type=video/mp4><embed src=c></object><embed src=d>",
            "Video[https://a.example/b/c] video / Embed[https://a.example/b/d] embed",
        ),
        ("<figure><audio src=c></audio><figcaption>甲</figcaption></figure>", "Audio[https://a.example/b/c] 甲"),
        ("<svg><image href=c /><text>甲</text></svg>", "fig[https://a.example/b/c=]"),
    ]);
}

#[test]
fn tables() {
    all(&[
        (
            "<table><caption>甲</caption><tr><th>乙<th colspan=2>丙<tr><td rowspan=9>丁<td><a href=c>戊</a><td></table>",
            "Paragraph 甲 / table[#,#2x1;,,] 乙\t丙\n丁\t戊\t (戊→https://a.example/b/c)",
        ),
        (
            "<table><thead><tr><td>甲<td>乙</thead><tr><td><p>丙</p><p>丁</p><td>戊</table>",
            "table[#,#;,] 甲\t乙\n丙\n丁\t戊",
        ),
        ("<table><tr><td><table><tr><th>甲<td>乙</table><td>丙</table>", "table[#,] 甲\t乙 / Paragraph 丙"),
        ("<table><tr><td>甲<tr><td>乙</table>", "Paragraph 甲 / Paragraph 乙"),
        (
            "<table><tr><th>甲<td><img src=c><tr><th>乙<td>丙</table>",
            "table[#,;#,] 甲\t\n乙\t丙 / fig[https://a.example/b/c=]",
        ),
    ]);
}

#[test]
fn lists_and_quotations() {
    all(&[
        ("<ol reversed><li>甲<li>乙</ol>", "1.2 甲 / 1.1 乙"),
        (
            "<ol type=a start=2><li>甲<li value=9 type=I>乙<li>丙</ol>",
            "1.2LowerAlpha 甲 / 1.9UpperRoman 乙 / 1.10LowerAlpha 丙",
        ),
        ("<ol style='list-style-type: cjk-ideographic'><li>甲</ol>", "1.1Han 甲"),
        ("<ul><li><p>甲<p>乙<ul><li>丙</ul>丁<li>戊</ul>", "1.* 甲 / 1+* 乙 / 2.* 丙 / 1+* 丁 / 1.* 戊"),
        (
            "<blockquote>甲<ul><li>乙</ul><blockquote>丙</blockquote><h3>丁</h3></blockquote>戊",
            "Quote 甲 / 1.* q1 乙 / Quote q1 丙 / Heading { level: 3 } q1 丁 / Paragraph 戊",
        ),
        ("<ul><li>甲<blockquote>乙</blockquote></ul>", "1.* 甲 / Quote 乙"),
        ("<dl><dt>甲<dd><p>乙<p>丙<dt>丁</dl>", "Term 甲 / Definition 乙 / Definition 丙 / Term 丁"),
        ("<details><summary>甲</summary>乙</details>", "Paragraph 甲 / Paragraph 乙"),
    ]);
}

#[test]
fn code_without_its_line_numbers() {
    all(&[
        ("<pre>甲  一<br>乙\n    丙</pre>", "Code 甲  一\n乙\n    丙"),
        ("<table><tr><td class=gutter><pre>1\n2</pre><td class=code><pre>甲\n乙</pre></table>", "Code 甲\n乙"),
        (
            "<table class=c><tr><td class=hljs-ln-numbers>1</td><td>甲</td></tr>\n<tr><td class=hljs-ln-numbers>2</td><td>  乙</td></tr></table>",
            "Code 甲\n  乙",
        ),
        ("<pre><span class=ln>1</span>甲\n<span class=ln>2</span>乙</pre>", "Code 甲\n乙"),
        ("<pre><code><div>甲</div><div>乙</div></code></pre>", "Code 甲\n乙"),
        ("<pre><ol><li>甲<li>乙</ol></pre>", "Code 甲\n乙"),
    ]);
}

#[test]
fn notes_and_their_marks() {
    all(&[
        (
            "<p>甲1402<sup><a id=r href=#f>1</a></sup>乙</p><p>丙</p><ol><li id=f>丁<a href=#r>↩</a></ol><p>戊",
            "Paragraph 甲1402¹乙 (¹^1) / Paragraph 丙 / Paragraph 戊 / note[1] 丁",
        ),
        (
            "<p>甲<a name=r href=#f>[注]</a></p><p><a name=f href=#r>[注]</a> 乙</p><p>丙",
            "Paragraph 甲[注] ([注]^注) / Paragraph 丙 / note[注] 乙",
        ),
        (
            "<p>甲<a epub:type=noteref href=#f>1</a></p><aside id=f epub:type=footnote><p>1. 乙</p><p>丙</p></aside>",
            "Paragraph 甲¹ (¹^1) / note[1] 乙 / note[1] 丙",
        ),
        ("<p>见<a href=#s>第二节</a></p><h2 id=s>乙</h2>", "Paragraph 见第二节 / Heading { level: 2 } 乙"),
        ("<p id=f>甲<sup><a href=#f>1</a></sup>", "Paragraph 甲¹"),
        ("<p>甲<sup><a href=#none>1</a></sup>", "Paragraph 甲¹"),
    ]);
}

#[test]
fn titles_in_one_line() {
    for (text, expected) in [
        ("<ruby>友<rt>とも</rt></ruby>と<em>海</em>", "友と海"),
        ("10<sup>8</sup> &amp; 9", "10⁸ & 9"),
        ("甲<br>乙", "甲 乙"),
        ("1 &lt; 2", "1 < 2"),
    ] {
        assert_eq!(inline_text(text), expected, "{text}");
    }
}

/// A page of an article with something between its paragraphs.
fn page(head: &str, between: &str) -> Vec<String> {
    let text = "望潮镇的渡船今天早上又开了，船上坐着十一个人和一只羊，船长说这是第一次。";
    let source = format!(
        "<html><head><title>渡船又开了</title>{head}</head><body><nav><a href=/>首页</a></nav><article><h1>渡船又开了</h1>\
        <p>{text}</p>{between}<p>{text}他说完就走了。</p></article><footer><img src=https://a.example/foot.png></footer></body></html>"
    );
    let blocks = parse(&source, None).article.blocks;
    blocks.iter().map(shape).filter(|block| !block.contains("望潮镇")).collect()
}

#[test]
fn whole_pages_keep_what_stands_in_the_text() {
    let canonical = "<link rel=canonical href='https://a.example/n/1.html'>";
    for (between, expected) in [
        (
            "<p>见<a href=2.html>后续</a>的报道。</p>",
            vec!["Paragraph 见后续的报道。 (后续→https://a.example/n/2.html)"],
        ),
        ("<img src=c.png>", vec!["fig[https://a.example/n/c.png=]"]),
        ("<img src=/logo.png><img src=c.png width=16>", vec![]),
        ("<img src=c.png alt=渡船又开了>", vec!["fig[https://a.example/n/c.png=渡船又开了]"]),
        ("<iframe src=//v.example/1 title=录像></iframe>", vec!["Embed[https://v.example/1] 录像"]),
        (
            "<p><a href=3.html>船长的话全文登在第二天的报上，读的人很多。</a></p>",
            vec![
                "Paragraph 船长的话全文登在第二天的报上，读的人很多。 (船长的话全文登在第二天的报上，读的人很多。→https://a.example/n/3.html)",
            ],
        ),
        (
            "<h2>评论</h2><p>镇上的评论认为，渡船停得太久，如果早两年修好，就不会有这么多人搬走。</p>",
            vec![
                "Heading { level: 2 } 评论",
                "Paragraph 镇上的评论认为，渡船停得太久，如果早两年修好，就不会有这么多人搬走。",
            ],
        ),
    ] {
        assert_eq!(page(canonical, between), expected, "{between}");
    }
}
