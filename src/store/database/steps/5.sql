-- Schema version 5.

-- identity: an article is one row, whatever carries it. articles.source_id is the source that brought it first and
-- whose text it is; the others that carry it too stand here.
CREATE TABLE further_sources (
    source_id  INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    PRIMARY KEY (source_id, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX further_sources_of_article ON further_sources (article_id);

-- When its publisher says that the text was last changed, as published is written. Of articles that came in before
-- there is none until they come in again.
ALTER TABLE articles ADD COLUMN revised TEXT;
