package io.heldby.demo.newsroom;

import io.heldby.demo.OneLine;
import io.heldby.demo.conflict.NoSuchRecordException;
import io.heldby.demo.people.Person;
import io.heldby.lock.Transactions;
import java.sql.SQLException;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * For programs that write one section, such as a translation. Whoever wrote this has forgotten the lock; the repository has
 * not, and asks for that of the <em>article</em>. Heldby's starter answers 423 or 428, and 409 to a stale version.
 */
@RestController
@RequestMapping(path = "/api/newsroom/sections/{section}", consumes = MediaType.APPLICATION_JSON_VALUE)
class SectionApi {

    private final Articles articles;
    private final Transactions transactions;

    SectionApi(Articles articles, Transactions transactions) {
        this.articles = articles;
        this.transactions = transactions;
    }

    /** @param version of the article that this is based on */
    record NewText(String heading, String text, long version) {}

    @PutMapping
    Map<String, Long> write(@PathVariable String section, @RequestBody NewText typed, @ModelAttribute("me") Person me)
            throws SQLException {
        long article = articles.articleOf(section).orElseThrow(() -> new NoSuchRecordException("section", section));
        Section changed = new Section(section, OneLine.of(typed.heading()), ArticleField.lines(typed.text()));
        return transactions.run(connection -> {
            Article stored = articles.load(connection, article)
                    .orElseThrow(() -> new NoSuchRecordException(Article.TYPE, String.valueOf(article)))
                    .value()
                    .withSection(changed);
            if (!ArticleForm.of(stored, typed.version())
                    .checked(null)
                    .problems()
                    .isEmpty()) {
                throw new ResponseStatusException(
                        HttpStatus.UNPROCESSABLE_CONTENT, "A section needs a heading and a text.");
            }
            return Map.of("version", articles.update(connection, stored, typed.version(), me.displayName()));
        });
    }
}
