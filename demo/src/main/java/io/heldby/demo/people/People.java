package io.heldby.demo.people;

import io.heldby.spring.security.DisplayNames;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Everybody who can play, and the names that Heldby shows for them. A real application asks its directory. */
@Component
public class People implements DisplayNames {

    private static final List<Person> ALL = List.of(
            new Person("leia", "Leia Organa", false),
            new Person("luke", "Luke Skywalker", false),
            new Person("bob", "Bob Smith", false),
            new Person("alice", "Alice Jones", false),
            new Person("jane", "Jane Doe", false),
            new Person("john", "John Doe", false),
            new Person("dr_green", "Dr Green", false),
            new Person("dr_white", "Dr White", false),
            new Person("kim", "Kim Park", true));

    public List<Person> all() {
        return ALL;
    }

    public Optional<Person> find(String user) {
        return ALL.stream().filter(person -> person.user().equals(user)).findFirst();
    }

    @Override
    public String displayName(String user) {
        return find(user).map(Person::displayName).orElse(user);
    }

    /** {@code John D.}, for places with little room. */
    public String shortName(String user) {
        return find(user).map(Person::shortName).orElse(user);
    }

    /** Who is signed in. */
    public Person signedIn(Principal principal) {
        return get(principal.getName());
    }

    /**
     * Finds somebody who must exist.
     *
     * @throws IllegalArgumentException when nobody has that user name
     */
    public Person get(String user) {
        return find(user).orElseThrow(() -> new IllegalArgumentException("nobody here is called \"" + user + "\""));
    }
}
