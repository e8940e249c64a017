package io.heldby.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import io.heldby.lock.EditHandle;
import io.heldby.lock.EditResult;
import io.heldby.lock.Edits;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockView;
import io.heldby.version.ConflictException;
import java.math.BigDecimal;
import java.security.Principal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Runs the README's first example, with nothing configured; the README has the code between the tags. */
@SpringBootTest
@AutoConfigureMockMvc
class ReadmeSpringSnippetTest {

    @Autowired
    MockMvc mvc;

    @Autowired
    Policies policies;

    @Autowired
    JdbcClient jdbc;

    private final MockHttpSession bobsBrowser = new MockHttpSession();
    private final MockHttpSession alicesBrowser = new MockHttpSession();

    @BeforeEach
    void onePolicyThatNobodyEdits() throws SQLException {
        jdbc.sql("DELETE FROM heldby_lock").update();
        jdbc.sql("DROP TABLE IF EXISTS policy").update();
        jdbc.sql("CREATE TABLE policy (number VARCHAR(20) PRIMARY KEY, premium DECIMAL(10,2) NOT NULL,"
                        + " version BIGINT NOT NULL, modified_by VARCHAR(255), modified_at TIMESTAMP WITH TIME ZONE)")
                .update();
        policies.insert(new Policy("12345", new BigDecimal("80.00")), "Import");
    }

    @Test
    void whoOpensFirstEditsAndTheNextReadsWhoThatIs() throws Exception {
        assertThat(open("bob", bobsBrowser).getModelAndView().getViewName()).isEqualTo("policies/form");

        MvcResult alice = open("alice", alicesBrowser);

        assertThat(alice.getModelAndView().getViewName()).isEqualTo("policies/read-only");
        LockView holder = (LockView) alice.getModelAndView().getModel().get("holder");
        assertThat(holder.owner().displayName()).isEqualTo("bob");
        assertThat(holder.reason()).isEqualTo("renewal");
    }

    @Test
    void whatThePageCarriedIsEnoughToSaveAndFreesTheRecord() throws Exception {
        EditHandle handle = handleOf(open("bob", bobsBrowser));

        save("bob", bobsBrowser, handle, 0, "99.00");

        assertThat(policies.load("12345").value().premium()).isEqualByComparingTo("99.00");
        assertThat(policies.load("12345").modifiedBy()).isEqualTo("bob");
        assertThat(open("alice", alicesBrowser).getModelAndView().getViewName()).isEqualTo("policies/form");
    }

    @Test
    void saveFromAnOldVersionIsAConflictAndKeepsTheLock() throws Exception {
        EditHandle handle = handleOf(open("bob", bobsBrowser));
        jdbc.sql("UPDATE policy SET version = version + 1").update();

        MvcResult answer = submit("bob", bobsBrowser, handle, 0, "99.00");

        assertThat(answer.getResolvedException()).isInstanceOf(ConflictException.class);
        assertThat(answer.getResponse().getStatus()).isEqualTo(409);
        assertThat(policies.load("12345").value().premium()).isEqualByComparingTo("80.00");
        assertThat(open("alice", alicesBrowser).getModelAndView().getViewName()).isEqualTo("policies/read-only");
    }

    @Test
    void handleOfSomebodyElseSavesNothing() throws Exception {
        EditHandle handle = handleOf(open("bob", bobsBrowser));

        MvcResult answer = submit("alice", alicesBrowser, handle, 0, "99.00");

        assertThat(answer.getResolvedException()).isInstanceOf(LockLostException.class);
        assertThat(answer.getResponse().getStatus()).isEqualTo(410);

        assertThat(policies.load("12345").value().premium()).isEqualByComparingTo("80.00");
    }

    private MvcResult open(String user, MockHttpSession browser) throws Exception {
        return mvc.perform(get("/policies/12345/edit").session(browser).with(user(user)))
                .andReturn();
    }

    private static EditHandle handleOf(MvcResult page) {
        return (EditHandle) page.getModelAndView().getModel().get("handle");
    }

    private void save(String user, MockHttpSession browser, EditHandle handle, long version, String premium)
            throws Exception {
        MvcResult answer = submit(user, browser, handle, version, premium);
        assertThat(answer.getResponse().getRedirectedUrl()).isEqualTo("/policies/12345");
    }

    private MvcResult submit(String user, MockHttpSession browser, EditHandle handle, long version, String premium)
            throws Exception {
        return mvc.perform(post("/policies/12345")
                        .session(browser)
                        .with(user(user))
                        .with(csrf())
                        .param("lockId", handle.lockId().toString())
                        .param("token", handle.token().value())
                        .param("session", handle.owner().session())
                        .param("version", String.valueOf(version))
                        .param("premium", premium))
                .andReturn();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Policies.class, PolicyPages.class})
    static class Application {}

    record Policy(String number, BigDecimal premium) {}

    record PolicyForm(String lockId, String token, String session, long version, BigDecimal premium) {
        Policy policy(String number) {
            return new Policy(number, premium);
        }
    }

    // Not @Repository: Spring would put a proxy in front of it, whose final methods work on nothing.
    @Component
    static class Policies extends VersionedMapper<Policy> {

        private final DataSource dataSource;

        Policies(DataSource dataSource) {
            super(VersionedTable.of("policy", "number", Policy::number).column("premium", Policy::premium));
            this.dataSource = dataSource;
        }

        @Override
        protected Policy read(ResultSet row) throws SQLException {
            return new Policy(row.getString("number"), row.getBigDecimal("premium"));
        }

        Versioned<Policy> load(String number) throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                return find(connection, number).orElseThrow();
            }
        }

        void insert(Policy policy, String by) throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                long unused = insert(connection, policy, by);
            }
        }
    }

    @Controller
    static class PolicyPages {

        private final Edits edits;
        private final Policies policies;

        PolicyPages(Edits edits, Policies policies) {
            this.edits = edits;
            this.policies = policies;
        }

        // tag::readme[]
        @GetMapping("/policies/{id}/edit")
        String edit(@PathVariable String id, Model page) throws SQLException {
            EditResult answer = edits.begin("policy", id, "renewal"); // First check it out, then load it.
            page.addAttribute("policy", policies.load(id));
            return answer.fold(editing -> form(page, editing.handle()), denied -> readOnly(page, denied.holders()));
        }

        @PostMapping("/policies/{id}")
        String save(@PathVariable String id, PolicyForm form, Principal user) throws SQLException {
            EditHandle handle = edits.handle("policy", id, form.lockId(), form.token(), form.session());
            edits.save(handle, form.version(), save -> {
                policies.update(save.connection(), form.policy(id), save.expectedVersion(), user.getName());
            });
            return "redirect:/policies/" + id;
        }
        // end::readme[]

        private static String form(Model page, EditHandle handle) {
            page.addAttribute("handle", handle);
            return "policies/form";
        }

        private static String readOnly(Model page, List<LockView> holders) {
            page.addAttribute("holder", holders.get(0));
            return "policies/read-only";
        }
    }
}
