//! Libraries of former versions of the schema, each with an article in it.

use std::ops::ControlFlow;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::article::{Article, Block, Span, SpanKind};
use crate::store::articles::{Arrival, ArrivalOutcome};
use crate::store::database::{KNOWN, MIGRATIONS, migrate::migrate};
use crate::store::{ArticleId, Library, hashes};

fn article() -> Article {
    let texts = ["停業三年的夜市昨晚重新開張，", "攤販說生意比從前還好。"];
    Article {
        title: "夜市重開".into(),
        link: Some("https://a.example/1".into()),
        blocks: texts.map(Block::paragraph).to_vec(),
        ..Article::default()
    }
}

/// Writes the article as a version of the schema did: its text in one piece, the rest in columns that all versions have.
fn write(path: &Path, version: usize) {
    let mut conn = Connection::open(path).unwrap();
    migrate(&mut conn, &MIGRATIONS[..version], None).unwrap();
    conn.execute_batch("INSERT INTO sources VALUES (1, 'feed', 'x', 'x', 0)").unwrap();
    let (article, hashes) = (article(), hashes(&article()));
    let text: String = article.blocks.iter().map(|block| block.text.as_str()).collect();
    conn.execute(
        "INSERT INTO articles (id, source_id, newest, title, link, identity, likeness, arrival, text_bytes, imported_at)
         VALUES (1, 1, 0, ?1, ?2, randomblob(16), ?3, ?4, ?5, 0)",
        params![article.title, article.link, hashes.likeness(), hashes.whole(), text.len() as i64],
    )
    .unwrap();
    conn.execute("INSERT INTO arrivals VALUES (?1, 1)", [hashes.whole()]).unwrap();
    let shape: Vec<String> = article.blocks.iter().map(|block| format!("p:{}", block.text.len())).collect();
    conn.execute("INSERT INTO bodies (article_id, shape, text) VALUES (1, ?1, ?2)", [shape.join(" "), text]).unwrap();
}

#[test]
fn an_article_of_every_former_version_is_read_and_enriched() {
    for version in 1..KNOWN {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        write(&path, version);
        let library = Library::open(&path, "local").unwrap();
        let id = ArticleId(1);
        assert_eq!(library.articles().get(id).unwrap(), article(), "{version}");
        assert_eq!(library.articles().source_text(id).unwrap(), None);
        assert_eq!(library.check(&mut |_| ControlFlow::Continue(())).unwrap().faults, [], "{version}");
        let mut linked = article();
        linked.blocks[1].spans = vec![Span::new(0..6, SpanKind::Strong)];
        let source = library.sources().all().unwrap()[0].id;
        let outcome = library.articles().insert(source, &[Arrival::from(&linked)], Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(outcome.changes, [(id, ArrivalOutcome::Unchanged)], "{version}");
        assert_eq!(library.articles().get(id).unwrap(), linked, "{version}");
        assert_eq!(library.check(&mut |_| ControlFlow::Continue(())).unwrap().faults, [], "{version}");
    }
}
