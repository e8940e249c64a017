package io.heldby.demo;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** How often a page that edits sends a heartbeat. Thirty seconds is what leases are made for; tests are impatient. */
@Component
public class Rhythm {

    private final Duration beat;

    Rhythm(@Value("${demo.beat:30s}") Duration beat) {
        this.beat = beat;
    }

    public long beatSeconds() {
        return beat.toSeconds();
    }
}
