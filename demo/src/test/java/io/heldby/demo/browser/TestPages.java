package io.heldby.demo.browser;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.HtmlUtils;

/**
 * Pages as small as an application's could be, which let the browser take the lock. Every parameter of the request becomes
 * an attribute of the element. They are saved where the customer desk's own pages are.
 */
@Controller
class TestPages {

    private final JdbcClient database;

    TestPages(JdbcClient database) {
        this.database = database;
    }

    @GetMapping("/test/customers/{ids}")
    ResponseEntity<String> editors(
            @PathVariable String ids,
            @RequestParam(defaultValue = "en") String lang,
            HttpServletRequest request,
            CsrfToken csrf) {
        String elements = Arrays.stream(ids.split(","))
                .map(id -> editor(Long.parseLong(id), request, csrf))
                .collect(Collectors.joining());
        return page(lang, elements, request, csrf);
    }

    @GetMapping("/test/badges/{ids}")
    ResponseEntity<String> badges(@PathVariable String ids, HttpServletRequest request, CsrfToken csrf) {
        String elements = Arrays.stream(ids.split(","))
                .map("<p><lock-badge type=customer key=%s></lock-badge></p>"::formatted)
                .collect(Collectors.joining());
        return page("en", elements, request, csrf);
    }

    private static ResponseEntity<String> page(
            String lang, String elements, HttpServletRequest request, CsrfToken csrf) {
        String html = """
                <!doctype html><html lang="%s"><meta charset=utf-8><title>A page of an application</title>
                <meta name=viewport content="width=device-width, initial-scale=1">
                <link rel=icon href=/favicon.svg type=image/svg+xml>
                <meta name=_csrf content="%s"><meta name=_csrf_header content="%s"><meta name=heldby-user content="%s">
                <meta name=heldby-login content=/login><meta name=heldby-beat-seconds content=1><meta name=heldby-poll-seconds content=1>
                <script type=module src=/heldby/client.js></script>
                <main><h1>A page of an application</h1>%s</main>""".formatted(lang, csrf.getToken(), csrf.getHeaderName(), request.getRemoteUser(), elements);
        // Kept by the browser for "back", which "no-store" would prevent.
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_HTML)
                .cacheControl(CacheControl.noCache())
                .body(html);
    }

    private String editor(long id, HttpServletRequest request, CsrfToken csrf) {
        String attributes = request.getParameterMap().entrySet().stream()
                .map(each -> " %s=\"%s\"".formatted(each.getKey(), HtmlUtils.htmlEscape(each.getValue()[0])))
                .collect(Collectors.joining());
        return database.sql("SELECT version, first_name, last_name, email, phone, notes FROM customer WHERE id = ?")
                .param(id)
                .query((row, number) -> """
                        <edit-lock type=customer key=%d version=%d%s>
                        <form method=post action=/customers/pessimistic/%d>
                        <input type=hidden name=version value=%d><input type=hidden name="%s" value="%s">
                        <p><label>First name <input name=firstName value="%s"></label>
                        <p><label>Last name <input name=lastName value="%s" required></label>
                        <p><label>E-mail <input name=email value="%s"></label>
                        <p><label>Phone <input name=phone value="%s"></label>
                        <p><label>Notes <textarea name=notes>%s</textarea></label>
                        <p><button>Save</button>
                        </form></edit-lock>""".formatted(
                                id,
                                row.getLong("version"),
                                attributes,
                                id,
                                row.getLong("version"),
                                csrf.getParameterName(),
                                csrf.getToken(),
                                HtmlUtils.htmlEscape(row.getString("first_name")),
                                HtmlUtils.htmlEscape(row.getString("last_name")),
                                HtmlUtils.htmlEscape(row.getString("email")),
                                HtmlUtils.htmlEscape(row.getString("phone")),
                                HtmlUtils.htmlEscape(row.getString("notes"))))
                .single();
    }
}
