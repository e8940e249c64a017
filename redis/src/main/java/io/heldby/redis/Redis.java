package io.heldby.redis;

import io.heldby.lock.LockStoreException;
import io.heldby.lock.OutcomeUnknownException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Sends scripts and commands and waits for the answers, for a while. What has been sent is never sent again by itself: a
 * command that was lost on the way may have been executed.
 *
 * <p>Every command is sent at once and waited for later, so that many need one round trip.
 */
final class Redis {

    private static final System.Logger LOG = System.getLogger(Redis.class.getName());

    /** How Lettuce says that there is no connection, so that it has not sent the command. */
    private static final String NOT_SENT = "Currently not connected";

    private final RedisClusterAsyncCommands<String, String> commands;
    private final Duration timeout;

    Redis(RedisClusterAsyncCommands<String, String> commands, Duration timeout) {
        this.commands = commands;
        this.timeout = timeout;
    }

    RedisClusterAsyncCommands<String, String> commands() {
        return commands;
    }

    /**
     * Sends a script by its name; a server that does not know it, because it was restarted, is sent the whole.
     *
     * @param packed arguments in front of the others
     */
    CompletableFuture<Reply> run(Script script, List<String> keys, List<byte[]> packed, List<String> arguments) {
        return sent(CommandType.EVALSHA, script.sha(), keys, packed, arguments)
                .exceptionallyCompose(failed -> cause(failed) instanceof RedisNoScriptException
                        ? sent(CommandType.EVAL, script.source(), keys, packed, arguments)
                        : CompletableFuture.failedFuture(failed))
                .thenApply(Reply::new);
    }

    CompletableFuture<Reply> run(Script script, List<String> keys, List<String> arguments) {
        return run(script, keys, List.of(), arguments);
    }

    /** As Lettuce's own, but texts go as bytes, which spares a buffer for each. By the first key a cluster finds the server. */
    private CompletableFuture<List<Object>> sent(
            CommandType command, String script, List<String> keys, List<byte[]> packed, List<String> arguments) {
        CommandArgs<String, String> all = new CommandArgs<>(StringCodec.UTF8)
                .add(bytes(script))
                .add(keys.size())
                .addKey(keys.get(0));
        keys.subList(1, keys.size()).forEach(key -> all.add(bytes(key)));
        packed.forEach(all::add);
        arguments.forEach(argument -> all.add(bytes(argument)));
        return commands.dispatch(command, new NestedMultiOutput<>(StringCodec.UTF8), all)
                .toCompletableFuture();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The answer to a command that changes nothing. */
    <T> T read(CompletionStage<T> answer) {
        return await(answer, false);
    }

    /** The answer to a command that may have changed something even if no answer comes. */
    <T> T written(CompletionStage<T> answer) {
        return await(answer, true);
    }

    /** Sends one command for each and waits for all answers, which come in the same order. */
    <A, T> List<T> readAll(List<A> all, Function<A, ? extends CompletionStage<T>> command) {
        return awaitAll(all, command, false);
    }

    <A, T> List<T> writeAll(List<A> all, Function<A, ? extends CompletionStage<T>> command) {
        return awaitAll(all, command, true);
    }

    /** For what may as well fail. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void forget(CompletionStage<?> answer) {
        answer.whenComplete((done, failed) -> {
            if (failed != null) {
                LOG.log(System.Logger.Level.DEBUG, "could not tidy the index of locks", failed);
            }
        });
    }

    private <A, T> List<T> awaitAll(List<A> all, Function<A, ? extends CompletionStage<T>> command, boolean writes) {
        List<CompletionStage<T>> sent = new ArrayList<>();
        all.forEach(one -> sent.add(command.apply(one)));
        List<T> answers = new ArrayList<>();
        sent.forEach(one -> answers.add(await(one, writes)));
        return answers;
    }

    private <T> T await(CompletionStage<T> answer, boolean writes) {
        CompletableFuture<T> future = answer.toCompletableFuture();
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failure(cause(failed), writes);
        } catch (TimeoutException late) {
            future.cancel(true);
            throw noAnswer("within " + timeout.toMillis() + " ms", late, writes);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw noAnswer("before this thread was interrupted", stopped, writes);
        }
    }

    private static LockStoreException failure(Throwable failed, boolean writes) {
        if (failed instanceof RedisCommandExecutionException) {
            return new LockStoreException("Redis refused: " + failed.getMessage(), failed);
        }
        boolean notSent = failed instanceof RedisConnectionException
                || (failed instanceof RedisException
                        && String.valueOf(failed.getMessage()).startsWith(NOT_SENT));
        return notSent
                ? new LockStoreException("cannot reach Redis: " + failed.getMessage(), failed)
                : noAnswer("before the connection was lost", failed, writes);
    }

    private static LockStoreException noAnswer(String when, Throwable cause, boolean writes) {
        return writes
                ? new OutcomeUnknownException(
                        "Redis did not answer " + when + ", and may have done it or not; look again before going on",
                        cause)
                : new LockStoreException("Redis did not answer " + when, cause);
    }

    private static Throwable cause(Throwable failed) {
        Throwable cause = failed.getCause();
        return (failed instanceof CompletionException || failed instanceof ExecutionException) && cause != null
                ? cause
                : failed;
    }
}
