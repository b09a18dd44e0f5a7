-- The home page counts the last days; that must not read the whole log.
CREATE INDEX audit_by_time ON audit (at, action, outcome, times);
