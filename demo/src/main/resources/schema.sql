-- Runs on H2 and on PostgreSQL, at every start.

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
