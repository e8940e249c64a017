package io.heldby.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heldby.jdbc.WebhookReceiver.Received;
import io.heldby.lock.LockEvent.Kind;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.testkit.TestDatabase;
import io.heldby.webhook.Webhook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What docs/webhooks.md shows. */
class WebhooksGuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "webhooks.md");
    private static final Pattern SQL = Pattern.compile("```sql\\n(.*?);\\n```", Pattern.DOTALL);

    @Test
    void theWebhookOfTheGuideIsSentAndTheQueryShowsIt() throws Exception {
        String secret = "whsec_NtiZ0RGMRaTpMyIbqIB0Z0iBqx4nNLBlPrKSZVxEKUw=";
        try (TestDatabase database = TestDatabase.h2();
                WebhookReceiver receiver = new WebhookReceiver(secret);
                Connection connection = database.openConnection()) {
            String url = receiver.url();
            DataSource dataSource = database.dataSource();
            // tag::set-up[]
            Webhook audit = Webhook.of("audit", url, secret)
                    .ofTypes(Set.of("policy", "claim"))
                    .ofKinds(Set.of(Kind.BROKEN, Kind.TAKEN_OVER, Kind.HANDED_OVER));
            Heldby heldby = Heldby.builder(dataSource).webhooks(List.of(audit)).build();
            // end::set-up[]
            try (heldby) {
                heldby.locks()
                        .forceRelease(
                                heldby.locks()
                                        .acquireOrThrow(
                                                LockRequest.of(LockKey.of("policy", "12345"), Owner.of("bob", "tab")))
                                        .lockId(),
                                "Kim Park",
                                "month end");

                await().until(() -> receiver.taken().size() == 1);

                assertThat(receiver.taken()).extracting(Received::recordId).containsExactly("12345");
                await().until(() -> heldby.webhooks().statuses().get(0).position() == 2);
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery(queryOfTheGuide())) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getString("name")).isEqualTo("audit");
                    assertThat(row.getString("last_answer")).isEqualTo("HTTP 204");
                }
            }
        }
    }

    private static String queryOfTheGuide() throws Exception {
        Matcher query = SQL.matcher(Files.readString(GUIDE));
        assertThat(query.find()).isTrue();
        return query.group(1);
    }
}
