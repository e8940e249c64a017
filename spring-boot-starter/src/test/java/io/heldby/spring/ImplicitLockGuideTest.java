package io.heldby.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.heldby.jdbc.unitofwork.LockingMapper;
import io.heldby.jdbc.unitofwork.LockingMappers;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import io.heldby.lock.EditHandle;
import io.heldby.lock.Edits;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockedException;
import io.heldby.lock.OfflineLocked;
import io.heldby.lock.Owner;
import io.heldby.lock.Protocol;
import java.security.Principal;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.stereotype.Service;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Runs the examples of docs/implicit-lock.md, which has the code between the tags. */
@SpringBootTest(properties = "spring.datasource.generate-unique-name=true")
@AutoConfigureMockMvc
class ImplicitLockGuideTest {

    @Autowired
    MockMvc mvc;

    @Autowired
    Clinic clinic;

    @Autowired
    LockManager locks;

    @Autowired
    JdbcClient jdbc;

    private final MockHttpSession bobsBrowser = new MockHttpSession();

    @BeforeEach
    void onePolicyAndOnePatient() {
        jdbc.sql("DELETE FROM heldby_lock").update();
        jdbc.sql("DROP TABLE IF EXISTS policy").update();
        jdbc.sql("CREATE TABLE policy (number VARCHAR(20) PRIMARY KEY, holder VARCHAR(50), version BIGINT NOT NULL,"
                        + " modified_by VARCHAR(255), modified_at TIMESTAMP WITH TIME ZONE)")
                .update();
        jdbc.sql("INSERT INTO policy VALUES ('12345', 'Kroker', 0, 'Import', CURRENT_TIMESTAMP)")
                .update();
        jdbc.sql("CREATE TABLE IF NOT EXISTS prescription (patient VARCHAR(20), drug VARCHAR(50))")
                .update();
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken("dr_green", "secret", "ROLE_DOCTOR"));
    }

    @Test
    void commandRunsUnderThePatientsLockOrNotAtAll() {
        clinic.prescribe(new Prescribe("7", "aspirin"));
        assertThat(prescriptions()).isEqualTo(1);
        assertThat(locks.holders(LockKey.of("patient", "7"))).isEmpty();

        locks.acquireOrThrow(LockRequest.of(LockKey.of("patient", "7"), Owner.of("dr_white", "w1")));
        assertThatThrownBy(() -> clinic.prescribe(new Prescribe("7", "aspirin")))
                .isInstanceOf(LockedException.class);
        assertThat(prescriptions()).isEqualTo(1);
    }

    @Test
    void formIsLockedFromTheGetToThePost() throws Exception {
        MvcResult page = mvc.perform(
                        get("/policies/12345/edit").session(bobsBrowser).with(user("bob")))
                .andReturn();
        EditHandle handle = (EditHandle) page.getModelAndView().getModel().get("handle");
        assertThat(locks.policyOf("policy").protocol()).isEqualTo(Protocol.EXCLUSIVE_READ);
        assertThat(locks.holders(LockKey.of("policy", "12345"))).hasSize(1);

        mvc.perform(post("/policies/12345")
                        .session(bobsBrowser)
                        .with(user("bob"))
                        .with(csrf())
                        .param("lockId", handle.lockId().toString())
                        .param("token", handle.token().value())
                        .param("session", handle.owner().session())
                        .param("version", "0")
                        .param("holder", "Wong"))
                .andReturn();

        assertThat(jdbc.sql("SELECT holder FROM policy").query(String.class).single())
                .isEqualTo("Wong");
        assertThat(locks.holders(LockKey.of("policy", "12345"))).isEmpty();
    }

    @Test
    void saveThatNobodyOpenedIsRefusedByTheMapper(@Autowired LockingMapper<Policy> policies, @Autowired Edits edits)
            throws Exception {
        EditHandle ofAnother = edits.begin(LockRequest.of(LockKey.of("ticket", "1"), Owner.of("dr_green", "s1")))
                .fold(editing -> editing.handle(), denied -> {
                    throw new LockedException(denied);
                });

        assertThatThrownBy(() -> edits.save(ofAnother, 0, save -> {
                    long unused = policies.update(
                            save.connection(), new Policy("12345", "Wong"), save.expectedVersion(), "dr_green");
                }))
                .isInstanceOf(LockNotHeldException.class);
    }

    private int prescriptions() {
        return jdbc.sql("SELECT COUNT(*) FROM prescription")
                .query(Integer.class)
                .single();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Clinic.class, PolicyPages.class})
    static class Application {

        // tag::bean[]
        @Bean
        LockingMapper<Policy> policies(LockingMappers lockingMappers) {
            return lockingMappers.around(new PolicyMapper(), "policy", Policy::number);
        }
        // end::bean[]

        // tag::root[]
        @Bean
        LockPolicyCustomizer appointments(JdbcClient jdbc) {
            return policies -> policies.withRoot("appointment", appointment -> {
                String patient = jdbc.sql("SELECT patient FROM appointment WHERE id = ?")
                        .param(appointment.id())
                        .query(String.class)
                        .single();
                return new LockKey(appointment.tenant(), "patient", patient);
            });
        }
        // end::root[]
    }

    // tag::annotated[]
    @OfflineLocked(type = "policy", protocol = Protocol.EXCLUSIVE_READ, maximumHold = "PT2H")
    record Policy(String number, String holder) {}
    // end::annotated[]

    static final class PolicyMapper extends VersionedMapper<Policy> {

        PolicyMapper() {
            super(VersionedTable.of("policy", "number", Policy::number).column("holder", Policy::holder));
        }

        @Override
        protected Policy read(ResultSet row) throws SQLException {
            return new Policy(row.getString("number"), row.getString("holder"));
        }
    }

    record Prescribe(String patientId, String drug) {}

    @Service
    static class Clinic {

        private final JdbcClient jdbc;

        Clinic(JdbcClient jdbc) {
            this.jdbc = jdbc;
        }

        // tag::call[]
        @Locked(type = "patient", id = "#command.patientId", reason = "prescribing")
        @Transactional
        void prescribe(Prescribe command) {
            jdbc.sql("INSERT INTO prescription VALUES (?, ?)")
                    .params(command.patientId(), command.drug())
                    .update();
        }
        // end::call[]
    }

    record PolicyForm(String lockId, String token, String session, long version, String holder) {
        Policy policy(String number) {
            return new Policy(number, holder);
        }
    }

    @Controller
    static class PolicyPages {

        private final LockingMapper<Policy> policies;
        private final Edits edits;

        PolicyPages(LockingMapper<Policy> policies, Edits edits) {
            this.policies = policies;
            this.edits = edits;
        }

        // tag::form[]
        @GetMapping("/policies/{id}/edit")
        @Locked(type = "policy", id = "#id", reason = "renewal", until = LockedUntil.SAVED)
        String edit(@PathVariable String id, EditHandle handle, Model page) {
            page.addAttribute("handle", handle); // Its lockId, token and session become hidden fields.
            page.addAttribute("policy", policies.find(id).orElseThrow());
            return "policies/form";
        }

        @PostMapping("/policies/{id}")
        String save(@PathVariable String id, PolicyForm form, Principal user) throws SQLException {
            EditHandle handle = edits.handle("policy", id, form.lockId(), form.token(), form.session());
            edits.save(handle, form.version(), save -> {
                policies.update(save.connection(), form.policy(id), save.expectedVersion(), user.getName());
            });
            return "redirect:/policies/" + id;
        }
        // end::form[]
    }
}
