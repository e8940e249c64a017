package io.heldby.spring.http;

import static io.heldby.spring.http.Page.text;
import static io.heldby.spring.http.Page.words;

import io.heldby.lock.Denied;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockView;
import io.heldby.lock.LockedException;
import io.heldby.version.ConflictException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Shows people whose page could not be opened or saved who is in the way, so that an application works before it has pages of
 * its own for that. It comes last: what the application does with these exceptions goes before it. Nothing that was typed is
 * lost.
 */
record PagesForPeople(WriteProblems problems, PageTimes times) implements HandlerExceptionResolver, Ordered {

    private static final int LOCKED = 423;

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        if (response.isCommitted() || !ProblemsForPrograms.wantsAPage(request)) {
            return null;
        }
        Throwable known = problems.known(failure).orElse(null);
        Answer answer = known == null ? null : problems.one(known, request).orElse(null);
        if (known == null || answer == null) {
            return null;
        }
        try {
            write(response, answer, page(known, answer, request));
        } catch (IOException clientIsGone) {
            throw new UncheckedIOException(clientIsGone);
        }
        return new ModelAndView();
    }

    private static void write(HttpServletResponse response, Answer answer, String page) throws IOException {
        response.resetBuffer();
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("text/html");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private String page(Throwable known, Answer answer, HttpServletRequest request) {
        Optional<SentForm> form = SentForm.in(request);
        if (known instanceof ConflictException conflict) {
            return new ConflictPage(problems.conflicts().shown(conflict), form, times).html();
        }
        Problem problem = (Problem) Objects.requireNonNull(answer.body());
        Page page = new Page(problem.title());
        page.html("<h1>%s</h1>", answer.status() == LOCKED ? heading(known, problem) : text(problem.detail()));
        if (form.isPresent()) {
            page.html("<p role=\"alert\">Nothing of yours was saved.</p>");
        }
        typed(page, form);
        if (request.getMethod().equals("GET")) {
            page.html("<div class=\"actions\"><a href=\"\">Try again</a></div>"); // This very address.
        }
        return page.toString();
    }

    /** Who holds it, since when and for how long, for whoever may know; else what programs are told. */
    private String heading(Throwable known, Problem problem) {
        Denied.Held held = held(known).orElse(null);
        if (held == null
                || held.holders().size() > 1
                || !problems.locks().maySee().test(held.key())) {
            return text(problem.detail());
        }
        LockView holder = held.holders().get(0);
        String record = text(Page.record(held.key().type(), held.key().id()));
        return held.heldByYouElsewhere()
                ? "You have been editing %s in another tab or browser since %s; go on there, or save it there first"
                        .formatted(record, times.of(holder.acquiredAt()))
                : "%s has been editing %s since %s; free again after %s at the latest"
                        .formatted(
                                text(holder.owner().displayName()),
                                record,
                                times.of(holder.acquiredAt()),
                                times.of(holder.maxUntil()));
    }

    private static Optional<Denied.Held> held(Throwable known) {
        if (known instanceof LockNotHeldException notHeld) {
            return notHeld.holder()
                    .map(holder ->
                            new Denied.Held(List.of(holder), holder.owner().sameUserAs(notHeld.writer())));
        }
        return known instanceof LockedException locked && locked.denied() instanceof Denied.Held held
                ? Optional.of(held)
                : Optional.empty();
    }

    /** What was typed, to be copied into the form when it is opened again. */
    static void typed(Page page, Optional<SentForm> form) {
        Map<String, String> typed = form.map(SentForm::typed).orElse(Map.of());
        if (typed.isEmpty()) {
            return;
        }
        page.html(
                "<h2>What you typed</h2>\n<p>Open the form again to enter it there. This page keeps it until you leave.</p>\n<dl>");
        typed.forEach((name, value) ->
                page.html("<dt>%s</dt>\n<dd><bdi>%s</bdi></dd>", text(Page.capitalized(words(name))), text(value)));
        page.html("</dl>");
    }
}
