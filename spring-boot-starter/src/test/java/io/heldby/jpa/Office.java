package io.heldby.jpa;

import io.heldby.hibernate.Versions;
import io.heldby.hibernate.WithoutVersionCheck;
import io.heldby.jpa.Patient.Prescription;
import io.heldby.lock.EditHandle;
import io.heldby.lock.EditResult;
import io.heldby.lock.Edits;
import io.heldby.spring.ETags;
import io.heldby.spring.ExpectedVersion;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.domain.AuditorAware;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.config.EnableJpaAuditing;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A Spring Data JPA application with controllers of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableJpaRepositories(considerNestedRepositories = true)
@EnableJpaAuditing
@Import({
    Office.ClientService.class,
    Office.ClientMoves.class,
    Office.ClientController.class,
    Office.DetachedController.class,
    Office.UnversionedController.class,
    Office.PatientController.class
})
class Office {

    @Bean
    UserDetailsService users() {
        return name ->
                User.withUsername(name).password("{noop}secret").roles("USER").build();
    }

    @Bean
    AuditorAware<String> auditor() {
        return () -> Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .map(signedIn -> signedIn.getName());
    }

    @Bean
    SecurityFilterChain programs(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .httpBasic(Customizer.withDefaults())
                .csrf(csrf -> csrf.disable())
                .build();
    }

    interface Clients extends JpaRepository<Client, Long> {

        @Modifying
        @Query("update Client c set c.city = 'Delft' where c.city = 'Leiden'")
        int moveAll();

        @Modifying
        @Query("update versioned Client c set c.city = 'Delft' where c.city = 'Leiden'")
        int moveAllVersioned();

        @WithoutVersionCheck(reason = "a test says so")
        @Modifying
        @Query("update Client c set c.city = 'Delft' where c.city = 'Leiden'")
        int moveAllAllowed();
    }

    interface Patients extends JpaRepository<Patient, Long> {}

    interface Prescriptions extends JpaRepository<Prescription, Long> {}

    record ClientForm(String name, String city) {}

    // tag::service[]
    @Service
    static class ClientService {

        private final Clients clients;
        private final Versions versions;

        ClientService(Clients clients, Versions versions) {
            this.clients = clients;
            this.versions = versions;
        }

        @Transactional
        public Client save(long id, long version, ClientForm form) {
            Client client = clients.findById(id).orElseThrow();
            versions.change(client, version, found -> {
                found.name = form.name();
                found.city = form.city();
            });
            return clients.saveAndFlush(client);
        }

        @Transactional
        public void delete(long id, long version) {
            versions.expect(Client.class, id, version);
            clients.deleteById(id);
        }
    }
    // end::service[]

    @Service
    static class ClientMoves {

        private final Clients clients;

        ClientMoves(Clients clients) {
            this.clients = clients;
        }

        @Transactional
        public int move(ToIntFunction<Clients> how) {
            return how.applyAsInt(clients);
        }
    }

    // tag::controller[]
    @RestController
    static class ClientController {

        private final Clients clients;
        private final ClientService service;

        ClientController(Clients clients, ClientService service) {
            this.clients = clients;
            this.service = service;
        }

        @GetMapping("/clients/{id}")
        ResponseEntity<Client> show(@PathVariable long id) {
            Client client = clients.findById(id).orElseThrow();
            return ResponseEntity.ok().eTag(ETags.of(client.version)).body(client);
        }

        @PutMapping("/clients/{id}")
        ResponseEntity<Client> save(
                @PathVariable long id, @ExpectedVersion long version, @RequestBody ClientForm form) {
            Client saved = service.save(id, version, form);
            return ResponseEntity.ok().eTag(ETags.of(saved.version)).body(saved);
        }

        @DeleteMapping("/clients/{id}")
        void delete(@PathVariable long id, @ExpectedVersion long version) {
            service.delete(id, version);
        }
    }
    // end::controller[]

    /** As before Heldby: a detached entity is merged, and Hibernate notices by itself. */
    @RestController
    static class DetachedController {

        private final Clients clients;

        DetachedController(Clients clients) {
            this.clients = clients;
        }

        @PutMapping("/detached/{id}")
        void merge(@PathVariable long id, @ExpectedVersion long version, @RequestBody ClientForm form) {
            Client detached = new Client(form.name(), form.city());
            detached.id = id;
            detached.version = version;
            Client unused = clients.save(detached);
        }
    }

    /** As before Heldby: the form is copied into what is stored, whatever it was made from. */
    @RestController
    static class UnversionedController {

        private final Clients clients;

        UnversionedController(Clients clients) {
            this.clients = clients;
        }

        @GetMapping("/unversioned/{id}")
        ClientForm show(@PathVariable long id) {
            Client client = clients.findById(id).orElseThrow();
            return new ClientForm(client.name, client.city);
        }

        @PostMapping("/unversioned/{id}")
        void save(@PathVariable long id, @RequestBody ClientForm form) {
            Client client = clients.findById(id).orElseThrow();
            client.name = form.name();
            client.city = form.city();
            Client unused = clients.save(client);
        }
    }

    record Prescribing(String lockId, String token, String session, long version, String drug) {}

    @RestController
    static class PatientController {

        private final Patients patients;
        private final Prescriptions prescriptions;
        private final Edits edits;
        private final Versions versions;
        private final JdbcClient jdbc;

        PatientController(
                Patients patients, Prescriptions prescriptions, Edits edits, Versions versions, JdbcClient jdbc) {
            this.patients = patients;
            this.prescriptions = prescriptions;
            this.edits = edits;
            this.versions = versions;
            this.jdbc = jdbc;
        }

        @PostMapping("/patients/{id}/prescriptions")
        void prescribe(@PathVariable long id, @RequestBody Prescribing form) {
            EditHandle handle = edits.handle("patient", "" + id, form.lockId(), form.token(), form.session());
            // tag::edit[]
            edits.save(handle, form.version(), save -> {
                Patient patient = patients.findById(id).orElseThrow();
                versions.expect(patient, save.expectedVersion());
                prescriptions.save(new Prescription(patient, form.drug()));
            });
            // end::edit[]
        }

        /** Loads too early, in the session that is open for the whole request. */
        @PostMapping("/patients/{id}/edit")
        String edit(@PathVariable long id) {
            Patient before = patients.findById(id).orElseThrow();
            jdbc.sql("UPDATE patient SET name = 'Brannigan' WHERE id = ?")
                    .param(id)
                    .update();
            EditResult unused = edits.begin("patient", "" + id);
            return before.name + ", " + patients.findById(id).orElseThrow().name;
        }

        /** Somebody has forgotten the lock. */
        @PostMapping("/patients/{id}/name")
        @Transactional
        public void rename(@PathVariable long id, @RequestBody String name) {
            patients.findById(id).orElseThrow().name = name;
        }
    }
}
