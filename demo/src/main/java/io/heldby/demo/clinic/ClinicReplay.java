package io.heldby.demo.clinic;

import io.heldby.demo.people.People;
import io.heldby.demo.replay.About;
import io.heldby.demo.replay.Banner;
import io.heldby.demo.replay.Line;
import io.heldby.demo.replay.OwnNumbers;
import io.heldby.demo.replay.Play;
import io.heldby.demo.replay.Screen.State;
import io.heldby.demo.replay.Script;
import io.heldby.demo.replay.Seat;
import io.heldby.demo.replay.Step;
import io.heldby.demo.replay.Stored;
import io.heldby.lock.Answered;
import io.heldby.lock.Asked;
import io.heldby.lock.EditHandle;
import io.heldby.lock.EditResult;
import io.heldby.lock.Edits;
import io.heldby.lock.HandOverAnswer;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockView;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How a chart goes from one physician to the other, and a batch job leaves both in peace. */
@Component
@Order(180)
class ClinicReplay implements Script {

    private static final List<String> KIF =
            List.of("Kif Kroker", "1980-01-31", "Dust, mould", "Lorazepam 1 mg", "1 at need, at most 1 a day");

    private static final List<String> TIDY = List.of(
            "DELETE FROM recurring_plan WHERE patient_id = ?",
            "DELETE FROM insurance WHERE patient_id = ?",
            "DELETE FROM appointment WHERE patient_id = ?",
            "DELETE FROM prescription WHERE patient_id = ?",
            "DELETE FROM patient WHERE id = ?");

    private final PatientCare care;
    private final LockManager locks;
    private final Edits edits;
    private final RecurringPlans plans;
    private final Reception reception;
    private final FirstPatients newPatients;
    private final JdbcClient jdbc;
    private final People people;

    ClinicReplay(
            PatientCare care,
            LockManager locks,
            Edits edits,
            RecurringPlans plans,
            Reception reception,
            FirstPatients newPatients,
            JdbcClient jdbc,
            People people) {
        this.care = care;
        this.locks = locks;
        this.edits = edits;
        this.plans = plans;
        this.reception = reception;
        this.newPatients = newPatients;
        this.jdbc = jdbc;
        this.people = people;
    }

    @Override
    public About about() {
        return new About(
                "clinic",
                "Clinic",
                "/clinic",
                "One physician asks, the other hands over",
                "Both prescriptions are in the chart, each written by whoever had the patient; the batch job's comes with its next run.",
                List.of("PatientCare.java", "Asking.java", "RecurringPlans.java"));
    }

    @Override
    public Play play() {
        return new HandOver();
    }

    private final class HandOver extends Play {

        private final long kif = OwnNumbers.next();
        private final Seat green;
        private final Seat white;
        private @Nullable EditHandle greens;
        private @Nullable LockView seenByWhite;
        private @Nullable UUID request;

        HandOver() {
            super(
                    "Dr Green has Kif Kroker's chart open, Dr White needs it, and at midnight a job issues what patients get regularly.");
            green = new Seat(people.get("dr_green"), "physician", "Dr Green has not opened the chart yet.");
            white = new Seat(people.get("dr_white"), "physician", "Dr White has not opened the chart yet.");
        }

        @Override
        protected List<Seat> seats() {
            return List.of(green, white);
        }

        @Override
        protected Optional<LockKey> lock() {
            return Optional.of(PatientCare.key(kif));
        }

        @Override
        protected List<Step> steps() {
            return List.of(
                    new Step("Dr Green opens the chart", this::greenOpens),
                    new Step("Dr White opens the chart", this::whiteReads),
                    new Step("The batch job comes by", this::jobSkips),
                    new Step("Dr White asks for the patient", this::whiteAsks),
                    new Step("Dr Green prescribes and hands over", this::greenHandsOver),
                    new Step("Dr White prescribes", this::whitePrescribes));
        }

