package io.heldby.demo.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.heldby.demo.conflict.Author;
import io.heldby.demo.conflict.Choice;
import io.heldby.demo.conflict.ConflictAnswer;
import io.heldby.demo.conflict.ConflictPage;
import io.heldby.demo.conflict.ConflictRow;
import io.heldby.demo.conflict.MergingSaves;
import io.heldby.demo.conflict.Question;
import io.heldby.demo.conflict.SaveResult;
import io.heldby.jdbc.JdbcTransactions;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.jdbc.lock.JdbcSchema;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.jdbc.unitofwork.UnitsOfWork;
import io.heldby.testkit.TestDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What becomes of saves from the form of a product, without the pages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProductSavesTest {

    private static final String LEIA = "Leia Organa";
    private static final String BOB = "Bob Smith";
    private static final String KIM = "Kim Park";

    private final TestDatabase database = TestDatabase.h2();
    private final JdbcTransactions transactions = new JdbcTransactions(database.dataSource());
    private final ChangeLog log = new ChangeLog(JdbcSettings.defaults(), () -> "");
    private final ProductMapper mapper = new ProductMapper(log, new SavedEvents(JdbcSettings.defaults(), () -> ""));
    private final ProductForm form = new ProductForm();
    private MergingSaves<Product> saves;

    @BeforeAll
    void createTables() throws SQLException {
        JdbcSchema.prepare(database.dataSource(), JdbcSettings.defaults(), InitializeSchema.ALWAYS);
        execute("""
                CREATE TABLE product (id BIGINT PRIMARY KEY, name VARCHAR(100), description VARCHAR(2000), shelf VARCHAR(20),
                    quantity BIGINT, reorder_level BIGINT, price DECIMAL(12, 2), currency VARCHAR(3),
                    version BIGINT NOT NULL, modified_by VARCHAR(255), modified_at TIMESTAMP WITH TIME ZONE)""");
        UnitsOfWork units = UnitsOfWork.on(transactions).mappers(mapper).build();
        saves = new MergingSaves<>(units, mapper, Long::valueOf, form, log, transactions);
    }

    @BeforeEach
    void aHundredBolts() throws SQLException {
        for (String table : List.of("product", "heldby_change_field", "heldby_change")) {
            execute("DELETE FROM " + table);
        }
        Product bolts = new Product(1, "Bolt", "Hexagon head.", "A-03-1", 100, 20, new BigDecimal("0.35"), "EUR");
        transactions.run(connection -> mapper.insert(connection, bolts, "Import"));
    }

    @AfterAll
    void dropDatabase() {
        database.close();
    }

    @Test
    void quantitiesAddUpAndNobodyIsAsked() throws SQLException {
        save(BOB, "f1", 0, Map.of("quantity", "80"));

        SaveResult result = save(LEIA, "f2", 0, Map.of("quantity", "95", "shelf", "B-07-2"));

        assertThat(result)
                .isInstanceOfSatisfying(
                        SaveResult.Saved.class,
                        saved -> assertThat(saved.mergedWith())
                                .extracting(Author::who, Author::changes)
                                .containsExactly(tuple(BOB, 1)));
        assertThat(stored()).containsEntry("quantity", "75").containsEntry("shelf", "B-07-2");
    }

    @Test
    void sameSaveIsStoredOnceHoweverOftenItIsSent() throws SQLException {
        save(BOB, "f1", 0, Map.of("shelf", "C-01-1"));
        save(LEIA, "f2", 0, Map.of("quantity", "95"));

        SaveResult again = save(LEIA, "f2", 0, Map.of("quantity", "95"));

        assertThat(again).isInstanceOf(SaveResult.Saved.class);
        assertThat(stored()).containsEntry("quantity", "95");
        assertThat(version()).isEqualTo(2);
    }

    @Test
    void formThatWasStoredBeforeIsAskedAboutAndBooksNothingTwice() throws SQLException {
        save(BOB, "f1", 0, Map.of("quantity", "80"));
        save(LEIA, "f2", 0, Map.of("quantity", "95"));

        ConflictPage page = undecided(save(LEIA, "f2", 0, Map.of("quantity", "95", "shelf", "B-07-2")));

        assertThat(page.questions()).extracting(Question::key).containsExactly("shelf", "quantity");
        ConflictAnswer decided = answer(page, Map.of("quantity", Choice.THEIRS, "shelf", Choice.MINE), Map.of());
        assertThat(saves.save(LEIA, "1", decided)).isInstanceOf(SaveResult.Saved.class);
        assertThat(stored()).containsEntry("quantity", "75").containsEntry("shelf", "B-07-2");
    }

    @Test
    void decisionThatIsSentTwiceIsStoredOnce() throws SQLException {
        save(BOB, "f1", 0, Map.of("name", "Bolt M8"));
        ConflictPage page = undecided(save(LEIA, "f2", 0, Map.of("name", "Bolt M10", "quantity", "95")));
        ConflictAnswer decided = answer(page, Map.of("name", Choice.MINE), Map.of());
        saves.save(LEIA, "1", decided);

        assertThat(saves.save(LEIA, "1", decided)).isInstanceOf(SaveResult.Saved.class);
        assertThat(version()).isEqualTo(2);
        assertThat(stored()).containsEntry("quantity", "95");
    }

    @Test
    void priceAndCurrencyAreOneQuestion() throws SQLException {
        save(BOB, "f1", 0, Map.of("price", "0.40"));

        ConflictPage page = undecided(save(LEIA, "f2", 0, Map.of("currency", "USD")));

        assertThat(page.questions()).singleElement().satisfies(question -> {
            assertThat(question.label()).isEqualTo("Price and currency");
            assertThat(question.rows())
                    .extracting(ConflictRow::label, ConflictRow::theirs, ConflictRow::mine)
                    .containsExactly(tuple("Price", "0.40", "0.35"), tuple("Currency", "EUR", "USD"));
        });
        ConflictAnswer decided = answer(page, Map.of("Price and currency", Choice.MINE), Map.of());
        assertThat(saves.save(LEIA, "1", decided)).isInstanceOf(SaveResult.Saved.class);
        assertThat(stored()).containsEntry("price", "0.35").containsEntry("currency", "USD");
    }

    @Test
    void decisionIsBoundToWhatWasShownAndIsKept() throws SQLException {
        save(BOB, "f1", 0, Map.of("name", "Bolt M8", "shelf", "C-01-1"));
        ConflictPage first = undecided(save(LEIA, "f2", 0, Map.of("name", "Bolt M10", "shelf", "B-07-2")));
        ConflictAnswer decided =
                answer(first, Map.of("name", Choice.EDIT, "shelf", Choice.THEIRS), Map.of("name", "Both"));
        save(KIM, "f3", 1, Map.of("name", "Bolt M8", "shelf", "D-09-9"));

        ConflictPage second = undecided(saves.save(LEIA, "1", decided));

        assertThat(stored()).containsEntry("name", "Bolt M8").containsEntry("shelf", "D-09-9");
        assertThat(second.current()).isFalse();
        assertThat(second.conflict().modifiedBy()).isEqualTo(KIM);
        assertThat(second.questions())
                .extracting(Question::key, Question::choice, Question::changedAgain)
                .containsExactly(tuple("name", Choice.EDIT, false), tuple("shelf", null, true));
        assertThat(second.results()).contains(entry("name", "Both"));
    }

    @Test
    void decisionIsNotStoredOverASaveThatWasNotShown() throws SQLException {
        save(BOB, "f1", 0, Map.of("name", "Bolt M8"));
        ConflictPage first = undecided(save(LEIA, "f2", 0, Map.of("name", "Bolt M10")));
        save(KIM, "f3", 1, Map.of("name", "Bolt M9"));

        ConflictPage second = undecided(saves.save(LEIA, "1", answer(first, Map.of("name", Choice.MINE), Map.of())));

        assertThat(stored()).containsEntry("name", "Bolt M9");
        assertThat(second.questions())
                .extracting(Question::choice, Question::changedAgain)
                .containsExactly(tuple(Choice.MINE, true));
    }

    @Test
    void overwritingIsBoundToWhatWasShown() throws SQLException {
        save(BOB, "f1", 0, Map.of("name", "Bolt M8"));
        ConflictPage page = undecided(save(LEIA, "f2", 0, Map.of("name", "Bolt M10")));
        save(KIM, "f3", 1, Map.of("name", "Bolt M8", "shelf", "D-09-9"));

        ConflictPage again = undecided(saves.force(LEIA, "1", answer(page, Map.of(), Map.of())));
        assertThat(again.losers()).extracting(Author::who).containsExactly(BOB, KIM);
        assertThat(stored()).containsEntry("shelf", "D-09-9");

        assertThat(saves.force(LEIA, "1", answer(again, Map.of(), Map.of()))).isInstanceOf(SaveResult.Saved.class);
        assertThat(stored()).containsEntry("name", "Bolt M10").containsEntry("shelf", "A-03-1");
    }

    @Test
    void overwritingWithoutAPageThatListedTheLossesIsAQuestion() throws SQLException {
        save(BOB, "f1", 0, Map.of("shelf", "C-01-1"));

        SaveResult result = saves.force(LEIA, "1", first("f2", 0, Map.of("quantity", "95")));

        assertThat(undecided(result).losers()).extracting(Author::who).containsExactly(BOB);
        assertThat(stored()).containsEntry("shelf", "C-01-1");
    }

    @Test
    void mergedValueThatTheFormRefusesIsAskedAbout() throws SQLException {
        save(BOB, "f1", 0, Map.of("quantity", "10"));

        ConflictPage page = undecided(save(LEIA, "f2", 0, Map.of("quantity", "5")));

        assertThat(page.hasProblems()).isTrue();
        assertThat(page.questions()).singleElement().satisfies(question -> {
            assertThat(question.choice()).isEqualTo(Choice.EDIT);
            assertThat(question.rows().get(0).edit()).isEqualTo("-85");
        });
        assertThat(stored()).containsEntry("quantity", "10");
    }

    @Test
    void whatIsMissingIsSaidOnlyToWhoWasAsked() throws SQLException {
        save(BOB, "f1", 0, Map.of("name", "Bolt M8"));
        ConflictPage page = undecided(save(LEIA, "f2", 0, Map.of("name", "Bolt M10")));
        assertThat(page.questions()).extracting(Question::missing).containsExactly(false);

        ConflictPage asked = undecided(saves.save(LEIA, "1", answer(page, Map.of(), Map.of())));

        assertThat(asked.questions()).extracting(Question::missing).containsExactly(true);
    }

    @Test
    void textThatWasTypedWithoutChoosingEditIsNotLost() throws SQLException {
        save(BOB, "f1", 0, Map.of("name", "Bolt M8"));
        ConflictPage page = undecided(save(LEIA, "f2", 0, Map.of("name", "Bolt M10")));

        SaveResult result = saves.save(LEIA, "1", answer(page, Map.of(), Map.of("name", "Both")));

        assertThat(result).isInstanceOf(SaveResult.Saved.class);
        assertThat(stored()).containsEntry("name", "Both");
    }

    private SaveResult save(String by, String form, long version, Map<String, String> changes) throws SQLException {
        return saves.save(by, "1", first(form, version, changes));
    }

    /** The bolts with some fields changed. */
    private static ConflictAnswer first(String form, long version, Map<String, String> changes) {
        Map<String, String> typed = new HashMap<>(Map.of(
                "name", "Bolt",
                "description", "Hexagon head.",
                "shelf", "A-03-1",
                "quantity", "100",
                "reorderLevel", "20",
                "price", "0.35",
                "currency", "EUR"));
        typed.putAll(changes);
        return ConflictAnswer.first(form, version, typed);
    }

    /** What the form on that page sends. */
    private static ConflictAnswer answer(ConflictPage page, Map<String, Choice> choices, Map<String, String> edits) {
        Map<String, String> seen = new HashMap<>();
        page.questions()
                .forEach(question ->
                        question.rows().forEach(row -> seen.put(row.field().name(), row.theirs())));
        return new ConflictAnswer(
                page.answer().saveId(),
                page.answer().base(),
                page.conflict().currentVersion(),
                page.answer().mine(),
                choices,
                edits,
                seen);
    }

    private static ConflictPage undecided(SaveResult result) {
        assertThat(result).isInstanceOf(SaveResult.Undecided.class);
        return ((SaveResult.Undecided) result).page();
    }

    private Map<String, String> stored() throws SQLException {
        return form.texts(transactions
                .run(connection -> mapper.find(connection, 1L))
                .orElseThrow()
                .value());
    }

    private long version() throws SQLException {
        return transactions
                .run(connection -> mapper.find(connection, 1L))
                .orElseThrow()
                .version();
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = database.openConnection();
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }
}
