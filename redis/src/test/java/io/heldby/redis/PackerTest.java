package io.heldby.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.testkit.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A release compares bytes: what Redis has packed again must not differ from what this process packs. */
class PackerTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 255, 256, 65_535, 65_536})
    void textIsPackedAsRedisPacksIt(int length) {
        Packer packer = new Packer();
        packer.list(1);
        packer.list(16);
        for (int place = 1; place <= 16; place++) {
            packer.text("é".repeat(length / 2) + "x".repeat(length % 2));
        }

        assertThat(packedAgain(packer.bytes())).isEqualTo(packer.bytes());
    }

    @Test
    void listAndNothingArePackedAsRedisPacksThem() {
        Packer packer = new Packer();
        packer.list(15);
        for (int place = 1; place <= 15; place++) {
            packer.text(null);
        }

        assertThat(packedAgain(packer.bytes())).isEqualTo(packer.bytes());
    }

    private static byte[] packedAgain(byte[] packed) {
        RedisClient client = RedisClient.create(TestRedis.url());
        try (StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
            return connection
                    .sync()
                    .eval(
                            "return cmsgpack.pack(cmsgpack.unpack(ARGV[1]))",
                            ScriptOutputType.VALUE,
                            new byte[0][],
                            packed);
        } finally {
            client.shutdown();
        }
    }
}
