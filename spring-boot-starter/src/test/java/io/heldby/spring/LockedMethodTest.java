package io.heldby.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.lock.LockKey;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.util.ReflectionUtils;

class LockedMethodTest {

    record Command(String patientId, List<Long> others) {}

    static class Clinic {

        @Locked(type = "patient", id = "#id")
        void byId(Object id) {}

        @Locked(type = "patient", id = "#command.patientId")
        void byProperty(Command command) {}

        @Locked(type = "patient", id = "#command.others")
        void byCollection(Command command) {}

        @Locked(type = "patient", id = "#patient")
        void misspelt(String id) {}

        @Locked(type = "patient", id = "#command.name")
        void noSuchProperty(Command command) {}

        @Locked(type = "patient", id = "#id.")
        void broken(String id) {}

        @Locked(type = "patient", id = "'all'")
        void constant() {}
    }

    @Test
    void idIsAParameterOrAPartOfOne() {
        UUID uuid = UUID.randomUUID();

        assertThat(keys("byId", "12")).containsExactly(LockKey.of("patient", "12"));
        assertThat(keys("byId", 12L)).containsExactly(LockKey.of("patient", "12"));
        assertThat(keys("byId", uuid)).containsExactly(LockKey.of("patient", uuid.toString()));
        assertThat(keys("byProperty", new Command("7", List.of()))).containsExactly(LockKey.of("patient", "7"));
        assertThat(keys("constant")).containsExactly(LockKey.of("patient", "all"));
        assertThat(method("byId").keys("acme", new Object[] {"12"}))
                .containsExactly(new LockKey("acme", "patient", "12"));
    }

    @Test
    void collectionOrArrayGivesAKeyForEach() {
        assertThat(keys("byCollection", new Command("7", List.of(3L, 4L))))
                .containsExactly(LockKey.of("patient", "3"), LockKey.of("patient", "4"));
        assertThat(keys("byId", (Object) new long[] {3, 4})).hasSize(2);
        assertThat(keys("byId", List.of())).isEmpty();
    }

    @Test
    void nullIsRefusedAndTheMessageNamesMethodExpressionAndValue() {
        assertThatThrownBy(() -> keys("byProperty", new Command(null, List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("@Locked(id = \"#command.patientId\")")
                .hasMessageContaining("LockedMethodTest$Clinic.byProperty")
                .hasMessageContaining("gave null");
        assertThatThrownBy(() -> keys("byId", new ArrayList<>(Arrays.asList("1", null))))
                .hasMessageContaining("gave null");
    }

    @Test
    void misspeltParameterIsToldWhichThereAre() {
        assertThatThrownBy(() -> keys("misspelt", "12"))
                .hasMessageContaining("#patient")
                .hasMessageContaining("Its parameters are [id]");
    }

    @Test
    void whatCannotBeEvaluatedSaysWhy() {
        assertThatThrownBy(() -> keys("noSuchProperty", new Command("7", List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Clinic.noSuchProperty")
                .hasMessageContaining("'name'");
        assertThatThrownBy(() -> method("broken"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no expression");
    }

    @Test
    void wholeObjectIsNoId() {
        assertThatThrownBy(() -> keys("byId", new Command("7", List.of())))
                .hasMessageContaining("Command[patientId=7")
                .hasMessageContaining("is no id");
    }

    @Test
    void valueThatIsNoIdIsShown() {
        assertThatThrownBy(() -> keys("byId", "")).hasMessageContaining("gave \"\": id must have 1 to 255");
    }

    private static List<LockKey> keys(String method, Object... arguments) {
        return method(method).keys("", arguments);
    }

    private static LockedMethod method(String name) {
        Method method = Arrays.stream(ReflectionUtils.getDeclaredMethods(Clinic.class))
                .filter(declared -> declared.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return LockedMethod.of(method);
    }
}
