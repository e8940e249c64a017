package com.example.bikeshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;
import org.htmlunit.Page;
import org.htmlunit.StringWebResponse;
import org.htmlunit.WebClient;
import org.htmlunit.WebResponse;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlRadioButtonInput;
import org.htmlunit.html.HtmlSelect;
import org.htmlunit.html.HtmlTextArea;

/** Somebody at a browser of their own, with one page open. What cannot be done on that page is refused, as by a browser. */
public final class Person implements AutoCloseable {

    private static final String FIELDS = "main form input:not([type=hidden]), main form select, main form textarea";
    /** Done, somebody else was first, somebody else has it, and try again. */
    private static final List<Integer> ORDERLY = List.of(200, 409, 423, 503);

    private final String name;
    private final String shop;
    private final WebClient browser = new WebClient();
    private HtmlPage page;

    private Person(String name, String shop) {
        this.name = name;
        this.shop = shop;
        browser.getOptions().setJavaScriptEnabled(false);
        browser.getOptions().setCssEnabled(false);
        browser.getOptions().setThrowExceptionOnFailingStatusCode(false);
    }

    /**
     * Opens a browser for somebody and signs in; everybody's password is the name.
     *
     * @param shop its address, such as {@code http://localhost:8081}
     */
    public static Person signedIn(String name, String shop) {
        Person person = new Person(name, shop);
        person.opens("/login");
        person.types("username", name);
        person.types("password", name);
        person.saves();
        if (!person.page.asNormalizedText().contains("signed in as " + name)) {
            person.close();
            throw new IllegalStateException(name + " was not signed in");
        }
        return person;
    }

    public void opens(String path) {
        try {
            show(browser.getPage(shop + path));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        if (!ORDERLY.contains(status())) {
            throw new IllegalStateException("%s opened %s and got %d".formatted(name, path, status()));
        }
    }

    /** The same person in the same browser, in a tab of its own. */
    public Person inAnotherTab() {
        Person tab = new Person(name, shop);
        tab.browser.setCookieManager(browser.getCookieManager());
        return tab;
    }

    /**
     * Has a page open as it was read before.
     *
     * @param path where it came from
     */
    public void hasOpen(String path, String html) {
        try {
            WebResponse answer = new StringWebResponse(html, new URL(shop + path));
            show(browser.getPageCreator().createPage(answer, browser.getCurrentWindow()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The open page as the shop has sent it. */
    public String html() {
        return open().getWebResponse().getContentAsString();
    }

    public void types(String field, String value) {
        DomElement found = fields().stream()
                .filter(candidate -> candidate.getAttribute("name").equals(field))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "%s has no field %s open at %s, only %s".formatted(name, field, path(), names(fields()))));
        if (found instanceof HtmlRadioButtonInput) {
            chooses(field, value);
        } else if (found instanceof HtmlInput input) {
            input.setValue(value);
        } else if (found instanceof HtmlTextArea area) {
            area.setText(value);
        } else if (found instanceof HtmlSelect select) {
            if (select.getOptions().stream()
                    .noneMatch(option -> option.getValueAttribute().equals(value))) {
                throw new IllegalStateException("%s cannot choose %s=%s at %s".formatted(name, field, value, path()));
            }
            select.setSelectedAttribute(value, true);
        }
    }

    private void chooses(String field, String value) {
        fields().stream()
                .filter(HtmlRadioButtonInput.class::isInstance)
                .map(HtmlRadioButtonInput.class::cast)
                .filter(choice -> choice.getNameAttribute().equals(field)
                        && choice.getValue().equals(value))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("%s cannot choose %s=%s at %s".formatted(name, field, value, path())))
                .setChecked(true);
    }

    /** Sends the form of the open page; a list's form too, such as that which raises the prices. */
    public void saves() {
        String from = path();
        DomNode button = open().querySelector("main form button[type=submit]");
        if (button == null) {
            throw new IllegalStateException(name + " has no form open at " + from);
        }
        try {
            show(((HtmlElement) button).click());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        if (!ORDERLY.contains(status())) {
            throw new IllegalStateException("%s saved at %s and got %d".formatted(name, from, status()));
        }
    }

    /** The value that a field of the open page has. */
    public String reads(String field) {
        return fields().stream()
                .filter(candidate -> candidate.getAttribute("name").equals(field))
                .map(found -> found instanceof HtmlInput input ? input.getValue() : found.asNormalizedText())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " has no field " + field + " open at " + path()));
    }

    /** What the open page says, below its navigation. */
    public String text() {
        return open().querySelector("main").asNormalizedText();
    }

    public String path() {
        return open().getUrl().getPath();
    }

    public int status() {
        return open().getWebResponse().getStatusCode();
    }

    @Override
    public void close() {
        browser.close();
    }

    private HtmlPage open() {
        if (page == null) {
            throw new IllegalStateException(name + " has no page open");
        }
        return page;
    }

    private void show(Page answer) {
        if (!(answer instanceof HtmlPage html)) {
            throw new IllegalStateException("%s got no page, but %s".formatted(name, answer.getUrl()));
        }
        page = html;
    }

    private List<DomElement> fields() {
        return open().querySelectorAll(FIELDS).stream()
                .map(DomElement.class::cast)
                .toList();
    }

    private static List<String> names(List<DomElement> fields) {
        return fields.stream().map(field -> field.getAttribute("name")).toList();
    }
}
