-- Schema version 3.

-- What the text of an article is in, as script/language tells: a BCP 47 tag, und if that is not known. Of articles that
-- came in before there is none until the index takes them in anew.
ALTER TABLE articles ADD COLUMN spoken TEXT;
