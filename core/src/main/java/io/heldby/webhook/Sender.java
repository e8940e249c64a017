package io.heldby.webhook;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages by HTTP. Whatever the receiver does, {@link #send} returns in time; what it says behind the status is not
 * read by anybody. Redirects are not followed: they would lead elsewhere than the operator wrote.
 *
 * <p>For one thread, but {@link #abandon} is for all.
 */
final class Sender {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** Also when the body of the answer never ends. */
    static final Duration LONGEST = CONNECT.plus(ANSWER);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

    private final Duration answerWithin;
    private final Duration doneWithin;
    private final HttpClient client;
    private volatile @Nullable CompletableFuture<?> underWay;
    private volatile boolean abandoned;

    Sender() {
        this(CONNECT, ANSWER);
    }

    Sender(Duration connectWithin, Duration answerWithin) {
        this.answerWithin = answerWithin;
        this.doneWithin = connectWithin.plus(answerWithin);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectWithin)
                .build();
    }

    /** @param timestamp of this attempt, in seconds since 1970 */
    Attempt send(Webhook webhook, Message message, long timestamp) {
        HttpRequest request = HttpRequest.newBuilder(webhook.url())
                .timeout(answerWithin)
                .header("content-type", "application/json")
                .header("user-agent", "Heldby")
                .header("webhook-id", message.id())
                .header("webhook-timestamp", Long.toString(timestamp))
                .header("webhook-signature", webhook.signature().of(message.id(), timestamp, message.body()))
                .POST(HttpRequest.BodyPublishers.ofString(message.body()))
                .build();
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        underWay = answer;
        if (abandoned) {
            answer.cancel(true);
        }
        try {
            HttpResponse<Void> response = answer.get(doneWithin.toMillis(), TimeUnit.MILLISECONDS);
            return Attempt.answered(response.statusCode(), retryAfter(response));
        } catch (TimeoutException late) {
            answer.cancel(true);
            return Attempt.unanswered("no complete answer within %d s".formatted(doneWithin.toSeconds()));
        } catch (ExecutionException failed) {
            return Attempt.unanswered(why(failed.getCause()));
        } catch (CancellationException closed) {
            return Attempt.unanswered("abandoned, because the application was stopped");
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return Attempt.unanswered("interrupted");
        } finally {
            underWay = null;
        }
    }

    /** Gives up what is under way, and what comes. */
    void abandon() {
        abandoned = true;
        CompletableFuture<?> answer = underWay;
        if (answer != null) {
            answer.cancel(true);
        }
    }

    private static Duration retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("retry-after")
                .filter(SECONDS.asMatchPredicate())
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(Duration.ZERO);
    }

    private String why(@Nullable Throwable cause) {
        if (cause instanceof HttpTimeoutException) {
            return "no answer within %d s".formatted(answerWithin.toSeconds());
        }
        return cause == null
                ? "no answer"
                : cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
    }
}
