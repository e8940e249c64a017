package io.heldby.spring.http;

import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import io.heldby.lock.LockKey;
import io.heldby.lock.Transactions;
import io.heldby.merge.MergedField;
import io.heldby.merge.MergedField.Outcome;
import io.heldby.spring.ETags;
import io.heldby.spring.ExpectedVersion;
import io.heldby.spring.LockPermissions;
import io.heldby.spring.security.DisplayNames;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import io.heldby.version.ConflictField;
import io.heldby.version.RetryableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.security.Principal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.AbstractView;

/** An application whose records have versions, and its controllers. */
final class CustomerPages {

    private CustomerPages() {}

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({
        WithIfMatch.class,
        WithBody.class,
        WithForm.class,
        InOwnTransaction.class,
        Told.class,
        OwnAnswers.class,
        Wrong.class,
        Desk.class
    })
    static class Application {

        /** Leia and Luke. */
        @Bean
        UserDetailsService users() {
            return name -> User.withUsername(name)
                    .password("{noop}secret")
                    .roles("USER")
                    .build();
        }

        @Bean
        DisplayNames names() {
            return name ->
                    Map.of("leia", "Leia Organa", "luke", "Luke Skywalker").get(name);
        }

        /** What a record cost us is nobody's business here. */
        @Bean
        LockPermissions permissions() {
            return new LockPermissions() {
                @Override
                public boolean mayBreak(LockKey key) {
                    return false;
                }

                @Override
                public boolean maySee(LockKey key) {
                    return !key.type().equals("secret");
                }

                @Override
                public boolean maySeeField(LockKey record, String field) {
                    return !field.equals("cost");
                }
            };
        }

        @Bean
        SecurityFilterChain programs(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .httpBasic(Customizer.withDefaults())
                    .csrf(csrf -> csrf.disable())
                    .build();
        }

        @Bean
        CustomerMapper customerMapper() {
            return new CustomerMapper();
        }
    }

    record Customer(long id, String name, String city) {}

    static final class CustomerMapper extends VersionedMapper<Customer> {

        CustomerMapper() {
            super(VersionedTable.of("customer", "id", Customer::id)
                    .column("name", Customer::name)
                    .column("city", Customer::city));
        }

        @Override
        protected Customer read(ResultSet row) throws SQLException {
            return new Customer(row.getLong("id"), row.getString("name"), row.getString("city"));
        }
    }

    // tag::controller[]
    @RestController
    @RequestMapping("/customers/{id}")
    static class WithIfMatch {

        private final Transactions transactions;
        private final CustomerMapper customers;

        WithIfMatch(Transactions transactions, CustomerMapper customers) {
            this.transactions = transactions;
            this.customers = customers;
        }

        record Form(String name, String city) {}

        @GetMapping
        ResponseEntity<Customer> read(@PathVariable long id) throws SQLException {
            Optional<Versioned<Customer>> found = transactions.run(connection -> customers.find(connection, id));
            return found.map(customer -> ResponseEntity.ok()
                            .eTag(ETags.of(customer.version()))
                            .body(customer.value()))
                    .orElse(ResponseEntity.notFound().build());
        }

        @PutMapping
        ResponseEntity<Customer> save(
                @PathVariable long id, @RequestBody Form form, @ExpectedVersion long version, Principal user)
                throws SQLException {
            Customer changed = new Customer(id, form.name(), form.city());
            long saved = transactions.run(connection -> customers.update(connection, changed, version, user.getName()));
            return ResponseEntity.ok().eTag(ETags.of(saved)).body(changed); // Of what was written, after the commit.
        }

        @DeleteMapping
        ResponseEntity<Void> delete(@PathVariable long id, @ExpectedVersion long version) throws SQLException {
            transactions.run(connection -> {
                customers.delete(connection, id, version, "Luke Skywalker");
                return true;
            });
            return ResponseEntity.noContent().build();
        }
    }
    // end::controller[]

    @RestController
    static class WithBody {

        private final Transactions transactions;
        private final CustomerMapper customers;

        WithBody(Transactions transactions, CustomerMapper customers) {
            this.transactions = transactions;
            this.customers = customers;
        }

        record VersionedForm(
                String name, String city, @Nullable Long version) {}

