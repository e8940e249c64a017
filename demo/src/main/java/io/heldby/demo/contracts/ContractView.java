package io.heldby.demo.contracts;

import io.heldby.demo.conflict.ConflictAnswer;
import io.heldby.demo.conflict.FormField;
import java.util.List;
import java.util.Locale;

/**
 * What the templates of the conflict page ask.
 *
 * @param action under which {@code /decide} and the others are
 * @param form of the contract, whatever part the conflict is about
 */
public record ContractView(String action, String id, Form form) {

    static ContractView of(long number, Part part, List<FormField> fields) {
        return new ContractView(
                "/contracts/%d/%s".formatted(number, part.name().toLowerCase(Locale.ROOT)),
                String.valueOf(number),
                new Form(fields));
    }

    /** What the contract is called in somebody's form. */
    public String name(ConflictAnswer answer) {
        return answer.mine().getOrDefault("title", "");
    }

    /** @param fields in the order of the form */
    public record Form(List<FormField> fields) {

        public String noun() {
            return "contract";
        }

        public String home() {
            return "/contracts";
        }

        public String path(String id) {
            return "/contracts/" + id;
        }
    }
}
