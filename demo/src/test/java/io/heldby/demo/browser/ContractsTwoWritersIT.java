package io.heldby.demo.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.testkit.TwoWriters;
import io.heldby.testkit.TwoWriters.Answer;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two writers, and eight at once, at the form of a contract, as a browser sends it. */
class ContractsTwoWritersIT extends DemoTest {

    private long contract;

    @BeforeEach
    void aContractIsMade() {
        contract = ThreadLocalRandom.current().nextLong(1_000_000, 1_000_000_000);
        database.sql("""
                        INSERT INTO contract (id, customer_id, title, taxed_in, tax_per_mille, version, modified_by, modified_at)
                        VALUES (?, 301, 'Furniture', 'Delft, Netherlands', 210, 7, 'Import', CURRENT_TIMESTAMP)""").param(contract).update();
        database.sql("INSERT INTO contract_item (id, contract_id, text, quantity, price) VALUES (?, ?, 'Desk', 2, 400)")
                .params(contract, contract)
                .update();
        database.sql("INSERT INTO legacy_terms (contract_no, pay_days, discount, note) VALUES (?, 30, 2, 'As usual')")
                .param(contract)
                .update();
    }

    @Test
    void noContractIsOverwrittenSilently() throws Exception {
        writersOf("title").refusalNames("You").assertNoLostUpdate();
    }

    @Test
    void noItemIsOverwrittenSilently() throws Exception {
        writersOf("contract_item[" + contract + "].text").refusalNames("You").assertNoLostUpdate();
    }

    /** Nothing but the fields themselves tells that somebody was faster, and nobody knows who that was. */
    @Test
    void noPaymentTermsAreOverwrittenSilently() throws Exception {
        writersOf("note").assertNoLostUpdate();
    }

    @Test
    void formThatIsSentTwiceIsStoredOnce() throws Exception {
        String path = "/contracts/" + contract;
        Forms leia = Forms.signIn(url(""), "leia");
        Map<String, String> inputs = leia.inputs(leia.get(path));
        String line = inputs.keySet().stream()
                .filter(name ->
                        name.startsWith("contract_item[") && inputs.get(name).isEmpty())
                .findFirst()
                .orElseThrow()
                .replaceFirst("\\..*", ".");
        inputs.putAll(Map.of(line + "text", "Rug", line + "quantity", "1", line + "price", "55.50"));
        inputs.put("contract_item[" + contract + "].price", "390");

        Answer once = leia.post(path, inputs);
        Answer again = leia.post(path, inputs);

        assertThat(once.status()).isEqualTo(302);
        assertThat(again.status()).isEqualTo(302);
        assertThat(database.sql("SELECT text FROM contract_item WHERE contract_id = ? ORDER BY id")
                        .param(contract)
                        .query(String.class)
                        .list())
                .containsExactly("Desk", "Rug");
        assertThat(stored("SELECT version FROM contract WHERE id = ?", Long.class, contract))
                .isEqualTo(8);
    }

    private TwoWriters writersOf(String field) throws Exception {
        String path = "/contracts/" + contract;
        Forms leia = Forms.signIn(url(""), "leia");
        return TwoWriters.on(() -> leia.get(path), (Answer read, String text) -> {
            Map<String, String> inputs = leia.inputs(read);
            assertThat(inputs).containsKeys(field, "_csrf", "version");
            inputs.put(field, text);
            return leia.post(path, inputs);
        });
    }
}
