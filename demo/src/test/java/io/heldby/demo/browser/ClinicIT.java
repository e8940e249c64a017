package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two physicians, one patient, a batch job, and somebody with curl. */
class ClinicIT extends DemoTest {

    private static final String PRESCRIPTION =
            "{\"medicine\": \"Ibuprofen 400 mg\", \"dosage\": \"1 at need\", \"days\": 5}";

    private long patient;
    private String name;

    @BeforeEach
    void aPatientIsAdmitted() {
        patient = ThreadLocalRandom.current().nextLong(10_000, 1_000_000_000);
        name = "Patient " + patient;
        database.sql("""
                        INSERT INTO patient (id, name, born, allergies, version, modified_by, modified_at)
                        VALUES (?, ?, DATE '1974-08-14', '', 3, 'Import', CURRENT_TIMESTAMP)""").params(patient, name).update();
    }

    @Test
    void prescriptionIsEnteredUnderThePatientsLockWhichStaysUntilTheChartIsClosed() {
        Page green = chart("dr_green");

        prescribe(green, "Ibuprofen 400 mg");

        assertThat(green.locator("#prescriptions")).containsText("Ibuprofen 400 mg");
        assertThat(prescriptions()).containsExactly("Ibuprofen 400 mg");
        assertThat(holders()).containsExactly("Dr Green");
        prescribe(green, "Pantoprazole 20 mg");
        assertThat(green.locator("#prescriptions")).containsText("Pantoprazole 20 mg");
        press(green, "Done");
        assertThat(heading(green)).hasText("Clinic");
        assertThat(holders()).isEmpty();
    }

    @Test
    void otherPhysicianReadsAndIsToldWhoIsEditingSinceWhenAndWhy() {
        Page green = chart("dr_green");
        prescribe(green, "Ibuprofen 400 mg");
        assertThat(green.getByText("It is in the chart.")).isVisible();

        LockPage white = new LockPage(chart("dr_white"));

        assertThat(white.says())
                .containsText(Pattern.compile("Dr Green has been editing since \\d\\d:\\d\\d \\(“editing”\\)"));
        assertThat(white.page().locator("#prescriptions")).containsText("Ibuprofen 400 mg");
        assertThat(button(white.page(), "Add prescription")).hasCount(0);
        press(green, "Done");
        assertThat(heading(green)).hasText("Clinic");
        assertThat(white.says()).containsText("It is free now.");
        white.press("Edit now");
        prescribe(white.page(), "Paracetamol 500 mg");
        assertThat(white.page().locator("#prescriptions")).containsText("Paracetamol 500 mg");
    }

    @Test
    void failedValidationKeepsTheLockAndTheText() {
        Page green = chart("dr_green");
        UUID held = lock();
        green.locator("#medicine").fill("Ibuprofen 400 mg");
        green.getByLabel("Days").fill("a week");

        press(green, "Add prescription");

        assertThat(green.getByText("Please enter how it is taken.").first()).isVisible();
        assertThat(green.getByText("Please enter a number from 1 to 365.").first())
                .isVisible();
        assertThat(green.locator("#medicine")).hasValue("Ibuprofen 400 mg");
        assertThat(lock()).isEqualTo(held);
        assertThat(prescriptions()).isEmpty();
        prescribe(green, "Ibuprofen 400 mg");
        assertThat(green.locator("#prescriptions")).containsText("Ibuprofen 400 mg");
        assertThat(lock()).isEqualTo(held);
    }

    @Test
    void lostLockRefusesThePrescriptionAndKeepsWhatWasTyped() {
        Page green = withoutNews(chart("dr_green"));
        freeThePatient();
        Page white = chart("dr_white");
        assertThat(white.getByText("Only you can edit")).isVisible();

        fill(green, "Ibuprofen 400 mg");
        Response answer = green.waitForNavigation(() -> press(green, "Add prescription"));

        assertThat(answer.status()).isEqualTo(423);
        assertThat(green.getByText("Nothing was written."))
                .containsText(Pattern.compile("Dr White has the patient since \\d\\d:\\d\\d \\(“editing”\\)"));
        new LockPage(green).waitForState("lost");
        assertThat(green.locator("#medicine")).hasValue("Ibuprofen 400 mg");
        assertThat(green.locator("#medicine")).not().isEditable();
        assertThat(prescriptions()).isEmpty();
    }

