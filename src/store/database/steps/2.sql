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
-- The one chosen for everything else, and the one that the configuration began with then.
CREATE TABLE scripts_of_readers (
    reader     TEXT NOT NULL PRIMARY KEY,
    script     TEXT NOT NULL,
    configured TEXT NOT NULL
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

-- The sources that are feeds now. One that is taken off the list has no row here, and keeps its articles. Its address
-- may have moved since it was added; sources.location stays, because identities are told apart by it.
CREATE TABLE feeds (
    source_id INTEGER PRIMARY KEY REFERENCES sources(id) ON DELETE CASCADE,
    address   TEXT NOT NULL UNIQUE,     -- where it is fetched, without name and password
    login     TEXT,                     -- these, with a colon between
    site      TEXT,                     -- the page it belongs to
    fulltext  INTEGER NOT NULL DEFAULT 0, -- whether the text is taken from the articles' pages
    given_by  TEXT,                     -- the address that gave the next two; another is not told them
    etag      TEXT,
    modified  TEXT,
    gone      INTEGER NOT NULL DEFAULT 0
) STRICT;

-- How the last readings of a feed or a folder went.
CREATE TABLE readings (
    source_id  INTEGER PRIMARY KEY REFERENCES sources(id) ON DELETE CASCADE,
    tried_at   INTEGER,
    worked_at  INTEGER,
    not_before INTEGER,                 -- until when its server wants to be left alone
    failures   INTEGER NOT NULL DEFAULT 0, -- since it last worked
    error      TEXT,                    -- a sentence, while it does not work
    ended      INTEGER NOT NULL DEFAULT 0 -- a folder that is not looked through any more
) STRICT;

-- Entries whose page has been asked for its text, so that it is not asked at every reading.
CREATE TABLE pages_of_entries (
    source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
    entry     BLOB NOT NULL,            -- hash of the entry as the feed has it
    failures  INTEGER NOT NULL DEFAULT 0,
    done      INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (source_id, entry)
) STRICT, WITHOUT ROWID;

-- keeping: tags, undo, retention, edits, and the files that need not be read again.

-- The tags a reader has given. An article has those of its source too. A tag is text as store::Tag makes it.
CREATE TABLE tags_of_sources (
    source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
    reader    TEXT NOT NULL,
    tag       TEXT NOT NULL,
    PRIMARY KEY (source_id, reader, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_of_sources_tag ON tags_of_sources (reader, tag);
CREATE TABLE tags_of_articles (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    reader     TEXT NOT NULL,
    tag        TEXT NOT NULL,
    PRIMARY KEY (article_id, reader, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_of_articles_tag ON tags_of_articles (reader, tag);

-- The last time a reader marked many articles read at once. An article it marked bears its number until it is marked
-- again by itself; a number is never used twice.
CREATE TABLE markings (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    reader   TEXT NOT NULL UNIQUE,
    made_at  INTEGER NOT NULL,
    articles INTEGER NOT NULL
) STRICT;
ALTER TABLE reader_state ADD COLUMN marking INTEGER;

-- What a source keeps, where that is not everything.
CREATE TABLE retention (
    source_id   INTEGER PRIMARY KEY REFERENCES sources(id) ON DELETE CASCADE,
    most        INTEGER,                -- so many of its newest articles
    days        INTEGER,                -- what came in during so many days
    drop_unread INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Articles that retention has dropped, so that they do not come in again.
CREATE TABLE dropped (
    id         INTEGER PRIMARY KEY,     -- the number the article had
    source_id  INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
    title      TEXT NOT NULL,
    published  TEXT,
    identity   BLOB NOT NULL,
    likeness   BLOB NOT NULL,
    dropped_at INTEGER NOT NULL
) STRICT;
CREATE INDEX dropped_identity ON dropped (identity);
CREATE INDEX dropped_likeness ON dropped (likeness);
CREATE INDEX dropped_of_source ON dropped (source_id);
CREATE TABLE dropped_arrivals (
    hash       BLOB NOT NULL PRIMARY KEY,
    dropped_id INTEGER NOT NULL REFERENCES dropped(id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX dropped_arrivals_of_article ON dropped_arrivals (dropped_id);

-- A note of each time an article's text was replaced by another one.
CREATE TABLE edits (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id   INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    at           INTEGER NOT NULL,
    changed      TEXT NOT NULL,         -- names of what changed, with spaces between
    former_title TEXT                   -- where the title changed
) STRICT;
CREATE INDEX edits_of_article ON edits (article_id);

-- Files of a source as they were when they were last read without complaint. One that is still so is not read again.
CREATE TABLE files (
    source_id  INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
    path       BLOB NOT NULL,
    size       INTEGER NOT NULL,        -- bytes
    modified   INTEGER NOT NULL,        -- nanoseconds of Unix time
    changed    INTEGER NOT NULL,        -- the same, of its inode
    read_as    TEXT NOT NULL,           -- by which program and with which options
    articles   INTEGER NOT NULL,        -- how many it holds
    article_id INTEGER,                 -- the first of them
    PRIMARY KEY (source_id, path)
) STRICT, WITHOUT ROWID;
