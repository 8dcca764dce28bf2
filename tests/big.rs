//! Makes a library of many articles for measuring, faster than importing them: `KANBAO_BIG=FILE` is where,
//! `KANBAO_BIG_COUNT` how many (a million). See docs/PERFORMANCE.md.

use std::path::PathBuf;

#[test]
#[ignore = "makes a large file; asked for by name when start times are measured"]
fn a_library_of_a_million_articles() {
    let path = PathBuf::from(std::env::var_os("KANBAO_BIG").expect("KANBAO_BIG names the file to make"));
    let count: i64 = std::env::var("KANBAO_BIG_COUNT").map_or(1_000_000, |text| text.parse().unwrap());
    assert!(!path.exists(), "{} is there already", path.display());
    kanbao::store::Library::open(&path, kanbao::store::LOCAL_READER).unwrap().close().unwrap();
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; BEGIN").unwrap();
    conn.execute("INSERT INTO sources (kind, title, location, added_at) VALUES ('folder', '大報', '/big', 0)", [])
        .unwrap();
    // Titles and bodies differ, hashes are random as real ones are; a minute lies between two articles.
    conn.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
         INSERT INTO articles (source_id, newest, title, published, author, source, identity, likeness, arrival,
             text_bytes, imported_at)
         SELECT 1, 1600000000000 + i * 60000, '第' || i || '號：東河大橋今日通車，沿岸居民在橋頭等候',
             strftime('%Y-%m-%dT%H:%M:%S', 1600000000 + i * 60, 'unixepoch'), '林見', '海霧新聞',
             randomblob(16), randomblob(16), randomblob(16), 1200, 1700000000000 FROM n",
        [count],
    )
    .unwrap();
    let body = "沿岸居民清晨已在橋頭等候，首班巴士七時駛過橋面。".repeat(17);
    conn.execute(
        "INSERT INTO bodies (article_id, shape, text)
         SELECT id, 'p:' || length(CAST(title || ?1 AS BLOB)), title || ?1 FROM articles",
        [body],
    )
    .unwrap();
    conn.execute("INSERT INTO arrivals SELECT arrival, id FROM articles", []).unwrap();
    // A reader has read one in three and starred one in a thousand.
    conn.execute(
        "INSERT INTO reader_state (article_id, reader, read, read_at, starred)
         SELECT id, 'local', 1, 1700000000000, id % 1000 = 0 FROM articles WHERE id % 3 = 0",
        [],
    )
    .unwrap();
    // The index of the search is another measure.
    conn.execute_batch("DELETE FROM index_waiting; COMMIT").unwrap();
}
