package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.merge.MergedField;
import io.heldby.merge.MergedField.Outcome;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictField;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

/** What a person reads whose save came too late, and what their browser sends next. */
class ConflictPageTest {

    private static final Instant TEN = Instant.parse("2026-03-02T10:00:00Z");
    private static final Conflict SAVED =
            Conflict.unexplained("customer", "7", 3).modified(5, "Luke", TEN);

    private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/customers/7");

    {
        request.setContentType("application/x-www-form-urlencoded");
        request.addParameter("_csrf", "abc");
        request.addParameter("version", "3");
        request.addParameter("name", "Wong");
        request.addParameter("city", "Breda");
        request.addParameter("creditLimit", "2000");
    }

    private final ConflictField city = field("city", "Leiden", "Breda", "Delft", null, Outcome.OPEN);
    private final ConflictField limit = field(
            "creditLimit",
            new BigDecimal("1000.00"),
            new BigDecimal("2000"),
            new BigDecimal("1000.00"),
            new BigDecimal("2000"),
            Outcome.MINE);
    private final ConflictField name = field("name", "Wong", "Wong", "Brannigan", "Brannigan", Outcome.THEIRS);

    @Test
    void formIsSentAgainOnTheVersionThatWasShownWithWhatWasDecided() {
        String page = page(SAVED.with(true, List.of(name, city, limit)));

        assertThat(page)
                .contains("<h1>Luke saved customer 7 at <time datetime=\"2026-03-02T10:00:00Z\">10:00</time>")
                .contains("<form method=\"post\" action=\"?\">")
                .contains("name=\"_csrf\" value=\"abc\"")
                .contains("type=\"hidden\" name=\"version\" value=\"5\"")
                .doesNotContain("name=\"version\" value=\"3\"")
                .contains("type=\"radio\" required name=\"city\" value=\"Delft\"")
                .contains("type=\"radio\" required name=\"city\" value=\"Breda\"")
                .contains("type=\"hidden\" name=\"name\" value=\"Brannigan\"")
                .contains("type=\"hidden\" name=\"creditLimit\" value=\"2000\"")
                .contains("<legend>City</legend>", "Credit limit")
                .contains("(Luke, <time")
                .contains("<button type=\"submit\">Save this</button>");
        assertThat(page.split("name=\"name\"", -1))
                .as("each field is sent once")
                .hasSize(2);
    }

    @Test
    void fieldThatTheFormDoesNotHaveIsNotDecidedBehindItsBack() {
        ConflictField phone = field("phone", "1", "1", "2", "2", Outcome.THEIRS);

        assertThat(page(SAVED.with(true, List.of(name, city, limit, phone)))).satisfies(ConflictPageTest::onlyCompares);
    }

    @Test
    void valueThatTheFormWritesInAnotherWayIsNotGuessed() {
        request.setParameter("creditLimit", "2.000,00");

        assertThat(page(SAVED.with(true, List.of(name, city, limit)))).satisfies(ConflictPageTest::onlyCompares);
    }

    @Test
    void formWithoutItsVersionIsNotSentAgain() {
        request.removeParameter("version");

        assertThat(page(SAVED.with(true, List.of(name, city, limit)))).satisfies(ConflictPageTest::onlyCompares);
    }

    @Test
    void formWithTwoVersionsIsNotSentAgain() {
        request.addParameter("item.version", "3");

        assertThat(page(SAVED.with(true, List.of(name, city, limit)))).satisfies(ConflictPageTest::onlyCompares);
    }

    @Test
    void conflictWhoseFieldsAreNotKnownIsOnlyShown() {
        assertThat(page(SAVED)).satisfies(ConflictPageTest::onlyCompares).contains("<dt>City</dt>", "<bdi>Breda</bdi>");
    }

