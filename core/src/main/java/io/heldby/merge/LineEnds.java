package io.heldby.merge;

/**
 * The line ends of a text that is being merged. While it is, they are all LF if each side has only one kind of them;
 * otherwise they belong to the lines as other characters do.
 */
enum LineEnds {
    LF,
    CR_LF,
    /** Texts of one line. */
    NONE,
    MIXED;

    /** What the merged text has: what somebody changed them to. */
    static LineEnds merged(String base, String mine, String theirs) {
        LineEnds before = of(base);
        LineEnds here = of(mine);
        LineEnds there = of(theirs);
        if (before == MIXED || here == MIXED || there == MIXED) {
            return MIXED;
        }
        LineEnds byMe = here == NONE ? before : here;
        LineEnds byThem = there == NONE ? before : there;
        if (byThem == before) {
            return byMe;
        }
        return byMe == before || byMe == byThem ? byThem : LF;
    }

    private static LineEnds of(String text) {
        boolean crLf = text.contains("\r\n");
        String others = text.replace("\r\n", "");
        boolean lf = others.indexOf('\n') >= 0;
        if ((crLf && lf) || others.indexOf('\r') >= 0) {
            return MIXED;
        }
        return crLf ? CR_LF : lf ? LF : NONE;
    }

    /** As it is merged. */
    String plain(String text) {
        return this == MIXED ? text : text.replace("\r\n", "\n");
    }

    /** As it is to be. */
    String restored(String text) {
        return this == CR_LF ? text.replace("\n", "\r\n") : text;
    }
}
