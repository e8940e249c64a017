package io.heldby.jdbc.lock;

/** Finds the line of the application that led into Heldby, for reports. */
final class CallSite {

    private CallSite() {}

    static String ofApplication() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !isFramework(frame.getClassName()))
                        .findFirst()
                        .map(StackWalker.StackFrame::toStackTraceElement)
                        .map(StackTraceElement::toString)
                        .orElse("an unknown place"));
    }

    private static boolean isFramework(String className) {
        return className.startsWith("io.heldby.lock.")
                || className.startsWith("io.heldby.jdbc.")
                || className.startsWith("io.heldby.spring.")
                || className.startsWith("org.springframework.")
                || className.startsWith("java.")
                || className.startsWith("jdk.");
    }
}
