-- How many members a node has, by kind, and how many of them are called so, without reading all that is known of each.
CREATE INDEX members_by_kind ON members (node, kind);
CREATE INDEX members_by_words ON members (node, words, email_key);
