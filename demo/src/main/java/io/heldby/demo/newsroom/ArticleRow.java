package io.heldby.demo.newsroom;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An article in the list.
 *
 * @param sections how many there are
 * @param publishedVersion what readers see; null when nothing was published yet
 */
public record ArticleRow(
        long id,
        String title,
        int sections,
        List<String> tags,
        long version,
        String modifiedBy,
        Instant modifiedAt,
        @Nullable Long publishedVersion) {

    public boolean published() {
        return publishedVersion != null;
    }

    /** Whether something was saved since, which readers do not see yet. */
    public boolean newerThanPublished() {
        return publishedVersion != null && publishedVersion < version;
    }
}
