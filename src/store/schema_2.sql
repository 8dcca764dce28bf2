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

-- index: what the search of the library reads.

-- feeds: what a source that is read again must remember.

-- keeping: tags, undo, retention.
