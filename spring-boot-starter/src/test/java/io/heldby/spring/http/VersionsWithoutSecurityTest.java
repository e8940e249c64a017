package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import io.heldby.spring.HeldbyAutoConfiguration;
import io.heldby.testkit.TwoWriters;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.RequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** An application that knows its users in its own way, or not at all. */
class VersionsWithoutSecurityTest {

    private final WebApplicationContextRunner application = new WebApplicationContextRunner()
            .withClassLoader(new FilteredClassLoader("org.springframework.security"))
            .withPropertyValues("spring.datasource.generate-unique-name=true")
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    JacksonAutoConfiguration.class,
                    HttpMessageConvertersAutoConfiguration.class,
                    DispatcherServletAutoConfiguration.class,
                    WebMvcAutoConfiguration.class,
                    HeldbyAutoConfiguration.class,
                    HeldbyProblemsAutoConfiguration.class,
                    HeldbyVersionsAutoConfiguration.class))
            .withBean(CustomerPages.CustomerMapper.class)
            .withBean(CustomerPages.WithIfMatch.class)
            .withBean(CustomerPages.Told.class);

    @Test
    void nothingIsLost() {
        application.run(context -> {
            CustomerTable.with(new JdbcTemplate(context.getBean(DataSource.class)), 7);
            MockMvc mvc = MockMvcBuilders.webAppContextSetup(context).build();

            twoWriters(mvc);
        });
    }

    private static void twoWriters(MockMvc mvc) {
        // tag::mock-mvc[]
        TwoWriters.on(
                        () -> answer(mvc, get("/customers/7")),
                        (read, text) -> answer(
                                mvc,
                                put("/customers/7")
                                        .header("If-Match", read.etag())
                                        .principal(() -> "leia")
                                        .contentType(MediaType.APPLICATION_JSON)
                                        .content("{\"name\": \"%s\", \"city\": \"Delft\"}".formatted(text))))
                .assertNoLostUpdate();
        // end::mock-mvc[]
    }

    // tag::mock-mvc-answer[]
    private static TwoWriters.Answer answer(MockMvc mvc, RequestBuilder request) throws Exception {
        MockHttpServletResponse answer = mvc.perform(request).andReturn().getResponse();
        return new TwoWriters.Answer(answer.getStatus(), answer.getHeader("ETag"), answer.getContentAsString());
    }
    // end::mock-mvc-answer[]

    @Test
    void whoeverTheApplicationLetsInReadsWhoWasFirst() {
        application.run(context ->
                assertThat(answer(mvc(context), get("/told/fields")).body()).contains("Luke Skywalker", "\"merged\""));
    }

    @Test
    void answersCanBeTurnedOffAndTheVersionIsTakenAllTheSame() {
        application.withPropertyValues("heldby.http.problems=false").run(context -> {
            CustomerTable.with(new JdbcTemplate(context.getBean(DataSource.class)), 7);
            RequestBuilder save = put("/customers/7")
                    .principal(() -> "leia")
                    .contentType(MediaType.APPLICATION_JSON)
                    .content("{}");

            TwoWriters.Answer refused = answer(mvc(context), save);

            assertThat(refused.status()).isEqualTo(428);
            assertThat(refused.body()).isEmpty();
        });
    }

    private static MockMvc mvc(WebApplicationContext context) {
        return MockMvcBuilders.webAppContextSetup(context).build();
    }
}