        // tag::body[]
        @PutMapping("/body/{id}")
        Map<String, Long> save(@PathVariable long id, @RequestBody VersionedForm form, Principal user)
                throws SQLException {
            if (form.version() == null) {
                throw new ResponseStatusException(HttpStatus.PRECONDITION_REQUIRED, "version is missing");
            }
            Customer changed = new Customer(id, form.name(), form.city());
            long saved = transactions.run(
                    connection -> customers.update(connection, changed, form.version(), user.getName()));
            return Map.of("version", saved);
        }
        // end::body[]

        @GetMapping("/body/{id}")
        VersionedForm read(@PathVariable long id) throws SQLException {
            return transactions.<VersionedForm, SQLException>run(connection -> {
                Versioned<Customer> found = customers.find(connection, id).orElseThrow();
                return new VersionedForm(found.value().name(), found.value().city(), found.version());
            });
        }

        /** Wrong: what was just read always fits. */
        @PutMapping("/careless/{id}")
        Map<String, Long> careless(@PathVariable long id, @RequestBody VersionedForm form) throws SQLException {
            return save(id, new VersionedForm(form.name(), form.city(), read(id).version()), () -> "somebody");
        }

        @PutMapping("/either/{id}")
        Map<String, Long> either(
                @PathVariable long id,
                @RequestBody VersionedForm form,
                @ExpectedVersion Optional<Long> ifMatch,
                @ExpectedVersion(required = false) @Nullable Long same)
                throws SQLException {
            if (!ifMatch.equals(Optional.ofNullable(same))) {
                throw new IllegalStateException(ifMatch + " and " + same);
            }
            return save(
                    id, new VersionedForm(form.name(), form.city(), ifMatch.orElse(form.version())), () -> "somebody");
        }
    }

    /** Shows the form again, and in it the conflict. */
    @Controller
    static class WithForm {

        private final Transactions transactions;
        private final CustomerMapper customers;
        private final ConflictDocuments documents;

        WithForm(Transactions transactions, CustomerMapper customers, ConflictDocuments documents) {
            this.transactions = transactions;
            this.customers = customers;
            this.documents = documents;
        }

        // tag::form[]
        @PostMapping("/form/{id}")
        String save(
                @PathVariable long id,
                @RequestParam long version,
                @ModelAttribute WithIfMatch.Form form,
                Principal user,
                Model model,
                HttpServletResponse response)
                throws SQLException {
            Customer changed = new Customer(id, form.name(), form.city());
            try {
                transactions.run(connection -> customers.update(connection, changed, version, user.getName()));
                return "redirect:/customers";
            } catch (ConflictException tooLate) {
                response.setStatus(HttpStatus.CONFLICT.value());
                model.addAttribute("conflict", documents.of(tooLate));
                return "customer"; // The form again, with what was typed.
            }
        }
        // end::form[]

        @GetMapping("/form/several")
        String several(Model model) {
            ConflictException several = Told.thrown(
                    Conflict.unexplained("rate", "EUR", 3)
                            .modified(9, "Han Solo", Told.MORNING)
                            .onlyRead(),
                    Told.PRICE);
            model.addAttribute("conflict", documents.of(several));
            return "customer";
        }

        @Bean
        static View customer() {
            return new Template();
        }

        /** As a template would print it. */
        private static final class Template extends AbstractView {

            @Override
            protected void renderMergedOutputModel(
                    Map<String, Object> model, HttpServletRequest request, HttpServletResponse response)
                    throws IOException {
                response.setContentType("text/html;charset=UTF-8");
                response.getWriter()
                        .write("<script type=\"application/json\">%s</script>".formatted(model.get("conflict")));
            }
        }
    }

    /** What the application's own transaction leaves behind is not explained when it comes out. */
    @RestController
    static class InOwnTransaction {

        private final Desk desk;

        InOwnTransaction(Desk desk) {
            this.desk = desk;
        }

        @PutMapping("/own-transaction/{id}")
        Map<String, Long> save(@PathVariable long id, @RequestBody WithIfMatch.Form form, @ExpectedVersion Long version)
                throws SQLException {
            return Map.of("version", desk.save(new Customer(id, form.name(), form.city()), version));
        }
    }

    static class Desk {

        private final DataSource dataSource;
        private final CustomerMapper customers;

        Desk(DataSource dataSource, CustomerMapper customers) {
            this.dataSource = dataSource;
            this.customers = customers;
        }

        @Transactional
        public long save(Customer customer, long version) throws SQLException {
            Connection connection = DataSourceUtils.getConnection(dataSource);
            try {
                return customers.update(connection, customer, version, "the desk");
            } finally {
                DataSourceUtils.releaseConnection(connection, dataSource);
            }
        }
    }

