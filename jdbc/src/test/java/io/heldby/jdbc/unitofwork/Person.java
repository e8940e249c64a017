package io.heldby.jdbc.unitofwork;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.merge.MergePolicy;
import io.heldby.merge.MergeRules;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A customer of twelve fields, some of which merge by themselves. */
record Person(long id, Map<String, @Nullable Object> fields) {

    static final Map<String, @Nullable Object> ZAPP = zapp();

    private static Map<String, @Nullable Object> zapp() {
        Map<String, @Nullable Object> zapp = new LinkedHashMap<>();
        zapp.put("firstName", "Zapp");
        zapp.put("lastName", "Brannigan");
        zapp.put("email", "zapp@example.org");
        zapp.put("phone", "1111");
        zapp.put("street", "Neutral Lane 1");
        zapp.put("zip", "10115");
        zapp.put("city", "Berlin");
        zapp.put("notes", "Captain.\nCalls in the afternoon.\nPays late.");
        zapp.put("points", 100L);
        zapp.put("language", "en");
        zapp.put("birthday", "12-03");
        zapp.put("iban", "DE00 1234");
        return zapp;
    }

    Person with(Map<String, ? extends @Nullable Object> changes) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(fields);
        changed.putAll(changes);
        return new Person(id, changed);
    }

    static String columns() {
        return "first_name VARCHAR(100), last_name VARCHAR(100), email VARCHAR(100), phone VARCHAR(100),"
                + " street VARCHAR(100), zip VARCHAR(100), city VARCHAR(100), notes VARCHAR(2000), points BIGINT,"
                + " language VARCHAR(10), birthday VARCHAR(10), iban VARCHAR(50)";
    }

    static VersionedTable<Person> table(@Nullable ChangeLog log, @Nullable SavedEvents events) {
        VersionedTable<Person> table = VersionedTable.<Person>of("person", "id", Person::id);
        for (String field : ZAPP.keySet()) {
            table = table.column(column(field), field, person -> person.fields().get(field));
        }
        table = table.merging(MergeRules.ask()
                .field("points", MergePolicy.ADD)
                .field("notes", MergePolicy.TEXT)
                .group("street", "zip", "city"));
        if (log != null) {
            table = table.masked("iban").logged(log);
        }
        return events == null ? table : table.announced(events);
    }

    private static String column(String field) {
        return field.equals("firstName") ? "first_name" : field.equals("lastName") ? "last_name" : field;
    }

    static final class PersonMapper extends VersionedMapper<Person> {

        PersonMapper(@Nullable ChangeLog log, @Nullable SavedEvents events) {
            super(Person.table(log, events));
        }

        PersonMapper(VersionedTable<Person> table) {
            super(table);
        }

        @Override
        protected Person read(ResultSet row) throws SQLException {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            for (String field : ZAPP.keySet()) {
                fields.put(field, field.equals("points") ? row.getLong("points") : row.getString(column(field)));
            }
            return new Person(row.getLong("id"), fields);
        }

        @Override
        protected Person with(Person person, Map<String, @Nullable Object> values) {
            return person.with(values);
        }
    }
}
