package io.heldby.demo.contracts;

import io.heldby.version.Conflict;
import java.util.Objects;

/** What of a contract people can be in each other's way with; each has a version of its own. */
enum Part {
    CONTRACT,
    TERMS;

    static boolean isTerms(Conflict conflict) {
        return conflict.entity().equals(TermsMapper.ENTITY);
    }

    static boolean isContract(Conflict conflict) {
        return conflict.entity().equals(ContractMapper.ENTITY);
    }

    /** On which a form is based once it is merged with what the conflict says is stored now. */
    Basis basis(ContractForm form, Conflict conflict) {
        long now = Objects.requireNonNull(conflict.currentVersion());
        return this == CONTRACT
                ? form.basis().withVersion(now)
                : form.basis().withTerms(Terms.stored(form.number(), conflict), now);
    }
}
