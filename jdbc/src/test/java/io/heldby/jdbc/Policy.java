package io.heldby.jdbc;

import java.math.BigDecimal;

/** The record that the guides edit. */
record Policy(String number, String holder, BigDecimal premium) {

    Policy withPremium(String newPremium) {
        return new Policy(number, holder, new BigDecimal(newPremium));
    }
}
