package io.heldby.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.heldby.jpa.Office.ClientForm;
import io.heldby.jpa.Office.ClientMoves;
import io.heldby.jpa.Office.ClientService;
import io.heldby.jpa.Office.Clients;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** The switch for an emergency: the same application, and nothing is refused. */
@SpringBootTest(
        classes = Office.class,
        webEnvironment = SpringBootTest.WebEnvironment.MOCK,
        properties = {
            "spring.datasource.generate-unique-name=true",
            "heldby.hibernate.enabled=false",
            "heldby.hibernate.statement-guard=fail"
        })
class SwitchedOffInAnApplicationTest {

    @Autowired
    Clients clients;

    @Autowired
    ClientService service;

    @Autowired
    ClientMoves moves;

    @Test
    void staleSaveAndBulkStatementPass() {
        long wong = clients.save(new Client("Wong", "Leiden")).id;

        assertThatCode(() -> service.save(wong, 7, new ClientForm("Brannigan", "Leiden")))
                .doesNotThrowAnyException();
        assertThat(moves.move(Clients::moveAll)).isEqualTo(1);
        assertThat(clients.findById(wong).orElseThrow().name).isEqualTo("Brannigan");
    }

    @Test
    void deletionWithoutAVersionIsLeftToSpringData() {
        Client unversioned = new Client("Wong", "Leiden");
        unversioned.id = clients.save(new Client("Wong", "Leiden")).id;

        assertThatCode(() -> clients.delete(unversioned)).doesNotThrowAnyException();
        assertThat(clients.existsById(unversioned.id)).isTrue();
    }
}
