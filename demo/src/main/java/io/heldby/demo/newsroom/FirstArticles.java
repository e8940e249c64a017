package io.heldby.demo.newsroom;

import io.heldby.lock.Transactions;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Fills the newsroom, once. */
@Component
class FirstArticles implements ApplicationRunner {

    private static final String IMPORT = "Import";

    private final Articles articles;
    private final Publications publications;
    private final Transactions transactions;

    FirstArticles(Articles articles, Publications publications, Transactions transactions) {
        this.articles = articles;
        this.publications = publications;
        this.transactions = transactions;
    }

    @Override
    public void run(ApplicationArguments arguments) throws SQLException {
        if (!articles.rows().isEmpty()) {
            return;
        }
        add(
                true,
                new Article(
                        42,
                        "The bridge stays closed until spring",
                        "Cracks in two of the cables were found in October. The city now says how long the repair takes.",
                        List.of("city", "traffic"),
                        List.of(
                                section(
                                        "What was found",
                                        "Two of the eighty cables have cracks of up to three millimetres."),
                                section(
                                        "What comes next",
                                        "The cables are replaced one by one. Buses go by the old road.")),
                        new Metadata("Bridge closed until spring", "Jane Doe", null)));
        add(
                true,
                new Article(
                        43,
                        "A library that lends tools",
                        "Drills, ladders and a cement mixer: what the library in the old station lends.",
                        List.of("city", "culture"),
                        List.of(section("How it works", "Whoever has a card can take up to three tools for a week.")),
                        Metadata.NONE));
        add(
                false,
                new Article(
                        44,
                        "Council votes on the new swimming pool",
                        "",
                        List.of("city", "sports"),
                        List.of(section("The vote", "To be written on Thursday evening.")),
                        new Metadata("", "John Doe", null)));
    }

    void add(boolean published, Article article) throws SQLException {
        transactions.run(connection -> {
            articles.insert(connection, article, IMPORT);
            if (published) {
                publications.publish(connection, article.id());
            }
            return true;
        });
    }

    static Section section(String heading, String text) {
        return new Section(UUID.randomUUID().toString(), heading, text);
    }
}
