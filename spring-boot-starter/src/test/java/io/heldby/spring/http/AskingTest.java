package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.spring.http.Api.Answered;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Asking a holder, or the operators, for a record; and taking it over. */
class AskingTest extends InTheHouse {

    private static Answered ask(Api who, Answered granted, String session) {
        return who.post(
                "/locks/" + granted.at("/lockId") + "/requests",
                "{\"session\":\"%s\",\"message\":\"The customer is on the phone\"}".formatted(session));
    }

    private static String path(Answered request) {
        return "/locks/" + request.at("/lockId") + "/requests/" + request.at("/requestId");
    }

    private static Answered answer(Api who, Answered request, Answered lease, String json) {
        return who.patch(path(request), json, "Lock-Token", lease.at("/token"));
    }

    private static Answered heartbeat(Api who, Answered... leases) {
        StringBuilder held = new StringBuilder();
        for (Answered lease : leases) {
            held.append(held.isEmpty() ? "" : ",")
                    .append("{\"lockId\":\"%s\",\"token\":\"%s\"}".formatted(lease.at("/lockId"), lease.at("/token")));
        }
        return who.post("/sessions/s1/renew", "{\"leases\":[" + held + "]}");
    }

    @Test
    void whoeverIsRefusedReadsWhatCanBeDone() {
        leia.acquire("customer", id, "s1");
        leia.acquire("ticket", id, "s1");
        leia.post("/locks", wish("chart", "s1", ",\"mode\":\"SHARED\""));

        assertThat(actions(luke.acquire("customer", id, "s2")))
                .containsExactly("request-hand-over", "wait", "request-release");
        assertThat(actions(luke.acquire("ticket", id, "s2")))
                .containsExactly("request-hand-over", "wait", "request-release", "take-over");
        assertThat(actions(han.acquire("customer", id, "s3"))).contains("take-over");
        assertThat(actions(luke.acquire("chart", id, "s2"))).containsExactly("wait", "request-release");
        assertThat(actions(leia.acquire("customer", id, "s4"))).containsExactly("take-over");
    }

    private static Iterable<String> actions(Answered refused) {
        assertThat(refused.status()).isEqualTo(423);
        return refused.json()
                .at("/actions")
                .valueStream()
                .map(action -> action.asString())
                .toList();
    }

    @Test
    void theHolderIsToldAndTheAskerPicksUpWhatIsHandedOver() {
        Answered granted = leia.acquire("customer", id, "s1");
        Answered other = leia.acquire("order", id, "s1");

        Answered asked = ask(luke, granted, "s2");

        assertThat(asked.status()).isEqualTo(201);
        assertThat(asked.header("Location")).endsWith("/heldby/v1" + path(asked));
        assertThat(asked.at("/state")).isEqualTo("OPEN");
        assertThat(asked.text()).doesNotContain("s2");
        Answered told = heartbeat(leia, granted, other);
        assertThat(told.json().at("/requests")).hasSize(1);
        assertThat(told.at("/requests/0/requestId")).isEqualTo(asked.at("/requestId"));
        assertThat(told.at("/requests/0/asker/displayName")).isEqualTo("Luke Skywalker");
        assertThat(told.at("/requests/0/message")).isEqualTo("The customer is on the phone");
        assertThat(renew(leia, granted).at("/requests/0/requestId")).isEqualTo(asked.at("/requestId"));
        assertThat(renew(leia, other).json().at("/requests")).isEmpty();

        Answered accepted = answer(leia, asked, granted, "{\"answer\":\"ACCEPT\",\"message\":\"All yours\"}");

        assertThat(accepted.at("/state")).isEqualTo("ACCEPTED");
        assertThat(luke.get(path(asked)).at("/answer")).isEqualTo("All yours");
        assertThat(renew(leia, granted).at("/cause")).isEqualTo("handed-over");
        Answered picked = luke.acquire("customer", id, "s2");
        assertThat(picked.status()).isEqualTo(200);
        assertThat(picked.json().at("/fence").asLong())
                .isGreaterThan(granted.json().at("/fence").asLong());
        assertThat(renew(luke, picked).status()).isEqualTo(200);
    }

