package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
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

        Page white = chart("dr_white");

        assertThat(white.locator("#lock"))
                .containsText(Pattern.compile("Dr Green has been editing since \\d\\d:\\d\\d \\(“editing”\\)"));
        assertThat(white.locator("#prescriptions")).containsText("Ibuprofen 400 mg");
        assertThat(button(white, "Add prescription")).hasCount(0);
        press(green, "Done");
        assertThat(heading(green)).hasText("Clinic");
        assertThat(white.locator("#lock")).containsText("Nobody has the patient now.");
        white.getByText("Open the chart").click();
        prescribe(white, "Paracetamol 500 mg");
        assertThat(white.locator("#prescriptions")).containsText("Paracetamol 500 mg");
    }

    @Test
    void failedValidationKeepsTheLockAndTheText() {
        Page green = chart("dr_green");
        UUID held = lock();
        green.getByLabel("Medicine").fill("Ibuprofen 400 mg");
        green.getByLabel("Days").fill("a week");

        press(green, "Add prescription");

        assertThat(green.getByText("Please enter how it is taken.").first()).isVisible();
        assertThat(green.getByText("Please enter a number from 1 to 365.").first())
                .isVisible();
        assertThat(green.getByLabel("Medicine")).hasValue("Ibuprofen 400 mg");
        assertThat(lock()).isEqualTo(held);
        assertThat(prescriptions()).isEmpty();
        prescribe(green, "Ibuprofen 400 mg");
        assertThat(green.locator("#prescriptions")).containsText("Ibuprofen 400 mg");
        assertThat(lock()).isEqualTo(held);
    }

    @Test
    void lostLockRefusesThePrescriptionAndKeepsWhatWasTyped() {
        Page green = chart("dr_green");
        freeThePatient();
        Page white = chart("dr_white");
        assertThat(white.getByText("Only you can edit")).isVisible();

        fill(green, "Ibuprofen 400 mg");
        Response answer = green.waitForNavigation(() -> press(green, "Add prescription"));

        assertThat(answer.status()).isEqualTo(423);
        assertThat(green.getByText("Nothing was written.")).isVisible();
        assertThat(green.locator("#lock")).containsText("Dr White has been editing since");
        assertThat(green.getByText("Only you can edit")).isHidden();
        assertThat(green.locator("#typed")).containsText("Ibuprofen 400 mg");
        assertThat(prescriptions()).isEmpty();
    }

    @Test
    void freeChartRefusesThePrescriptionOfAPageThatHasLostIt() {
        Page green = chart("dr_green");
        freeThePatient();

        fill(green, "Ibuprofen 400 mg");
        Response answer = green.waitForNavigation(() -> press(green, "Add prescription"));

        assertThat(answer.status()).isEqualTo(428);
        assertThat(green.getByText("Only you can edit")).isHidden();
        assertThat(green.locator("a.button").getByText("Open the chart")).isVisible();
        assertThat(green.locator("#typed")).containsText("Ibuprofen 400 mg");
        assertThat(prescriptions()).isEmpty();
        assertThat(holders()).isEmpty();
    }

    @Test
    void physicianAsksAndTheHolderHandsOverWithoutAnybodyReloading() {
        Page green = chart("dr_green");
        Page white = chart("dr_white");
        white.getByLabel("What Dr Green reads").fill("waits in my room");
        press(white, "Ask Dr Green");
        assertThat(white.locator("#asked")).containsText("You asked at");

        Locator question = green.locator("#lock .asked");
        assertThat(question).containsText("Dr White asks for this patient: “waits in my room”");
        green.getByLabel("What they read with your answer").fill("all yours");
        press(green, "Hand over");

        assertThat(green.getByText("Dr White has the patient now.")).isVisible();
        assertThat(green.locator("#lock")).containsText("Dr White has been editing since");
        assertThat(holders()).containsExactly("Dr White");
        assertThat(white.locator("#lock")).containsText("The patient is yours now: “all yours”");
        white.getByText("Open the chart").click();
        assertThat(white.getByText("Only you can edit")).isVisible();
        prescribe(white, "Paracetamol 500 mg");
        assertThat(white.locator("#prescriptions")).containsText("Paracetamol 500 mg");
    }

    @Test
    void holderKeepsThePatientAndTheSecondTimeSaysWhy() {
        Page green = chart("dr_green");
        Page white = chart("dr_white");
        press(white, "Ask Dr Green");

        press(green, "Keep, 10 min");

        assertThat(green.getByText("Dr White is told that you need 10 more minutes."))
                .isVisible();
        assertThat(green.getByText("Only you can edit")).isVisible();
        assertThat(white.locator("#kept")).containsText("Dr Green needs the patient until");
        database.sql("UPDATE heldby_request SET keep_until = asked_at WHERE id = ?")
                .param("" + patient)
                .update();
        press(white, "Ask Dr Green");
        press(green, "Keep, 10 min");
        assertThat(green.getByText("please say why you keep the patient")).isVisible();
        green.getByLabel("What they read with your answer").fill("nearly done");
        press(green, "Keep, 10 min");
        assertThat(white.locator("#kept")).containsText("“nearly done”");
        assertThat(holders()).containsExactly("Dr Green");
    }

    @Test
    void whatIsBeingTypedIsNotTakenAwayByNews() {
        Page green = chart("dr_green");
        fill(green, "Ibuprofen 400 mg");
        Page white = chart("dr_white");
        white.getByLabel("What Dr Green reads").fill("Room 4, ");

        Page kim = signIn("kim");
        kim.navigate(url("/locks"));
        var row = kim.locator("tr", new Page.LocatorOptions().setHasText("patient " + patient));
        row.getByText("Force-release…").click();
        row.locator("input[name=reason]").fill("month end");
        row.getByText("Release it now").click();

        assertThat(green.locator("#lock")).containsText("Your time is over");
        assertThat(green.getByLabel("Medicine")).hasValue("Ibuprofen 400 mg");
        assertThat(white.getByLabel("What Dr Green reads")).hasValue("Room 4, ");
        white.getByLabel("What Dr Green reads").blur();
        assertThat(white.locator("#lock")).containsText("Nobody has the patient now.");
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

        Page white = chart("dr_white");

        assertThat(white.locator("#lock")).containsText("Dr Green has been editing since");
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
        Page there = chart("dr_green");
        Page here = chart("dr_green");
        assertThat(here.locator("#lock")).containsText("You have this chart open in another browser since");

        press(here, "Continue here");

        assertThat(here.getByText("Only you can edit")).isVisible();
        fill(there, "Ibuprofen 400 mg");
        press(there, "Add prescription");
        assertThat(there.getByText("Nothing was written.")).isVisible();
        assertThat(prescriptions()).isEmpty();
        prescribe(here, "Paracetamol 500 mg");
        assertThat(here.locator("#prescriptions")).containsText("Paracetamol 500 mg");
    }

    private Page chart(String user) {
        Page page = signIn(user);
        page.navigate(url("/clinic/patients/" + patient));
        return page;
    }

    private static void prescribe(Page page, String medicine) {
        fill(page, medicine);
        press(page, "Add prescription");
    }

    private static void fill(Page page, String medicine) {
        page.getByLabel("Medicine").fill(medicine);
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
