package io.heldby.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.heldby.architecture.fixtures.jdbc.KnowsAnotherStore;
import io.heldby.architecture.fixtures.jdbc.UsesSpring;
import io.heldby.architecture.fixtures.lock.HasASynchronizedMethod;
import io.heldby.architecture.fixtures.lock.KnowsAStore;
import io.heldby.architecture.fixtures.lock.ReadsTheTime;
import io.heldby.architecture.fixtures.lock.UsesALibrary;
import io.heldby.architecture.fixtures.merge.JGitMerge;
import io.heldby.architecture.fixtures.version.IsPartOfACycle;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Which way the code may look. Each rule names a class that breaks it, so that a rule that has stopped to notice
 * anything is noticed itself.
 */
enum DependencyRule {
    CORE_USES_THE_JDK_AND_NOTHING_ELSE(UsesALibrary.class) {
        @Override
        ArchRule in(String root) {
            return classes()
                    .that()
                    .resideInAnyPackage(within(root, CORE))
                    .and(DescribedPredicate.not(theOneThatAsksJGit(root)))
                    .should()
                    .onlyDependOnClassesThat(areOfTheJdkOrOurs(root));
        }
    },

    /** The one exception; docs/decisions/0028 says why. */
    MERGING_TEXTS_USES_JGIT_AND_NOTHING_ELSE(JGitMerge.class) {
        @Override
        ArchRule in(String root) {
            return classes()
                    .that(theOneThatAsksJGit(root))
                    .should()
                    .onlyDependOnClassesThat(areOfTheJdkOrOurs(root)
                            .or(JavaClass.Predicates.resideInAnyPackage(
                                    "org.eclipse.jgit.diff", "org.eclipse.jgit.merge")));
        }
    },

    LOCKS_AND_VERSIONS_KNOW_NO_STORE(KnowsAStore.class) {
        @Override
        ArchRule in(String root) {
            return noClasses()
                    .that()
                    .resideInAnyPackage(within(root, CORE))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(within(root, STORES));
        }
    },

    NO_STORE_KNOWS_ANOTHER(KnowsAnotherStore.class) {
        @Override
        ArchRule in(String root) {
            return all(
                    STORES,
                    store -> noClasses()
                            .that()
                            .resideInAnyPackage(within(root, List.of(store)))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(within(
                                    root,
                                    STORES.stream()
                                            .filter(other -> !other.equals(store))
                                            .toList())));
        }
    },

    SPRING_STAYS_IN_ITS_MODULES(UsesSpring.class) {
        @Override
        ArchRule in(String root) {
            return noClasses()
                    .that()
                    .resideOutsideOfPackages(within(root, List.of("spring", "demo", "console", "server")))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.springframework..");
        }
    },

    ONLY_CLOCKS_READ_THE_TIME(ReadsTheTime.class) {
        @Override
        ArchRule in(String root) {
            return noClasses()
                    .that()
                    .haveSimpleNameNotEndingWith("Clock")
                    // Which is an application, and may look at its watch.
                    .and()
                    .resideOutsideOfPackages(within(root, List.of("demo")))
                    .should()
                    .accessTargetWhere(READS_THE_COMPUTERS_CLOCK);
        }
    },

    /** Virtual threads get stuck in them; {@link java.util.concurrent.locks.ReentrantLock} lets them go. */
    NO_METHOD_IS_SYNCHRONIZED(HasASynchronizedMethod.class) {
        @Override
        ArchRule in(String root) {
            return noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED);
        }
    },

    PACKAGES_HAVE_NO_CYCLES(IsPartOfACycle.class) {
        @Override
        ArchRule in(String root) {
            return slices().assignedFrom(EACH_PACKAGE).should().beFreeOfCycles();
        }
    };

    private static final List<String> CORE = List.of("lock", "version", "merge", "webhook");
    private static final List<String> STORES = List.of("jdbc", "redis");

    private static final Set<String> CLOCK_METHODS =
            Set.of("now", "currentTimeMillis", "systemUTC", "systemDefaultZone");

    private static final DescribedPredicate<JavaAccess<?>> READS_THE_COMPUTERS_CLOCK =
            describe("reads this computer's clock instead of the store's or a given one", access -> {
                AccessTarget target = access.getTarget();
                return (target.getOwner().getPackageName().equals("java.time")
                                || target.getOwner().isEquivalentTo(System.class))
                        && CLOCK_METHODS.contains(target.getName())
                        && !(target instanceof AccessTarget.CodeUnitAccessTarget method
                                && takes(method, java.time.Clock.class));
            });

    private static final SliceAssignment EACH_PACKAGE = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    };

    private final Class<?> breaker;

    DependencyRule(Class<?> breaker) {
        this.breaker = breaker;
    }

    /**
     * The rule for the packages below one.
     *
     * @param root {@code io.heldby}, or the package in which the fixtures imitate it
     */
    abstract ArchRule in(String root);

    /** The class that breaks this rule and no other. */
    Class<?> breaker() {
        return breaker;
    }

    private static DescribedPredicate<JavaClass> theOneThatAsksJGit(String root) {
        String name = root + ".merge.JGitMerge";
        return describe(
                "ask JGit",
                seen -> seen.getName().equals(name) || seen.getName().startsWith(name + "$"));
    }

    /** Ours are no libraries; whether core may know them is for other rules. */
    private static DescribedPredicate<JavaClass> areOfTheJdkOrOurs(String root) {
        return describe(
                "are the JDK's, jspecify's or Heldby's",
                seen -> seen.getPackageName().startsWith("java.")
                        || seen.getPackageName().startsWith("javax.crypto")
                        || seen.getPackageName().equals("org.jspecify.annotations")
                        || seen.getPackageName().startsWith(root + ".")
                        || seen.getBaseComponentType().isPrimitive());
    }

    private static String[] within(String root, List<String> packages) {
        return packages.stream().map(name -> root + "." + name + "..").toArray(String[]::new);
    }

    private static ArchRule all(List<String> names, Function<String, ArchRule> rule) {
        return CompositeArchRule.of(names.stream().map(rule).toList());
    }

    private static boolean takes(AccessTarget.CodeUnitAccessTarget method, Class<?> parameter) {
        return method.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(parameter));
    }
}