    @Test
    void theHolderKeepsItAndASecondTimeOnlyWithAMessage() {
        Answered granted = leia.acquire("customer", id, "s1");
        Answered asked = ask(luke, granted, "s2");

        Answered kept = answer(leia, asked, granted, "{\"answer\":\"KEEP\",\"minutes\":10}");

        assertThat(kept.at("/state")).isEqualTo("KEPT");
        assertThat(Instant.parse(kept.at("/keepUntil"))).isAfter(Instant.parse(kept.at("/answeredAt")));
        assertThat(ask(luke, granted, "s2").at("/requestId")).as("until then").isEqualTo(asked.at("/requestId"));
        Answered again = ask(luke, granted, "s5");
        assertThat(again.at("/requestId")).isNotEqualTo(asked.at("/requestId"));
        Answered silent = answer(leia, again, granted, "{\"answer\":\"KEEP\",\"minutes\":10}");
        assertThat(silent.status()).isEqualTo(400);
        assertThat(silent.at("/field")).isEqualTo("message");
        assertThat(answer(leia, again, granted, "{\"answer\":\"KEEP\",\"minutes\":10,\"message\":\"soon\"}")
                        .status())
                .isEqualTo(200);
        assertThat(answer(leia, again, granted, "{\"answer\":\"ACCEPT\"}").problem())
                .as("answered before")
                .isEqualTo("request-over");
    }

    @Test
    void nobodyElseAnswersOrReadsIt() {
        Answered granted = leia.acquire("customer", id, "s1");
        Answered asked = ask(luke, granted, "s2");

        assertThat(luke.patch(path(asked), "{\"answer\":\"ACCEPT\"}", "Lock-Token", GUESSED_TOKEN)
                        .at("/cause"))
                .isEqualTo("unknown");
        assertThat(answer(luke, asked, granted, "{\"answer\":\"ACCEPT\"}").at("/cause"))
                .as("with the holder's token")
                .isEqualTo("unknown");
        assertThat(luke.patch(path(asked), "{\"answer\":\"ACCEPT\"}").at("/field"))
                .isEqualTo("Lock-Token");
        assertThat(leia.as("lando").get(path(asked)).status()).isEqualTo(404);
        assertThat(leia.get(path(asked)).status()).isEqualTo(200);
        assertThat(han.get(path(asked)).status()).isEqualTo(200);
        assertThat(luke.get("/locks/" + granted.at("/lockId") + "/requests/" + UUID.randomUUID())
                        .status())
                .isEqualTo(404);
        assertThat(renew(leia, granted).status()).isEqualTo(200);
    }

    @Test
    void whatCannotBeAskedSaysWhy() {
        Answered granted = leia.acquire("customer", id, "s1");
        String requests = "/locks/" + granted.at("/lockId") + "/requests";

        Answered own = leia.post(requests, "{\"session\":\"s9\"}");
        assertThat(own.problem()).isEqualTo("not-permitted");
        assertThat(own.at("/detail")).startsWith("You hold it yourself");
        assertThat(luke.post(requests, "{}").at("/field")).isEqualTo("session");
        assertThat(luke.post(requests, "{\"session\":\"s2\",\"message\":\"" + "x".repeat(201) + "\"}")
                        .at("/field"))
                .isEqualTo("message");
        leia.delete("/locks/" + granted.at("/lockId"), "Lock-Token", granted.at("/token"));
        assertThat(ask(luke, granted, "s2").problem()).isEqualTo("request-over");
        Answered answered = luke.patch(requests + "/42", "{\"answer\":\"ACCEPT\"}", "Lock-Token", GUESSED_TOKEN);
        assertThat(answered.at("/field")).isEqualTo("requestId");
        String some = requests + "/" + UUID.randomUUID();
        assertThat(leia.patch(some, "{\"answer\":\"YES\"}", "Lock-Token", GUESSED_TOKEN)
                        .at("/field"))
                .isEqualTo("answer");
        assertThat(leia.patch(some, "{\"answer\":\"KEEP\"}", "Lock-Token", GUESSED_TOKEN)
                        .at("/field"))
                .isEqualTo("minutes");
        assertThat(leia.patch(some, "{\"answer\":\"KEEP\",\"minutes\":99999999999}", "Lock-Token", GUESSED_TOKEN)
                        .at("/field"))
                .isEqualTo("minutes");
    }

