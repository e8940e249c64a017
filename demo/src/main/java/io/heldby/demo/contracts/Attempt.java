package io.heldby.demo.contracts;

import io.heldby.demo.ClockTimes;
import io.heldby.demo.conflict.Author;
import io.heldby.demo.conflict.ConflictAnswer;
import io.heldby.demo.conflict.ConflictPage;
import io.heldby.demo.conflict.SaveIds;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A save that others were in the way of: as far as nobody has to be asked, its form is merged with what they have stored, so
 * that it can be tried again.
 */
final class Attempt {

    private final Contracts contracts;
    private final ClockTimes times;
    private final String by;
    private final List<String> notes = new ArrayList<>();
    private ContractForm form;
    private @Nullable Decision decision;

    /**
     * Nothing was in the way yet.
     *
     * @param by who saves
     * @param decision what a person has decided about it, if they were asked
     */
    Attempt(Contracts contracts, ClockTimes times, String by, ContractForm form, @Nullable Decision decision) {
        this.contracts = contracts;
        this.times = times;
        this.by = by;
        this.form = form;
        this.decision = decision;
    }

    ContractForm form() {
        return form;
    }

    /** What was merged into it, a sentence each. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /**
     * Goes on from what is stored now.
     *
     * @return empty when it can be tried again; else what a person has to be told, or asked
     */
    Optional<Outcome> resolve(ConflictException tooLate) throws SQLException {
        List<Conflict> conflicts = tooLate.conflicts().stream()
                .sorted(Comparator.comparing(Attempt::place))
                .toList();
        for (Conflict conflict : conflicts) {
            Optional<Outcome> asks = resolve(conflict);
            if (asks.isPresent()) {
                return asks;
            }
        }
        return Optional.empty();
    }

    /** Who must decide about fields sees the tax of what they have decided, so that comes last. */
    private static int place(Conflict conflict) {
        return Part.isContract(conflict) ? 0 : Part.isTerms(conflict) ? 1 : 2;
    }

    private Optional<Outcome> resolve(Conflict conflict) throws SQLException {
        if (conflict.kind() == Conflict.Kind.READ_CHANGED) {
            return move(conflict);
        }
        if (conflict.kind() == Conflict.Kind.DELETED) {
            return Optional.of(new Outcome.Deleted(form, conflict));
        }
        return merge(Part.isTerms(conflict) ? Part.TERMS : Part.CONTRACT, conflict);
    }

    private Optional<Outcome> merge(Part part, Conflict conflict) {
        Decision decided = decision != null && decision.part() == part ? decision : null;
        ConflictAnswer answer = decided != null
                ? decided.answer()
                : ConflictAnswer.first(SaveIds.newForm(), conflict.expectedVersion(), form.hidden());
        ConflictPage page = ConflictPage.of(conflict, ContractFields.of(conflict), answer);
        if (!page.decided() || !page.current() || (decided != null && decided.onlyLooks())) {
            return Optional.of(new Outcome.Undecided(part, page));
        }
        ContractForm merged = form.with(page.results(), part.basis(form, conflict));
        if (!merged.valid()) {
            return Optional.of(new Outcome.Undecided(part, page.with(merged.problems())));
        }
        form = merged;
        if (decided != null) {
            decision = null;
        }
        notes.add(
                part == Part.TERMS
                        ? "What the older system made of the payment terms meanwhile is merged with yours."
                        : mergedWith(page.others()));
        return Optional.empty();
    }

    private String mergedWith(List<Author> authors) {
        return authors.stream()
                .map(author -> "%s %s%s"
                        .formatted(
                                by.equals(author.who())
                                        ? "your own"
                                        : Objects.requireNonNullElse(author.who(), "somebody") + "’s",
                                author.changes() == 1 ? "change" : author.changes() + " changes",
                                author.at() == null ? "" : " of " + times.text(author.at())))
                .collect(Collectors.joining(" and ", "Merged with ", "."));
    }

    private Optional<Outcome> move(Conflict conflict) throws SQLException {
        Basis now = contracts.withAddressNow(form.basis(), form.customerId());
        TaxMove move = TaxMove.of(
                conflict, form.basis().address(), now.address(), form.draft().items());
        form = form.on(now);
        if (move.changesTheTax()) {
            return Optional.of(new Outcome.Moved(form, move, notes()));
        }
        notes.add("%s changed the customer%s; the tax stays %s."
                .formatted(
                        move.who(),
                        move.at() == null ? "" : " at " + times.text(move.at()),
                        move.after().rate()));
        return Optional.empty();
    }
}
