package io.heldby.spring.http;

import io.heldby.lock.EventFeed;
import io.heldby.lock.EventPage;
import io.heldby.lock.EventQuery;
import io.heldby.lock.EventStore;
import io.heldby.lock.LockEvent;
import io.heldby.spring.LockPermissions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What happened, and what is happening: the history, a stream, and the same by asking again and again. */
@Controller
@RequestMapping(path = Paths.PREFIX, produces = MediaType.APPLICATION_JSON_VALUE)
final class EventsController {

    private static final List<String> OF_HISTORY =
            List.of("type", "id", "user", "action", "from", "to", "cursor", "limit");
    private static final List<String> OF_POLL = List.of("type", "id", "after", "limit");
    private static final List<String> OF_STREAM = List.of("type", "id");
    private static final int DEFAULT_LIMIT = 100;

    private final EventStore events;
    private final EventFeed feed;
    private final EventStreams streams;
    private final Caller caller;
    private final LockPermissions permissions;

    EventsController(
            EventStore events, EventFeed feed, EventStreams streams, Caller caller, LockPermissions permissions) {
        this.events = events;
        this.feed = feed;
        this.streams = streams;
        this.caller = caller;
        this.permissions = permissions;
    }

    @GetMapping("/history")
    Answer history(HttpServletRequest request) {
        caller.owner();
        Parameters given = Parameters.of(request, OF_HISTORY);
        EventFilter filter = EventFilter.of(caller, given, permissions);
        if (!permissions.mayList() && filter.id() == null) {
            throw Problems.notPermitted("You may not read the history of all records; name one by type and id.")
                    .refusal();
        }
        EventPage page = events.find(Inputs.checked(() -> EventQuery.all(filter.tenant())
                .of(filter.type(), filter.id())
                .ofUser(given.text("user"))
                .ofKind(kind(given.text("action")))
                .between(given.time("from"), given.time("to"))
                .before(given.position("cursor"))
                .limit(given.limit(DEFAULT_LIMIT))));
        return Answer.ok(new HistoryJson(
                shown(page.events(), filter),
                Optional.ofNullable(page.next()).map(String::valueOf).orElse(null)));
    }

    @GetMapping("/events/poll")
    Answer poll(HttpServletRequest request) {
        caller.owner();
        Parameters given = Parameters.of(request, OF_POLL);
        EventFilter filter = EventFilter.of(caller, given, permissions);
        int limit = given.limit(DEFAULT_LIMIT);
        if (limit < 1 || limit > 500) {
            throw Problem.badField("limit", "limit must be a whole number from 1 to 500.")
                    .refusal();
        }
        Long after = given.position("after");
        if (after == null) {
            return Answer.ok(new PolledJson(List.of(), feed.position(), false));
        }
        List<LockEvent> since = events.after(after, limit);
        long next = since.isEmpty() ? after : since.get(since.size() - 1).position();
        return Answer.ok(new PolledJson(shown(since, filter), next, since.size() == limit));
    }

    @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter stream(
            HttpServletRequest request,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        String user = caller.owner().user();
        EventFilter filter = EventFilter.of(caller, Parameters.of(request, OF_STREAM), permissions);
        Long last =
                lastEventId == null || lastEventId.isEmpty() ? null : Parameters.position("Last-Event-ID", lastEventId);
        return streams.open(user, filter, last);
    }

    private static List<EventJson> shown(List<LockEvent> events, EventFilter filter) {
        return events.stream().filter(filter::shows).map(EventJson::of).toList();
    }

    private static LockEvent.@Nullable Kind kind(@Nullable String action) {
        if (action == null) {
            return null;
        }
        return Arrays.stream(LockEvent.Kind.values())
                .filter(kind -> kind.name().equals(action))
                .findFirst()
                .orElseThrow(() -> Problem.badField(
                                "action",
                                "action must be one of: "
                                        + String.join(
                                                ", ",
                                                Arrays.stream(LockEvent.Kind.values())
                                                        .map(Enum::name)
                                                        .toList())
                                        + ".")
                        .refusal());
    }
}