    @Test
    void freeChartRefusesThePrescriptionOfAPageThatHasLostItAndTheTextGoesOn() {
        Page green = withoutNews(chart("dr_green"));
        freeThePatient();

        fill(green, "Ibuprofen 400 mg");
        Response answer = green.waitForNavigation(() -> press(green, "Add prescription"));

        assertThat(answer.status()).isEqualTo(428);
        assertThat(green.getByText("nobody else does")).isVisible();
        assertThat(prescriptions()).isEmpty();
        assertThat(holders()).isEmpty();
        LockPage page = new LockPage(green);
        page.waitForState("lost");
        page.press("Compare and re-apply");
        page.waitForState("mine");
        assertThat(green.locator("#medicine")).hasValue("Ibuprofen 400 mg");
        press(green, "Add prescription");
        assertThat(green.locator("#prescriptions")).containsText("Ibuprofen 400 mg");
    }

    @Test
    void whatIsTypedInAnotherFormIsOfferedAfterOneIsEntered() {
        Page green = chart("dr_green");
        green.getByLabel("What for").fill("Check-up");
        prescribe(green, "Ibuprofen 400 mg");
        assertThat(green.locator("#prescriptions")).containsText("Ibuprofen 400 mg");

        new LockPage(green).press("Put it back");

        assertThat(green.getByLabel("What for")).hasValue("Check-up");
        assertThat(green.locator("#medicine")).hasValue("");
        green.locator("#heldOn").fill("2030-01-31");
        press(green, "Add appointment");
        assertThat(green.getByText("2030-01-31")).isVisible();
        assertThat(button(green, "Put it back")).hasCount(0);
        assertThat(appointments()).isEqualTo(1);
    }

    @Test
    void allergiesThatSomebodyElseChangedAreComparedWithWhatWasTyped() {
        Page green = chart("dr_green");
        green.getByLabel("Known allergies").fill("Nuts");
        press(green, "Done");
        assertThat(heading(green)).hasText("Clinic");
        Page white = chart("dr_white");
        white.getByLabel("Known allergies").fill("Latex");
        press(white, "Save allergies");
        press(white, "Done");
        assertThat(heading(white)).hasText("Clinic");
        green.navigate(url("/clinic/patients/" + patient));

        LockPage page = new LockPage(green);
        page.press("Compare");

        assertThat(page.dialog()).containsText("Latex");
        assertThat(page.dialog()).containsText("Nuts");
        assertThat(green.getByLabel("Known allergies").first()).hasValue("Latex");
    }

    @Test
    void physicianAsksAndTheHolderHandsOverWithoutAnybodyReloading() {
        LockPage green = new LockPage(chart("dr_green"));
        LockPage white = new LockPage(chart("dr_white"));
        white.press("Ask Dr Green").answer("What Dr Green reads", "waits in my room", "Ask Dr Green");
        assertThat(white.says()).containsText("You asked at");

        assertThat(green.says().last()).containsText("Dr White asks for this record: “waits in my room”");
        green.press("Hand over");

        assertThat(green.says()).containsText("You handed it over to Dr White at");
        assertThat(green.page().locator("#medicine")).not().isEditable();
        assertThat(holders()).containsExactly("Dr White");
        assertThat(white.says()).containsText("Dr Green has handed it over: it is yours.");
        white.press("Edit now");
        white.waitForState("mine");
        prescribe(white.page(), "Paracetamol 500 mg");
        assertThat(white.page().locator("#prescriptions")).containsText("Paracetamol 500 mg");
    }

