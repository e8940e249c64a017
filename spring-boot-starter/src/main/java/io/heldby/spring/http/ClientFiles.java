package io.heldby.spring.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The browser client, at {@code /heldby/client.js}. It holds no secrets; pages of people who are not signed in may load it. */
final class ClientFiles implements WebMvcConfigurer {

    /** An application with a filter chain of its own may want to permit it. */
    private static final String PATH = "/heldby/*.js";

    /** By file name; the files of a running application do not change. */
    private final Map<String, String> hashes = new ConcurrentHashMap<>();

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        // Browsers keep the files, and ask whether they are new: a later version must not meet parts of an earlier one.
        registry.addResourceHandler(PATH)
                .addResourceLocations("classpath:/io/heldby/spring/client/")
                .setCacheControl(CacheControl.noCache())
                .setUseLastModified(false) // The files of a jar that is built reproducibly are all equally old.
                .setEtagGenerator(
                        file -> hashes.computeIfAbsent(String.valueOf(file.getFilename()), name -> hash(file)));
    }

    private static String hash(Resource file) {
        try (InputStream content = file.getInputStream()) {
            return DigestUtils.md5DigestAsHex(content);
        } catch (IOException broken) {
            throw new UncheckedIOException("the browser client cannot be read from the jar: " + file, broken);
        }
    }
}
