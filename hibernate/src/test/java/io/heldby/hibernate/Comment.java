package io.heldby.hibernate;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.util.LinkedHashSet;
import java.util.Set;

/** A member of a ticket; not locked by itself. */
@Entity
class Comment {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @VersionRoot
    @ManyToOne(optional = false, fetch = FetchType.LAZY)
    Ticket ticket;

    String text;

    @ElementCollection
    Set<String> marks = new LinkedHashSet<>();

    protected Comment() {}

    Comment(Ticket ticket, String text) {
        this.ticket = ticket;
        this.text = text;
    }
}
