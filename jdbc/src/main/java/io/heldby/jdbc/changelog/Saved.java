package io.heldby.jdbc.changelog;

import io.heldby.lock.LockKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That a record was saved, to be {@linkplain SavedEvents#append told} to those who have it open.
 *
 * @param type what kind of record, as of its lock key
 * @param id which one, as of its lock key
 * @param version that the save made, 0 or more
 * @param user id of who saved, at most 255 chars; null where it is not known
 * @param by who, as people know them, 1 to 255 chars
 * @param overwritten those whose versions were overwritten, as people know them; empty unless the save was forced
 */
public record Saved(
        String type, String id, long version, @Nullable String user, String by, List<String> overwritten) {

    /**
     * Checks itself.
     *
     * @throws IllegalArgumentException naming the part, its value and what would be right
     */
    public Saved {
        LockKey unused = LockKey.of(type, id);
        if (version < 0) {
            throw new IllegalArgumentException("version must be 0 or more, but is " + version);
        }
        if (user != null) {
            Change.checked("user", user, 255);
        }
        Change.checked("by", by, 255);
        overwritten = overwritten.stream().distinct().toList();
        overwritten.forEach(name -> Change.checked("overwritten", name, 255));
    }

    /** A save that overwrote nothing. */
    public static Saved of(String type, String id, long version, @Nullable String user, String by) {
        return new Saved(type, id, version, user, by, List.of());
    }
}
