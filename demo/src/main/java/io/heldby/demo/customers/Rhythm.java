package io.heldby.demo.customers;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** How often a page that edits sends a heartbeat, and a page that waits looks again. */
@Component
class Rhythm {

    private final Duration beat;
    private final Duration look;

    Rhythm(@Value("${demo.beat:30s}") Duration beat, @Value("${demo.look:3s}") Duration look) {
        this.beat = beat;
        this.look = look;
    }

    long beatSeconds() {
        return beat.toSeconds();
    }

    long lookSeconds() {
        return look.toSeconds();
    }
}
