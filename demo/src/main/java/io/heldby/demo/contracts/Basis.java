package io.heldby.demo.contracts;

/**
 * What a form was made from; it comes back with the save.
 *
 * @param version of the contract, its items included
 * @param address of the customer, by which the tax was computed
 * @param customerVersion of that customer
 * @param terms the payment terms, because nobody logs what they were
 * @param termsVersion what stands for a version of them; 0 when there were none
 */
public record Basis(long version, Address address, long customerVersion, Terms terms, long termsVersion) {

    Basis withVersion(long newVersion) {
        return new Basis(newVersion, address, customerVersion, terms, termsVersion);
    }

    Basis withAddress(Address newAddress, long newVersion) {
        return new Basis(version, newAddress, newVersion, terms, termsVersion);
    }

    Basis withTerms(Terms newTerms, long newVersion) {
        return new Basis(version, address, customerVersion, newTerms, newVersion);
    }
}
