package io.heldby.spring;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import io.heldby.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;

/** {@code @Repository} puts a class-based proxy before a bean, and that goes around final methods. */
class MapperBehindAProxyTest {

    @Test
    void mapperThatIsCalledThroughAClassBasedProxySaysHowToDeclareIt() throws SQLException {
        ProxyFactory factory = new ProxyFactory(new Notes());
        factory.setProxyTargetClass(true);
        Notes proxied = (Notes) factory.getProxy();
        try (TestDatabase database = TestDatabase.h2();
                Connection connection = database.openConnection()) {
            assertThatThrownBy(() -> proxied.update(connection, new Note("1", "text"), 0, "alice"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("class-based proxy")
                    .hasMessageContaining("@Repository");
        }
    }

    record Note(String id, String text) {}

    static class Notes extends VersionedMapper<Note> {

        Notes() {
            super(VersionedTable.of("note", "id", Note::id).column("text", Note::text));
        }

        @Override
        protected Note read(ResultSet row) throws SQLException {
            return new Note(row.getString("id"), row.getString("text"));
        }
    }
}
