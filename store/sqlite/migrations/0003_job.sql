-- Changes of many members at once: what was ordered, by whom, and what became of each. A job goes on after a restart,
-- and knows what was before, so that it can be taken back. A single change is a job of one item that is done at once.

CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    node TEXT NOT NULL,
    author TEXT NOT NULL,
    -- Was a second factor used in the session it was ordered in?
    mfa INTEGER NOT NULL,
    -- What is to be done with each, as JSON.
    document TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done')),
    at INTEGER NOT NULL,
    ended_at INTEGER,
    total INTEGER NOT NULL,
    -- The job that this one takes back.
    undoes TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_running ON jobs (id) WHERE state = 'running';
CREATE INDEX jobs_by_node ON jobs (node, id);
CREATE INDEX jobs_by_undone ON jobs (undoes) WHERE undoes IS NOT NULL;

CREATE TABLE job_items (
    job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'skipped', 'refused')),
    -- Why it was skipped or refused.
    note TEXT NOT NULL DEFAULT '',
    -- What the member held here before and after, as JSON.
    before TEXT,
    after TEXT,
    PRIMARY KEY (job, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_items_by_state ON job_items (job, state, position);