    @Test
    void theOperatorsSeeWhatTheyAreAskedAndDecline() {
        Answered granted = leia.acquire("customer", id, "s1");

        Answered asked = askOperators(luke, "customer");

        assertThat(asked.status()).isEqualTo(201);
        assertThat(asked.at("/addressee")).isEqualTo("OPERATORS");
        assertThat(asked.header("Location")).endsWith("/heldby/v1" + path(asked));
        assertThat(renew(leia, granted).json().at("/requests"))
                .as("not the holder's affair")
                .isEmpty();
        assertThat(han.get("/release-requests").text()).contains(asked.at("/requestId"));
        assertThat(luke.get("/release-requests").json().at("/requests")).isEmpty();
        assertThat(luke.patch(path(asked), "{\"answer\":\"DECLINE\"}").problem())
                .isEqualTo("not-permitted");

        Answered declined = han.patch(path(asked), "{\"answer\":\"DECLINE\",\"message\":\"She is at it\"}");

        assertThat(declined.at("/state")).isEqualTo("DECLINED");
        assertThat(luke.get(path(asked)).at("/answer")).isEqualTo("She is at it");
        assertThat(han.get("/release-requests").text()).doesNotContain(asked.at("/requestId"));
        assertThat(han.patch(path(asked), "{\"answer\":\"DECLINE\"}").problem()).isEqualTo("request-over");
    }

    @Test
    void whatTheOperatorsEndIsOverForTheRequestToo() {
        Answered granted = leia.acquire("customer", id, "s1");
        Answered asked = askOperators(luke, "customer");

        han.post("/locks/" + granted.at("/lockId") + "/break", "{\"reason\":\"gone home\"}");

        assertThat(luke.get(path(asked)).at("/state")).isEqualTo("OVER");
        assertThat(askOperators(luke, "customer").problem()).as("it is free").isEqualTo("request-over");
        assertThat(leia.acquire("secret", id, "s1").problem()).isEqualTo("not-permitted");
        assertThat(askOperators(luke, "secret").problem()).isEqualTo("not-permitted");
    }

    @Test
    void whoSharesARecordAsksTheOperatorsForWhatIsInTheirWay() {
        leia.post("/locks", wish("chart", "s1", ",\"mode\":\"SHARED\""));
        Answered inTheWay = luke.post("/locks", wish("chart", "s2", ",\"mode\":\"SHARED\""));

        Answered asked = askOperators(leia, "chart");

        assertThat(asked.status()).isEqualTo(201);
        assertThat(asked.at("/lockId")).isEqualTo(inTheWay.at("/lockId"));
    }

    @Test
    void anOperatorOfOneTypeSeesItBehindWhatOthersAreAsked() {
        leia.acquire("customer", id, "s1");
        askOperators(luke, "customer");
        leia.acquire("ticket", id, "s1");
        askOperators(luke, "ticket");

        Answered seen = leia.as("lando").get("/release-requests?limit=1");

        assertThat(seen.json().at("/requests")).hasSize(1);
        assertThat(seen.at("/requests/0/type")).isEqualTo("ticket");
    }

