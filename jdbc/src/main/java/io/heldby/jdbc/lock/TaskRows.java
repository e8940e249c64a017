package io.heldby.jdbc.lock;

import io.heldby.lock.ExpiryTask;
import io.heldby.lock.Grant;
import io.heldby.lock.Loss;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Puts down what is to be done about a grant that is over, and drops it when its holder has come back: in the transaction
 * that ends or revives the grant, with the head row of its key locked. A grant without a handler costs nothing here.
 */
final class TaskRows {

    private final Sql sql;

    TaskRows(Sql sql) {
        this.sql = sql;
    }

    void wentOn(Connection connection, Grant before, Grant after) throws SQLException {
        write(connection, ExpiryTask.Change.of(before, after), before, Loss.expired(before.expiresAt()));
    }

    void ended(Connection connection, Grant grant, Loss loss) throws SQLException {
        write(connection, ExpiryTask.Change.of(grant, loss), grant, loss);
    }

    private void write(Connection connection, ExpiryTask.Change change, Grant grant, Loss loss) throws SQLException {
        switch (change) {
            case TASK -> insert(connection, grant, loss);
            case DROP -> drop(connection, grant);
            case NOTHING -> {}
        }
    }

    private void insert(Connection connection, Grant grant, Loss loss) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.tasks.insert)) {
            Binder bind = sql.bind(statement).text(grant.terms().handler());
            GrantRow.id(bind, grant.lockId());
            bind.text(grant.mode().name());
            GrantRow.owner(bind, grant.owner());
            bind.text(grant.reason())
                    .number(grant.fence().value())
                    .time(grant.acquiredAt())
                    .time(grant.expiresAt())
                    .time(grant.maxUntil())
                    .text(loss.cause().name())
                    .text(loss.by())
                    .time(loss.at())
                    .text(loss.reason())
                    .time(Objects.requireNonNull(loss.at()));
            statement.executeUpdate();
        }
    }

    private void drop(Connection connection, Grant grant) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.tasks.drop)) {
            sql.rows.bindId(statement, grant.lockId());
            statement.executeUpdate();
        }
    }
}
