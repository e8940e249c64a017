package io.heldby.demo.contracts;

import io.heldby.jdbc.unitofwork.MemberMapper;
import io.heldby.jdbc.unitofwork.MemberTable;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Where the items of contracts are kept. They have no version: whoever writes one raises their contract's. */
final class ItemMapper extends MemberMapper<Item> {

    static final String TABLE = "contract_item";

    ItemMapper() {
        super(MemberTable.of(TABLE, "id", Item::id, "contract_id", Item::contract)
                .column("text", Item::text)
                .column("quantity", Item::quantity)
                .column("price", Item::price));
    }

    @Override
    protected Item read(ResultSet row) throws SQLException {
        return new Item(
                row.getLong("id"),
                row.getLong("contract_id"),
                row.getString("text"),
                row.getInt("quantity"),
                row.getBigDecimal("price"));
    }
}
