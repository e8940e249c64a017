package io.heldby.demo.clinic;

/**
 * A prescription that is issued again in every round.
 *
 * @param rounds how often it has been issued
 */
record Plan(String id, long patientId, String medicine, String dosage, int days, String physician, int rounds) {

    Plan issued() {
        return new Plan(id, patientId, medicine, dosage, days, physician, rounds + 1);
    }
}
