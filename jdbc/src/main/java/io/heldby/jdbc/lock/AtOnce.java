package io.heldby.jdbc.lock;

import io.heldby.lock.LeaseClaim;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * What is done in a single statement, and so in one round trip, where the database can: to exclusive grants whose rows
 * nobody has locked. Whatever is not as usual is left alone, and the caller goes step by step; so a database that can do
 * nothing at once gives the same answers.
 */
final class AtOnce {

    private final OwnConnection connections;
    private final Dialect dialect;
    private final Sql sql;

    AtOnce(OwnConnection connections, Dialect dialect) {
        this.connections = connections;
        this.dialect = dialect;
        this.sql = dialect.sql;
    }

    /** Whether it was released. */
    boolean release(LeaseClaim claim) {
        return sql.releaseAtOnce.isPresent()
                && connections.write(connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(sql.releaseAtOnce.get())) {
                        sql.bind(statement)
                                .value(claim.lockId())
                                .text(claim.tenant())
                                .text(claim.user())
                                .bytes(GrantRow.bytes(List.of(claim.token().hash())));
                        return statement.executeUpdate() == 1;
                    } catch (SQLException failed) {
                        if (dialect.isLockTimeout(failed)) {
                            return false;
                        }
                        throw failed;
                    }
                });
    }
}
