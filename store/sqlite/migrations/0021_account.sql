-- How many users an account may have: only where there is a limit.
CREATE TABLE account_seats (
    account TEXT PRIMARY KEY REFERENCES nodes (id) ON DELETE CASCADE,
    seats INTEGER NOT NULL CHECK (seats >= 0)
) STRICT, WITHOUT ROWID;
