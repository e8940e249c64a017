package io.heldby.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the person reads who starts an application that is configured wrongly. */
@ExtendWith(OutputCaptureExtension.class)
class HeldbyStartUpTest {

    @EnableAutoConfiguration
    static class Application {}

    @Test
    void aWrongValueIsPrintedWithPropertyAndRemedy(CapturedOutput output) {
        start("--heldby.sweep-every=0s");

        assertThat(output)
                .contains("APPLICATION FAILED TO START", "heldby.sweep-every must be 1 second to 1 day, but is PT0S");
    }

    @Test
    void aValueThatIsNoneOfTheChoicesIsPrintedWithThem(CapturedOutput output) {
        start("--heldby.policies.order.renewal=sometimes");

        assertThat(output)
                .contains("APPLICATION FAILED TO START", "heldby.policies.order.renewal", "HEARTBEAT", "FIXED");
    }

    @Test
    void missingTablesArePrintedWithTheFileToRun(CapturedOutput output) {
        start("--heldby.jdbc.initialize-schema=never");

        assertThat(output).contains("APPLICATION FAILED TO START", "io/heldby/jdbc/schema/v1/h2.sql", "Action:");
    }

    private static void start(String property) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        assertThat(catchThrowable(() -> application.run(property).close())).isNotNull();
    }
}
