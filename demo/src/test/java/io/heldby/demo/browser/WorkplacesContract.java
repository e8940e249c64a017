package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** One way through each workplace on the server that a profile starts: the statements are the same, the database is not. */
abstract class WorkplacesContract extends DemoTest {

    @Test
    void clinic() {
        Page green = signIn("dr_green");
        green.navigate(url("/clinic/patients/1003"));
        green.getByLabel("Medicine").fill("Ibuprofen 400 mg");
        green.getByLabel("Dosage").fill("1 at need");
        press(green, "Add prescription");
        assertThat(green.locator("#prescriptions")).containsText("Ibuprofen 400 mg");
        green.getByLabel("What for").fill("Check-up");
        green.locator("#heldOn").fill("2030-01-31");
        press(green, "Add appointment");
        assertThat(green.getByText("2030-01-31")).isVisible();
        green.getByLabel("Known allergies").fill("Pollen, nuts");
        press(green, "Save allergies");
        assertThat(green.getByLabel("Known allergies")).hasValue("Pollen, nuts");
        Page white = signIn("dr_white");
        white.navigate(url("/clinic"));

        press(white, "Process recurring plans");

        assertThat(white.locator("#report")).containsText("9 processed, 1 skipped: Dr Green is editing Amy Wong.");
        press(green, "Done");
        press(green, "Follow-up for Amy Wong");
        assertThat(green.getByText("Amy Wong comes again on 2030-02-14.")).isVisible();
    }

    @Test
    void underwriting() {
        Page bob = signIn("bob");
        bob.navigate(url("/underwriting/policies/12345"));
        Page jane = signIn("jane");
        jane.navigate(url("/underwriting/policies/12345"));
        LockPage asking = new LockPage(jane);
        asking.press("Request force-release")
                .answer("Why the administrators should end it", "customer is on the phone", "Send");
        assertThat(asking.says()).containsText("The administrators have been asked at");
        bob.getByLabel("Sum insured against Fire").fill("250,000");
        bob.getByLabel("A further name").fill("Branch in New York");

        press(bob, "Save");

        assertThat(bob.getByText("Policy 12345 is saved; its premium is 1,081.50 € a year."))
                .isVisible();
        press(jane, "Edit now");
        assertThat(jane.locator("#premium")).hasText("1,081.50 €");
    }

    @Test
    void contracts() {
        Page leia = signIn("leia");
        leia.navigate(url("/contracts/4711"));
        leia.getByLabel("Quantity of Lamp").fill("12");
        leia.getByLabel("Note", new Page.GetByLabelOptions().setExact(true)).fill("By bank transfer");
        Page bob = signIn("bob");
        bob.navigate(url("/contracts/4711"));
        bob.getByLabel("Price of Desk").fill("390");
        press(bob, "Save");
        assertThat(bob.getByText("Contract 4711 is saved.")).isVisible();
        bob.locator("#older-system summary").click();
        bob.getByLabel("Days to pay, as the older system sets them").fill("60");
        press(bob, "Write over there");
        assertThat(bob.getByText("The older system has written 60 days to pay")).isVisible();
        bob.navigate(url("/contracts/customers/301"));
        bob.getByLabel("City").fill("Zürich");
        bob.getByLabel("Country").selectOption("Switzerland");
        press(bob, "Save");
        assertThat(bob.locator("#saved")).isVisible();

        press(leia, "Save");

        assertThat(leia.locator("#moved")).containsText("Bob Smith moved the customer to Zürich, Switzerland");
        assertThat(leia.getByText("Merged with Bob Smith’s change")).isVisible();
        press(leia, "Recompute and save with 8.1 %");
        assertThat(leia.getByText("Contract 4711 is saved.")).isVisible();
        assertThat(stored("SELECT SUM(quantity * price) FROM contract_item WHERE contract_id = 4711", BigDecimal.class))
                .isEqualByComparingTo("2340.00");
        assertThat(stored("SELECT tax_per_mille FROM contract WHERE id = 4711", Integer.class))
                .isEqualTo(81);
        assertThat(stored("SELECT CONCAT(pay_days, note) FROM legacy_terms WHERE contract_no = 4711", String.class))
                .isEqualTo("60By bank transfer");
    }

    @Test
    void newsroom() {
        Page jane = signIn("jane");
        jane.navigate(url("/newsroom/articles/44/edit"));
        jane.getByLabel("Text of section 1").fill("The pool is built: 21 to 14.");
        press(jane, "Add a section");
        jane.getByLabel("Heading of section 2").fill("What it costs");
        jane.getByLabel("Text of section 2").fill("Eleven million.");
        Page bob = signIn("bob");
        bob.navigate(url("/newsroom/articles/44/edit"));
        assertThat(new LockPage(bob).says()).containsText("Jane Doe has been editing since");

        press(jane, "Publish");

        assertThat(jane.getByText("is saved and published.")).isVisible();
        bob.navigate(url("/newsroom/articles/44"));
        assertThat(bob.locator("#published")).containsText("Eleven million.");
        assertThat(stored("SELECT version FROM published_article WHERE id = 44", Long.class))
                .isEqualTo(1);
    }

