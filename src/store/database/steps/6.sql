-- Schema version 6.

-- Whole articles: whether the publisher gives only the beginning, and the number of a chapter in its book, from 1.
ALTER TABLE articles ADD COLUMN is_excerpt INTEGER;
ALTER TABLE articles ADD COLUMN chapter INTEGER;

-- Of a text of mostly Chinese, Japanese or Korean characters two thirds of the bytes are enough: it stands in `packed`,
-- as articles/packed_text.rs writes it, and `text` is empty. `details` has what a block is besides its text (links,
-- emphasis, readings, pictures, cells), see articles/details.rs.
ALTER TABLE bodies ADD COLUMN packed BLOB;
ALTER TABLE bodies ADD COLUMN details BLOB;

-- sources of texts: what an article was made from, so that later parsers can read it anew; see articles/source/.

-- Texts that several articles share: the head of a feed, a text with many articles in it. Gone with the last of them.
CREATE TABLE source_texts (
    id     INTEGER PRIMARY KEY,
    hash   BLOB NOT NULL UNIQUE,
    packed BLOB NOT NULL
) STRICT;
CREATE TABLE article_sources (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
    parser     INTEGER NOT NULL,        -- the version of the parsers that have read it last
    packed     BLOB NOT NULL,
    head_id    INTEGER REFERENCES source_texts(id),
    text_id    INTEGER REFERENCES source_texts(id) -- where the text itself is shared
) STRICT;
CREATE INDEX article_sources_head ON article_sources (head_id) WHERE head_id IS NOT NULL;
CREATE INDEX article_sources_text ON article_sources (text_id) WHERE text_id IS NOT NULL;
CREATE TRIGGER source_text_released AFTER DELETE ON article_sources BEGIN
    DELETE FROM source_texts WHERE id IN (old.head_id, old.text_id)
        AND NOT EXISTS (SELECT 1 FROM article_sources WHERE head_id = source_texts.id)
        AND NOT EXISTS (SELECT 1 FROM article_sources WHERE text_id = source_texts.id);
END;

-- What the program remembers of this library: the version of the parsers that it last offered to read it with.
CREATE TABLE remembered (
    name  TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
