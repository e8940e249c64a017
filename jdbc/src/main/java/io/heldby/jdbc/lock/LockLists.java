package io.heldby.jdbc.lock;

import io.heldby.lock.LockCursor;
import io.heldby.lock.LockId;
import io.heldby.lock.LockPage;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockView;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads that lock nothing: lists for screens, and candidates for the sweeper. */
final class LockLists {

    /** Where a list begins. */
    private static final LockCursor BEFORE_ALL = new LockCursor(Times.EARLIEST, new UUID(0, 0));

    private static final LockCursor AFTER_ALL = new LockCursor(Times.LATEST, new UUID(-1, -1));

    private final Sql sql;

    LockLists(Dialect dialect) {
        this.sql = dialect.sql;
    }

    Optional<LockView> byId(Connection connection, LockId lockId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.byId)) {
            sql.rows.bindId(statement, lockId);
            return views(statement).stream().findFirst();
        }
    }

    LockPage page(Connection connection, LockQuery query) throws SQLException {
        boolean oldestFirst = query.sort() == LockQuery.Sort.OLDEST_FIRST;
        String page = oldestFirst ? sql.oldestFirst : sql.newestFirst;
        LockCursor begin = oldestFirst ? BEFORE_ALL : AFTER_ALL;
        LockCursor cursor = query.cursor() == null ? begin : LockCursor.decoded(query.cursor());
        try (PreparedStatement statement = connection.prepareStatement(page)) {
            Binder bind = sql.bind(statement);
            bindPage(bind, query, cursor); // Of the locks that nobody shares.
            bindPage(bind, query, cursor); // Of the shares.
            bind.number(query.limit() + 1L);
            return LockPage.cut(views(statement), query.limit());
        }
    }

    private static void bindPage(Binder bind, LockQuery query, LockCursor cursor) throws SQLException {
        String state = query.state() == null ? null : query.state().name();
        bind.text(query.tenant())
                .text(query.type())
                .text(query.type())
                .text(query.user())
                .text(query.user())
                .text(state)
                .text(state)
                .text(query.text())
                .text(query.text())
                .text(query.text())
                .time(cursor.acquiredAt())
                .time(cursor.acquiredAt())
                .uuid(cursor.grant())
                .number(query.limit() + 1L);
    }

    int count(Connection connection, String tenant, String user) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.count)) {
            sql.bind(statement).text(tenant).text(user);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    List<LockId> sweepable(Connection connection, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.sweepable)) {
            statement.setInt(1, limit);
            return HeadRows.readIds(statement);
        }
    }

    private List<LockView> views(PreparedStatement statement) throws SQLException {
        List<LockView> views = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                views.add(sql.rows.read(row).viewAt(sql.rows.instant(row, "store_now")));
            }
        }
        return views;
    }
}
