package io.heldby.spring;

import java.util.List;
import java.util.Objects;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactoryBean;
import org.springframework.data.jpa.repository.support.SimpleJpaRepository;
import org.springframework.data.repository.CrudRepository;
import org.springframework.data.repository.core.EntityInformation;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;
import org.springframework.data.repository.core.support.RepositoryProxyPostProcessor;
import org.springframework.data.util.Streamable;

/**
 * Refuses what Spring Data's own {@code delete} and {@code deleteAll} leave undone without a word: an entity in which they see no
 * version, such as one that a form has sent without it or a reference that was never loaded, they take for new, and return, although
 * the record is stored.
 */
record NoSilentDelete(RepositoryFactorySupport factory) implements RepositoryProxyPostProcessor {

    /** To be called for every bean, before it is initialized. */
    static void in(Object bean) {
        if (bean instanceof JpaRepositoryFactoryBean<?, ?, ?> repository) {
            repository.addRepositoryFactoryCustomizer(
                    factory -> factory.addRepositoryProxyPostProcessor(new NoSilentDelete(factory)));
        }
    }

    @Override
    @SuppressWarnings("unchecked") // Whatever the repository's entities are, they are objects with an id that is one.
    public void postProcess(ProxyFactory proxy, RepositoryInformation repository) {
        EntityInformation<Object, Object> entities =
                (EntityInformation<Object, Object>) factory.getEntityInformation(repository);
        proxy.addAdvice((MethodInterceptor) call -> {
            if (isSpringDatas(call, repository)) {
                CrudRepository<Object, Object> records = (CrudRepository<Object, Object>)
                        Objects.requireNonNull(call.getThis(), "the repository behind its proxy");
                deleted(call).forEach(entity -> check(entity, entities, records));
            }
            return call.proceed();
        });
    }

    private static boolean isSpringDatas(MethodInvocation call, RepositoryInformation repository) {
        String name = call.getMethod().getName();
        return (name.equals("delete") || name.equals("deleteAll"))
                && call.getArguments().length == 1
                && !call.getMethod().isDefault()
                && !repository.isQueryMethod(call.getMethod())
                && repository.getTargetClassMethod(call.getMethod()).getDeclaringClass() == SimpleJpaRepository.class;
    }

    /** What can be iterated only once is kept for Spring Data. */
    private static List<?> deleted(MethodInvocation call) {
        @Nullable Object[] arguments = call.getArguments();
        Object argument = arguments[0];
        if (argument == null) {
            return List.of();
        }
        if (call.getMethod().getName().equals("delete")) {
            return List.of(argument);
        }
        List<?> all = Streamable.of((Iterable<?>) argument).toList();
        arguments[0] = all;
        return all;
    }

    private static void check(
            Object entity, EntityInformation<Object, Object> entities, CrudRepository<Object, Object> records) {
        // A delete may also be given a specification.
        if (!entities.getJavaType().isInstance(entity) || !entities.isNew(entity)) {
            return;
        }
        Object id = entities.getId(entity);
        if (id != null && records.findById(id).isPresent()) {
            throw new IllegalArgumentException(
                    "%s %s is stored, but is given to the repository without its version: Spring Data takes it for new and would not delete it, without a word. Delete what was loaded, or give the version that the client has seen: versions.expect(%s.class, id, version), then deleteById(id)"
                            .formatted(
                                    entities.getJavaType().getSimpleName(),
                                    id,
                                    entities.getJavaType().getSimpleName()));
        }
    }
}
