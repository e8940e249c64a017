package io.heldby.demo.conflict;

/**
 * One save of one person.
 *
 * @param by who, as people know them
 * @param id names what they are saving, so that a double click is known
 */
public record NamedSave(String by, String id) {}
