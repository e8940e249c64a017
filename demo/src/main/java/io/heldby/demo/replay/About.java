package io.heldby.demo.replay;

import java.util.List;

/**
 * What a script says of itself before anybody has played it.
 *
 * @param path of its page under {@code /replay}
 * @param workplace as in the navigation
 * @param home where people can try it themselves, such as {@code /orders}
 * @param title what happens, in a few words
 * @param moral what is to be learned, in a sentence; read after the last step
 * @param code the files in which the workplace does it
 */
public record About(String path, String workplace, String home, String title, String moral, List<String> code) {

    public About {
        if (!path.matches("[a-z-]+")) {
            throw new IllegalArgumentException("a path is of small letters and hyphens, and \"" + path + "\" is not");
        }
        code = List.copyOf(code);
    }
}
