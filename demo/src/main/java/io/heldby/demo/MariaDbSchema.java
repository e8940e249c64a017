package io.heldby.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.autoconfigure.ApplicationDataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.context.annotation.Profile;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/** Runs {@code schema.sql} on MariaDB, whose only type for an instant has another name. */
@Component
@Profile("mariadb")
class MariaDbSchema extends ApplicationDataSourceScriptDatabaseInitializer {

    MariaDbSchema(DataSource dataSource) {
        super(dataSource, settings());
    }

    private static DatabaseInitializationSettings settings() {
        DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
        settings.setSchemaLocations(List.of("classpath:schema.sql"));
        settings.setMode(DatabaseInitializationMode.ALWAYS);
        settings.setEncoding(StandardCharsets.UTF_8);
        return settings;
    }

    @Override
    protected void runScripts(Scripts scripts) {
        List<Resource> translated = new ArrayList<>();
        for (Resource script : scripts) {
            translated.add(translated(script));
        }
        super.runScripts(new Scripts(translated));
    }

    private static Resource translated(Resource script) {
        try {
            String sql = script.getContentAsString(StandardCharsets.UTF_8)
                    .replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMP(6) NULL");
            return new ByteArrayResource(sql.getBytes(StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
