package io.heldby.jpa;

import io.heldby.hibernate.VersionRoot;
import io.heldby.lock.OfflineLocked;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;

/** An aggregate that is edited under a lock. */
@Entity
@OfflineLocked(type = "patient")
class Patient {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Version
    Long version;

    String name;

    @OneToMany(mappedBy = "patient", cascade = CascadeType.ALL)
    List<Prescription> prescriptions = new ArrayList<>();

    protected Patient() {}

    Patient(String name) {
        this.name = name;
    }

    @Entity
    static class Prescription {

        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @VersionRoot
        @ManyToOne(optional = false)
        Patient patient;

        String drug;

        protected Prescription() {}

        Prescription(Patient patient, String drug) {
            this.patient = patient;
            this.drug = drug;
        }
    }
}
