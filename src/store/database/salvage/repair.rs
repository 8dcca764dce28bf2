//! Repairs of salvaged rows, so that they fit together: what has lost the other half gets a stand-in, what belongs to
//! nothing goes, and every text is held against its hashes. Each loss is named.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Loss, SalvageProgress};
use crate::article::{Article, Block};
use crate::store::articles::identity::{Hash, Hashes, hashes_or_stop};
use crate::store::{
    ArticleId, SourceId, StoreError,
    articles::{body, load, packed_text, published, source},
    database::Stop,
};

/// Articles that are held against their hashes between two changes.
const BATCH_ARTICLES: i64 = 256;
/// Characters of a stand-in for a title.
const MAX_TITLE_CHARS: usize = 40;

/// Makes it fit, and says what is not as it was.
pub(crate) fn mend(
    conn: &Connection,
    stop: &Stop,
    progress: &mut dyn FnMut(SalvageProgress),
) -> Result<Vec<Loss>, StoreError> {
    let mut losses = Vec::new();
    // What retention has dropped does not come back out of a page that was given up.
    conn.execute("DELETE FROM articles WHERE id IN (SELECT id FROM dropped)", [])?;
    conn.execute("DELETE FROM bodies WHERE article_id IN (SELECT id FROM dropped)", [])?;
    // Before the halves that are left over get stand-ins.
    rejoin(conn, stop)?;
    heads(conn, &mut losses, stop)?;
    bodies(conn)?;
    gone(conn, &mut losses)?;
    sources(conn, &mut losses, stop)?;
    texts(conn, &mut losses, stop, progress)?;
    // Last: only now is known which rows belong to nothing.
    dangling(conn, &mut losses)?;
    // Texts whose articles are gone.
    conn.execute(
        "DELETE FROM source_texts WHERE id NOT IN (SELECT head_id FROM article_sources WHERE head_id IS NOT NULL
             UNION SELECT text_id FROM article_sources WHERE text_id IS NOT NULL)",
        [],
    )?;
    losses.sort();
    Ok(losses)
}

