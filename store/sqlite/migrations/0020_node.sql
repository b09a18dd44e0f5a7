-- Trees of resources that stay quick with a hundred thousand: a level is a walk along one index, a search looks into
-- one. Kept right by triggers. What is built in (people, groups, projects…) has lists of its own.
CREATE TABLE resources (
    number INTEGER PRIMARY KEY,
    node TEXT NOT NULL UNIQUE,
    -- What people call it; without a profile, its own name.
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    -- Folded, a line each: name, id.
    words TEXT NOT NULL
) STRICT;
CREATE INDEX resources_by_name ON resources (name_key, node);

CREATE TABLE branches (
    parent TEXT NOT NULL,
    name_key TEXT NOT NULL,
    node TEXT NOT NULL,
    PRIMARY KEY (parent, name_key, node)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX branches_by_node ON branches (node, parent);

-- Every three letters in a row: finds what is in the middle of a word.
CREATE VIRTUAL TABLE resource_words USING fts5 (words, content = 'resources', content_rowid = 'number', tokenize = 'trigram');
CREATE TRIGGER resources_made AFTER INSERT ON resources
BEGIN
    INSERT INTO resource_words (rowid, words) VALUES (NEW.number, NEW.words);
END;
CREATE TRIGGER resources_changed AFTER UPDATE ON resources
BEGIN
    INSERT INTO resource_words (resource_words, rowid, words) VALUES ('delete', OLD.number, OLD.words);
    INSERT INTO resource_words (rowid, words) VALUES (NEW.number, NEW.words);
END;
CREATE TRIGGER resources_gone AFTER DELETE ON resources
BEGIN
    INSERT INTO resource_words (resource_words, rowid, words) VALUES ('delete', OLD.number, OLD.words);
    DELETE FROM branches WHERE node = OLD.node;
END;

-- Writing to this view works out anew what one node is called.
CREATE VIEW stale_resources (node) AS SELECT node FROM resources;
CREATE TRIGGER resources_are_worked_out INSTEAD OF INSERT ON stale_resources
BEGIN
    INSERT INTO resources (node, name, name_key, words)
    SELECT n.id, coalesce(p.name, substr(n.id, instr(n.id, ':') + 1)),
           coalesce(p.name_key, lower(substr(n.id, instr(n.id, ':') + 1))),
           coalesce(p.name_key || char(10), '') || lower(n.id)
    FROM nodes n LEFT JOIN profiles p ON p.node = n.id
    WHERE n.id = NEW.node AND n.kind NOT IN ('system', 'account', 'project', 'user', 'group', 'role', 'api-key',
                                             'member', 'audit', 'plugin', 'decision')
    ON CONFLICT (node) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, words = excluded.words;
    DELETE FROM branches WHERE node = NEW.node;
    INSERT INTO branches (parent, name_key, node)
    SELECT np.parent, r.name_key, r.node FROM resources r JOIN node_parents np ON np.node = r.node
    WHERE r.node = NEW.node;
END;

CREATE TRIGGER nodes_made AFTER INSERT ON nodes
BEGIN
    INSERT INTO stale_resources (node) VALUES (NEW.id);
END;
CREATE TRIGGER nodes_gone AFTER DELETE ON nodes
BEGIN
    DELETE FROM resources WHERE node = OLD.id;
END;
CREATE TRIGGER node_parents_made AFTER INSERT ON node_parents
BEGIN
    INSERT OR IGNORE INTO branches (parent, name_key, node)
    SELECT NEW.parent, name_key, node FROM resources WHERE node = NEW.node;
END;
CREATE TRIGGER node_parents_gone AFTER DELETE ON node_parents
BEGIN
    DELETE FROM branches WHERE node = OLD.node AND parent = OLD.parent;
END;
CREATE TRIGGER resource_names_made AFTER INSERT ON profiles
BEGIN
    INSERT INTO stale_resources (node) VALUES (NEW.node);
END;
CREATE TRIGGER resource_names_changed AFTER UPDATE ON profiles WHEN OLD.name <> NEW.name
BEGIN
    INSERT INTO stale_resources (node) VALUES (NEW.node);
END;

-- What somebody is about to import, while they look at what it would do: one a person and project.
CREATE TABLE drafts (
    author TEXT NOT NULL,
    node TEXT NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (author, node)
) STRICT, WITHOUT ROWID;
CREATE INDEX drafts_by_time ON drafts (at);

-- What was there before this.
INSERT INTO stale_resources (node) SELECT id FROM nodes;