    /** Such as the lines of an order, which others may have changed, too. */
    @Test
    void formThatHoldsMoreThanTheRecordIsNotSentAgain() {
        request.addParameter("lines[0].id", "4711");
        request.addParameter("lines[0].quantity", "10");
        ConflictField line = field("line[4711].quantity", "8", "8", "9", null, Outcome.OPEN);

        assertThat(page(SAVED.with(true, List.of(name, city, limit)))).satisfies(ConflictPageTest::onlyCompares);
        assertThat(page(SAVED.with(true, List.of(name, city, limit, line))))
                .satisfies(ConflictPageTest::onlyCompares)
                .contains("line[4711] quantity</th>", "<td data-label=\"Yours\"><i>see below</i>")
                .contains("<dt>Lines[0] quantity</dt>")
                .doesNotContain("<dt>Lines[0] id</dt>");
    }

    @Test
    void whatWasTypedIsThereWhenTheRecordIsDeleted() {
        request.addParameter("newPassword", "secret");

        assertThat(page(SAVED.deleted("Luke", TEN)))
                .contains("<h1>Luke deleted customer 7 at ")
                .satisfies(ConflictPageTest::onlyCompares)
                .contains("<dt>Name</dt>", "<bdi>Wong</bdi>")
                .doesNotContain("abc", "secret", "<dt>Version</dt>");
    }

    @Test
    void whatComesFromPeopleIsNoHtml() {
        String nasty = "\"><script>alert('1')</script>";
        request.setParameter("city", nasty);
        ConflictField theirs = field(nasty, "a", nasty, nasty + "2", null, Outcome.OPEN);
        ConflictField mine = field("city", "a", nasty, nasty + "3", null, Outcome.OPEN);
        Conflict conflict =
                new Conflict(nasty, nasty, Conflict.Kind.MODIFIED, 3, 5L, nasty, TEN, true, List.of(theirs, mine));

        assertThat(page(conflict)).doesNotContain("<script", "alert('");
        assertThat(page(conflict.with(true, List.of(mine, name, limit))))
                .contains("<form")
                .doesNotContain("<script", "alert('");
    }

    private static void onlyCompares(String page) {
        assertThat(page)
                .contains("Nothing of yours was saved", "What you typed")
                .doesNotContain("<form", "<button");
    }

    private static ConflictField field(
            String name, Object base, Object mine, Object theirs, Object merged, Outcome outcome) {
        return new ConflictField(new MergedField(name, base, mine, theirs, merged, outcome), "Luke", TEN);
    }

    private String page(Conflict conflict) {
        PageTimes times = new PageTimes(() -> TEN, ZoneOffset.UTC);
        return new ConflictPage(List.of(conflict), SentForm.in(request), times).html();
    }

    @Test
    void whatARuleHasDecidedIsSaidToBeDecidedByARule() {
        ConflictField theirs = field("city", "Leiden", "Breda", "Delft", "Delft", Outcome.THEIRS);
        ConflictField mine = field(
                "creditLimit",
                new BigDecimal("1000.00"),
                new BigDecimal("2000"),
                new BigDecimal("3000.00"),
                new BigDecimal("2000"),
                Outcome.MINE);

        assertThat(page(SAVED.with(true, List.of(name, theirs, mine))))
                .contains("<bdi>Delft</bdi> (theirs, by a rule)", "<bdi>2000</bdi> (yours, by a rule)")
                .contains("<bdi>Brannigan</bdi> (Luke, <time");
    }

    @Test
    void formWithFilesIsShownAndNotSentAgain() {
        request.setContentType("multipart/form-data; boundary=x");

        assertThat(page(SAVED.with(true, List.of(name, city, limit)))).satisfies(ConflictPageTest::onlyCompares);
    }

    @Test
    void contentTypeThatCannotBeReadIsNoForm() {
        request.setContentType("nonsense");

        assertThat(page(SAVED)).contains("Luke saved customer 7").doesNotContain("What you typed");
    }

    @Test
    void whatWasNoFormHasNothingToBeSentAgain() {
        request.setContentType("application/json");

        assertThat(SentForm.in(request)).isEqualTo(Optional.empty());
    }
}