    @Test
    void tickets() {
        Page leia = signIn("leia");
        leia.navigate(url("/tickets/customers/42"));
        Page luke = signIn("luke");
        luke.navigate(url("/tickets/customers/42"));
        assertThat(new LockPage(luke).says()).containsText("already in use by Leia Organa");
        leia.getByLabel("Answer").first().fill("The second one.");
        leia.getByText("Send").first().click();
        assertThat(leia.getByText("Ticket 501 is answered.")).isVisible();

        press(leia, "Close");

        press(luke, "Edit now");
        assertThat(luke.getByText("Only you answer this customer")).isVisible();
        assertThat(stored("SELECT answered_by FROM support_ticket WHERE id = 501", String.class))
                .isEqualTo("Leia Organa");
    }

    @Test
    void stockRoom() {
        Page leia = signIn("leia");
        leia.navigate(url("/stock/2002"));
        Page bob = signIn("bob");
        bob.navigate(url("/stock/2002"));
        bob.getByLabel("Quantity").fill("10");
        bob.getByLabel("Shelf").fill("B-01-1");
        press(bob, "Save");
        assertThat(bob.locator("#saved")).isVisible();
        leia.getByLabel("Quantity").fill("7");
        leia.getByLabel("Shelf").fill("C-01-1");
        press(leia, "Save");
        new ConflictForm(leia).choose("Shelf", "Theirs").saveMerged();
        assertThat(leia.locator("#saved")).containsText("Packing tape is saved, merged with Bob Smith’s 2 changes of");
        assertThat(stored("SELECT quantity FROM product WHERE id = 2002", Long.class))
                .isEqualTo(9);
        bob.navigate(url("/stock/2002"));
        leia.navigate(url("/stock/2002"));
        bob.getByLabel("Shelf").fill("D-01-1");
        press(bob, "Save");
        assertThat(bob.locator("#saved")).isVisible();
        leia.getByLabel("Shelf").fill("C-01-1");
        press(leia, "Save");
        press(leia, "Overwrite with mine…");
        press(leia, "Overwrite");
        assertThat(leia.locator("#saved")).isVisible();
        bob.navigate(url("/stock/2002"));
        bob.getByText("Restore what it removed").click();
        assertThat(bob.getByText("What was removed is back")).isVisible();
        assertThat(stored("SELECT shelf FROM product WHERE id = 2002", String.class))
                .isEqualTo("D-01-1");
        leia.navigate(url("/stock/2002"));
        bob.navigate(url("/stock/2002"));
        bob.getByText("Delete…", new Page.GetByTextOptions().setExact(true)).click();
        press(bob, "Delete this product");
        assertThat(bob.getByText("Product 2002 is deleted.")).isVisible();
        press(leia, "Save");

        press(leia, "Recreate");

        assertThat(leia.locator("#saved")).isVisible();
        assertThat(stored("SELECT version FROM product WHERE id = 2002", Long.class))
                .isEqualTo(7);
    }

    @Test
    void customerCare() {
        Page leia = signIn("leia");
        leia.navigate(url("/care/4002"));
        Page bob = signIn("bob");
        bob.navigate(url("/care/4002"));
        bob.getByLabel("Phone").fill("0101 555 42");
        bob.getByLabel("Notes").fill("Has eight cats.\nCalls on Mondays.");
        press(bob, "Save");
        assertThat(bob.locator("#saved")).isVisible();
        leia.getByLabel("Phone").fill("0101 555 52");
        leia.getByLabel("Street").fill("Cat Lane 14");
        press(leia, "Save");
        new DecisionDialog(leia).choose("Phone", "Theirs").press("Save merged");
        assertThat(leia.locator("#saved")).containsText("Hattie McDoogal is saved.");
        assertThat(stored("SELECT CONCAT(phone, street) FROM care_customer WHERE id = 4002", String.class))
                .isEqualTo("0101 555 42Cat Lane 14");
        bob.navigate(url("/care/4002"));
        leia.navigate(url("/care/4002"));
        bob.getByLabel("Phone").fill("0101 555 62");
        press(bob, "Save");
        assertThat(bob.locator("#saved")).isVisible();
        leia.getByLabel("Phone").fill("0101 555 72");
        press(leia, "Save");
        new DecisionDialog(leia).overwrite("spoke to him");
        assertThat(leia.locator("#saved")).isVisible();
        leia.navigate(url("/care/4002"));
        bob.navigate(url("/care/4002"));
        bob.getByText("Delete…", new Page.GetByTextOptions().setExact(true)).click();
        press(bob, "Delete this customer");
        assertThat(bob.getByText("Customer 4002 is deleted.")).isVisible();
        press(leia, "Save");

        new DecisionDialog(leia).press("Recreate");

        assertThat(leia.locator("#saved")).isVisible();
        assertThat(stored("SELECT version FROM care_customer WHERE id = 4002", Long.class))
                .isEqualTo(6);
    }
}
