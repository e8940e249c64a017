package io.heldby.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {

    @Test
    void randomTokensHaveTheShapeAndDiffer() {
        assertThat(Stream.generate(Token::random).limit(1000))
                .allSatisfy(token -> assertThat(token.value()).matches("[A-Za-z0-9_-]{22}"))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "AAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAA=",
                "AAAAAAAAAAAAAAAAAAAAA\n",
                "AAAAAAAAAAAAAAAAAAAAAA\n",
                "AAAAAAAAAAA AAAAAAAAAA"
            })
    void otherShapesAreRefusedWithoutRepeatingThem(String value) {
        assertThatThrownBy(() -> new Token(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("token must be 22 characters of base64url, as the acquire answered it");
    }

    @Test
    void textFormHidesTheSecret() {
        Token token = Token.random();

        assertThat(token).hasToString("Token[hidden]");
        assertThat(new LeaseClaim(LockId.random(LockKey.of("policy", "1")), token, "alice").toString())
                .doesNotContain(token.value());
    }

    @Test
    void hashIsTheSha256OfTheCharacters() {
        assertThat(new Token("AAAAAAAAAAAAAAAAAAAAAA").hash().hex())
                .isEqualTo("8a5bdb4cc15164126c6ef2668de9dd240d299ce6397a42c95a9411b93d080ed8");
        assertThatThrownBy(() -> new TokenHash("ABC")).isInstanceOf(IllegalArgumentException.class);
    }
}