        @Override
        protected void prepare() throws SQLException {
            LocalDate nextVisit = reception.lastVisit(kif).plusDays(7);
            newPatients.admit(kif, KIF, green.person().user(), nextVisit);
        }

        private void greenOpens() throws SQLException {
            EditResult.Editing editing = expect(EditResult.Editing.class, open(green));
            greens = editing.handle();
            green.sees(
                    State.EDITING,
                    new Banner("Only you can edit, until", editing.lease().expiresAt(), "."),
                    chart());
            tell("The lock is the patient's: prescriptions, appointments and insurances belong to it.");
        }

        private void whiteReads() throws SQLException {
            LockView holder = expect(EditResult.Refused.class, open(white))
                    .denied()
                    .holders()
                    .get(0);
            seenByWhite = holder;
            white.sees(State.READING, Banner.editedBy(holder), chart());
            tell("Dr White can read the chart at any time, and sees who is at it.");
        }

        private void jobSkips() throws SQLException {
            PlansReport report = plans.process(reception.chart(kif).patient().value());
            tell("The job never waits for a person and never writes past one. Its report: “%s”"
                    .formatted(report.sentence()));
        }

        private void whiteAsks() {
            LockView shown = Objects.requireNonNull(seenByWhite);
            Asked asked = white.does(
                    () -> locks.requestHandOver(shown.lockId(), edits.ownerFor(shown.key()), "waits in my room"));
            HandOverRequest open = expect(Asked.Waiting.class, asked).request();
            request = open.requestId();
            white.reads(State.READING, new Banner("You asked at", open.askedAt(), ": “%s”.".formatted(open.message())));
            HandOverRequest read = locks.demand(shown.key()).requests().get(0);
            green.reads(
                    State.EDITING,
                    "%s asks for this record: “%s”.".formatted(read.asker().displayName(), read.message()));
            tell("Nothing is taken away: Dr Green reads the question, and decides.");
        }

        private void greenHandsOver() throws SQLException {
            prescribe(green, "Ibuprofen 400 mg");
            EditHandle mine = Objects.requireNonNull(greens);
            UUID asked = Objects.requireNonNull(request);
            Answered unused = expect(
                    Answered.Done.class,
                    green.does(() -> locks.answer(asked, mine.claim(), new HandOverAnswer.Accept("all yours"))));
            LockView given = locks.holders(mine.key()).get(0);
            String answer = locks.request(mine.lockId(), asked)
                    .map(HandOverRequest::answer)
                    .orElseThrow();
            green.sees(State.READING, Banner.editedBy(given), chart());
            white.sees(State.EDITING, "Dr Green has handed it over: it is yours. “%s”".formatted(answer), chart());
            tell("The lock went from one to the other in one step, so nobody came in between.");
        }

        private void whitePrescribes() throws SQLException {
            EditResult unused = expect(EditResult.Editing.class, open(white));
            prescribe(white, "Cetirizine 10 mg");
            white.sees(State.SAVED, "Entered. Only you can edit.", chart());
            tell(
                    "Dr White's prescription was right by the chart that Dr Green had left, because nobody could change it meanwhile.");
        }

        private EditResult open(Seat who) {
            return who.does(() -> care.open(kif));
        }

        private void prescribe(Seat who, String medicine) throws SQLException {
            Map<String, String> typed = Map.of("medicine", medicine, "dosage", "1 in the evening", "days", "5");
            who.does(() -> {
                care.prescribe(kif, typed, who.person());
                return true;
            });
        }

        private Line[] chart() throws SQLException {
            String medicines = reception.chart(kif).prescriptions().stream()
                    .map(Prescription::medicine)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return new Line[] {
                Line.of("Patient", KIF.get(0)), Line.of("Prescribed", medicines.isEmpty() ? "nothing" : medicines)
            };
        }

        @Override
        protected Stored stored() throws SQLException {
            return Stored.of(chart());
        }

        @Override
        protected void tidy() {
            TIDY.forEach(delete -> jdbc.sql(delete).param(kif).update());
        }
    }
}
