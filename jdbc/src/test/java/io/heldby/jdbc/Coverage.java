package io.heldby.jdbc;

/** What a policy covers: a member of its aggregate. */
record Coverage(long id, String policy, String kind) {

    Coverage ofKind(String newKind) {
        return new Coverage(id, policy, newKind);
    }
}
