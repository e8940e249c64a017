package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;
import java.util.List;

class PostgresUnitOfWorkTest extends UnitOfWorkContract {

    PostgresUnitOfWorkTest() {
        super(TestDatabase.postgres(20));
    }

    @Override
    List<String> mixedCommit() {
        return List.of(
                "SELECT u.n, t.version FROM contract AS t JOIN unnest(?) WITH ORDINALITY AS u (id, n) ON t.id = u.id"
                        + " ORDER BY t.id FOR UPDATE OF t",
                "SELECT u.n, t.version FROM customer AS t JOIN unnest(?) WITH ORDINALITY AS u (id, n) ON t.id = u.id"
                        + " ORDER BY t.id FOR UPDATE OF t",
                "INSERT INTO customer (id, version, name, city, since, modified_by, modified_at)"
                        + " SELECT u.c0, u.c1, u.c2, u.c3, u.c4, ?, CURRENT_TIMESTAMP"
                        + " FROM unnest(?, ?, ?, ?, ?) WITH ORDINALITY AS u (c0, c1, c2, c3, c4, n) ORDER BY n",
                "DELETE FROM customer WHERE id = ? AND version = ?",
                "WITH locked AS ( SELECT 1 FROM item WHERE id = ANY (?) ORDER BY id FOR UPDATE )"
                        + " UPDATE item AS t SET text = u.c2, price = u.c3"
                        + " FROM unnest(?, ?, ?, ?) WITH ORDINALITY AS u (c0, c1, c2, c3, n)"
                        + " WHERE (SELECT count(*) FROM locked) >= 0 AND t.id = u.c0 AND t.contract_id = u.c1 RETURNING u.n",
                "UPDATE customer SET name = ?, city = ?, since = ?, version = version + 1, modified_by = ?,"
                        + " modified_at = CURRENT_TIMESTAMP WHERE id = ? AND version = ?",
                "UPDATE contract SET version = version + 1, modified_by = ?, modified_at = CURRENT_TIMESTAMP"
                        + " WHERE id = ? AND version = ?");
    }

    /** One statement that also locks, in the order of the keys. */
    @Override
    List<String> commitOfManyUpdates() {
        return List.of("WITH locked AS ( SELECT 1 FROM customer WHERE id = ANY (?) ORDER BY id FOR UPDATE )"
                + " UPDATE customer AS t SET name = u.c2, city = u.c3, since = u.c4, version = t.version + 1,"
                + " modified_by = ?, modified_at = CURRENT_TIMESTAMP"
                + " FROM unnest(?, ?, ?, ?, ?) WITH ORDINALITY AS u (c0, c1, c2, c3, c4, n)"
                + " WHERE (SELECT count(*) FROM locked) >= 0 AND t.id = u.c0 AND t.version = u.c1 RETURNING u.n");
    }
}
