package io.heldby.benchmarks;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.UUID;

/**
 * The cheapest that could do it: {@code SET key value NX PX} takes a key, a script that compares the value and deletes gives
 * it back. No holder, no fence, no list.
 */
record RedisFloor(RedisCommands<String, String> commands) implements Locker {

    static final String NAME = "floor: SET NX PX, compare and delete";

    private static final long LEASE_MILLIS = 3_600_000;
    private static final String COMPARE_AND_DELETE =
            "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) else return 0 end";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Hand hand(int thread) {
        return new KeyHand(commands, commands.scriptLoad(COMPARE_AND_DELETE));
    }

    @Override
    public void occupy(String id) throws Exception {
        hand(0).acquire(id);
    }

    private static final class KeyHand implements Hand {

        private final RedisCommands<String, String> commands;
        private final String script;
        private String key = "";
        private String value = "";

        KeyHand(RedisCommands<String, String> commands, String script) {
            this.commands = commands;
            this.script = script;
        }

        private boolean set(String id) {
            key = "floor:" + id;
            value = UUID.randomUUID().toString();
            return "OK".equals(commands.set(key, value, SetArgs.Builder.nx().px(LEASE_MILLIS)));
        }

        @Override
        public void acquire(String id) {
            if (!set(id)) {
                throw new IllegalStateException(id + " is not free");
            }
        }

        @Override
        public void release() {
            Long deleted = commands.evalsha(script, ScriptOutputType.INTEGER, new String[] {key}, value);
            if (deleted != 1) {
                throw new IllegalStateException("nobody had locked " + key);
            }
        }

        @Override
        public void beRefused(String id) {
            if (set(id)) {
                throw new IllegalStateException("was granted what somebody else holds: " + id);
            }
        }
    }
}
