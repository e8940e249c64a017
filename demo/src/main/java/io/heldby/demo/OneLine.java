package io.heldby.demo;

import org.jspecify.annotations.Nullable;

/** What somebody typed into a single line: nothing in it breaks or hides, and nothing stands around it. */
public final class OneLine {

    private OneLine() {}

    /** @param typed nothing, where the field was not sent */
    public static String of(@Nullable String typed) {
        return typed == null ? "" : typed.replaceAll("\\p{Cntrl}", " ").strip();
    }
}