fn ids(conn: &Connection, sql: &str) -> Result<Vec<i64>, StoreError> {
    let mut statement = conn.prepare(sql)?;
    let ids = statement.query_map([], |row| row.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

/// Heads and bodies whose numbers do not meet any more, because a bit of one has turned, meet again by their hash.
fn rejoin(conn: &Connection, stop: &Stop) -> Result<(), StoreError> {
    /// More are not a matter of single bits.
    const MAX_REJOINED: usize = 64;
    let heads = ids(conn, "SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM bodies)")?;
    let bodies = ids(conn, "SELECT article_id FROM bodies WHERE article_id NOT IN (SELECT id FROM articles)")?;
    if heads.len() > MAX_REJOINED || bodies.len() > MAX_REJOINED {
        return Ok(());
    }
    for head in heads {
        for body in &bodies {
            stop.look()?;
            let sql = format!(
                "SELECT {}, a.likeness FROM articles a CROSS JOIN bodies b WHERE a.id = ?1 AND b.article_id = ?2",
                load::COLUMNS
            );
            let likeness = |row: &Row<'_>| Ok((load::decode(row), row.get::<_, Hash>(load::COLUMN_COUNT)?));
            let found = conn.prepare_cached(&sql)?.query_row((head, body), likeness).optional()?;
            if let Some((Ok(article), likeness)) = found
                && hashes_or_stop(&article, &mut || stop.look())?.likeness == likeness
            {
                // The number that others use of it is the right one.
                let used = |id: i64| -> Result<bool, StoreError> {
                    Ok(conn.prepare_cached("SELECT 1 FROM arrivals WHERE article_id = ?1")?.exists([id])?)
                };
                let (from, to) = if used(head)? { (*body, head) } else { (head, *body) };
                conn.execute("UPDATE articles SET id = ?2 WHERE id = ?1", (from, to))?;
                conn.execute("UPDATE bodies SET article_id = ?2 WHERE article_id = ?1", (from, to))?;
                break;
            }
        }
    }
    Ok(())
}

/// Texts without a head get one: a line of the text for a title.
fn heads(conn: &Connection, losses: &mut Vec<Loss>, stop: &Stop) -> Result<(), StoreError> {
    for id in ids(conn, "SELECT article_id FROM bodies WHERE article_id NOT IN (SELECT id FROM articles)")? {
        // A statement that is made anew each time never comes to the step at which the engine asks.
        stop.look()?;
        let (text, packed): (String, Option<Vec<u8>>) = conn.query_row(
            "SELECT coalesce(original_title, substr(text, 1, 200)), substr(packed, 1, 400) FROM bodies
             WHERE article_id = ?1",
            [id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let text = packed.filter(|_| text.is_empty()).map_or(text, |packed| packed_text::unpack_lossy(&packed));
        let title: String = text.lines().next().unwrap_or_default().chars().take(MAX_TITLE_CHARS).collect();
        let source: i64 = conn.query_row(
            "INSERT INTO sources (kind, title, location, added_at) VALUES ('import', 'salvaged', 'salvaged', 0)
             ON CONFLICT (location) DO UPDATE SET kind = kind RETURNING id",
            [],
            |row| row.get(0),
        )?;
        conn.execute(
            "INSERT INTO articles (id, source_id, newest, title, identity, likeness, arrival, text_bytes, imported_at)
             VALUES (?1, ?2, 0, ?3, randomblob(16), zeroblob(16), zeroblob(16), 0, 0)",
            params![id, source, title],
        )?;
        losses.push(Loss::article(id, None, "its title, its date and its source could not be read; its text is there"));
    }
    Ok(())
}

/// Heads without a text get an empty one; the hash tells of it.
fn bodies(conn: &Connection) -> Result<(), StoreError> {
    conn.execute(
        "INSERT INTO bodies (article_id, shape, text)
         SELECT id, '', '' FROM articles WHERE id NOT IN (SELECT article_id FROM bodies)",
        [],
    )?;
    Ok(())
}

/// Articles of which only others speak.
fn gone(conn: &Connection, losses: &mut Vec<Loss>) -> Result<(), StoreError> {
    let gone = ids(
        conn,
        "SELECT DISTINCT article_id FROM (SELECT article_id FROM arrivals UNION ALL SELECT article_id FROM reader_state
             UNION ALL SELECT article_id FROM tags_of_articles)
         WHERE article_id NOT IN (SELECT id FROM articles) AND article_id NOT IN (SELECT id FROM dropped)
             AND article_id BETWEEN 1 AND (SELECT seq FROM sqlite_sequence WHERE name = 'articles')",
    )?;
    losses.extend(gone.into_iter().map(|id| Loss::article(id, None, "nothing of it could be read")));
    Ok(())
}

/// Sources that articles name and that are lost get a name of their own.
fn sources(conn: &Connection, losses: &mut Vec<Loss>, stop: &Stop) -> Result<(), StoreError> {
    let lost = ids(conn, "SELECT DISTINCT source_id FROM articles WHERE source_id NOT IN (SELECT id FROM sources)")?;
    for id in lost {
        stop.look()?;
        let address: Option<String> =
            conn.query_row("SELECT address FROM feeds WHERE source_id = ?1", [id], |row| row.get(0)).optional()?;
        let kind = if address.is_some() { "feed" } else { "import" };
        let (title, location) = (format!("source {id}"), address.unwrap_or_else(|| format!("salvaged {id}")));
        conn.execute(
            "INSERT OR IGNORE INTO sources (id, kind, title, location, added_at) VALUES (?1, ?2, ?3, ?4, 0)",
            params![id, kind, title, location],
        )?;
        losses.push(Loss::Source(SourceId(id)));
    }
    conn.execute("UPDATE sources SET kind = 'import' WHERE kind NOT IN ('import', 'feed', 'folder')", [])?;
    Ok(())
}

/// Holds every text against its hashes.
fn texts(
    conn: &Connection,
    losses: &mut Vec<Loss>,
    stop: &Stop,
    progress: &mut dyn FnMut(SalvageProgress),
) -> Result<(), StoreError> {
    let all = conn.query_row("SELECT count(*) FROM articles", [], |row| crate::store::values::count(row, 0))?;
    let known: HashSet<i64> = losses.iter().filter_map(Loss::article_id).collect();
    let mut after = i64::MIN;
    let mut done = 0;
    loop {
        // In chunks, because rows of the table are changed between two of them.
        let chunk = {
            let mut statement = conn.prepare_cached("SELECT id FROM articles WHERE id > ?1 ORDER BY id LIMIT ?2")?;
            let ids = statement.query_map((after, BATCH_ARTICLES), |row| row.get(0))?;
            ids.collect::<rusqlite::Result<Vec<i64>>>()?
        };
        let Some(last) = chunk.last() else { return Ok(()) };
        after = *last;
        for id in &chunk {
            stop.look()?;
            let (text, beside) = (text(conn, *id, stop)?, beside(conn, ArticleId(*id))?);
            if let Some(what) = text.or(beside) {
                let title = conn.query_row("SELECT title FROM articles WHERE id = ?1", [id], |row| row.get(0))?;
                if !known.contains(id) {
                    losses.push(Loss::article(*id, Some(title), what));
                }
            }
        }
        done += chunk.len();
        progress(SalvageProgress::Checking(done, all));
    }
}

/// Removes what stands beside the whole text of an article and does not fit it. Says what that was.
fn beside(conn: &Connection, id: ArticleId) -> Result<Option<&'static str>, StoreError> {
    let article = load::article(conn, id)?;
    if !load::details_fit(conn, id, &article)? {
        conn.execute("UPDATE bodies SET details = NULL WHERE article_id = ?1", [id.0])?;
        source::remove(conn, id)?;
        return Ok(Some("its links, pictures and tables could not be read; its text is there"));
    }
    if !source::is_whole(conn, id, &article)? {
        source::remove(conn, id)?;
        return Ok(Some("the source that it was made from could not be read; its text is there"));
    }
    Ok(None)
}

/// Holds one article against its hashes, and makes these what they must be. Says what is not as it was.
fn text(conn: &Connection, id: i64, stop: &Stop) -> Result<Option<&'static str>, StoreError> {
    let (article, bent) = straighten(conn, id)?;
    let computed = hashes_or_stop(&article, &mut || stop.look())?;
    let (likeness, arrival, updated, bytes): (Hash, Hash, bool, i64) = conn
        .prepare_cached("SELECT likeness, arrival, updated_at IS NOT NULL, text_bytes FROM articles WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let came = conn
        .prepare_cached("SELECT 1 FROM arrivals WHERE article_id = ?1 AND hash = ?2")?
        .exists(params![id, computed.whole])?;
    let length: usize = article.blocks.iter().map(|block| block.text.len()).sum();
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    // Each of the hashes may be what is damaged; two of three are right.
    let whole = !bent && (computed.whole == arrival || came);
    if whole || !bent && computed.likeness == likeness && updated {
        let right = if whole { computed.whole } else { arrival };
        if (likeness, arrival, bytes) != (computed.likeness, right, length) {
            set(conn, id, &Hashes { whole: right, ..computed }, length)?;
        }
        if whole && !came {
            conn.prepare_cached("INSERT OR IGNORE INTO arrivals (hash, article_id) VALUES (?1, ?2)")?
                .execute(params![right, id])?;
        }
        return Ok(None);
    }
    set(conn, id, &computed, length)?;
    // What came in is not what is here: when it comes again it replaces this.
    conn.execute("DELETE FROM arrivals WHERE article_id = ?1 AND hash = ?2", params![id, arrival])?;
    Ok(Some(match (length, computed.likeness == likeness) {
        (0, false) if bytes > 0 => "its text could not be read",
        (_, false) => "its title, date or text reads otherwise than it came in",
        (_, true) => "its author, link or another particular reads otherwise than it came in",
    }))
}

fn set(conn: &Connection, id: i64, hashes: &Hashes, length: i64) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE articles SET likeness = ?2, arrival = ?3, text_bytes = ?4 WHERE id = ?1")?
        .execute(params![id, hashes.likeness, hashes.whole, length])?;
    Ok(())
}

/// An article, of which what does not make sense is made to; and whether anything was.
fn straighten(conn: &Connection, id: i64) -> Result<(Article, bool), StoreError> {
    if let Ok(article) = load::article(conn, ArticleId(id)) {
        return Ok((article, false));
    }
    let (date, related, shape, text, packed): (Option<String>, Option<String>, String, String, Option<Vec<u8>>) = conn
        .query_row(
            "SELECT a.published, b.related, b.shape, b.text, b.packed
             FROM articles a JOIN bodies b ON b.article_id = a.id WHERE a.id = ?1",
            [id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
        )?;
    let text = packed.map_or(text, |packed| packed_text::unpack_lossy(&packed));
    let date = date.filter(|date| published::from_text(date).is_some());
    let related = related.filter(|json| serde_json::from_str::<Vec<String>>(json).is_ok());
    let shape = if body::unpack(&shape, &text).is_some() { shape } else { fitted(&shape, &text) };
    conn.execute("UPDATE articles SET published = ?2 WHERE id = ?1", params![id, date])?;
    conn.execute(
        "UPDATE bodies SET related = ?2, shape = ?3, text = ?4, packed = NULL WHERE article_id = ?1",
        params![id, related, shape, text],
    )?;
    Ok((load::article(conn, ArticleId(id))?, true))
}

/// A shape for a text that its own does not fit: the blocks before the trouble, and the rest as one paragraph.
fn fitted(shape: &str, text: &str) -> String {
    let mut rest = text;
    let mut kept = Vec::new();
    for word in shape.split_ascii_whitespace() {
        let length = word.split_once(':').and_then(|(_, length)| length.parse().ok());
        let Some((block, after)) = length.and_then(|length| rest.split_at_checked(length)) else { break };
        if body::unpack(word, block).is_none() {
            break;
        }
        kept.push(word);
        rest = after;
    }
    let last = body::shape(&[Block::paragraph(rest)]);
    if !rest.is_empty() {
        kept.push(&last);
    }
    kept.join(" ")
}

/// Removes rows that belong to nothing, and says how many of which table.
fn dangling(conn: &Connection, losses: &mut Vec<Loss>) -> Result<(), StoreError> {
    let mut statement = conn.prepare(
        "SELECT t.name, f.\"from\", f.\"table\", coalesce(f.\"to\", 'id')
         FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) f WHERE t.schema = 'main'",
    )?;
    let keys = statement.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
    })?;
    let keys: Vec<_> = keys.collect::<rusqlite::Result<_>>()?;
    for (table, column, of, key) in keys {
        // A null refers to nothing and stays: `NOT IN` does not hold of it.
        let sql = format!("DELETE FROM \"{table}\" WHERE \"{column}\" NOT IN (SELECT \"{key}\" FROM \"{of}\")");
        let rows = conn.execute(&sql, [])?;
        if rows > 0 {
            losses.push(Loss::Rows { table, rows });
        }
    }
    Ok(())
}
