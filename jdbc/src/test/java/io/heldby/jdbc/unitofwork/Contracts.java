package io.heldby.jdbc.unitofwork;

import io.heldby.jdbc.changelog.ChangeLog;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Contracts with line items, as an application would keep them: whoever changes an item changes the contract. */
final class Contracts {

    record Contract(long id, String title, long customerId) {}

    record Item(long id, long contractId, String text, BigDecimal price) {

        Item costing(String newPrice) {
            return new Item(id, contractId, text, new BigDecimal(newPrice));
        }
    }

    private Contracts() {}

    static final class ContractMapper extends VersionedMapper<Contract> {

        static final VersionedTable<Contract> TABLE = VersionedTable.of("contract", "id", Contract::id)
                .column("title", Contract::title)
                .column("customer_id", "customerId", Contract::customerId);

        ContractMapper() {
            super(TABLE);
        }

        ContractMapper(ChangeLog log) {
            this(TABLE.logged(log));
        }

        ContractMapper(VersionedTable<Contract> table) {
            super(table);
        }

        @Override
        protected Contract read(ResultSet row) throws SQLException {
            return new Contract(row.getLong("id"), row.getString("title"), row.getLong("customer_id"));
        }
    }

    static final class ItemMapper extends MemberMapper<Item> {

        ItemMapper() {
            super(MemberTable.of("item", "id", Item::id, "contract_id", Item::contractId)
                    .column("text", Item::text)
                    .column("price", Item::price));
        }

        @Override
        protected Item read(ResultSet row) throws SQLException {
            return new Item(
                    row.getLong("id"), row.getLong("contract_id"), row.getString("text"), row.getBigDecimal("price"));
        }
    }
}
