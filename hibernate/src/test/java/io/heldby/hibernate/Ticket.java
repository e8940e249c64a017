package io.heldby.hibernate;

import io.heldby.lock.OfflineLocked;
import jakarta.persistence.CascadeType;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** An aggregate that is edited under a lock. */
@Entity
@OfflineLocked(type = "ticket")
class Ticket {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Version
    long version;

    String title;

    @ElementCollection
    Set<String> labels = new LinkedHashSet<>();

    @OneToMany(mappedBy = "ticket", cascade = CascadeType.ALL, orphanRemoval = true)
    @OrderBy("id")
    List<Comment> comments = new ArrayList<>();

    protected Ticket() {}

    Ticket(String title) {
        this.title = title;
    }

    void comment(String text) {
        comments.add(new Comment(this, text));
    }
}
