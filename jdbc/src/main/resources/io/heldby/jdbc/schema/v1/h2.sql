-- Heldby, schema version 1, H2 2.4 and later.
-- {prefix} stands for the table prefix ("heldby_" unless configured otherwise), {schema} for the schema's name and a dot,
-- or nothing. Run by Heldby itself, or by a migration tool after replacing both. At run time Heldby needs no DDL.

CREATE TABLE {schema}{prefix}schema (
    version    INTEGER     NOT NULL PRIMARY KEY,
    store_id   UUID        NOT NULL DEFAULT RANDOM_UUID(),
    created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- One row per key that is held: it alone decides who holds it. No row means free. A row with mode RESERVED is nobody's lock:
-- until expires_at it keeps the key for user_id in session_id, who has waited for it.
CREATE TABLE {schema}{prefix}lock (
    tenant        VARCHAR(100) NOT NULL,
    type          VARCHAR(100) NOT NULL,
    id            VARCHAR(255) NOT NULL,
    lock_id       UUID         NOT NULL,
    mode          VARCHAR(10)  NOT NULL,
    user_id       VARCHAR(255) NOT NULL,
    session_id    VARCHAR(255) NOT NULL,
    display_name  VARCHAR(255) NOT NULL,
    actor_kind    VARCHAR(10)  NOT NULL,
    reason        VARCHAR(200),
    token_hashes  VARBINARY(256) NOT NULL, -- SHA-256, 32 bytes each, oldest first
    fence         BIGINT       NOT NULL,
    acquired_at   TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    renewed_at    TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    expires_at    TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    max_until     TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    beat          BIGINT       NOT NULL,
    lease_millis  BIGINT       NOT NULL,
    renewal       VARCHAR(10)  NOT NULL,
    expiry        VARCHAR(10)  NOT NULL,
    expiry_logged BOOLEAN      NOT NULL,
    once_id       VARCHAR(100),
    handler       VARCHAR(100), -- who is told when it expires or is taken over
    break_by      VARCHAR(255), -- who ends it at max_until, and why
    break_reason  VARCHAR(200),
    break_since   TIMESTAMP(6) WITH TIME ZONE,
    wanted        BOOLEAN      NOT NULL DEFAULT FALSE, -- somebody asks or waits for it, or ends it: look closer
    PRIMARY KEY (tenant, type, id)
);

-- Who shares a key, one row per sharer. The key's row in {prefix}lock then has mode SHARED, a lock_id that nobody is told,
-- and the latest end of all shares; whoever reads shares in order to decide has that row locked.
CREATE TABLE {schema}{prefix}share (
    tenant        VARCHAR(100) NOT NULL,
    type          VARCHAR(100) NOT NULL,
    id            VARCHAR(255) NOT NULL,
    lock_id       UUID         NOT NULL,
    mode          VARCHAR(10)  NOT NULL,
    user_id       VARCHAR(255) NOT NULL,
    session_id    VARCHAR(255) NOT NULL,
    display_name  VARCHAR(255) NOT NULL,
    actor_kind    VARCHAR(10)  NOT NULL,
    reason        VARCHAR(200),
    token_hashes  VARBINARY(256) NOT NULL, -- SHA-256, 32 bytes each, oldest first
    fence         BIGINT       NOT NULL,
    acquired_at   TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    renewed_at    TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    expires_at    TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    max_until     TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    beat          BIGINT       NOT NULL,
    lease_millis  BIGINT       NOT NULL,
    renewal       VARCHAR(10)  NOT NULL,
    expiry        VARCHAR(10)  NOT NULL,
    expiry_logged BOOLEAN      NOT NULL,
    once_id       VARCHAR(100),
    handler       VARCHAR(100), -- who is told when it expires or is taken over
    break_by      VARCHAR(255), -- who ends it at max_until, and why
    break_reason  VARCHAR(200),
    break_since   TIMESTAMP(6) WITH TIME ZONE,
    PRIMARY KEY (tenant, type, id, lock_id)
);

-- What happened, append-only; where it happened to no lock (SUSPENDED, RESUMED, SAVED, OVERWRITTEN), nothing but the key,
-- or tenant and type, is known of one. An ending (RELEASED, EXPIRED, TAKEN_OVER, HANDED_OVER, BROKEN) keeps the token hashes, because the
-- former holder is told what became of the lock. pos is given to committed events, see {prefix}sequencer.
CREATE TABLE {schema}{prefix}event (
    event_id     BIGINT       GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    pos          BIGINT,
    tenant       VARCHAR(100) NOT NULL,
    type         VARCHAR(100) NOT NULL,
    id           VARCHAR(255) NOT NULL,
    kind         VARCHAR(20)  NOT NULL,
    lock_id      UUID,
    fence        BIGINT,
    user_id      VARCHAR(255),
    display_name VARCHAR(255),
    by_name      VARCHAR(255),
    reason       VARCHAR(200),
    at           TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    token_hashes VARBINARY(256),
    max_until    TIMESTAMP(6) WITH TIME ZONE,
    version      BIGINT -- of a record that was saved
);

CREATE INDEX {prefix}event_lock ON {schema}{prefix}event (lock_id);

-- The order in which events are read is that in which they were seen to be committed; NULL for those that are still to be
-- placed.
CREATE INDEX {prefix}event_pos ON {schema}{prefix}event (pos, event_id);
CREATE INDEX {prefix}event_record ON {schema}{prefix}event (tenant, type, id, pos);

-- One row: the last position that was given. Whoever has it locked gives the next ones.
CREATE TABLE {schema}{prefix}sequencer (
    id       INTEGER NOT NULL PRIMARY KEY,
    last_pos BIGINT  NOT NULL
);
INSERT INTO {schema}{prefix}sequencer (id, last_pos) VALUES (1, 0);

-- How far every webhook was sent, one row for each that was ever configured. Who has the turn to send stands in claimed_by, until
-- claimed_until. Up to missed_to events were deleted; where that is more than pos, some of them were not sent.
CREATE TABLE {schema}{prefix}webhook (
    name          VARCHAR(100) NOT NULL PRIMARY KEY,
    pos           BIGINT  NOT NULL,
    missed_to     BIGINT  NOT NULL,
    claimed_by    VARCHAR(36),
    claimed_until TIMESTAMP(6) WITH TIME ZONE,
    failures      INTEGER NOT NULL, -- in a row
    failing_since TIMESTAMP(6) WITH TIME ZONE,
    next_attempt  TIMESTAMP(6) WITH TIME ZONE,
    last_answer   VARCHAR(200)
);

-- Who has asked the holder of a lock for it, or the operators to end it, and what became of that. It ends with the lock.
CREATE TABLE {schema}{prefix}request (
    request_id    UUID NOT NULL PRIMARY KEY,
    tenant        VARCHAR(100) NOT NULL,
    type          VARCHAR(100) NOT NULL,
    id            VARCHAR(255) NOT NULL,
    lock_id       UUID NOT NULL,
    user_id       VARCHAR(255) NOT NULL,
    session_id    VARCHAR(255) NOT NULL,
    display_name  VARCHAR(255) NOT NULL,
    actor_kind    VARCHAR(10) NOT NULL,
    addressee     VARCHAR(10) NOT NULL,
    message       VARCHAR(200),
    asked_at      TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    expires_at    TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    state         VARCHAR(10) NOT NULL,
    answered_at   TIMESTAMP(6) WITH TIME ZONE,
    answer        VARCHAR(200),
    keep_until    TIMESTAMP(6) WITH TIME ZONE
);

CREATE INDEX {prefix}request_key ON {schema}{prefix}request (tenant, type, id);

CREATE INDEX {prefix}request_session ON {schema}{prefix}request (tenant, user_id, session_id);

-- Who waits in line for a key. As long as one of them lives, the key has a row in {prefix}lock, and that is wanted.
CREATE TABLE {schema}{prefix}waiter (
    waiter_id     UUID NOT NULL PRIMARY KEY,
    tenant        VARCHAR(100) NOT NULL,
    type          VARCHAR(100) NOT NULL,
    id            VARCHAR(255) NOT NULL,
    user_id       VARCHAR(255) NOT NULL,
    session_id    VARCHAR(255) NOT NULL,
    display_name  VARCHAR(255) NOT NULL,
    actor_kind    VARCHAR(10) NOT NULL,
    since         TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    live_until    TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    live_millis   BIGINT NOT NULL,
    reserved_millis BIGINT NOT NULL
);

CREATE INDEX {prefix}waiter_key ON {schema}{prefix}waiter (tenant, type, id);

CREATE INDEX {prefix}waiter_session ON {schema}{prefix}waiter (tenant, user_id, session_id);

-- What is to be done about locks that have expired or been taken over: written with the ending, deleted when its handler has
-- run. Claimed by one run until due_at.
CREATE TABLE {schema}{prefix}task (
    task_id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    handler      VARCHAR(100) NOT NULL,
    tenant       VARCHAR(100) NOT NULL,
    type         VARCHAR(100) NOT NULL,
    id           VARCHAR(255) NOT NULL,
    lock_id      UUID NOT NULL,
    mode         VARCHAR(10) NOT NULL,
    user_id      VARCHAR(255) NOT NULL,
    session_id   VARCHAR(255) NOT NULL,
    display_name VARCHAR(255) NOT NULL,
    actor_kind   VARCHAR(10) NOT NULL,
    reason       VARCHAR(200),
    fence        BIGINT NOT NULL,
    acquired_at  TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    expires_at   TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    max_until    TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    cause        VARCHAR(20) NOT NULL,
    by_name      VARCHAR(255),
    at           TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    why          VARCHAR(200),
    attempts     INTEGER NOT NULL,
    due_at       TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    claim        UUID,
    last_error   VARCHAR(500)
);

CREATE INDEX {prefix}task_due ON {schema}{prefix}task (handler, due_at);

CREATE INDEX {prefix}task_lock ON {schema}{prefix}task (lock_id);

-- Types (or '' for all) whose writes the guard lets pass without a lease, for a while.
CREATE TABLE {schema}{prefix}suspension (
    tenant   VARCHAR(100) NOT NULL,
    type     VARCHAR(100) NOT NULL,
    operator VARCHAR(255) NOT NULL,
    reason   VARCHAR(200) NOT NULL,
    since    TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    until    TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, type)
);

