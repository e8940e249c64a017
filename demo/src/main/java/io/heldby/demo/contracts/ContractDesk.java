package io.heldby.demo.contracts;

import io.heldby.demo.ClockTimes;
import io.heldby.version.ConflictException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Saves what was typed although others may have been faster: as it is when nobody was, merged when nobody has to be asked,
 * and else as a person decides.
 */
@Component
class ContractDesk {

    /** Others may save between looking and writing, again and again. */
    private static final int ATTEMPTS = 10;

    private final Contracts contracts;
    private final ClockTimes times;

    ContractDesk(Contracts contracts, ClockTimes times) {
        this.contracts = contracts;
        this.times = times;
    }

    /** @param by who, as people know them */
    Outcome save(ContractForm form, String by) throws SQLException {
        return attempts(form, null, contracts::save, by);
    }

    /** Stores both sides' changes together, as decided. */
    Outcome decide(ContractForm form, Decision decision, String by) throws SQLException {
        return attempts(form, decision, contracts::save, by);
    }

    /** What is in the way now, with what was chosen so far; writes nothing. */
    Outcome compare(ContractForm form, Decision decision, String by) throws SQLException {
        Decision looks = new Decision(decision.part(), decision.answer(), true);
        Outcome now = attempts(form, looks, contracts::check, by);
        return now instanceof Outcome.Stored ? new Outcome.Editing(form) : now;
    }

    /**
     * Stores mine over what others have saved, up to the version that the person was shown. Of the payment terms nobody keeps
     * who wrote them, so there it is a save that is based on what was shown.
     */
    Outcome overwrite(ContractForm form, Decision decision, String by) throws SQLException {
        Long shown = decision.answer().shown();
        if (shown == null) {
            return compare(form, decision, by);
        }
        if (decision.part() == Part.TERMS) {
            ContractForm basedOnThat =
                    form.on(form.basis().withTerms(form.basis().terms(), shown));
            return attempts(basedOnThat, null, contracts::save, by);
        }
        return attempts(
                form,
                new Decision(decision.part(), decision.answer(), true),
                (draft, basis, writer) -> contracts.overwrite(draft, basis, shown, writer),
                by);
    }

    /** Stores it again after somebody has deleted it. */
    Outcome recreate(ContractForm form, String by) throws SQLException {
        return contracts.find(form.number()).isPresent()
                ? save(form, by)
                : attempts(form, null, contracts::recreate, by);
    }

    private interface Write {
        void write(Draft draft, Basis basis, String by) throws SQLException;
    }

    private Outcome attempts(ContractForm form, @Nullable Decision decision, Write write, String by)
            throws SQLException {
        if (!form.valid()) {
            return new Outcome.Editing(form);
        }
        Attempt attempt = new Attempt(contracts, times, by, form, decision);
        for (int count = 1; ; count++) {
            try {
                write.write(attempt.form().draft(), attempt.form().basis(), by);
                return new Outcome.Stored(List.copyOf(attempt.notes()));
            } catch (ConflictException faster) {
                Optional<Outcome> asks = attempt.resolve(faster);
                if (asks.isPresent()) {
                    return asks.get();
                }
                if (count == ATTEMPTS) {
                    throw faster;
                }
            }
        }
    }
}
