package io.heldby.jpa;

import io.heldby.hibernate.VersionRoot;
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

/** An aggregate with an inverse collection, whose members lead to it. */
@Entity
class Project {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Version
    Long version;

    String title;

    @OneToMany(mappedBy = "project", cascade = CascadeType.ALL, orphanRemoval = true)
    List<Task> tasks = new ArrayList<>();

    protected Project() {}

    Project(String title) {
        this.title = title;
    }

    Task add(String text) {
        Task task = new Task(this, text);
        tasks.add(task);
        return task;
    }

    @Entity
    static class Task {

        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @VersionRoot
        @ManyToOne(optional = false)
        Project project;

        String text;

        protected Task() {}

        Task(Project project, String text) {
            this.project = project;
            this.text = text;
        }
    }
}
