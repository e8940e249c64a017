package io.heldby.demo.newsroom;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An article as its change log knows it: the aggregate is one record, and its sections are one field of it. */
final class ArticleFields {

    private ArticleFields() {}

    static Map<String, @Nullable Object> of(Article article) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("title", article.title());
        fields.put("lead", article.lead());
        fields.put("tags", article.tags());
        fields.put(
                "sections",
                article.sections().stream()
                        .map(section -> section.heading() + "\n" + section.text())
                        .toList());
        fields.put("seoTitle", article.metadata().seoTitle());
        fields.put("byline", article.metadata().byline());
        fields.put("embargo", article.metadata().embargo());
        return fields;
    }
}