    @Test
    void aReasonIsMoreThanSpaces() {
        Answered granted = leia.acquire("ticket", id, "s1");
        String blank = "{\"session\":\"s2\",\"reason\":\" \"}";

        Answered takeOver = luke.post("/locks/" + granted.at("/lockId") + "/take-over", blank);
        Answered asked = luke.post("/resources/ticket/" + id + "/release-requests", "{\"reason\":\" \"}");

        assertThat(takeOver.at("/field")).isEqualTo("reason");
        assertThat(asked.at("/field")).isEqualTo("reason");
        assertThat(renew(leia, granted).status()).isEqualTo(200);
    }

    private Answered askOperators(Api who, String type) {
        return who.post(
                "/resources/" + type + "/" + id + "/release-requests",
                "{\"reason\":\"Month end; Leia has gone home\"}");
    }

    @Test
    void aTicketIsTakenOverWithAReasonThatItsHolderReads() {
        Answered granted = leia.acquire("ticket", id, "s1");
        String takeOver = "/locks/" + granted.at("/lockId") + "/take-over";

        assertThat(luke.post(takeOver, "{\"session\":\"s2\"}").at("/field")).isEqualTo("reason");
        Answered taken = luke.post(takeOver, "{\"session\":\"s2\",\"reason\":\"on the phone\"}");

        assertThat(taken.status()).isEqualTo(200);
        assertThat(renew(luke, taken).status()).isEqualTo(200);
        Answered lost = renew(leia, granted);
        assertThat(lost.at("/cause")).isEqualTo("taken-over");
        assertThat(lost.at("/by")).isEqualTo("Luke Skywalker");
        assertThat(lost.at("/reason")).isEqualTo("on the phone");
    }

    @Test
    void aFileIsTakenOverByWhomNobodyAnswersAndACustomerByOperators() {
        Answered file = leia.acquire("file", id, "s1");
        String takeOver = "/locks/" + file.at("/lockId") + "/take-over";
        String body = "{\"session\":\"s2\",\"reason\":\"on the phone\"}";

        assertThat(luke.post(takeOver, body).at("/detail")).contains("Ask the holder first.");
        Answered asked = ask(luke, file, "s2");
        assertThat(Instant.parse(asked.at("/takeOverFrom")))
                .isEqualTo(Instant.parse(asked.at("/askedAt")).plusSeconds(300));
        assertThat(luke.post(takeOver, body).at("/detail")).contains("5 more minutes");
        backDoor.execute("UPDATE heldby_request SET asked_at = asked_at - INTERVAL '6' MINUTE WHERE id = '" + id + "'");
        assertThat(luke.post(takeOver, body).status()).isEqualTo(200);

        Answered customer = leia.acquire("customer", id, "s1");
        String takeCustomer = "/locks/" + customer.at("/lockId") + "/take-over";
        assertThat(luke.post(takeCustomer, body).problem()).isEqualTo("not-permitted");
        assertThat(han.post(takeCustomer, body).status()).isEqualTo(200);
    }

    @Test
    void anOperatorLetsTheHolderFinishFirst() {
        Answered granted = leia.acquire("customer", id, "s1");
        String path = "/locks/" + granted.at("/lockId") + "/break";

        Answered ending = han.post(path, "{\"reason\":\"month end\",\"graceSeconds\":60}");

        assertThat(ending.status()).isEqualTo(202);
        Answered renewed = renew(leia, granted);
        assertThat(renewed.at("/breaking/by")).isEqualTo("Han Solo");
        assertThat(renewed.at("/breaking/reason")).isEqualTo("month end");
        assertThat(renewed.at("/maxUntil")).isEqualTo(ending.at("/endsAt"));
        assertThat(heartbeat(leia, granted).at("/renewed/0/breaking/by")).isEqualTo("Han Solo");
        assertThat(han.post(path, "{\"reason\":\"month end\",\"graceSeconds\":601}")
                        .at("/field"))
                .isEqualTo("graceSeconds");
        assertThat(han.post(path, "{\"reason\":\"month end\",\"graceSeconds\":-1}")
                        .at("/field"))
                .isEqualTo("graceSeconds");
    }
}
