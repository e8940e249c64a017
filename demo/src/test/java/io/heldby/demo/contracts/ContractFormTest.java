package io.heldby.demo.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContractFormTest {

    private static final Address DELFT = new Address("Delft", Country.NL);
    private static final Terms TERMS = new Terms(4711, 30, new BigDecimal("2.0"), "");
    private static final ContractFile STORED = new ContractFile(
            new Contract(4711, 301, "Furniture", "Delft, Netherlands", 210),
            List.of(item(11, "Desk", 2, "400.00"), item(12, "Lamp", 10, "20.00")),
            new Customer(301, "Planet Express", DELFT),
            new Basis(7, DELFT, 3, TERMS, 99));

    @Test
    void whatIsSentUntouchedIsWhatWasLoaded() {
        ContractForm sent = ContractForm.read(4711, ContractForm.of(STORED).hidden());

        assertThat(sent.valid()).isTrue();
        assertThat(sent.basis()).isEqualTo(STORED.basis());
        assertThat(sent.draft().title()).isEqualTo("Furniture");
        assertThat(sent.draft().items()).isEqualTo(STORED.items());
        assertThat(sent.draft().terms()).isEqualTo(TERMS);
    }

    @Test
    void formHasEmptyLinesThatBringTheSameItemHoweverOftenItIsSent() {
        Map<String, String> typed = ContractForm.of(STORED).hidden();
        String first = typed.keySet().stream()
                .filter(name -> name.matches("contract_item\\[\\d{3,}]\\.text"))
                .findFirst()
                .orElseThrow();
        typed.put(first, "Rug");
        typed.put(first.replace("text", "quantity"), "1");
        typed.put(first.replace("text", "price"), "1,055.5");

        List<Item> once = ContractForm.read(4711, typed).draft().items();
        List<Item> again = ContractForm.read(4711, typed).draft().items();

        assertThat(once).hasSize(3).isEqualTo(again);
        assertThat(once.get(2).text()).isEqualTo("Rug");
        assertThat(once.get(2).price()).isEqualTo(new BigDecimal("1055.50"));
    }

    @Test
    void itemIsRemovedByItsTickOrByEmptyingItsLine() {
        Map<String, String> ticked = typed(Map.of("contract_item[11].removed", "on"));
        Map<String, String> emptied = typed(
                Map.of("contract_item[11].text", " ", "contract_item[11].quantity", "", "contract_item[11].price", ""));

        for (Map<String, String> typed : List.of(ticked, emptied)) {
            assertThat(ContractForm.read(4711, typed).draft().items())
                    .extracting(Item::text)
                    .containsExactly("Lamp");
        }
    }

    @Test
    void itemOfWhichOnlyAPartIsLeftIsAProblem() {
        ContractForm half = ContractForm.read(4711, typed(Map.of("contract_item[11].text", "")));

        assertThat(half.problems())
                .containsExactly(
                        Map.entry("contract_item[11].text", "Please say what it is, or empty the whole line."));
    }

    @Test
    void eachProblemIsSaidAtItsField() {
        ContractForm form = ContractForm.read(
                4711,
                typed(Map.of(
                        "title", "",
                        "contract_item[11].quantity", "0",
                        "contract_item[12].price", "1.005",
                        "payDays", "366",
                        "discount", "100",
                        "note", "x".repeat(101))));

        assertThat(form.problems())
                .containsOnlyKeys(
                        "title",
                        "contract_item[11].quantity",
                        "contract_item[12].price",
                        "payDays",
                        "discount",
                        "note");
    }

    @Test
    void formsThatAreNotOursAreRefused() {
        Map<String, String> noNumber = typed(Map.of("version", "seven"));
        Map<String, String> noCountry = typed(Map.of("was.country", "XX"));

        assertThatIllegalArgumentException().isThrownBy(() -> ContractForm.read(4711, noNumber));
        assertThatIllegalArgumentException().isThrownBy(() -> ContractForm.read(4711, noCountry));
    }

    private static Map<String, String> typed(Map<String, String> changes) {
        Map<String, String> typed = new LinkedHashMap<>(ContractForm.of(STORED).hidden());
        typed.putAll(changes);
        return typed;
    }

    private static Item item(long id, String text, int quantity, String price) {
        return new Item(id, 4711, text, quantity, new BigDecimal(price));
    }
}
