-- Runs on H2 and PostgreSQL, and with another type for instants on MariaDB (see MariaDbSchema), at every start.

CREATE TABLE IF NOT EXISTS customer (
    id          BIGINT PRIMARY KEY,
    desk        VARCHAR(20)   NOT NULL,
    first_name  VARCHAR(100)  NOT NULL,
    last_name   VARCHAR(100)  NOT NULL,
    email       VARCHAR(200)  NOT NULL,
    phone       VARCHAR(50)   NOT NULL,
    notes       VARCHAR(2000) NOT NULL,
    version     BIGINT        NOT NULL,
    modified_by VARCHAR(255),
    modified_at TIMESTAMP WITH TIME ZONE
);

-- The newsroom. An article is the root: its sections have no version and no lock of their own. The fence is compared by saves
-- where the locks of articles are kept elsewhere, in Redis.
CREATE TABLE IF NOT EXISTS article (
    id          BIGINT       PRIMARY KEY,
    title       VARCHAR(150) NOT NULL,
    lead_text   VARCHAR(500) NOT NULL,
    tags        VARCHAR(400) NOT NULL,
    seo_title   VARCHAR(70)  NOT NULL,
    byline      VARCHAR(100) NOT NULL,
    embargo     DATE,
    fence       BIGINT       DEFAULT 0 NOT NULL,
    version     BIGINT       NOT NULL,
    modified_by VARCHAR(255),
    modified_at TIMESTAMP WITH TIME ZONE
);

CREATE TABLE IF NOT EXISTS article_section (
    id          VARCHAR(36)   PRIMARY KEY,
    article_id  BIGINT        NOT NULL REFERENCES article (id),
    place       INTEGER       NOT NULL,
    heading     VARCHAR(150)  NOT NULL,
    body        VARCHAR(5000) NOT NULL
);

-- What readers see: a copy of an article as it was when somebody published it.
CREATE TABLE IF NOT EXISTS published_article (
    id           BIGINT       PRIMARY KEY REFERENCES article (id),
    title        VARCHAR(150) NOT NULL,
    lead_text    VARCHAR(500) NOT NULL,
    tags         VARCHAR(400) NOT NULL,
    byline       VARCHAR(100) NOT NULL,
    version      BIGINT       NOT NULL,
    published_by VARCHAR(255),
    published_at TIMESTAMP WITH TIME ZONE
);

CREATE TABLE IF NOT EXISTS published_section (
    article_id  BIGINT        NOT NULL REFERENCES published_article (id),
    id          VARCHAR(36)   NOT NULL,
    place       INTEGER       NOT NULL,
    heading     VARCHAR(150)  NOT NULL,
    body        VARCHAR(5000) NOT NULL,
    PRIMARY KEY (article_id, place)
);

CREATE TABLE IF NOT EXISTS picking_order (
    id          BIGINT PRIMARY KEY,
    customer    VARCHAR(200) NOT NULL,
    ship_by     VARCHAR(20)  NOT NULL,
    status      VARCHAR(10)  NOT NULL,
    version     BIGINT       NOT NULL,
    modified_by VARCHAR(255),
    modified_at TIMESTAMP WITH TIME ZONE
);

-- Line items have no version of their own: whoever has the order has its lines.
CREATE TABLE IF NOT EXISTS order_line (
    order_id    BIGINT       NOT NULL REFERENCES picking_order (id),
    line        INTEGER      NOT NULL,
    bin         VARCHAR(20)  NOT NULL,
    article     VARCHAR(200) NOT NULL,
    quantity    INTEGER      NOT NULL,
    PRIMARY KEY (order_id, line)
);

-- The clinic. A patient is the root: prescriptions, appointments, insurances and plans are written under its lock.
CREATE TABLE IF NOT EXISTS physician (
    user_name   VARCHAR(50)  PRIMARY KEY,
    name        VARCHAR(100) NOT NULL
);

CREATE TABLE IF NOT EXISTS patient (
    id          BIGINT       PRIMARY KEY,
    name        VARCHAR(100) NOT NULL,
    born        DATE         NOT NULL,
    allergies   VARCHAR(500) NOT NULL,
    version     BIGINT       NOT NULL,
    modified_by VARCHAR(255),
    modified_at TIMESTAMP WITH TIME ZONE
);

