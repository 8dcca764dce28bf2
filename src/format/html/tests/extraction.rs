//! The rules that choose an article's text, each with a small page that it mends and one that it leaves alone.

use super::{
    corpus,
    corpus::{HANS, JA, Story},
    plain, sentences,
};
use crate::format::html::parse;

/// Comments that are twice as long as the story.
fn comments() -> String {
    let comment = "<p>我家就在渡口边上，小时候每天听见船笛，后来搬走了，今天读到这一篇，想起许多旧事，心里很感动。</p>";
    let story: usize = HANS.paragraphs.iter().map(|text| text.chars().count()).sum();
    comment.repeat(story * 2 / comment.chars().count())
}

/// The text of a page, without white space.
fn text(body: &str) -> String {
    let page = format!("<html><head><title>望潮镇</title></head><body>{body}</body></html>");
    let article = parse(&page, None).article;
    plain(&article.blocks.iter().map(|block| format!("{}\n", block.text)).collect::<String>())
}

fn has_all(text: &str, story: &Story) -> bool {
    sentences(story).iter().all(|sentence| text.contains(sentence))
}

fn paragraphs(story: &Story) -> String {
    corpus::join(story, "<p>", "</p>")
}

#[test]
fn a_name_that_holds_most_of_the_text_condemns_nothing() {
    for name in ["share-page", "hot", "editor", "more", "member-only pop", "article-search"] {
        let page = format!("<div class=\"{name}\">{}</div><div class=nav><a href=/>首页</a></div>", paragraphs(&HANS));
        assert!(has_all(&text(&page), &HANS), "{name}");
        // The same name on a small box, beside the text.
        let page = format!(
            "<div class=t>{}</div><div class=\"{name}\"><p>分享这篇文章，让更多人看见它，好吗？</p></div>",
            paragraphs(&HANS)
        );
        let text = text(&page);
        assert!(has_all(&text, &HANS) && !text.contains("让更多人看见"), "{name}");
    }
}

#[test]
fn comments_go_even_if_they_are_longer_than_the_text() {
    let page = format!("<div class=t>{}</div><div class=comments>{}</div>", paragraphs(&HANS), comments());
    let text = text(&page);
    assert!(has_all(&text, &HANS) && !text.contains("小时候每天听见"));
}

#[test]
fn a_label_cuts_no_box_with_much_of_the_text() {
    let list =
        "<ul><li><a href=/1>渡口明天起停航三天的通知</a></li><li><a href=/2>灯塔换上新灯之后的第一夜</a></li></ul>";
    let first = format!("<p>{}</p>", JA.paragraphs[0]);
    let rest: String = JA.paragraphs[1..].iter().map(|text| format!("<p>{text}</p>")).collect();
    // The label stands in the box that holds the text as well.
    let page = format!("<div><div>{first}</div><div><h4>関連記事</h4>{list}<div>{rest}</div></div></div>");
    let mended = text(&page);
    assert!(has_all(&mended, &JA) && !mended.contains("灯塔换上"));
    // A box of its own goes as a whole.
    let note = "<p>この一覧は編集部が毎日選んでいます。</p>";
    let page = format!("<div><div>{first}{rest}</div><div><h4>関連記事</h4>{list}{note}</div></div>");
    let left = text(&page);
    assert!(has_all(&left, &JA) && !left.contains("編集部が毎日"));
}

#[test]
fn latin_letters_weigh_less_than_han() {
    let terms = "<p>By using this site you accept the terms of service, the privacy policy, and the storage of small files.</p>";
    let story = paragraphs(&HANS);
    let count = HANS.paragraphs.iter().map(|text| text.chars().count()).sum::<usize>() * 3 / 2 / 90;
    let page = format!("<div class=x>{}</div><div class=t>{story}</div>", terms.repeat(count.max(2)));
    let text = text(&page);
    assert!(has_all(&text, &HANS));
    // A page in English is read as one.
    let page = format!("<div class=t>{}</div><div class=nav><a href=/>首页</a></div>", terms.repeat(3));
    assert!(self::text(&page).contains("thestorageofsmallfiles"));
}

#[test]
fn an_article_over_several_boxes_is_all_of_them() {
    let menu =
        "<ul><li><a href=/1>新闻</a></li><li><a href=/2>港口</a></li><li><a href=/3>天气</a></li></ul>".repeat(12);
    let boxes: String =
        HANS.paragraphs.iter().map(|text| format!("<div class=part><div><p>{text}</p></div>{menu}</div>")).collect();
    assert!(has_all(&text(&format!("<div>{boxes}</div>")), &HANS));
}

#[test]
fn lines_go_on_after_the_last_sentence() {
    let lines = "<p>潮水退到灯塔脚下</p><p>渔船还没有回来</p><p>灯先亮了</p><p>后来月亮也亮了</p><p>完</p>";
    let page = format!("<div class=t>{}{lines}</div><div><a href=/>首页</a></div>", paragraphs(&HANS));
    let mended = text(&page);
    assert!(mended.contains("后来月亮也亮了") && mended.contains("灯先亮了"));
    // Lines in another box are of the page.
    let page = format!("<div class=t>{}</div><div>{lines}</div>", paragraphs(&HANS));
    assert!(!text(&page).contains("后来月亮也亮了"));
}

#[test]
fn lines_of_links_stay_between_paragraphs_of_their_box() {
    let list =
        "<ul><li><a href=/1>渡口明天起停航三天的通知</a></li><li><a href=/2>灯塔换上新灯之后的第一夜</a></li></ul>";
    let (first, rest) = HANS.paragraphs.split_at(1);
    let set = |texts: &[&str]| texts.iter().map(|text| format!("<p>{text}</p>")).collect::<String>();
    let page = format!("<div class=t>{}{list}{}</div>", set(first), set(rest));
    assert!(text(&page).contains("灯塔换上新灯"));
    // After the text they are a menu.
    let page = format!("<div class=t>{}{list}</div>", set(HANS.paragraphs));
    assert!(!text(&page).contains("灯塔换上新灯"));
}

#[test]
fn verses_without_marks_are_text() {
    let verses = "潮起的时候<br>我在岸上等船<br>船在雾里等灯<br>灯在塔上等人<br>人在梦里等潮";
    let page =
        format!("<div><a href=/>首页</a><a href=/2>诗歌</a></div><h1>渡口</h1><div class=t><p>{verses}</p></div>");
    assert!(text(&page).contains("人在梦里等潮"));
    // Lines of links are none.
    let links: String = (0..6).map(|n| format!("<a href=/{n}>潮起的时候我在岸上</a><br>")).collect();
    let page = format!("<div class=t>{}</div><div class=x><p>{links}</p></div>", paragraphs(&HANS));
    assert!(!text(&page).contains("潮起的时候我在岸上"));
}
