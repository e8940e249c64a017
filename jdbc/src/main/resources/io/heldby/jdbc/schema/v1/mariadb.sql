-- Heldby, schema version 1, MariaDB 10.6 and later.
-- {prefix} stands for the table prefix ("heldby_" unless configured otherwise), {schema} for the database's name and a dot,
-- or nothing. Run by Heldby itself, or by a migration tool after replacing both. At run time Heldby needs no DDL.
--
-- What is compared byte for byte is VARBINARY and holds UTF-8: no collation can make two keys one, and a space at the end
-- counts. Times are DATETIME(6) and UTC: TIMESTAMP would pass through the time zone of every session.
-- MariaDB commits after each CREATE, so all of them may be repeated, and the version is written last.

CREATE TABLE IF NOT EXISTS {schema}{prefix}schema (
    version    INTEGER     NOT NULL PRIMARY KEY,
    store_id   CHAR(36)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT (UUID()),
    created_at DATETIME(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6))
) ENGINE = InnoDB;

-- One row per key that is held: it alone decides who holds it. No row means free. A row with mode RESERVED is nobody's lock:
-- until expires_at it keeps the key for user_id in session_id, who has waited for it.
-- Deliberately no index on expires_at: it would make every heartbeat several times dearer.
CREATE TABLE IF NOT EXISTS {schema}{prefix}lock (
    tenant        VARBINARY(400)  NOT NULL,
    type          VARBINARY(400)  NOT NULL,
    id            VARBINARY(1020) NOT NULL,
    lock_id       CHAR(36)        CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    mode          VARCHAR(10)     NOT NULL,
    user_id       VARBINARY(1020) NOT NULL,
    session_id    VARBINARY(1020) NOT NULL,
    display_name  VARCHAR(255)    NOT NULL,
    actor_kind    VARCHAR(10)     NOT NULL,
    reason        VARCHAR(200),
    token_hashes  VARBINARY(256)  NOT NULL, -- SHA-256, 32 bytes each, oldest first
    fence         BIGINT          NOT NULL,
    acquired_at   DATETIME(6)     NOT NULL,
    renewed_at    DATETIME(6)     NOT NULL,
    expires_at    DATETIME(6)     NOT NULL,
    max_until     DATETIME(6)     NOT NULL,
    beat          BIGINT          NOT NULL,
    lease_millis  BIGINT          NOT NULL,
    renewal       VARCHAR(10)     NOT NULL,
    expiry        VARCHAR(10)     NOT NULL,
    expiry_logged BOOLEAN         NOT NULL,
    once_id       VARBINARY(400),
    handler       VARBINARY(400), -- who is told when it expires or is taken over
    break_by      VARCHAR(255), -- who ends it at max_until, and why
    break_reason  VARCHAR(200),
    break_since   DATETIME(6),
    wanted        BOOLEAN      NOT NULL DEFAULT FALSE, -- somebody asks or waits for it, or ends it: look closer
    PRIMARY KEY (tenant, type, id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Who shares a key, one row per sharer. The key's row in {prefix}lock then has mode SHARED, a lock_id that nobody is told,
-- and the latest end of all shares; whoever reads shares in order to decide has that row locked.
CREATE TABLE IF NOT EXISTS {schema}{prefix}share (
    tenant        VARBINARY(400)  NOT NULL,
    type          VARBINARY(400)  NOT NULL,
    id            VARBINARY(1020) NOT NULL,
    lock_id       CHAR(36)        CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    mode          VARCHAR(10)     NOT NULL,
    user_id       VARBINARY(1020) NOT NULL,
    session_id    VARBINARY(1020) NOT NULL,
    display_name  VARCHAR(255)    NOT NULL,
    actor_kind    VARCHAR(10)     NOT NULL,
    reason        VARCHAR(200),
    token_hashes  VARBINARY(256)  NOT NULL, -- SHA-256, 32 bytes each, oldest first
    fence         BIGINT          NOT NULL,
    acquired_at   DATETIME(6)     NOT NULL,
    renewed_at    DATETIME(6)     NOT NULL,
    expires_at    DATETIME(6)     NOT NULL,
    max_until     DATETIME(6)     NOT NULL,
    beat          BIGINT          NOT NULL,
    lease_millis  BIGINT          NOT NULL,
    renewal       VARCHAR(10)     NOT NULL,
    expiry        VARCHAR(10)     NOT NULL,
    expiry_logged BOOLEAN         NOT NULL,
    once_id       VARBINARY(400),
    handler       VARBINARY(400), -- who is told when it expires or is taken over
    break_by      VARCHAR(255), -- who ends it at max_until, and why
    break_reason  VARCHAR(200),
    break_since   DATETIME(6),
    PRIMARY KEY (tenant, type, id, lock_id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What happened, append-only; where it happened to no lock (SUSPENDED, RESUMED, SAVED, OVERWRITTEN), nothing but the key,
-- or tenant and type, is known of one. An ending (RELEASED, EXPIRED, TAKEN_OVER, HANDED_OVER, BROKEN) keeps the token hashes, because the
-- former holder is told what became of the lock. pos is given to committed events, see {prefix}sequencer.
CREATE TABLE IF NOT EXISTS {schema}{prefix}event (
    event_id     BIGINT          NOT NULL AUTO_INCREMENT PRIMARY KEY,
    pos          BIGINT,
    tenant       VARBINARY(400)  NOT NULL,
    type         VARBINARY(400)  NOT NULL,
    id           VARBINARY(1020) NOT NULL,
    kind         VARCHAR(20)     NOT NULL,
    lock_id      CHAR(36)        CHARACTER SET ascii COLLATE ascii_bin,
    fence        BIGINT,
    user_id      VARBINARY(1020),
    display_name VARCHAR(255),
    by_name      VARCHAR(255),
    reason       VARCHAR(200),
    at           DATETIME(6)     NOT NULL,
    token_hashes VARBINARY(256),
    max_until    DATETIME(6),
    version      BIGINT, -- of a record that was saved
    KEY {prefix}event_lock (lock_id),
    -- The order in which events are read is that in which they were seen to be committed; NULL for those that are still to
    -- be placed.
    KEY {prefix}event_pos (pos, event_id),
    KEY {prefix}event_record (tenant, type, id, pos)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One row: the last position that was given. Whoever has it locked gives the next ones.
CREATE TABLE IF NOT EXISTS {schema}{prefix}sequencer (
    id       INTEGER NOT NULL PRIMARY KEY,
    last_pos BIGINT  NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
INSERT IGNORE INTO {schema}{prefix}sequencer (id, last_pos) VALUES (1, 0);

-- How far every webhook was sent, one row for each that was ever configured. Who has the turn to send stands in claimed_by, until
-- claimed_until. Up to missed_to events were deleted; where that is more than pos, some of them were not sent.
CREATE TABLE IF NOT EXISTS {schema}{prefix}webhook (
    name          VARCHAR(100) NOT NULL PRIMARY KEY,
    pos           BIGINT  NOT NULL,
    missed_to     BIGINT  NOT NULL,
    claimed_by    VARCHAR(36),
    claimed_until DATETIME(6),
    failures      INTEGER NOT NULL, -- in a row
    failing_since DATETIME(6),
    next_attempt  DATETIME(6),
    last_answer   VARCHAR(200)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Who has asked the holder of a lock for it, or the operators to end it, and what became of that. It ends with the lock.
CREATE TABLE IF NOT EXISTS {schema}{prefix}request (
    request_id    CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    tenant        VARBINARY(400) NOT NULL,
    type          VARBINARY(400) NOT NULL,
    id            VARBINARY(1020) NOT NULL,
    lock_id       CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    user_id       VARBINARY(1020) NOT NULL,
    session_id    VARBINARY(1020) NOT NULL,
    display_name  VARCHAR(255) NOT NULL,
    actor_kind    VARCHAR(10) NOT NULL,
    addressee     VARCHAR(10) NOT NULL,
    message       VARCHAR(200),
    asked_at      DATETIME(6) NOT NULL,
    expires_at    DATETIME(6) NOT NULL,
    state         VARCHAR(10) NOT NULL,
    answered_at   DATETIME(6),
    answer        VARCHAR(200),
    keep_until    DATETIME(6),
    KEY {prefix}request_key (tenant, type, id),
    KEY {prefix}request_session (tenant, user_id(255), session_id(255))
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Who waits in line for a key. As long as one of them lives, the key has a row in {prefix}lock, and that is wanted.
CREATE TABLE IF NOT EXISTS {schema}{prefix}waiter (
    waiter_id     CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    tenant        VARBINARY(400) NOT NULL,
    type          VARBINARY(400) NOT NULL,
    id            VARBINARY(1020) NOT NULL,
    user_id       VARBINARY(1020) NOT NULL,
    session_id    VARBINARY(1020) NOT NULL,
    display_name  VARCHAR(255) NOT NULL,
    actor_kind    VARCHAR(10) NOT NULL,
    since         DATETIME(6) NOT NULL,
    live_until    DATETIME(6) NOT NULL,
    live_millis   BIGINT NOT NULL,
    reserved_millis BIGINT NOT NULL,
    KEY {prefix}waiter_key (tenant, type, id),
    KEY {prefix}waiter_session (tenant, user_id(255), session_id(255))
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What is to be done about locks that have expired or been taken over: written with the ending, deleted when its handler has
-- run. Claimed by one run until due_at.
CREATE TABLE IF NOT EXISTS {schema}{prefix}task (
    task_id      BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    handler      VARBINARY(400) NOT NULL,
    tenant       VARBINARY(400) NOT NULL,
    type         VARBINARY(400) NOT NULL,
    id           VARBINARY(1020) NOT NULL,
    lock_id      CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    mode         VARCHAR(10) NOT NULL,
    user_id      VARBINARY(1020) NOT NULL,
    session_id   VARBINARY(1020) NOT NULL,
    display_name VARCHAR(255) NOT NULL,
    actor_kind   VARCHAR(10) NOT NULL,
    reason       VARCHAR(200),
    fence        BIGINT NOT NULL,
    acquired_at  DATETIME(6) NOT NULL,
    expires_at   DATETIME(6) NOT NULL,
    max_until    DATETIME(6) NOT NULL,
    cause        VARCHAR(20) NOT NULL,
    by_name      VARCHAR(255),
    at           DATETIME(6) NOT NULL,
    why          VARCHAR(200),
    attempts     INTEGER NOT NULL,
    due_at       DATETIME(6) NOT NULL,
    claim        CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
    last_error   VARCHAR(500),
    KEY {prefix}task_due (handler, due_at),
    KEY {prefix}task_lock (lock_id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Types (or '' for all) whose writes the guard lets pass without a lease, for a while.
CREATE TABLE IF NOT EXISTS {schema}{prefix}suspension (
    tenant   VARBINARY(400) NOT NULL,
    type     VARBINARY(400) NOT NULL,
    operator VARCHAR(255)   NOT NULL,
    reason   VARCHAR(200)   NOT NULL,
    since    DATETIME(6)    NOT NULL,
    until    DATETIME(6)    NOT NULL,
    PRIMARY KEY (tenant, type)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Shared versions of aggregates, for applications that have no row of their own that can carry one.
CREATE TABLE IF NOT EXISTS {schema}{prefix}version (
    id          VARBINARY(1020) NOT NULL PRIMARY KEY,
    version     BIGINT          NOT NULL,
    modified_by VARCHAR(255),
    modified_at TIMESTAMP(6)    NULL -- Written and read by the application's own sessions, as its tables are.
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What each write of a record made of it: one row per write, and one per field that it changed.
CREATE TABLE IF NOT EXISTS {schema}{prefix}change (
    tenant   VARBINARY(400)  NOT NULL,
    entity   VARBINARY(400)  NOT NULL,
    id       VARBINARY(1020) NOT NULL,
    version  BIGINT          NOT NULL, -- that it made; of a deletion, the one that would have been next
    action   VARCHAR(10)     NOT NULL,
    based_on BIGINT, -- the version that the writer had before them
    by_name  VARBINARY(1020) NOT NULL,
    at       DATETIME(6)     NOT NULL,
    save_id  VARBINARY(400),
    PRIMARY KEY (tenant, entity, id, version),
    -- For what is too old, and for histories of more than one record.
    KEY {prefix}change_at (at, tenant)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Values as text, and what they are; no type means NULL.
CREATE TABLE IF NOT EXISTS {schema}{prefix}change_field (
    tenant    VARBINARY(400)  NOT NULL,
    entity    VARBINARY(400)  NOT NULL,
    id        VARBINARY(1020) NOT NULL,
    version   BIGINT          NOT NULL,
    seq       INTEGER         NOT NULL, -- the record's order
    field     VARBINARY(1020) NOT NULL,
    masked    BOOLEAN         NOT NULL, -- the values are not kept
    old_type  VARCHAR(20),
    old_value LONGTEXT,
    new_type  VARCHAR(20),
    new_value LONGTEXT,
    PRIMARY KEY (tenant, entity, id, version, seq)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Every grant takes a greater fence. MariaDB's cache belongs to the server and not to a session: all draw from it in order,
-- and what is left of it when the server stops is skipped.
CREATE SEQUENCE IF NOT EXISTS {schema}{prefix}fence CACHE 1000 NOCYCLE ENGINE = InnoDB;

INSERT INTO {schema}{prefix}schema (version) VALUES (1);
