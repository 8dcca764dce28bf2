-- Schema version 1. Times are milliseconds of Unix time; text is kept as it came.

-- Where articles come from: a folder, a feed, a one-off import.
CREATE TABLE sources (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     TEXT NOT NULL,
    title    TEXT NOT NULL,
    location TEXT NOT NULL UNIQUE,
    added_at INTEGER NOT NULL
) STRICT;

-- All that the shelf shows. Bodies lie in a table of their own, so that reading titles never touches them. An id
-- is never used twice.
CREATE TABLE articles (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id   INTEGER NOT NULL REFERENCES sources(id),
    newest      INTEGER NOT NULL,       -- the sort key of the shelf, see published.rs
    title       TEXT NOT NULL,
    published   TEXT,                   -- RFC 3339, without an offset when the zone is unknown
    author      TEXT,
    source      TEXT,                   -- the paper or agency that the article itself names
    lang        TEXT,
    link        TEXT,
    guid        TEXT,
    identity    BLOB NOT NULL UNIQUE,   -- what makes two arrivals one article, see identity.rs
    likeness    BLOB NOT NULL,          -- hash of title, date and body
    arrival     BLOB NOT NULL,          -- what its own source last brought
    path        BLOB,                   -- the file inside its source, where that file holds this one article
    text_bytes  INTEGER NOT NULL,
    imported_at INTEGER NOT NULL,
    updated_at  INTEGER
) STRICT;
CREATE INDEX articles_newest ON articles (newest);
CREATE INDEX articles_of_source ON articles (source_id, newest);
CREATE INDEX articles_likeness ON articles (likeness);
CREATE UNIQUE INDEX articles_path ON articles (source_id, path) WHERE path IS NOT NULL;

-- Everything that has ever come in, to the letter, and the article it became or was. This is what lets a source be
-- read again and again without adding or changing anything.
CREATE TABLE arrivals (
    hash       BLOB NOT NULL PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX arrivals_of_article ON arrivals (article_id);

-- The text of an article: all blocks' texts in one piece, and their shape, see body.rs.
CREATE TABLE bodies (
    article_id     INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
    notice         TEXT,
    original_title TEXT,
    related        TEXT,                -- a JSON array of titles, or nothing
    shape          TEXT NOT NULL,
    text           TEXT NOT NULL
) STRICT;

-- What a reader has done with an article. No row: nothing yet.
CREATE TABLE reader_state (
    article_id   INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    reader       TEXT NOT NULL,
    read         INTEGER NOT NULL DEFAULT 0,
    read_at      INTEGER,
    starred      INTEGER NOT NULL DEFAULT 0,
    starred_at   INTEGER,
    place_part   INTEGER,               -- text::Part::code
    place_offset INTEGER,               -- bytes
    place_at     INTEGER,
    PRIMARY KEY (article_id, reader)
) STRICT, WITHOUT ROWID;
CREATE INDEX reader_state_read ON reader_state (reader) WHERE read = 1;
CREATE INDEX reader_state_starred ON reader_state (reader) WHERE starred = 1;
CREATE INDEX reader_state_place ON reader_state (reader, place_at) WHERE place_at IS NOT NULL;
