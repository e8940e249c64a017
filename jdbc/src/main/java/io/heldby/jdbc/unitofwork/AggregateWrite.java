package io.heldby.jdbc.unitofwork;

import io.heldby.version.ConflictException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The writes of one transaction to one aggregate with a shared version, see {@link SharedVersions#write}. Used by the
 * transaction's thread alone, and thrown away with it.
 */
public final class AggregateWrite {

    private final SharedVersions.Rows versions;
    private final Connection connection;
    private final String versionId;
    private final long expected;
    private final String by;
    private boolean raised;

    AggregateWrite(SharedVersions.Rows versions, Connection connection, String versionId, long expected, String by) {
        this.versions = versions;
        this.connection = connection;
        this.versionId = versionId;
        this.expected = expected;
        this.by = by;
    }

    public Connection connection() {
        return connection;
    }

    public String versionId() {
        return versionId;
    }

    /** Who writes, as people know them. */
    public String by() {
        return by;
    }

    /**
     * Raises the aggregate's version, at the first call; every write of a member does. An application that writes members
     * by SQL of its own calls it first.
     *
     * @return the new version
     * @throws ConflictException when somebody has written any member since the expected version was loaded
     */
    public long raiseVersion() throws SQLException {
        if (!raised) {
            long unused = versions.update(connection, versionId, expected, by);
            raised = true;
        }
        return expected + 1;
    }
}