CREATE TABLE IF NOT EXISTS prescription (
    id          VARCHAR(36)  PRIMARY KEY,
    patient_id  BIGINT       NOT NULL REFERENCES patient (id),
    medicine    VARCHAR(100) NOT NULL,
    dosage      VARCHAR(100) NOT NULL,
    days        INTEGER      NOT NULL,
    physician   VARCHAR(50)  NOT NULL REFERENCES physician (user_name),
    issued_on   DATE         NOT NULL,
    version     BIGINT       NOT NULL,
    modified_by VARCHAR(255),
    modified_at TIMESTAMP WITH TIME ZONE
);

CREATE TABLE IF NOT EXISTS appointment (
    id          VARCHAR(36)  PRIMARY KEY,
    patient_id  BIGINT       NOT NULL REFERENCES patient (id),
    held_on     DATE         NOT NULL,
    purpose     VARCHAR(100) NOT NULL,
    physician   VARCHAR(50)  NOT NULL REFERENCES physician (user_name),
    version     BIGINT       NOT NULL,
    modified_by VARCHAR(255),
    modified_at TIMESTAMP WITH TIME ZONE
);

CREATE TABLE IF NOT EXISTS insurance (
    id          VARCHAR(36)  PRIMARY KEY,
    patient_id  BIGINT       NOT NULL REFERENCES patient (id),
    insurer     VARCHAR(100) NOT NULL,
    membership  VARCHAR(50)  NOT NULL,
    version     BIGINT       NOT NULL,
    modified_by VARCHAR(255),
    modified_at TIMESTAMP WITH TIME ZONE
);

-- What a patient gets again and again; rounds counts how often it was issued.
CREATE TABLE IF NOT EXISTS recurring_plan (
    id          VARCHAR(36)  PRIMARY KEY,
    patient_id  BIGINT       NOT NULL REFERENCES patient (id),
    medicine    VARCHAR(100) NOT NULL,
    dosage      VARCHAR(100) NOT NULL,
    days        INTEGER      NOT NULL,
    physician   VARCHAR(50)  NOT NULL REFERENCES physician (user_name),
    rounds      INTEGER      NOT NULL,
    version     BIGINT       NOT NULL,
    modified_by VARCHAR(255),
    modified_at TIMESTAMP WITH TIME ZONE
);

-- Underwriting. A policy and everything that belongs to it share the version in policy_version, and the lock with its id.
CREATE TABLE IF NOT EXISTS policy_version (
    id          VARCHAR(50)  PRIMARY KEY,
    version     BIGINT       NOT NULL,
    modified_by VARCHAR(255),
    modified_at TIMESTAMP WITH TIME ZONE
);

CREATE TABLE IF NOT EXISTS policy (
    id            BIGINT       PRIMARY KEY,
    version_id    VARCHAR(50)  NOT NULL REFERENCES policy_version (id),
    holder        VARCHAR(200) NOT NULL,
    premium_cents BIGINT       NOT NULL
);

CREATE TABLE IF NOT EXISTS coverage (
    id          VARCHAR(36)  PRIMARY KEY,
    version_id  VARCHAR(50)  NOT NULL REFERENCES policy_version (id),
    peril       VARCHAR(20)  NOT NULL,
    sum_cents   BIGINT       NOT NULL
);

CREATE TABLE IF NOT EXISTS endorsement (
    id          VARCHAR(36)  PRIMARY KEY,
    version_id  VARCHAR(50)  NOT NULL REFERENCES policy_version (id),
    clause      VARCHAR(100) NOT NULL,
    surcharge   INTEGER      NOT NULL
);

CREATE TABLE IF NOT EXISTS named_insured (
    id          VARCHAR(36)  PRIMARY KEY,
    version_id  VARCHAR(50)  NOT NULL REFERENCES policy_version (id),
    name        VARCHAR(100) NOT NULL
);

