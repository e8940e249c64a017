package io.heldby.demo.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;

/** The page on which one watches two people. */
final class Replays {

    private Replays() {}

    /** Of all replays that the open list links to, such as {@code /replay/stock-room}. */
    static List<String> paths(Page list) {
        return list.locator(".cards a").all().stream()
                .map(link -> link.getAttribute("href"))
                .toList();
    }

    static Locator screen(Page page, String person) {
        return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(person + "'s screen"));
    }

    static Locator performed(Page page) {
        return page.locator(".steps .done");
    }
}