    @Test
    void whoHasTypedHandsOverAndKeepsTheTextAsADraft() {
        LockPage green = new LockPage(chart("dr_green"));
        LockPage white = new LockPage(chart("dr_white"));
        white.press("Ask Dr Green").answer("What Dr Green reads", "", "Ask Dr Green");
        assertThat(green.says().last()).containsText("asks for this record.");
        fill(green.page(), "Ibuprofen 400 mg");
        assertThat(green.button("Save and hand over")).hasCount(0);

        green.press("Hand over, keep my text as a draft");

        assertThat(green.says()).containsText("Your draft is safe.");
        assertThat(green.drafts()).contains("Ibuprofen 400 mg");
        assertThat(holders()).containsExactly("Dr White");
        assertThat(prescriptions()).isEmpty();
    }

    @Test
    void holderKeepsThePatientAndTheSecondTimeSaysWhy() {
        LockPage green = new LockPage(chart("dr_green"));
        LockPage white = new LockPage(chart("dr_white"));
        white.press("Ask Dr Green").answer("What Dr Green reads", "", "Ask Dr Green");
        assertThat(green.says().last()).containsText("asks for this record.");

        green.press("Keep, 10 min");

        assertThat(green.says()).hasCount(1);
        assertThat(white.says()).containsText("Dr Green needs it until");
        database.sql("UPDATE heldby_request SET keep_until = asked_at WHERE id = ?")
                .param("" + patient)
                .update();
        white.press("Ask Dr Green").answer("What Dr Green reads", "", "Ask Dr Green");
        green.press("Keep, 10 min").answer("What Dr White reads", "nearly done", "Keep it 10 minutes and send");
        assertThat(white.says()).containsText("“nearly done”");
        assertThat(holders()).containsExactly("Dr Green");
    }

    @Test
    void whoLosesThePatientIsToldWhoDidItAndWhyAndKeepsTheText() {
        LockPage green = new LockPage(chart("dr_green"));
        fill(green.page(), "Ibuprofen 400 mg");
        LockPage white = new LockPage(chart("dr_white"));
        white.waitForState("blocked");

        Page kim = signIn("kim");
        kim.navigate(url("/locks"));
        var row = kim.locator("tr", new Page.LocatorOptions().setHasText("patient " + patient));
        row.getByText("Force-release…").click();
        row.locator("input[name=reason]").fill("month end");
        row.getByText("Release it now").click();

        assertThat(green.dialog())
                .containsText(Pattern.compile(
                        "Kim Park released your lock at \\d\\d:\\d\\d: “month end”\\. Your draft is safe\\."));
        assertThat(green.page().locator("#medicine")).hasValue("Ibuprofen 400 mg");
        assertThat(white.says()).containsText("It is free now.");
    }

    @Test
    void programCannotPrescribeWithoutThePatientsLock() {
        HttpResponse<String> free = programs().postJson("dr_white", prescriptionsPath(), PRESCRIPTION);
        assertThat(free.statusCode()).isEqualTo(428);
        assertThat(free.body()).contains("patient " + patient + " must be checked out", "nobody holds it");
        Page green = chart("dr_green");

        HttpResponse<String> held = programs().postJson("dr_white", prescriptionsPath(), PRESCRIPTION);
        HttpResponse<String> ownButElsewhere = programs().postJson("dr_green", prescriptionsPath(), PRESCRIPTION);
        HttpResponse<String> guessed = programs()
                .postJson("dr_white", prescriptionsPath(), PRESCRIPTION, Map.of("Lock-Session", editingSession()));

        assertThat(green.getByText("Only you can edit")).isVisible();
        for (HttpResponse<String> refused : List.of(held, ownButElsewhere, guessed)) {
            assertThat(refused.statusCode()).isEqualTo(423);
            assertThat(refused.body())
                    .contains("\"displayName\":\"Dr Green\"")
                    .contains("\"since\"")
                    .contains("\"reason\":\"editing\"");
        }
        assertThat(prescriptions()).isEmpty();
    }

