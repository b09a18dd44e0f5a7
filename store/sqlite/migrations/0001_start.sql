-- The facts the engine decides on, what people call them, who signs in how, sessions and the audit log.
-- Facts are written only through the change log, so that every process can bring its index up to date in order.
-- Times are microseconds since 1970; JSON is text; ids compare byte-wise; `*_key` columns are folded for search.

CREATE TABLE revision (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    revision INTEGER NOT NULL
) STRICT;
INSERT INTO revision (one, revision) VALUES (1, 0);

CREATE TABLE change_log (
    revision INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    changes TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE catalog (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    document TEXT NOT NULL
) STRICT;

CREATE TABLE nodes (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    owner TEXT,
    restricted INTEGER NOT NULL,
    visibility TEXT NOT NULL CHECK (visibility IN ('private', 'internal', 'public')),
    archived INTEGER NOT NULL,
    suspended INTEGER NOT NULL,
    labels TEXT NOT NULL,
    attributes TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX nodes_by_kind ON nodes (kind, id);

-- Names of deleted nodes: they are never used again, so nothing that still names one can come to mean another.
CREATE TABLE retired_nodes (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE node_parents (
    node TEXT NOT NULL REFERENCES nodes (id) ON DELETE CASCADE,
    parent TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (node, parent)
) STRICT, WITHOUT ROWID;
CREATE INDEX node_parents_by_parent ON node_parents (parent, node);

-- What people call a node: a project, an account, a group, a person.
CREATE TABLE profiles (
    node TEXT PRIMARY KEY REFERENCES nodes (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX profiles_by_name ON profiles (kind, name_key, node);

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    account TEXT,
    active INTEGER NOT NULL,
    mfa INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX users_by_account ON users (account, id);

CREATE TABLE logins (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    username TEXT NOT NULL,
    username_key TEXT NOT NULL UNIQUE,
    email TEXT,
    email_key TEXT UNIQUE,
    password_hash TEXT,
    password_changed_at INTEGER,
    last_sign_in_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE groups (
    id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE group_members (
    group_id TEXT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    member TEXT NOT NULL,
    admin INTEGER NOT NULL,
    PRIMARY KEY (group_id, admin, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_members_by_member ON group_members (member, group_id);

CREATE TABLE roles (
    id TEXT PRIMARY KEY,
    home TEXT NOT NULL,
    document TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX roles_by_home ON roles (home, id);

CREATE TABLE role_versions (
    role TEXT NOT NULL,
    version INTEGER NOT NULL,
    document TEXT NOT NULL,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    PRIMARY KEY (role, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE grants (
    id TEXT PRIMARY KEY,
    node TEXT NOT NULL,
    role TEXT NOT NULL,
    who TEXT NOT NULL,
    -- The one user or group the grant is for, if it is for one.
    subject TEXT,
    expires_at INTEGER,
    source TEXT NOT NULL,
    at INTEGER NOT NULL,
    author TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX grants_by_node ON grants (node, subject);
CREATE INDEX grants_by_subject ON grants (subject, node);
CREATE INDEX grants_by_role ON grants (role, node);

CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The id is a SHA-256 of what the cookie holds: whoever reads this table cannot sign in with it.
CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user_id, created_at);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- One-time links: set-up (no user) and password reset. The token is kept as a SHA-256.
CREATE TABLE links (
    token TEXT PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('set-up', 'reset')),
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    node TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
    subject TEXT,
    before TEXT,
    after TEXT,
    reason TEXT,
    address TEXT,
    agent TEXT,
    request TEXT,
    -- How often the same source was refused the same thing within the hour: one row, counted.
    times INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_by_node ON audit (node, id);
CREATE INDEX audit_by_actor ON audit (actor, id);
CREATE INDEX audit_by_action ON audit (action, id);
CREATE INDEX audit_refused ON audit (actor, action, node, at) WHERE outcome = 'refused';
