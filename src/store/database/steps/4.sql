-- stamps: tells whether a journal that lies beside the file belongs to it, see file/stamp.rs.

-- One row. Every transaction that writes makes the current stamp the previous one and draws a new one, so that a
-- write-ahead log holds the chain of stamps that leads from the file beside it to its end. A library that has taken this
-- step just now has no previous one: zeros.
CREATE TABLE stamps (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    magic    BLOB NOT NULL CHECK (length(magic) = 16), -- tells the page of this row from every other in a journal
    previous BLOB NOT NULL CHECK (length(previous) = 16),
    current  BLOB NOT NULL CHECK (length(current) = 16)
) STRICT;
INSERT INTO stamps VALUES (1, x'8c6b616e62616f207374616d7073d309', zeroblob(16), randomblob(16));
