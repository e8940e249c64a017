package io.heldby.demo.newsroom;

import io.heldby.demo.OneLine;
import io.heldby.jdbc.unitofwork.Versioned;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * An article as it stands in the form, right or wrong.
 *
 * @param version that it was loaded with; the next save must name it
 * @param texts by the names of the fields
 * @param problems by the names of the fields, what keeps it from being stored
 */
public record ArticleForm(
        long id, long version, Map<String, String> texts, List<Section> sections, Map<String, String> problems) {

    private static final int MOST_SECTIONS = 20;
    private static final int MOST_TAGS = 10;
    private static final int LONGEST_TAG = 30;
    private static final List<ArticleField> FIELDS = Arrays.asList(ArticleField.values());

    static ArticleForm of(Versioned<Article> stored) {
        return of(stored.value(), stored.version());
    }

    static ArticleForm of(Article article, long version) {
        Map<String, String> texts = new LinkedHashMap<>();
        FIELDS.forEach(field -> texts.put(field.formName(), field.text(article)));
        return new ArticleForm(article.id(), version, texts, article.sections(), Map.of());
    }

    /**
     * As somebody typed it.
     *
     * @throws IllegalArgumentException when no page of ours can have sent it
     */
    static ArticleForm typed(long id, MultiValueMap<String, String> sent) {
        Map<String, String> texts = new LinkedHashMap<>();
        FIELDS.forEach(field -> texts.put(field.formName(), field.cleaned(sent.getFirst(field.formName()))));
        List<Section> sections = sent.getOrDefault("section", List.of()).stream()
                .map(section -> UUID.fromString(section).toString())
                .map(section -> new Section(
                        section,
                        OneLine.of(sent.getFirst("heading." + section)),
                        ArticleField.lines(sent.getFirst("text." + section))))
                .toList();
        return new ArticleForm(id, version(sent.getFirst("version")), texts, sections, Map.of());
    }

    private static long version(@Nullable String sent) {
        if (sent == null || !sent.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("version must be a number, but is \"%s\"".formatted(sent));
        }
        return Long.parseLong(sent);
    }

    ArticleForm withVersion(long newVersion) {
        return new ArticleForm(id, newVersion, texts, sections, problems);
    }

    ArticleForm withAnotherSection() {
        List<Section> more = new ArrayList<>(sections);
        if (more.size() < MOST_SECTIONS) {
            more.add(Section.blank());
        }
        return new ArticleForm(id, version, texts, more, problems);
    }

    ArticleForm without(String section) {
        List<Section> others =
                sections.stream().filter(each -> !each.id().equals(section)).toList();
        return new ArticleForm(id, version, texts, others, problems);
    }

    /**
     * The same, knowing what is wrong with it.
     *
     * @param publishedOn when readers are to see it; null when it is only saved
     */
    ArticleForm checked(@Nullable LocalDate publishedOn) {
        Map<String, String> found = new LinkedHashMap<>();
        FIELDS.forEach(field -> put(found, field.formName(), field.problem(text(field))));
        put(found, ArticleField.TAGS.formName(), problemOfTags());
        for (Section section : sections) {
            put(found, "heading." + section.id(), problem(section.heading(), 150, "Please enter a heading."));
            put(
                    found,
                    "text." + section.id(),
                    problem(section.text(), 5_000, "Please enter a text, or remove the section."));
        }
        LocalDate embargo = found.containsKey(ArticleField.EMBARGO.formName()) ? null : embargo();
        if (publishedOn != null && embargo != null && embargo.isAfter(publishedOn)) {
            found.put(
                    ArticleField.EMBARGO.formName(),
                    "It cannot be published before %s. Save it now, and publish it then.".formatted(embargo));
        }
        return new ArticleForm(id, version, texts, sections, found);
    }

    private static void put(Map<String, String> found, String field, @Nullable String problem) {
        if (problem != null) {
            found.putIfAbsent(field, problem);
        }
    }

    private @Nullable String problemOfTags() {
        List<String> tags = tags();
        if (tags.size() > MOST_TAGS) {
            return "Please use at most %d tags; these are %d.".formatted(MOST_TAGS, tags.size());
        }
        return tags.stream().anyMatch(tag -> tag.length() > LONGEST_TAG)
                ? "A tag may have at most %d characters; please put commas between tags.".formatted(LONGEST_TAG)
                : null;
    }

    static @Nullable String problem(String text, int max, @Nullable String pleaseEnter) {
        if (text.isEmpty()) {
            return pleaseEnter;
        }
        return text.length() > max
                ? "Please use at most %d characters; these are %d.".formatted(max, text.length())
                : null;
    }

    /** To be stored; only of a form without problems. */
    Article article() {
        return new Article(
                id,
                text(ArticleField.TITLE),
                text(ArticleField.LEAD),
                tags(),
                sections,
                new Metadata(text(ArticleField.SEO_TITLE), text(ArticleField.BYLINE), embargo()));
    }

    /** What of it is stored otherwise, by what people call the field. */
    Map<String, String> differences(Article stored) {
        ArticleForm other = of(stored, version);
        Map<String, String> differences = new LinkedHashMap<>();
        for (ArticleField field : FIELDS) {
            if (!text(field).equals(other.text(field))) {
                differences.put(field.label(), other.text(field));
            }
        }
        if (!sections.equals(other.sections)) {
            differences.put(
                    "Sections",
                    other.sections.stream()
                            .map(section -> section.heading() + "\n" + section.text())
                            .collect(Collectors.joining("\n\n")));
        }
        return differences;
    }

    private String text(ArticleField field) {
        return texts.getOrDefault(field.formName(), "");
    }

    private List<String> tags() {
        return Arrays.stream(text(ArticleField.TAGS).split(",", -1))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
    }

    private @Nullable LocalDate embargo() {
        return ArticleField.date(text(ArticleField.EMBARGO));
    }
}
