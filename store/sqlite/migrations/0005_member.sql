-- Lists of members that stay quick with a hundred thousand: one row a member with all that lists show, search, narrow
-- and count by, kept right by triggers, so that a page is a walk along one index and a search reads one table.

-- Who was last active in which project, to some minutes.
CREATE TABLE activity (
    node TEXT NOT NULL,
    user_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (node, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_by_user ON activity (user_id, node);

-- Projects whose plain members do not see each other.
CREATE TABLE discreet_nodes (
    node TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- People, groups and accounts that can be found by what they are called.
CREATE TABLE findable (
    kind TEXT NOT NULL,
    name_key TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    username TEXT,
    email TEXT,
    -- Folded, a line each: name, user name, id.
    words TEXT NOT NULL,
    email_key TEXT NOT NULL,
    PRIMARY KEY (name_key, subject)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX findable_by_subject ON findable (subject);

CREATE TABLE members (
    node TEXT NOT NULL,
    kind TEXT NOT NULL,
    name_key TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    username TEXT,
    email TEXT,
    words TEXT NOT NULL,
    email_key TEXT NOT NULL,
    active INTEGER NOT NULL,
    mfa INTEGER NOT NULL,
    -- Role ids and sources of the grants made here, each between line feeds.
    roles TEXT NOT NULL,
    sources TEXT NOT NULL,
    -- The first end among the grants that end; whether one of them does not.
    ends_at INTEGER,
    for_good INTEGER NOT NULL,
    seen_at INTEGER,
    PRIMARY KEY (node, kind, name_key, subject)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX members_by_subject ON members (subject, node);
CREATE INDEX members_by_end ON members (node, ends_at, subject) WHERE ends_at IS NOT NULL;
CREATE INDEX grants_by_role_here ON grants (node, role, source) WHERE subject IS NOT NULL;

-- Writing to this view works the row of one member out anew.
CREATE VIEW stale_members (node, subject) AS SELECT node, subject FROM members;
CREATE TRIGGER members_are_worked_out INSTEAD OF INSERT ON stale_members
BEGIN
    DELETE FROM members WHERE subject = NEW.subject AND node = NEW.node;
    INSERT INTO members (node, kind, name_key, subject, name, username, email, words, email_key, active, mfa, roles,
                         sources, ends_at, for_good, seen_at)
    SELECT NEW.node, f.kind, f.name_key, f.subject, f.name, f.username, f.email, f.words, f.email_key,
           coalesce(u.active, 1), coalesce(u.mfa, 0), g.roles, g.sources, g.ends_at, g.for_good,
           (SELECT at FROM activity WHERE node = NEW.node AND user_id = NEW.subject)
    FROM findable f
    JOIN (SELECT count(*) AS number, char(10) || group_concat(role, char(10)) || char(10) AS roles,
                 char(10) || group_concat(trim(source, '"'), char(10)) || char(10) AS sources,
                 min(expires_at) AS ends_at, coalesce(max(expires_at IS NULL), 0) AS for_good
          FROM grants WHERE subject = NEW.subject AND node = NEW.node) g ON g.number > 0
    LEFT JOIN users u ON u.id = f.subject
    WHERE f.subject = NEW.subject;
END;

CREATE TRIGGER grants_made AFTER INSERT ON grants WHEN NEW.subject IS NOT NULL
BEGIN
    INSERT INTO stale_members (node, subject) VALUES (NEW.node, NEW.subject);
END;
CREATE TRIGGER grants_changed AFTER UPDATE ON grants
BEGIN
    INSERT INTO stale_members (node, subject) SELECT OLD.node, OLD.subject WHERE OLD.subject IS NOT NULL;
    INSERT INTO stale_members (node, subject) SELECT NEW.node, NEW.subject WHERE NEW.subject IS NOT NULL;
END;
CREATE TRIGGER grants_gone AFTER DELETE ON grants WHEN OLD.subject IS NOT NULL
BEGIN
    INSERT INTO stale_members (node, subject) VALUES (OLD.node, OLD.subject);
END;

CREATE TRIGGER users_made AFTER INSERT ON users
BEGIN
    INSERT INTO stale_members (node, subject) SELECT node, subject FROM grants WHERE subject = NEW.id;
END;
CREATE TRIGGER users_changed AFTER UPDATE ON users WHEN OLD.active <> NEW.active OR OLD.mfa <> NEW.mfa
BEGIN
    UPDATE members SET active = NEW.active, mfa = NEW.mfa WHERE subject = NEW.id;
END;

CREATE TRIGGER activity_made AFTER INSERT ON activity
BEGIN
    UPDATE members SET seen_at = NEW.at WHERE subject = NEW.user_id AND node = NEW.node;
END;
CREATE TRIGGER activity_changed AFTER UPDATE ON activity
BEGIN
    UPDATE members SET seen_at = NEW.at WHERE subject = NEW.user_id AND node = NEW.node;
END;

-- The same for what people are called.
CREATE VIEW stale_names (subject) AS SELECT subject FROM findable;
CREATE TRIGGER names_are_worked_out INSTEAD OF INSERT ON stale_names
BEGIN
    DELETE FROM findable WHERE subject = NEW.subject;
    INSERT INTO findable (kind, name_key, subject, name, username, email, words, email_key)
    SELECT p.kind, p.name_key, p.node, p.name, l.username, l.email,
           p.name_key || char(10) || coalesce(l.username_key || char(10), '') || p.node, coalesce(l.email_key, '')
    FROM profiles p LEFT JOIN logins l ON l.user_id = p.node
    WHERE p.node = NEW.subject AND p.kind IN ('user', 'group', 'account');
    INSERT INTO stale_members (node, subject) SELECT node, subject FROM grants WHERE subject = NEW.subject;
    DELETE FROM members WHERE subject = NEW.subject AND NOT EXISTS (SELECT 1 FROM findable WHERE subject = NEW.subject);
END;

CREATE TRIGGER profiles_made AFTER INSERT ON profiles WHEN NEW.kind IN ('user', 'group', 'account')
BEGIN
    INSERT INTO stale_names (subject) VALUES (NEW.node);
END;
CREATE TRIGGER profiles_changed AFTER UPDATE ON profiles WHEN NEW.kind IN ('user', 'group', 'account')
BEGIN
    INSERT INTO stale_names (subject) VALUES (NEW.node);
END;
CREATE TRIGGER profiles_gone AFTER DELETE ON profiles WHEN OLD.kind IN ('user', 'group', 'account')
BEGIN
    INSERT INTO stale_names (subject) VALUES (OLD.node);
END;
CREATE TRIGGER logins_made AFTER INSERT ON logins
BEGIN
    INSERT INTO stale_names (subject) VALUES (NEW.user_id);
END;
CREATE TRIGGER logins_changed AFTER UPDATE OF username, email ON logins
BEGIN
    INSERT INTO stale_names (subject) VALUES (NEW.user_id);
END;
CREATE TRIGGER logins_gone AFTER DELETE ON logins
BEGIN
    INSERT INTO stale_names (subject) VALUES (OLD.user_id);
END;

-- What was there before this.
INSERT INTO stale_names (subject) SELECT node FROM profiles WHERE kind IN ('user', 'group', 'account');
