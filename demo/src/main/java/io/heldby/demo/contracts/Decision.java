package io.heldby.demo.contracts;

import io.heldby.demo.conflict.ConflictAnswer;

/**
 * What a person has decided on a conflict page.
 *
 * @param answer what the page sent; its {@code mine} is the form of the contract
 * @param onlyLooks whether they want to see where they are, and to write nothing
 */
record Decision(Part part, ConflictAnswer answer, boolean onlyLooks) {

    ContractForm form(long number) {
        return ContractForm.read(number, answer.mine());
    }
}