-- Shared versions of aggregates, for applications that have no row of their own that can carry one.
CREATE TABLE {schema}{prefix}version (
    id          VARCHAR(255) NOT NULL PRIMARY KEY,
    version     BIGINT       NOT NULL,
    modified_by VARCHAR(255),
    modified_at TIMESTAMP(6) WITH TIME ZONE
);

-- What each write of a record made of it: one row per write, and one per field that it changed.
CREATE TABLE {schema}{prefix}change (
    tenant   VARCHAR(100) NOT NULL,
    entity   VARCHAR(100) NOT NULL,
    id       VARCHAR(255) NOT NULL,
    version  BIGINT       NOT NULL, -- that it made; of a deletion, the one that would have been next
    action   VARCHAR(10)  NOT NULL,
    based_on BIGINT, -- the version that the writer had before them
    by_name  VARCHAR(255) NOT NULL,
    at       TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    save_id  VARCHAR(100),
    PRIMARY KEY (tenant, entity, id, version)
);

-- For what is too old, and for histories of more than one record.
CREATE INDEX {prefix}change_at ON {schema}{prefix}change (at, tenant);

-- Values as text, and what they are; no type means NULL.
CREATE TABLE {schema}{prefix}change_field (
    tenant    VARCHAR(100) NOT NULL,
    entity    VARCHAR(100) NOT NULL,
    id        VARCHAR(255) NOT NULL,
    version   BIGINT       NOT NULL,
    seq       INTEGER      NOT NULL, -- the record's order
    field     VARCHAR(255) NOT NULL,
    masked    BOOLEAN      NOT NULL, -- the values are not kept
    old_type  VARCHAR(20),
    old_value CHARACTER LARGE OBJECT,
    new_type  VARCHAR(20),
    new_value CHARACTER LARGE OBJECT,
    PRIMARY KEY (tenant, entity, id, version, seq)
);

-- Every grant takes a greater fence. No cache: a cached block would be handed out late and out of order.
CREATE SEQUENCE {schema}{prefix}fence AS BIGINT NO CACHE NO CYCLE;

INSERT INTO {schema}{prefix}schema (version) VALUES (1);
