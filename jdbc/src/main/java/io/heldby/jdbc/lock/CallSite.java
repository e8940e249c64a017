package io.heldby.jdbc.lock;

import java.util.List;
import java.util.regex.Pattern;

/** Finds the line of the application that led into Heldby, for reports. */
public final class CallSite {

    /** What stands between an application's code and Heldby, and between its proxies and its code. */
    private static final List<String> FRAMEWORKS = List.of(
            "io.heldby.lock.",
            "io.heldby.jdbc.",
            "io.heldby.hibernate.",
            "io.heldby.spring.",
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "jakarta.",
            "kotlin.",
            "org.springframework.",
            "org.hibernate.",
            "org.aspectj.",
            "org.apache.catalina.",
            "org.apache.coyote.",
            "org.apache.tomcat.",
            "com.zaxxer.hikari.");

    /**
     * Proxies stand in the package of what they are made for: of Spring ({@code $$SpringCGLIB$$0}), of the JDK
     * ({@code $Proxy12}), of Hibernate and Byte Buddy.
     */
    private static final Pattern PROXY = Pattern.compile("\\$\\$|\\$Proxy\\d+$|\\$HibernateProxy|\\$ByteBuddy");

    private CallSite() {}

    /** Class, method, file and line; "an unknown place" when there is none on this thread's stack. */
    public static String ofApplication() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> isApplication(frame.getClassName()))
                        .findFirst()
                        .map(StackWalker.StackFrame::toStackTraceElement)
                        .map(CallSite::text)
                        .orElse("an unknown place"));
    }

    static boolean isApplication(String className) {
        return FRAMEWORKS.stream().noneMatch(className::startsWith)
                && !PROXY.matcher(className).find();
    }

    /** Without class loader and module, which differ between two starts of one application. */
    private static String text(StackTraceElement element) {
        return "%s.%s(%s:%d)"
                .formatted(
                        element.getClassName(),
                        element.getMethodName(),
                        element.getFileName(),
                        element.getLineNumber());
    }
}
