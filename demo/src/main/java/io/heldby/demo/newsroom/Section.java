package io.heldby.demo.newsroom;

import java.util.UUID;

/** A part of an article. It has no version and no lock of its own: whoever has the article has its sections. */
public record Section(String id, String heading, String text) {

    static Section blank() {
        return new Section(UUID.randomUUID().toString(), "", "");
    }
}
