-- What the process keeps. All of it may be deleted: GitHub is the truth, and the next sweep fills it again.
-- Moments are whole microseconds since 1970-01-01 UTC.

CREATE TABLE IF NOT EXISTS about (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    swept_at INTEGER                    -- NULL until a first sweep has ended (an "empty store")
);

-- One row per subject, whatever number of webhooks spoke of it.
CREATE TABLE IF NOT EXISTS look (
    subject TEXT PRIMARY KEY,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'dead')),
    due_at INTEGER,                     -- NULL: sleeps until told
    not_before INTEGER NOT NULL DEFAULT 0,  -- back-off, rate limits and the wait after a crash; no webhook shortens it
    generation INTEGER NOT NULL DEFAULT 1,
    want_updated_at INTEGER,
    want_comment INTEGER,
    want_head TEXT,
    want_label TEXT,
    want_gone INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    stale INTEGER NOT NULL DEFAULT 0,   -- reads in a row that did not show what was announced
    claimed_generation INTEGER,
    claimed_at INTEGER,
    claimed_by TEXT,
    claimed_until INTEGER,              -- renewed while the claiming process lives
    last_effect_at INTEGER,
    reason TEXT
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS look_due ON look (due_at)
    WHERE claimed_by IS NULL AND state = 'waiting' AND due_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS look_claimed ON look (claimed_by) WHERE claimed_by IS NOT NULL;

-- Clicks on check-run buttons leave no trace in GitHub: kept until the ledger in the thread holds them.
CREATE TABLE IF NOT EXISTS click (
    guid TEXT NOT NULL,
    subject TEXT NOT NULL,
    action TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id INTEGER NOT NULL,
    actor_login TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (subject, guid)
) WITHOUT ROWID;

-- Effects by key: of a state effect its last value, of a one-time effect that it was done.
CREATE TABLE IF NOT EXISTS effect (
    key TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    value TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('started', 'done')),
    at INTEGER NOT NULL,
    reference TEXT
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS effect_done ON effect (at) WHERE state = 'done';  -- for forgetting the oldest

-- The newest ledger that we wrote into a thread; reads may trail behind it.
CREATE TABLE IF NOT EXISTS ledger (
    subject TEXT PRIMARY KEY,
    text TEXT NOT NULL
) WITHOUT ROWID;

-- Content by its name: never wrong, only pruned.
CREATE TABLE IF NOT EXISTS blob (
    oid TEXT PRIMARY KEY,
    data BLOB NOT NULL,
    kept_at INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS verdict (
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    engine TEXT NOT NULL,
    report BLOB NOT NULL,
    kept_at INTEGER NOT NULL,
    PRIMARY KEY (old, new, engine)
);

-- GCRA: the theoretical arrival time of the next mutation, per installation and rate.
CREATE TABLE IF NOT EXISTS pace (
    account TEXT NOT NULL,
    rate TEXT NOT NULL,
    arrival INTEGER NOT NULL,
    PRIMARY KEY (account, rate)
) WITHOUT ROWID;
