-- Schema version 2.

-- scripts: the script an article or a source is read in, where the reader chose one. A name of script::Script.
CREATE TABLE scripts_of_sources (
    source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
    reader    TEXT NOT NULL,
    script    TEXT NOT NULL,
    PRIMARY KEY (source_id, reader)
) STRICT, WITHOUT ROWID;
CREATE TABLE scripts_of_articles (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    reader     TEXT NOT NULL,
    script     TEXT NOT NULL,
    PRIMARY KEY (article_id, reader)
) STRICT, WITHOUT ROWID;

-- index: what the search of the library reads; see index/.
-- Articles whose text, as it is now, no segment holds. `change` is another number each time the text changes.
CREATE TABLE index_waiting (
    article_id INTEGER PRIMARY KEY,
    change     INTEGER NOT NULL
) STRICT;
-- Of two segments that name an article, the one with the higher number knows its latest text. Without `articles` it
-- is still being written.
CREATE TABLE index_segments (
    id       INTEGER PRIMARY KEY,
    folding  INTEGER NOT NULL,          -- the folding it was made with, see text/fold
    count    INTEGER NOT NULL,
    articles BLOB                       -- their numbers, see index/page.rs
) STRICT;
CREATE TABLE index_pages (
    key  INTEGER PRIMARY KEY,           -- the segment, then the first gram in 43 bits
    page BLOB NOT NULL
) STRICT;
CREATE TRIGGER index_body_added AFTER INSERT ON bodies BEGIN
    INSERT OR REPLACE INTO index_waiting VALUES (new.article_id, random());
END;
CREATE TRIGGER index_body_changed AFTER UPDATE ON bodies BEGIN
    INSERT OR REPLACE INTO index_waiting VALUES (new.article_id, random());
END;
CREATE TRIGGER index_head_changed AFTER UPDATE OF title, published, author, source ON articles BEGIN
    INSERT OR REPLACE INTO index_waiting VALUES (new.id, random());
END;
CREATE TRIGGER index_article_removed AFTER DELETE ON articles BEGIN
    DELETE FROM index_waiting WHERE article_id = old.id;
END;
INSERT INTO index_waiting SELECT article_id, random() FROM bodies;

-- feeds: what a source that is read again must remember.

-- keeping: tags, undo, retention.
