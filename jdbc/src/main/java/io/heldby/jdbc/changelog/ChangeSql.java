package io.heldby.jdbc.changelog;

import io.heldby.jdbc.lock.JdbcSettings;

/** The statements of the change log for one database. */
final class ChangeSql {

    final String insertAtOnce;
    final String insertHead;
    final String insertField;
    final String between;
    final String ofRecord;
    final String history;
    final String overwritten;
    final String lastVersion;
    final String old;
    final String deleteHead;
    final String deleteFields;
    final String eraseHeads;
    final String eraseFields;

    ChangeSql(Database database, JdbcSettings settings) {
        String change = table(settings, "change");
        insertAtOnce = ready(database, change, INSERT_AT_ONCE);
        insertHead = ready(database, change, INSERT_HEAD);
        insertField = ready(database, change, INSERT_FIELD);
        between = ready(database, change, withFields(BETWEEN, "h.version"));
        ofRecord = ready(database, change, withFields(OF_RECORD, "h.version DESC"));
        history = ready(database, change, withFields(HISTORY, NEWEST_FIRST));
        overwritten = ready(database, change, withFields(OVERWRITTEN, NEWEST_FIRST));
        lastVersion = ready(database, change, LAST_VERSION);
        old = ready(database, change, OLD);
        deleteHead = ready(database, change, "DELETE FROM {change} WHERE " + THIS);
        deleteFields = ready(database, change, "DELETE FROM {change}_field WHERE " + THIS);
        eraseHeads = ready(database, change, "DELETE FROM {change} WHERE " + RECORD);
        eraseFields = ready(database, change, "DELETE FROM {change}_field WHERE " + RECORD);
    }

    private static String ready(Database database, String change, String template) {
        return database.filled(template).replace("{change}", change);
    }

    static String table(JdbcSettings settings, String name) {
        return (settings.schema() == null ? "" : settings.schema() + ".") + settings.tablePrefix() + name;
    }

    /** Where arrays can be bound (PostgreSQL): any number of changes in one round trip. */
    private static final String INSERT_AT_ONCE = """
            WITH heads AS (
              INSERT INTO {change} (tenant, entity, id, version, action, based_on, by_name, save_id, at)
              SELECT ?, entity, id, version, action, based_on, by_name, save_id, {now}
              FROM unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::text[])
                AS head (entity, id, version, action, based_on, by_name, save_id))
            INSERT INTO {change}_field
              (tenant, entity, id, version, seq, field, masked, old_type, old_value, new_type, new_value)
            SELECT ?, entity, id, version, seq, field, masked, old_type, old_value, new_type, new_value
            FROM unnest(?::text[], ?::text[], ?::bigint[], ?::int[], ?::text[], ?::bool[],
                        ?::text[], ?::text[], ?::text[], ?::text[])
              AS field (entity, id, version, seq, field, masked, old_type, old_value, new_type, new_value)""";

    private static final String INSERT_HEAD = """
            INSERT INTO {change} (tenant, entity, id, version, action, based_on, by_name, save_id, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, {now})""";

    private static final String INSERT_FIELD = """
            INSERT INTO {change}_field
              (tenant, entity, id, version, seq, field, masked, old_type, old_value, new_type, new_value)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String RECORD = "tenant = ? AND entity = ? AND id = ?";

    private static final String THIS = RECORD + " AND version = ?";

    private static final String BETWEEN =
            "SELECT * FROM {change} WHERE " + RECORD + " AND version > ? AND version <= ?";

    private static final String FILTER = """
              AND (CAST(? AS {text}) IS NULL OR by_name = ?)
              AND at >= ? AND at < ?
            """;

    private static final String OF_RECORD =
            "SELECT * FROM {change} WHERE " + RECORD + """

              AND version < ?
            """ + FILTER + "ORDER BY version DESC FETCH FIRST ? ROWS ONLY";

    /** The comparison with the time alone is the one that an index can begin at. */
    private static final String HISTORY =
            """
            SELECT * FROM {change}
            WHERE tenant = ? AND (CAST(? AS {text}) IS NULL OR entity = ?)
              AND at <= ? AND (at < ? OR (entity, id, version) < (?, ?, ?))
            """ + FILTER + "ORDER BY at DESC, entity DESC, id DESC, version DESC FETCH FIRST ? ROWS ONLY";

    private static final String OVERWRITTEN = """
            SELECT * FROM {change} forced
            WHERE tenant = ? AND at >= ? AND action = 'FORCED' AND by_name <> ?
              AND EXISTS (SELECT 1 FROM {change} victim
                          WHERE victim.tenant = forced.tenant AND victim.entity = forced.entity AND victim.id = forced.id
                            AND victim.version > forced.based_on AND victim.version < forced.version
                            AND victim.by_name = ?)
            ORDER BY at DESC, entity DESC, id DESC, version DESC FETCH FIRST ? ROWS ONLY""";

    private static final String NEWEST_FIRST = "h.at DESC, h.entity DESC, h.id DESC, h.version DESC";

    private static String withFields(String heads, String order) {
        return """
                SELECT h.entity, h.id, h.version, h.action, h.based_on, h.by_name, h.at, h.save_id,
                       f.field, f.masked, f.old_type, f.old_value, f.new_type, f.new_value
                FROM ({heads}) h
                LEFT JOIN {change}_field f
                  ON f.tenant = h.tenant AND f.entity = h.entity AND f.id = h.id AND f.version = h.version
                ORDER BY {order}, f.seq""".replace("{heads}", heads).replace("{order}", order);
    }

    private static final String LAST_VERSION = "SELECT MAX(version) FROM {change} WHERE " + RECORD;

    /** Of all tenants. */
    private static final String OLD = """
            SELECT tenant, entity, id, version FROM {change} WHERE at < {ago}
            ORDER BY at, tenant FETCH FIRST ? ROWS ONLY""";
}
