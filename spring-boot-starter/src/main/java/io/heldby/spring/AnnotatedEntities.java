package io.heldby.spring;

import io.heldby.lock.LockPolicies;
import io.heldby.lock.OfflineLocked;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * The classes with {@link OfflineLocked} in the application's packages.
 *
 * @param byType one class for each type
 */
record AnnotatedEntities(Map<String, Class<?>> byType) {

    /**
     * Scans below the application's own class, as for entities and repositories.
     *
     * @throws HeldbyConfigurationException when two classes say different things about one type
     */
    static AnnotatedEntities of(ApplicationContext application) {
        Map<String, Class<?>> byType = new TreeMap<>();
        if (AutoConfigurationPackages.has(application)) {
            Scanner scanner = new Scanner(application);
            for (String base : AutoConfigurationPackages.get(application)) {
                scanner.findCandidateComponents(base).stream()
                        .map(BeanDefinition::getBeanClassName)
                        .sorted()
                        .map(name -> ClassUtils.resolveClassName(String.valueOf(name), application.getClassLoader()))
                        .forEach(
                                entity -> byType.merge(annotationOf(entity).type(), entity, AnnotatedEntities::agreed));
            }
        }
        return new AnnotatedEntities(byType);
    }

    LockPolicies policies() {
        try {
            return LockPolicies.defaults()
                    .annotated(List.copyOf(byType.values()).toArray(Class[]::new));
        } catch (IllegalArgumentException wrong) {
            throw new HeldbyConfigurationException(
                    String.valueOf(wrong.getMessage()) + ".", "Correct the annotation.", wrong);
        }
    }

    private static Class<?> agreed(Class<?> one, Class<?> other) {
        if (!annotationOf(one).equals(annotationOf(other))) {
            throw new HeldbyConfigurationException(
                    "%s and %s say different things in their @OfflineLocked(type = \"%s\")."
                            .formatted(
                                    one.getName(),
                                    other.getName(),
                                    annotationOf(one).type()),
                    "Leave one of them, or give them types of their own.");
        }
        return one;
    }

    private static OfflineLocked annotationOf(Class<?> entity) {
        return entity.getAnnotation(OfflineLocked.class);
    }

    /** Finds abstract classes and interfaces too; entities have such bases. */
    private static final class Scanner extends ClassPathScanningCandidateComponentProvider {

        Scanner(ApplicationContext application) {
            super(false, application.getEnvironment());
            setResourceLoader(application);
            addIncludeFilter(new AnnotationTypeFilter(OfflineLocked.class, false, true));
        }

        @Override
        protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
            return definition.getMetadata().isIndependent();
        }
    }
}