    @Test
    void programThatHasTakenThePatientsLockPrescribes() {
        String wish = "{\"type\": \"patient\", \"id\": \"%d\", \"session\": \"tablet\"}".formatted(patient);
        assertThat(programs().postJson("dr_green", "/heldby/v1/locks", wish).statusCode())
                .isEqualTo(201);

        HttpResponse<String> entered =
                programs().postJson("dr_green", prescriptionsPath(), PRESCRIPTION, Map.of("Lock-Session", "tablet"));

        assertThat(entered.statusCode()).isEqualTo(201);
        assertThat(prescriptions()).containsExactly("Ibuprofen 400 mg");
        assertThat(programs()
                        .postJson("dr_white", prescriptionsPath(), PRESCRIPTION, Map.of("Lock-Session", "tablet"))
                        .statusCode())
                .isEqualTo(423);
    }

    @Test
    void lockOfAPrescriptionIsThatOfItsPatient() {
        String prescription = UUID.randomUUID().toString();
        database.sql("""
                        INSERT INTO prescription (id, patient_id, medicine, dosage, days, physician, issued_on, version)
                        VALUES (?, ?, 'Ibuprofen', '1', 5, 'dr_green', CURRENT_DATE, 0)""").params(prescription, patient).update();
        String wish = "{\"type\": \"prescription\", \"id\": \"%s\", \"session\": \"tablet\"}".formatted(prescription);
        assertThat(programs().postJson("dr_green", "/heldby/v1/locks", wish).statusCode())
                .isEqualTo(201);

        LockPage white = new LockPage(chart("dr_white"));

        assertThat(white.says()).containsText("Dr Green has been editing since");
        assertThat(holders()).containsExactly("Dr Green");
    }

    @Test
    void followUpIsRefusedWhileSomebodyElseHasThePatientAndRunsUnderOnesOwnLock() {
        Page green = chart("dr_green");
        UUID held = lock();
        Page white = signIn("dr_white");
        followUp(white);
        assertThat(white.getByText(Pattern.compile(
                        name + " has no new appointment: Dr Green has the chart since \\d\\d:\\d\\d \\(“editing”\\)")))
                .isVisible();
        assertThat(appointments()).isZero();

        Page secondTab = newTab(green.context());
        followUp(secondTab);

        assertThat(secondTab.getByText(name + " comes again on")).isVisible();
        assertThat(appointments()).isEqualTo(1);
        assertThat(lock()).isEqualTo(held);
        press(green, "Done");
        assertThat(heading(green)).hasText("Clinic");
        followUp(white);
        assertThat(white.getByText(name + " comes again on")).isVisible();
        assertThat(appointments()).isEqualTo(2);
        assertThat(holders()).isEmpty();
    }

    @Test
    void batchSkipsWhomSomebodyIsEditingSaysWhoAndComesBackToThem() {
        plan();
        Page green = chart("dr_green");
        Page kim = signIn("kim");
        kim.navigate(url("/clinic"));

        press(kim, "Process recurring plans");

        assertThat(kim.locator("#report"))
                .containsText(Pattern.compile("\\d+ processed, \\d+ skipped: .*Dr Green is editing[^;]*" + name));
        assertThat(kim.locator("#report li", new Page.LocatorOptions().setHasText(name)))
                .containsText(Pattern.compile("Dr Green since \\d\\d:\\d\\d \\(“editing”\\)"));
        assertThat(prescriptions()).isEmpty();
        assertThat(holders()).containsExactly("Dr Green");
        press(green, "Done");
        assertThat(heading(green)).hasText("Clinic");
        press(kim, "Process recurring plans");
        assertThat(kim.locator("#report")).containsText("processed");
        assertThat(kim.locator("#report")).not().containsText(name);
        assertThat(prescriptions()).containsExactly("Cetirizine 10 mg");
        assertThat(holders()).isEmpty();
    }

