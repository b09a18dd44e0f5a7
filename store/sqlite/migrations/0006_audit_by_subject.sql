-- A person's page tells what was done to them: without this, that reads the whole log.
CREATE INDEX audit_by_subject ON audit (subject, id) WHERE subject IS NOT NULL;
