package io.heldby.spring.http;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.ChangePage;
import io.heldby.jdbc.changelog.ChangeQuery;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.Transactions;
import io.heldby.spring.LockPermissions;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** What each write of one record changed; where the application has a change log. */
@Controller
@RequestMapping(path = Paths.PREFIX, produces = MediaType.APPLICATION_JSON_VALUE)
final class ChangesController {

    private static final List<String> KNOWN = List.of("cursor", "limit");
    private static final int DEFAULT_LIMIT = 100;

    private final ChangeLog changes;
    private final Transactions transactions;
    private final Caller caller;
    private final LockPermissions permissions;

    ChangesController(ChangeLog changes, Transactions transactions, Caller caller, LockPermissions permissions) {
        this.changes = changes;
        this.transactions = transactions;
        this.caller = caller;
        this.permissions = permissions;
    }

    @GetMapping("/resources/{type}/{id}/changes")
    Answer changes(@PathVariable String type, @PathVariable String id, HttpServletRequest request) {
        caller.owner();
        LockKey key = caller.key(type, id);
        if (!permissions.maySee(key) || !permissions.maySeeChanges(key)) {
            throw Problems.notPermitted("You may not see what was changed of " + key + ".")
                    .refusal();
        }
        Parameters given = Parameters.of(request, KNOWN);
        ChangeQuery query = Inputs.checked(
                () -> ChangeQuery.of(type, id).after(given.text("cursor")).limit(given.limit(DEFAULT_LIMIT)));
        return Answer.ok(ChangesJson.of(read(query)));
    }

    private ChangePage read(ChangeQuery query) {
        try {
            return transactions.<ChangePage, SQLException>run(connection -> changes.history(connection, query));
        } catch (SQLException failed) {
            throw new LockStoreException("the change log cannot be read: " + failed.getMessage(), failed);
        }
    }
}
