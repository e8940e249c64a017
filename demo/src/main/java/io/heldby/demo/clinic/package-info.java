/** Workplace 7, the Clinic: whoever writes anything into a patient's chart needs the patient's lock. */
@NullMarked
package io.heldby.demo.clinic;

import org.jspecify.annotations.NullMarked;
