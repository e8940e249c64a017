package io.heldby.demo.replay;

import io.heldby.demo.people.Person;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/** One of the two people: who it is, what they do, and what they see. */
public final class Seat {

    private final Person person;
    private final String role;
    private Screen screen;

    /**
     * Somebody who has nothing open yet.
     *
     * @param role such as {@code picker}
     * @param opening what their screen says before they do anything
     */
    public Seat(Person person, String role, String opening) {
        this.person = person;
        this.role = role;
        this.screen = new Screen(Screen.State.CLOSED, Banner.of(opening), List.of());
    }

    public Person person() {
        return person;
    }

    public String role() {
        return role;
    }

    /** Short, as in captions. */
    public String name() {
        String name = person.displayName();
        int space = name.indexOf(' ');
        return space < 0 || name.startsWith("Dr ") ? name : name.substring(0, space);
    }

    public Screen screen() {
        return screen;
    }

    public void sees(Screen.State state, Banner banner, Line... lines) {
        screen = new Screen(state, banner, List.of(lines));
    }

    public void sees(Screen.State state, String banner, Line... lines) {
        sees(state, Banner.of(banner), lines);
    }

    /** Another banner over the same fields. */
    public void reads(Screen.State state, Banner banner) {
        screen = new Screen(state, banner, screen.lines());
    }

    public void reads(Screen.State state, String banner) {
        reads(state, Banner.of(banner));
    }

    /** Runs as if this person were signed in, so that a workplace's services need not know that they are played. */
    public <T extends @Nullable Object, X extends Exception> T does(Work<T, X> work) throws X {
        SecurityContext visitor = SecurityContextHolder.getContext();
        SecurityContext played = SecurityContextHolder.createEmptyContext();
        played.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(person.user(), null, List.of()));
        SecurityContextHolder.setContext(played);
        try {
            return work.run();
        } finally {
            SecurityContextHolder.setContext(visitor);
        }
    }

    /** What somebody does. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object, X extends Exception> {
        T run() throws X;
    }
}
