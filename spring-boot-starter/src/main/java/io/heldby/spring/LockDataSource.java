package io.heldby.spring;

import java.util.Arrays;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/** The one of the application's DataSources that keeps the locks. */
record LockDataSource(DataSource dataSource) {

    /**
     * Takes the named one, or else the only or primary one.
     *
     * @throws HeldbyConfigurationException when it is not clear which
     */
    static LockDataSource choose(ListableBeanFactory beans, @Nullable String name) {
        String[] names = beans.getBeanNamesForType(DataSource.class);
        if (name != null) {
            if (!Arrays.asList(names).contains(name)) {
                throw new HeldbyConfigurationException(
                        "heldby.data-source is \"%s\", but there is no DataSource bean of that name.".formatted(name),
                        "Set heldby.data-source to one of: " + String.join(", ", names));
            }
            return new LockDataSource(beans.getBean(name, DataSource.class));
        }
        DataSource only = beans.getBeanProvider(DataSource.class).getIfUnique();
        if (only == null) {
            throw new HeldbyConfigurationException(
                    "There are several DataSource beans and none is primary, so Heldby cannot know which one keeps the"
                            + " locks: " + String.join(", ", names),
                    "Set heldby.data-source to the name of the one that keeps the records to be locked, for example"
                            + " heldby.data-source=" + names[0]);
        }
        return new LockDataSource(only);
    }
}
