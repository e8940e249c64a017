package io.heldby.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.LockEvent.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LockEventTest {

    private static final Instant AT = Instant.parse("2026-03-04T05:06:07.123456Z");

    @Test
    void jsonSaysEverything() {
        LockKey key = new LockKey("north", "policy", "12345");
        LockId lockId = LockId.random(key);

        assertThat(new LockEvent(
                                7,
                                Kind.BROKEN,
                                "north",
                                "policy",
                                "12345",
                                lockId,
                                new Fence(18),
                                "bob",
                                "Bob Smith",
                                "Kim",
                                "month end",
                                AT,
                                null)
                        .toJson())
                .isEqualTo("{\"position\":7,\"event\":\"lock.lost\",\"action\":\"BROKEN\",\"tenant\":\"north\","
                        + "\"type\":\"policy\",\"id\":\"12345\",\"lockId\":\"" + lockId + "\",\"fence\":18,"
                        + "\"user\":\"bob\",\"displayName\":\"Bob Smith\",\"by\":\"Kim\",\"reason\":\"month end\","
                        + "\"at\":\"2026-03-04T05:06:07.123456Z\"}");
    }

    @Test
    void jsonOfASaveSaysWhichVersionItMade() {
        assertThat(new LockEvent(
                                8, Kind.SAVED, "", "policy", "12345", null, null, null, "Bob Smith", null, null, AT, 9L)
                        .toJson())
                .isEqualTo("{\"position\":8,\"event\":\"resource.saved\",\"action\":\"SAVED\",\"type\":\"policy\","
                        + "\"id\":\"12345\",\"displayName\":\"Bob Smith\",\"version\":9,"
                        + "\"at\":\"2026-03-04T05:06:07.123456Z\"}");
    }

    @Test
    void jsonLeavesOutWhatIsNotKnown() {
        assertThat(new LockEvent(1, Kind.RESUMED, "", "", "", null, null, null, null, null, null, AT, null).toJson())
                .isEqualTo("{\"position\":1,\"event\":\"locks.resumed\",\"action\":\"RESUMED\",\"type\":\"\","
                        + "\"id\":\"\",\"at\":\"2026-03-04T05:06:07.123456Z\"}");
    }

    @Test
    void jsonEscapesWhatWouldBreakIt() {
        assertThat(new LockEvent(
                                1,
                                Kind.OTHER,
                                "",
                                "t",
                                "a\"b\\c\n\u0001é😀",
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                AT,
                                null)
                        .toJson())
                .contains("\"id\":\"a\\\"b\\\\c\\u000a\\u0001é😀\"");
    }
}