    @Test
    void samePhysicianInAnotherBrowserContinuesThereAndTheFirstPageCanWriteNoMore() {
        LockPage there = new LockPage(chart("dr_green"));
        there.waitForState("mine");
        fill(there.page(), "Ibuprofen 400 mg");
        LockPage here = new LockPage(chart("dr_green"));
        assertThat(here.says()).containsText("You are editing this in another tab or browser since");

        here.press("Continue here");

        here.waitForState("mine");
        assertThat(there.says()).containsText("You went on in another tab or browser");
        assertThat(there.page().locator("#medicine")).not().isEditable();
        assertThat(there.page().locator("#medicine")).hasValue("Ibuprofen 400 mg");
        prescribe(here.page(), "Paracetamol 500 mg");
        assertThat(here.page().locator("#prescriptions")).containsText("Paracetamol 500 mg");
        assertThat(prescriptions()).containsExactly("Paracetamol 500 mg");
    }

    @Test
    void everyFormOfAChartCarriesTheLock() {
        Page green = chart("dr_green");
        new LockPage(green).waitForState("mine");

        assertThat(green.locator("edit-lock form")).hasCount(5);
        assertThat(green.locator("edit-lock form input[name=token]")).hasCount(5);
    }

    private Page chart(String user) {
        Page page = signIn(user);
        page.navigate(url("/clinic/patients/" + patient));
        return page;
    }

    /** A page that does not hear what happens to its lock before it sends. */
    private static Page withoutNews(Page page) {
        new LockPage(page).waitForState("mine");
        page.route("**/renew", Route::abort);
        page.route("**/events**", Route::abort);
        return page;
    }

    private static void prescribe(Page page, String medicine) {
        fill(page, medicine);
        press(page, "Add prescription");
    }

    private static void fill(Page page, String medicine) {
        page.locator("#medicine").fill(medicine);
        page.getByLabel("Dosage").fill("1 in the morning");
        page.getByLabel("Days").fill("14");
    }

    private void followUp(Page page) {
        page.navigate(url("/clinic"));
        press(page, "Follow-up for " + name);
    }

    private void plan() {
        database.sql("""
                        INSERT INTO recurring_plan (id, patient_id, medicine, dosage, days, physician, rounds, version)
                        VALUES (?, ?, 'Cetirizine 10 mg', '1 in the evening', 28, 'dr_green',
                                (SELECT MIN(rounds) FROM recurring_plan), 0)""").params(UUID.randomUUID().toString(), patient).update();
    }

    /** As an operator would, without telling the page. */
    private void freeThePatient() {
        database.sql("DELETE FROM heldby_lock WHERE type = 'patient' AND id = ?")
                .param("" + patient)
                .update();
    }

    private String prescriptionsPath() {
        return "/api/clinic/patients/" + patient + "/prescriptions";
    }

    private Programs programs() {
        return new Programs(url(""));
    }

    private static Locator heading(Page page) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private List<String> prescriptions() {
        return database.sql("SELECT medicine FROM prescription WHERE patient_id = ? ORDER BY modified_at")
                .param(patient)
                .query(String.class)
                .list();
    }

    private long appointments() {
        return stored("SELECT COUNT(*) FROM appointment WHERE patient_id = ?", Long.class, patient);
    }

    private UUID lock() {
        return stored("SELECT lock_id FROM heldby_lock WHERE type = 'patient' AND id = ?", UUID.class, "" + patient);
    }

    private String editingSession() {
        return stored(
                "SELECT session_id FROM heldby_lock WHERE type = 'patient' AND id = ?", String.class, "" + patient);
    }

    private List<String> holders() {
        return database.sql("SELECT display_name FROM heldby_lock WHERE type = 'patient' AND id = ?")
                .param("" + patient)
                .query(String.class)
                .list();
    }
}
