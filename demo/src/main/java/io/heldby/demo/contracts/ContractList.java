package io.heldby.demo.contracts;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which contracts there are; and what the older system does to their payment terms. */
@Repository
class ContractList {

    private static final String ROWS = """
            SELECT c.id, c.title, c.taxed_in, c.tax_per_mille, c.version, c.modified_by, c.modified_at,
                   o.name, o.city,
                   (SELECT SUM(i.quantity * i.price) FROM contract_item i WHERE i.contract_id = c.id) AS net
              FROM contract c
              JOIN contract_customer o ON o.id = c.customer_id
             WHERE c.id > 0
             ORDER BY c.id
             LIMIT 50""";

    private static final String ITEM_NAMES = "SELECT id, text FROM contract_item WHERE contract_id = ?";

    private static final String OLDER_SYSTEM = "UPDATE legacy_terms SET pay_days = ? WHERE contract_no = ?";

    private final JdbcClient jdbc;

    ContractList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<ContractRow> rows() {
        return jdbc.sql(ROWS)
                .query((row, at) -> new ContractRow(
                        row.getLong("id"),
                        row.getString("title"),
                        row.getString("name"),
                        row.getString("city"),
                        row.getString("taxed_in"),
                        new Totals(
                                Objects.requireNonNullElse(row.getBigDecimal("net"), BigDecimal.ZERO),
                                row.getInt("tax_per_mille")),
                        row.getLong("version"),
                        row.getString("modified_by"),
                        row.getObject("modified_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** What the items of a contract are, by id. */
    Map<Long, String> itemNames(long contract) {
        Map<Long, String> names = new HashMap<>();
        jdbc.sql(ITEM_NAMES).param(contract).query(row -> {
            names.put(row.getLong("id"), row.getString("text"));
        });
        return names;
    }

    /** As another program writes, which knows nothing of versions and asks nobody. */
    void olderSystemWrites(long contract, int payDays) {
        jdbc.sql(OLDER_SYSTEM).params(payDays, contract).update();
    }
}
