package io.heldby.demo.newsroom;

import java.util.List;

/** An article as its editors see it. It is the root: its lock and its version are those of all its sections. */
public record Article(
        long id, String title, String lead, List<String> tags, List<Section> sections, Metadata metadata) {

    /** The type of these locks. */
    public static final String TYPE = "article";

    public Article {
        tags = List.copyOf(tags);
        sections = List.copyOf(sections);
    }

    Article withSections(List<Section> newSections) {
        return new Article(id, title, lead, tags, newSections, metadata);
    }

    /** The section with this id gets another text; all others stay as they are. */
    Article withSection(Section changed) {
        return withSections(sections.stream()
                .map(section -> section.id().equals(changed.id()) ? changed : section)
                .toList());
    }
}
