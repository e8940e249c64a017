package io.heldby.demo.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The form of one customer in somebody's browser. */
record Editor(Page page, String url) {

    Editor open() {
        page.navigate(url);
        return this;
    }

    Editor open(String reason) {
        page.navigate(url + "?reason=" + URLEncoder.encode(reason, StandardCharsets.UTF_8));
        return this;
    }

    Editor type(String lastName) {
        lastName().fill(lastName);
        return this;
    }

    void save() {
        DemoTest.press(page, "Save");
    }

    Locator lastName() {
        return page.locator("#lastName");
    }

    Locator banner() {
        return page.locator("edit-lock .banner").first();
    }
}