-- Support. Nothing here has a version or a row to lock: what is locked is a name, customer-support-ticket/<customer>.
CREATE TABLE IF NOT EXISTS support_customer (
    id          BIGINT        PRIMARY KEY,
    name        VARCHAR(100)  NOT NULL
);

CREATE TABLE IF NOT EXISTS support_ticket (
    id          BIGINT        PRIMARY KEY,
    customer_id BIGINT        NOT NULL REFERENCES support_customer (id),
    subject     VARCHAR(100)  NOT NULL,
    question    VARCHAR(1000) NOT NULL,
    answer      VARCHAR(1000),
    answered_by VARCHAR(255)
);

-- Customer care, whose rows are written by Hibernate.
CREATE TABLE IF NOT EXISTS care_customer (
    id          BIGINT        PRIMARY KEY,
    name        VARCHAR(100)  NOT NULL,
    email       VARCHAR(200)  NOT NULL,
    phone       VARCHAR(50)   NOT NULL,
    street      VARCHAR(100)  NOT NULL,
    postcode    VARCHAR(20)   NOT NULL,
    city        VARCHAR(100)  NOT NULL,
    notes       VARCHAR(2000) NOT NULL,
    version     BIGINT        NOT NULL,
    modified_by VARCHAR(255),
    modified_at TIMESTAMP WITH TIME ZONE
);

-- The stock room. What was changed by whom is in Heldby's change log.
CREATE TABLE IF NOT EXISTS product (
    id            BIGINT         PRIMARY KEY,
    name          VARCHAR(100)   NOT NULL,
    description   VARCHAR(2000)  NOT NULL,
    shelf         VARCHAR(20)    NOT NULL,
    quantity      BIGINT         NOT NULL,
    reorder_level BIGINT         NOT NULL,
    price         DECIMAL(12, 2) NOT NULL,
    currency      VARCHAR(3)     NOT NULL,
    version       BIGINT         NOT NULL,
    modified_by   VARCHAR(255),
    modified_at   TIMESTAMP WITH TIME ZONE
);

-- Contracts. Items have no version of their own: whoever writes one raises the version of its contract. The tax that a
-- contract stores follows from the address of its customer.
CREATE TABLE IF NOT EXISTS contract_customer (
    id          BIGINT        PRIMARY KEY,
    name        VARCHAR(100)  NOT NULL,
    city        VARCHAR(100)  NOT NULL,
    country     VARCHAR(2)    NOT NULL,
    version     BIGINT        NOT NULL,
    modified_by VARCHAR(255),
    modified_at TIMESTAMP WITH TIME ZONE
);

CREATE TABLE IF NOT EXISTS contract (
    id            BIGINT        PRIMARY KEY,
    customer_id   BIGINT        NOT NULL REFERENCES contract_customer (id),
    title         VARCHAR(100)  NOT NULL,
    taxed_in      VARCHAR(100)  NOT NULL,
    tax_per_mille INTEGER       NOT NULL,
    version       BIGINT        NOT NULL,
    modified_by   VARCHAR(255),
    modified_at   TIMESTAMP WITH TIME ZONE
);

CREATE TABLE IF NOT EXISTS contract_item (
    id          BIGINT        PRIMARY KEY,
    contract_id BIGINT        NOT NULL REFERENCES contract (id),
    text        VARCHAR(100)  NOT NULL,
    quantity    INTEGER       NOT NULL,
    price       DECIMAL(12,2) NOT NULL
);

-- Payment terms. The table belongs to an older system, which reads and writes it as well and knows nothing of versions.
CREATE TABLE IF NOT EXISTS legacy_terms (
    contract_no BIGINT        PRIMARY KEY,
    pay_days    INTEGER       NOT NULL,
    discount    DECIMAL(4,1)  NOT NULL,
    note        VARCHAR(200)
);

-- Why somebody overwrote what others had saved, as they said in the dialog; by the version that it made.
CREATE TABLE IF NOT EXISTS overwrite_reason (
    entity    VARCHAR(100)  NOT NULL,
    record_id VARCHAR(100)  NOT NULL,
    version   BIGINT        NOT NULL,
    reason    VARCHAR(200)  NOT NULL,
    PRIMARY KEY (entity, record_id, version)
);