    /** Conflicts of all kinds. */
    @RestController
    static class Told {

        static final Instant MORNING = Instant.parse("2026-03-02T10:47:00Z");

        static final Conflict PRICE = Conflict.unexplained("product", "7", 3)
                .modified(5, "Luke Skywalker", MORNING)
                .with(
                        true,
                        List.of(
                                field("name", "Bolt", "Bolt M4", "Bolt", "Bolt M4", Outcome.MINE),
                                field(
                                        "price",
                                        new BigDecimal("1.20"),
                                        new BigDecimal("12345678901234567890.10"),
                                        null,
                                        null,
                                        Outcome.OPEN),
                                field("stock", 10, 9, 12, 11, Outcome.COMBINED),
                                field(
                                        "sold",
                                        null,
                                        LocalDate.of(2026, 3, 1),
                                        LocalDate.of(2026, 3, 2),
                                        null,
                                        Outcome.OPEN),
                                field("cost", 1, 2, 3, null, Outcome.OPEN)));

        private static ConflictField field(
                String name,
                @Nullable Object base,
                @Nullable Object mine,
                @Nullable Object theirs,
                @Nullable Object merged,
                Outcome outcome) {
            return new ConflictField(
                    new MergedField(name, base, mine, theirs, merged, outcome), "Luke Skywalker", MORNING);
        }

        @GetMapping("/told/fields")
        String fields() {
            throw thrown(PRICE);
        }

        @GetMapping("/told/secret")
        String secret() {
            throw thrown(Conflict.unexplained("secret", "7", 3)
                    .modified(5, "Luke Skywalker", MORNING)
                    .with(true, PRICE.fields()));
        }

        @GetMapping("/told/base-unknown")
        String baseUnknown() {
            throw thrown(PRICE.with(false, PRICE.fields()));
        }

        @GetMapping("/told/several")
        String several(@ExpectedVersion Optional<Long> version) {
            throw thrown(
                    Conflict.unexplained("rate", "EUR", version.orElse(3L))
                            .modified(9, "Han Solo", MORNING)
                            .onlyRead(),
                    PRICE,
                    Conflict.unexplained("order", "8", 1).deleted("Leia Organa", MORNING));
        }

        @GetMapping("/told/only-read")
        String onlyRead(@ExpectedVersion long version) {
            throw thrown(Conflict.unexplained("rate", "EUR", version).deleted().onlyRead());
        }

        @GetMapping("/told/strange-id")
        String strangeId() {
            throw thrown(Conflict.unexplained("note", "x".repeat(1000), 3).modified(4, "Luke Skywalker", MORNING));
        }

        @GetMapping("/told/wrapped")
        String wrapped() {
            throw new IllegalStateException(new CompletionException(thrown(PRICE)));
        }

        @GetMapping("/told/unchanged-after-all")
        String unchanged() {
            throw ConflictException.unexplained(Conflict.unexplained("product", "7", 3), (connection, unexplained) -> {
                throw new RetryableException("deadlock", new SQLException("the statement was UPDATE product", "40P01"));
            });
        }

        @GetMapping("/told/unexplainable")
        String unexplainable() {
            throw ConflictException.unexplained(Conflict.unexplained("product", "7", 3), (connection, unexplained) -> {
                throw new SQLException("no such table: PRODUCT");
            });
        }

        private static ConflictException thrown(Conflict... conflicts) {
            return ConflictException.unexplained(List.of(conflicts), (connection, unexplained) -> unexplained);
        }
    }

    @RestController
    static class OwnAnswers {

        @GetMapping("/own/conflict")
        String conflict() {
            throw Told.thrown(Told.PRICE);
        }

        @PutMapping("/own/version")
        String version(@ExpectedVersion long version) {
            return "version " + version;
        }

        @ExceptionHandler
        ResponseEntity<Map<String, String>> conflict(ConflictException conflict) {
            return ResponseEntity.status(418).body(Map.of("own", "answer"));
        }

        @ExceptionHandler
        ResponseEntity<Map<String, String>> precondition(ErrorResponseException refused) {
            return ResponseEntity.status(refused.getStatusCode()).body(Map.of("own", "answer"));
        }
    }

    @RestController
    static class Wrong {

        @PutMapping("/wrong/text")
        String text(@ExpectedVersion String version) {
            return version;
        }

        @PutMapping("/wrong/primitive")
        String primitive(@ExpectedVersion(required = false) long version) {
            return "" + version;
        }
    }
}
