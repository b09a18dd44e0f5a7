-- Decisions, so that whoever changes access sees before whether it is used, and what would have been answered otherwise.
-- Apart from the audit log: it is written in batches, and the oldest go.
CREATE TABLE decisions (
    -- Rows come and go in this order, so the first and the last say how many there are.
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    subject TEXT NOT NULL,
    permission TEXT NOT NULL,
    node TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('allowed', 'sign-in', 'not-found', 'forbidden')),
    revision INTEGER NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('console', 'api')),
    mfa INTEGER NOT NULL,
    -- Were attributes sent along? They are not kept.
    sent INTEGER NOT NULL
) STRICT;
CREATE INDEX decisions_by_subject ON decisions (subject, id);
CREATE INDEX decisions_by_node ON decisions (node, id);
CREATE INDEX decisions_by_permission ON decisions (permission, id);

-- When somebody was last allowed something: it outlives the decisions themselves.
CREATE TABLE uses (
    subject TEXT NOT NULL,
    permission TEXT NOT NULL,
    node TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (subject, permission, node)
) STRICT, WITHOUT ROWID;
CREATE INDEX uses_by_permission ON uses (permission, at);
