package io.heldby.hibernate;

import java.util.function.Supplier;

/**
 * Who works in the current thread, and whether they look at something or save, as far as
 * {@linkplain HeldbyHibernate#observe lost work is observed}.
 *
 * @param session in which they see records, such as an HTTP session: what a save overwrites is compared with what this session
 *     was shown last
 * @param who as people know them; asked for only when something was saved
 * @param showing whether what is loaded now is shown to them, as by a GET; what a save loads for itself, they have not seen
 */
public record Viewer(String session, Supplier<String> who, boolean showing) {}
