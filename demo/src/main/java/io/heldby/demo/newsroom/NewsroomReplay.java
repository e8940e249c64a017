package io.heldby.demo.newsroom;

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
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.Edits;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockView;
import io.heldby.lock.Transactions;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How an article that somebody works on can be read as it was published, and not be written by anybody else. */
@Component
@Order(132)
class NewsroomReplay implements Script {

    private static final String BEFORE = "It opens on Thursday.";
    private static final String JANES = "It opens on Thursday, with music.";
    private static final String TRANSLATED = "Es öffnet am Donnerstag.";

    private static final List<String> TIDY = List.of(
            "DELETE FROM published_section WHERE article_id = ?",
            "DELETE FROM published_article WHERE id = ?",
            "DELETE FROM article_section WHERE article_id = ?",
            "DELETE FROM article WHERE id = ?");

    private final Articles articles;
    private final Publications publications;
    private final FirstArticles newArticles;
    private final Edits edits;
    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final People people;

    NewsroomReplay(
            Articles articles,
            Publications publications,
            FirstArticles newArticles,
            Edits edits,
            Transactions transactions,
            JdbcClient jdbc,
            People people) {
        this.articles = articles;
        this.publications = publications;
        this.newArticles = newArticles;
        this.edits = edits;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.people = people;
    }

    @Override
    public About about() {
        return new About(
                "newsroom",
                "Newsroom",
                "/newsroom",
                "One writes, the other reads what is published",
                "Bob published what Jane had written, and the program that had forgotten the lock overwrote nobody's text.",
                List.of("LockedRepository.java", "Articles.java", "Publications.java", "NewsroomLocks.java"));
    }

    @Override
    public Play play() {
        return new Publishing();
    }

    private final class Publishing extends Play {

        private final long number = OwnNumbers.next();
        private final Seat jane;
        private final Seat bob;
        private CheckOut.@Nullable Yours<Article> janes;
        private CheckOut.@Nullable Yours<Article> bobs;

        Publishing() {
            super("Jane extends an article that is published, and Bob wants to go on with it.");
            jane = new Seat(people.get("jane"), "editor", "Jane has not opened the article yet.");
            bob = new Seat(people.get("bob"), "editor", "Bob has not opened the article yet.");
        }

        @Override
        protected List<Seat> seats() {
            return List.of(jane, bob);
        }

        @Override
        protected Optional<LockKey> lock() {
            return Optional.of(LockKey.of(Article.TYPE, String.valueOf(number)));
        }

        @Override
        protected List<Step> steps() {
            return List.of(
                    new Step("Jane opens the article", this::janeOpens),
                    new Step("Bob opens it, too", this::bobReads),
                    new Step("Bob's program stores a translation", this::programIsRefused),
                    new Step("Jane saves", this::janeSaves),
                    new Step("Bob opens it again", this::bobOpens),
                    new Step("Bob publishes", this::bobPublishes));
        }

        @Override
        protected void prepare() throws SQLException {
            newArticles.add(
                    true,
                    new Article(
                            number,
                            "The new swimming pool",
                            "",
                            List.of("city"),
                            List.of(FirstArticles.section("The opening", BEFORE)),
                            Metadata.NONE));
        }

        private void janeOpens() throws SQLException {
            CheckOut.Yours<Article> yours = open(jane);
            janes = yours;
            jane.sees(
                    State.EDITING,
                    "Only you can edit. Jane types “%s”".formatted(JANES),
                    Line.of("The opening", text(yours.record())),
                    Line.of("Loaded", "version " + yours.record().version()));
            tell("findForEdit took the lock, and loaded the article and its sections after that.");
        }

        private void bobReads() throws SQLException {
            LockView holder = expect(CheckOut.Taken.class, bob.does(() -> articles.findForEdit(number)))
                    .denied()
                    .holders()
                    .get(0);
            bob.sees(State.READING, Banner.editedBy(holder), Line.of("Published", published()));
            tell("Readers need no lock: they see the article as it was published, whoever is at work on it.");
        }

        private void programIsRefused() throws SQLException {
            Versioned<Article> stored = articles.get(number);
            try {
                bob.does(() -> transactions.run(connection -> articles.update(
                        connection,
                        written(stored, TRANSLATED),
                        stored.version(),
                        bob.person().displayName())));
            } catch (LockNotHeldException refused) {
                LockView holder = refused.holder().orElseThrow();
                bob.reads(
                        State.REFUSED,
                        new Banner(
                                "423 Locked: %s has been editing since"
                                        .formatted(holder.owner().displayName()),
                                holder.acquiredAt(),
                                "."));
                tell(
                        "The program has forgotten the lock; update has not. It asked for that of the article, in the transaction that writes.");
                return;
            }
            throw new IllegalStateException("the translation was stored past Jane's lock");
        }

        private void janeSaves() throws SQLException {
            save(jane, Objects.requireNonNull(janes), JANES, false);
            jane.sees(State.SAVED, "Saved. The article is free again.", Line.of("The opening", JANES));
            tell("Article and sections have one new version. Readers still see what is published: “%s”"
                    .formatted(published()));
        }

        private void bobOpens() throws SQLException {
            CheckOut.Yours<Article> yours = open(bob);
            bobs = yours;
            bob.sees(
                    State.EDITING,
                    "Only you can edit.",
                    Line.of("The opening", text(yours.record())),
                    Line.of("Loaded", "version " + yours.record().version()));
            tell("Bob has Jane's text before him, because it was loaded after the lock was his.");
        }

        private void bobPublishes() throws SQLException {
            CheckOut.Yours<Article> yours = Objects.requireNonNull(bobs);
            save(bob, yours, text(yours.record()), true);
            bob.sees(State.SAVED, "Saved and published.", Line.of("Published", published()));
            jane.sees(State.READING, "The article is published.", Line.of("Published", published()));
            tell("What readers see was copied in the transaction that saved.");
        }

        @SuppressWarnings("unchecked")
        private CheckOut.Yours<Article> open(Seat who) throws SQLException {
            return expect(CheckOut.Yours.class, who.does(() -> articles.findForEdit(number)));
        }

        private void save(Seat who, CheckOut.Yours<Article> yours, String text, boolean publish) throws SQLException {
            Versioned<Article> loaded = yours.record();
            Lease lease = yours.lease();
            who.does(() -> {
                edits.save(lease.handle(), loaded.version(), save -> {
                    articles.update(save, written(loaded, text));
                    if (publish) {
                        publications.publish(save.connection(), number);
                    }
                });
                return true;
            });
        }

        private static Article written(Versioned<Article> article, String text) {
            Section only = article.value().sections().get(0);
            return article.value().withSection(new Section(only.id(), only.heading(), text));
        }

        private static String text(Versioned<Article> article) {
            return article.value().sections().get(0).text();
        }

        private String published() {
            return publications
                    .find(number)
                    .orElseThrow()
                    .article()
                    .sections()
                    .get(0)
                    .text();
        }

        @Override
        protected Stored stored() throws SQLException {
            Versioned<Article> article = articles.get(number);
            return Stored.of(article, Line.of("Saved", text(article)), Line.of("Published", published()));
        }

        @Override
        protected void tidy() {
            TIDY.forEach(delete -> jdbc.sql(delete).param(number).update());
        }
    }
}
