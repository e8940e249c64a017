package io.heldby.hibernate;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.OptimisticLock;
import org.hibernate.annotations.OptimisticLockType;
import org.hibernate.annotations.OptimisticLocking;
import org.hibernate.annotations.SQLDelete;
import org.hibernate.annotations.SQLUpdate;
import org.hibernate.annotations.SoftDelete;

/** Entities of the kinds that Hibernate writes differently. */
final class Guarded {

    static final List<Class<?>> ALL = List.of(
            Vehicle.class,
            Car.class,
            Article.class,
            Note.class,
            Handwritten.class,
            Person.class,
            Whole.class,
            Unchecked.class,
            Fleet.class,
            Berth.class,
            Visit.class,
            Shape.class,
            Circle.class);

    private Guarded() {}

    /** The version is in the table of the superclass only. */
    @Entity(name = "Vehicle")
    @Table(name = "vehicle")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Vehicle {
        @Id
        Long id;

        @Version
        Long version;

        String plate;
    }

    @Entity(name = "Car")
    @Table(name = "car")
    static class Car extends Vehicle {
        int doors;
    }

    /** In two tables, and with a third for its tags. */
    @Entity(name = "Article")
    @Table(name = "article")
    @SecondaryTable(name = "article_text")
    static class Article {
        @Id
        Long id;

        @Version
        Long version;

        String title;

        @Column(table = "article_text")
        String body;

        @OptimisticLock(excluded = true)
        int views;

        @ElementCollection
        @CollectionTable(name = "article_tag")
        @OrderColumn(name = "place")
        List<String> tags = new ArrayList<>();
    }

    @Entity(name = "Note")
    @Table(name = "note")
    @SoftDelete
    static class Note {
        @Id
        Long id;

        @Version
        Long version;

        String text;
    }

    /** Somebody has forgotten the version. */
    @Entity(name = "Handwritten")
    @Table(name = "handwritten")
    @SQLUpdate(sql = "update handwritten set text = ?, version = ? where id = ? and -1 <> ?")
    @SQLDelete(sql = "delete from handwritten where id = ? and -1 <> ?")
    static class Handwritten {
        @Id
        Long id;

        @Version
        Long version;

        String text;
    }

    @Entity(name = "Person")
    @Table(name = "person")
    static class Person {
        @Id
        Long id;

        @Version
        @Column(name = "\"row version\"")
        Long version;

        String name;
    }

    @Entity(name = "Whole")
    @Table(name = "whole")
    @DynamicUpdate
    @OptimisticLocking(type = OptimisticLockType.ALL)
    static class Whole {
        @Id
        Long id;

        String text;
    }

    @Entity(name = "Unchecked")
    @Table(name = "unchecked")
    @OptimisticLocking(type = OptimisticLockType.NONE)
    static class Unchecked {
        @Id
        Long id;

        @Version
        Long version;

        String text;
    }

    /** Its collection writes into the table of another versioned entity. */
    @Entity(name = "Fleet")
    @Table(name = "fleet")
    static class Fleet {
        @Id
        Long id;

        @Version
        Long version;

        @OneToMany
        @JoinColumn(name = "fleet_id")
        @OrderColumn(name = "place")
        List<Berth> berths = new ArrayList<>();
    }

    @Entity(name = "Berth")
    @Table(name = "berth")
    static class Berth {
        @Id
        Long id;

        @Version
        Long version;

        @Convert(converter = Interrupting.class)
        String name;
    }

    /** Its version is a time. */
    @Entity(name = "Visit")
    @Table(name = "visit")
    static class Visit {
        @Id
        Long id;

        @Version
        Instant changed;

        String reason;
    }

    /** Each class has a table with a version of its own. */
    @Entity(name = "Shape")
    @Table(name = "shape")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    static class Shape {
        @Id
        Long id;

        @Version
        Long version;

        String color;
    }

    @Entity(name = "Circle")
    @Table(name = "circle")
    static class Circle extends Shape {
        int radius;
    }

    /** Is called by a persister in the middle of a write, and does what a test wants. */
    @Converter
    static class Interrupting implements AttributeConverter<String, String> {

        static final ThreadLocal<Runnable> WORK = new ThreadLocal<>();

        @Override
        public String convertToDatabaseColumn(String attribute) {
            Runnable work = WORK.get();
            WORK.remove();
            if (work != null) {
                work.run();
            }
            return attribute;
        }

        @Override
        public String convertToEntityAttribute(String column) {
            return column;
        }
    }
}
