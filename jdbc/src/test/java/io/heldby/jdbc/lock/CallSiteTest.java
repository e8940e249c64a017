package io.heldby.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallSiteTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.acme.PolicyService",
                "com.acme.PolicyService$Nested",
                "com.acme.PolicyService$1",
                "com.acme.Price$",
                "io.heldby.demo.clinic.Clinic",
                "javafx.Acme",
                "org.springframeworks.Acme"
            })
    void classOfTheApplicationIsOne(String name) {
        assertThat(CallSite.isApplication(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.acme.PolicyService$$SpringCGLIB$$0",
                "com.acme.PolicyService$$EnhancerBySpringCGLIB$$1a2b",
                "com.acme.PolicyService$$Lambda$14",
                "com.acme.$Proxy12",
                "jdk.proxy2.$Proxy12",
                "com.acme.Policy$HibernateProxy$x1",
                "jdk.internal.reflect.DirectMethodHandleAccessor",
                "java.lang.reflect.Method",
                "org.springframework.aop.framework.CglibAopProxy",
                "org.apache.catalina.core.ApplicationFilterChain",
                "jakarta.servlet.http.HttpServlet",
                "io.heldby.spring.transaction.SpringGuard"
            })
    void proxyOrFrameworkIsNone(String name) {
        assertThat(CallSite.isApplication(name)).isFalse();
    }
}
