package io.heldby.demo.clinic;

import io.heldby.lock.LockKey;
import io.heldby.spring.LockPolicyCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who asks for the lock of a prescription gets that of its patient. */
@Configuration(proxyBeanMethods = false)
class ClinicLocks {

    @Bean
    LockPolicyCustomizer clinic(JdbcClient jdbc) {
        return policies -> policies.withRoot("prescription", prescription -> patientOf(prescription, jdbc));
    }

    private static LockKey patientOf(LockKey prescription, JdbcClient jdbc) {
        long patient = jdbc.sql("SELECT patient_id FROM prescription WHERE id = ?")
                .param(prescription.id())
                .query(Long.class)
                .optional()
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no prescription \"" + prescription.id() + "\""));
        return new LockKey(prescription.tenant(), Patient.TYPE, String.valueOf(patient));
    }
}
