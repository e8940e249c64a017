package io.heldby.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.nightrun.NightRun;
import io.heldby.testkit.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.RollbackException;
import jakarta.persistence.criteria.CriteriaDelete;
import jakarta.persistence.criteria.CriteriaUpdate;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.cfg.BatchSettings;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.tool.schema.Action;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Hibernate really sends, and what the guard makes of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StatementGuardContract {

    /** In an order in which foreign keys let them be emptied. */
    private static final List<String> TABLES = List.of(
            "article_tag",
            "article_text",
            "article",
            "car",
            "vehicle",
            "berth",
            "fleet",
            "person",
            "note",
            "handwritten",
            "visit",
            "circle",
            "shape",
            "whole",
            "unchecked");

    private TestDatabase database;
    private Jpa jpa;

    abstract TestDatabase newDatabase();

    @BeforeAll
    void open() {
        database = newDatabase();
        jpa = open(new StatementGuard(StatementGuardMode.FAIL, null), Action.ACTION_CREATE);
    }

    @AfterAll
    void drop() {
        jpa.close();
        database.close();
    }

    private Jpa open(StatementGuard guard, String schemaAction) {
        Jpa opened = new Jpa(database, Guarded.ALL, settings -> {
            settings.property(JdbcSettings.STATEMENT_INSPECTOR, guard);
            settings.property(BatchSettings.STATEMENT_BATCH_SIZE, 10);
            settings.property(SchemaToolingSettings.HBM2DDL_AUTO, schemaAction);
        });
        guard.watch(opened.factory.unwrap(SessionFactory.class));
        return opened;
    }

    @BeforeEach
    void fill() throws SQLException {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.executeUpdate("delete from " + table);
            }
        }
        jpa.run(entities -> {
            Guarded.Car car = new Guarded.Car();
            car.id = 1L;
            car.plate = "B-KW 1";
            entities.persist(car);
            Guarded.Article article = new Guarded.Article();
            article.id = 1L;
            article.body = "body";
            article.tags.addAll(List.of("a", "b"));
            entities.persist(article);
            Guarded.Person person = new Guarded.Person();
            person.id = 1L;
            person.name = "Leia";
            entities.persist(person);
            Guarded.Note note = new Guarded.Note();
            note.id = 1L;
            entities.persist(note);
            Guarded.Handwritten handwritten = new Guarded.Handwritten();
            handwritten.id = 1L;
            entities.persist(handwritten);
            Guarded.Fleet fleet = new Guarded.Fleet();
            fleet.id = 1L;
            for (long id = 1; id <= 2; id++) {
                Guarded.Berth berth = new Guarded.Berth();
                berth.id = id;
                berth.name = "berth " + id;
                entities.persist(berth);
                fleet.berths.add(berth);
            }
            entities.persist(fleet);
            Guarded.Visit visit = new Guarded.Visit();
            visit.id = 1L;
            entities.persist(visit);
            Guarded.Circle circle = new Guarded.Circle();
            circle.id = 1L;
            entities.persist(circle);
            Guarded.Whole whole = new Guarded.Whole();
            whole.id = 1L;
            entities.persist(whole);
            Guarded.Unchecked unchecked = new Guarded.Unchecked();
            unchecked.id = 1L;
            entities.persist(unchecked);
        });
    }

    private void refused(Consumer<EntityManager> work) {
        assertThatThrownBy(() -> jpa.run(work)).isInstanceOf(VersionBypassedException.class);
    }

    private int execute(String hql) {
        return execute(jpa, hql);
    }

    private static int execute(Jpa jpa, String hql) {
        return jpa.call(entities -> entities.createQuery(hql).executeUpdate());
    }

    private String name() {
        return jpa.call(entities -> entities.find(Guarded.Person.class, 1L).name);
    }

    @Test
    void withoutTheGuardWhatABulkUpdateWroteIsSilentlyOverwritten() {
        try (Jpa unguarded = open(new StatementGuard(StatementGuardMode.OFF, null), Action.ACTION_NONE)) {
            unguarded.run(editor -> {
                Guarded.Person open = editor.find(Guarded.Person.class, 1L);
                assertThat(execute(unguarded, "update Person set name = 'Han'")).isEqualTo(1);
                assertThat(unguarded.<Long>call(other -> other.find(Guarded.Person.class, 1L).version))
                        .as("the bulk update has not raised it")
                        .isEqualTo(open.version);
                open.name = "Luke";
            });
        }

        assertThat(name()).isEqualTo("Luke");
    }

    @Test
    void whatUpdateVersionedWroteIsNotOverwritten() {
        assertThatThrownBy(() -> jpa.run(editor -> {
                    Guarded.Person open = editor.find(Guarded.Person.class, 1L);
                    assertThat(execute("update versioned Person set name = 'Han'"))
                            .isEqualTo(1);
                    open.name = "Luke";
                }))
                .satisfiesAnyOf(
                        thrown -> assertThat(thrown).isInstanceOf(OptimisticLockException.class),
                        thrown -> assertThat(thrown)
                                .isInstanceOf(RollbackException.class)
                                .hasCauseInstanceOf(OptimisticLockException.class));
        assertThat(name()).isEqualTo("Han");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update Person set name = 'Han'",
                "update Person set version = 5",
                "delete from Person where name = 'Leia'",
                "update Vehicle set plate = 'x'",
                "update Car set plate = 'x'",
                "update Car set doors = 3",
                "delete from Car",
                "delete from Vehicle",
                "delete from Car where plate = 'B-KW 1'",
                "update Article set title = 'x'",
                "update Article set body = 'x'",
                "delete from Article",
                "update Note set text = 'x'",
                "delete from Note",
                "update Circle set radius = 3",
                "update Shape set color = 'red'",
                "delete from Shape",
                "update Visit set reason = 'x'",
                "insert into Person (id, version, name) values (1L, 0L, 'Han') on conflict (id) do update set name = 'Han'",
            })
    void bulkStatementWithoutVersionIsRefusedAndNotExecuted(String hql) {
        List<String> before = everything();

        refused(entities -> entities.createQuery(hql).executeUpdate());

        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void criteriaWithoutVersionAreRefused() {
        refused(entities -> {
            CriteriaUpdate<Guarded.Person> update =
                    entities.getCriteriaBuilder().createCriteriaUpdate(Guarded.Person.class);
            update.from(Guarded.Person.class);
            entities.createQuery(update.set("name", "Han")).executeUpdate();
        });
        refused(entities -> {
            CriteriaDelete<Guarded.Person> delete =
                    entities.getCriteriaBuilder().createCriteriaDelete(Guarded.Person.class);
            delete.from(Guarded.Person.class);
            entities.createQuery(delete).executeUpdate();
        });
        assertThat(name()).isEqualTo("Leia");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update person set name = 'Han' where id = 1",
                "/* job */ UPDATE Person p SET name = 'Han'",
                "delete from person",
                "truncate table person",
                "update car set doors = 3",
                "update article_text set body = 'x'",
            })
    void nativeSqlWithoutVersionIsRefusedAndNotExecuted(String sql) {
        List<String> before = everything();

        refused(entities -> entities.createNativeQuery(sql).executeUpdate());

        assertThat(everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update versioned Person set name = 'Han'",
                "update Person set name = 'Han', version = version + 1",
                "update Person set name = 'Han' where version = 0",
                "update versioned Visit set reason = 'x'",
                "update versioned Vehicle set plate = 'x'",
                "update versioned Car set doors = 3, plate = 'x' where plate = 'B-KW 1'",
                "update versioned Article set body = 'x', title = 'x'",
                "update Car set doors = 3 where version = 0",
                "update Article set body = 'x' where version = 0",
                "delete from Person where version = 0",
                "delete from Car where version = 0",
                "delete from Article where version = 0",
                "delete from Note where version = 0",
                "update versioned Circle set radius = 3",
                "update versioned Shape set color = 'red'",
                "delete from Shape where version = 0",
                "update Whole set text = 'x'",
                "update Unchecked set text = 'x'",
            })
    void bulkStatementThatRegardsTheVersionPasses(String hql) {
        assertThat(execute(hql)).isEqualTo(1);
    }

    @Test
    void bulkStatementAfterOneThatRegardedTheVersionIsJudgedAnew() {
        jpa.run(entities -> entities.createQuery("update Car set doors = 3 where version = 0")
                .executeUpdate());

        refused(entities -> {
            entities.createQuery("update Car set doors = 4 where version = 0").executeUpdate();
            entities.createQuery("update Car set doors = 5").executeUpdate();
        });
        assertThat(jpa.<Integer>call(entities -> entities.find(Guarded.Car.class, 1L).doors))
                .isEqualTo(3);
    }

    @Test
    void nativeSqlThatRegardsTheVersionPasses() {
        jpa.run(entities -> {
            entities.createNativeQuery("update vehicle set plate = 'x', version = version + 1")
                    .executeUpdate();
            entities.createNativeQuery("delete from note where version = 0").executeUpdate();
        });
    }

    @Test
    void joinedSubclassIsSavedAndDeleted() {
        jpa.run(entities -> entities.find(Guarded.Car.class, 1L).doors = 3);
        jpa.run(entities -> entities.find(Guarded.Car.class, 1L).plate = "x");
        jpa.run(entities -> entities.remove(entities.find(Guarded.Car.class, 1L)));
    }

    @Test
    void classWithATableOfItsOwnIsSavedAndDeleted() {
        jpa.run(entities -> entities.find(Guarded.Circle.class, 1L).radius = 3);
        jpa.run(entities -> entities.remove(entities.find(Guarded.Circle.class, 1L)));
    }

    @Test
    void secondaryTableIsSavedAndDeleted() {
        jpa.run(entities -> entities.find(Guarded.Article.class, 1L).body = "x");
        jpa.run(entities -> entities.find(Guarded.Article.class, 1L).body = null);
        jpa.run(entities -> entities.find(Guarded.Article.class, 1L).body = "y");
        jpa.run(entities -> entities.remove(entities.find(Guarded.Article.class, 1L)));
    }

    @Test
    void collectionIsSaved() {
        jpa.run(entities -> entities.find(Guarded.Article.class, 1L).tags.add(0, "x"));
        jpa.run(entities -> entities.find(Guarded.Article.class, 1L).tags.clear());
    }

    @Test
    void foreignKeyInTheMembersOfACollectionIsSaved() {
        jpa.run(entities -> {
            List<Guarded.Berth> berths = entities.find(Guarded.Fleet.class, 1L).berths;
            berths.add(berths.remove(0));
        });
        jpa.run(entities -> entities.remove(entities.find(Guarded.Fleet.class, 1L)));
    }

    @Test
    void propertyThatIsExcludedFromTheVersionIsSaved() {
        jpa.run(entities -> entities.find(Guarded.Article.class, 1L).views = 3);
    }

    @Test
    void entityIsDeletedSoftly() {
        jpa.run(entities -> entities.find(Guarded.Note.class, 1L).text = "x");
        jpa.run(entities -> entities.remove(entities.find(Guarded.Note.class, 1L)));
    }

    @Test
    void versionIsRaisedByForce() {
        jpa.run(entities -> entities.find(Guarded.Car.class, 1L, LockModeType.PESSIMISTIC_FORCE_INCREMENT));
        jpa.run(entities -> entities.find(Guarded.Car.class, 1L, LockModeType.OPTIMISTIC_FORCE_INCREMENT));
    }

    @Test
    void entityWithoutVersionIsSaved() {
        jpa.run(entities -> entities.find(Guarded.Whole.class, 1L).text = "x");
        jpa.run(entities -> entities.find(Guarded.Unchecked.class, 1L).text = "x");
    }

    @Test
    void statelessSessionSaves() {
        try (StatelessSession session = jpa.factory.unwrap(SessionFactory.class).openStatelessSession()) {
            session.beginTransaction();
            Guarded.Car car = session.get(Guarded.Car.class, 1L);
            car.doors = 3;
            session.update(car);
            Guarded.Person person = session.get(Guarded.Person.class, 1L);
            person.name = "Han";
            session.upsert(person);
            Guarded.Car upserted = session.get(Guarded.Car.class, 1L);
            upserted.doors = 5;
            session.upsert(upserted);
            session.delete(session.get(Guarded.Note.class, 1L));
            session.getTransaction().commit();
        }
    }

    @Test
    void handwrittenSqlOfAnEntityThatForgetsTheVersionIsRefused() {
        assertThatThrownBy(() -> jpa.run(entities -> entities.find(Guarded.Handwritten.class, 1L).text = "x"))
                .hasStackTraceContaining("VersionBypassedException")
                .hasStackTraceContaining("update handwritten set text = ?");
        assertThatThrownBy(() -> jpa.run(entities -> entities.remove(entities.find(Guarded.Handwritten.class, 1L))))
                .hasStackTraceContaining("VersionBypassedException");
        jpa.run(entities ->
                assertThat(entities.find(Guarded.Handwritten.class, 1L).text).isNull());
    }

    @Test
    void statementInTheMiddleOfASaveIsNotTakenForTheSave() {
        assertThatThrownBy(() -> jpa.run(entities -> {
                    entities.find(Guarded.Berth.class, 1L).name = "x";
                    interruptPersister(() -> jpa.run(NightRun::plain));
                    entities.flush();
                }))
                .hasStackTraceContaining("VersionBypassedException");
        assertThat(name()).isEqualTo("Leia");
    }

    /** Runs it when a persister binds the first value, and not at the comparison with what was loaded. */
    private static void interruptPersister(Runnable work) {
        Guarded.Interrupting.WORK.set(new Runnable() {
            @Override
            public void run() {
                if (StackWalker.getInstance()
                        .walk(frames -> frames.anyMatch(frame ->
                                frame.getClassName().startsWith("org.hibernate.persister.entity.mutation.")))) {
                    work.run();
                } else {
                    Guarded.Interrupting.WORK.set(this);
                }
            }
        });
    }

    @Test
    void refusalNamesTableStatementPlaceAndTheWaysOut() {
        assertThatThrownBy(() -> jpa.run(NightRun::plain))
                .isInstanceOf(VersionBypassedException.class)
                .hasMessageContaining("version of person")
                .hasMessageContaining(NightRun.SQL)
                .hasMessageContaining("io.heldby.nightrun.NightRun.plain(NightRun.java:")
                .hasMessageContaining("in WHERE")
                .hasMessageContaining("version = version + 1")
                .hasMessageContaining("update versioned")
                .hasMessageContaining("@WithoutVersionCheck(reason")
                .hasMessageContaining("Nothing was executed");
    }

    @Test
    void warningIsLoggedOnceForEachPlaceAndCounted() {
        StatementGuard guard = new StatementGuard(StatementGuardMode.WARN, null);
        List<String> warnings = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getLevel().equals(Level.WARNING)) {
                    warnings.add(String.valueOf(entry.getParameters()[0]));
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(StatementGuard.class.getName());
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try (Jpa warned = open(guard, Action.ACTION_NONE)) {
            warned.run(NightRun::plain);
            warned.run(NightRun::plain);
            warned.run(entities -> NightRun.otherLambda().accept(entities));
            execute(warned, "update Person set name = 'Han'");
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }

        assertThat(name()).as("executed").isEqualTo("Han");
        assertThat(warnings).hasSize(2);
        Map<String, Long> findings = guard.findings();
        assertThat(findings.keySet()).containsExactlyInAnyOrderElementsOf(warnings);
        assertThat(findings.values()).containsExactlyInAnyOrder(3L, 1L);
    }

    @Test
    void annotatedMethodIsLetThrough() {
        jpa.run(NightRun::annotated);
        assertThat(name()).isEqualTo("by night");
    }

    @Test
    void methodOfAnAnnotatedClassIsLetThrough() {
        jpa.run(NightRun.Whole::run);
    }

    @Test
    void lambdaAndAnonymousClassBelongToTheAnnotatedMethod() {
        jpa.run(NightRun.lambda());
        jpa.run(NightRun.anonymous());
        refused(NightRun.otherLambda());
    }

    @Test
    void annotationWithoutAReasonDoesNotCount() {
        refused(NightRun::withoutReason);
    }

    @Test
    void annotatedMethodOfAnInterfaceIsFoundBehindItsProxy() {
        NightRun.Repository repository = (NightRun.Repository) Proxy.newProxyInstance(
                NightRun.class.getClassLoader(),
                new Class<?>[] {NightRun.Repository.class},
                (proxy, method, arguments) -> {
                    NightRun.plain((EntityManager) arguments[0]);
                    return null;
                });

        assertThatCode(() -> jpa.run(repository::rename)).doesNotThrowAnyException();
        refused(repository::renameByDay);
    }

    private List<String> everything() {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                try (ResultSet row = statement.executeQuery("select * from " + table)) {
                    while (row.next()) {
                        StringBuilder text = new StringBuilder(table);
                        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                            text.append(' ').append(row.getString(i));
                        }
                        rows.add(text.toString());
                    }
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return rows;
    }
}
