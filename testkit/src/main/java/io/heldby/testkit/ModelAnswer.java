package io.heldby.testkit;

import io.heldby.lock.Acquisition;
import io.heldby.lock.BatchAcquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.ExpiryTask;
import io.heldby.lock.Fence;
import io.heldby.lock.Grant;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.Lease;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockPage;
import io.heldby.lock.LockView;
import io.heldby.lock.Loss;
import io.heldby.lock.ModeChange;
import io.heldby.lock.Renewal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An answer in words that two stores must share: fences by their rank among those of their key, and times apart.
 *
 * @param remaining how long the leases in it still last, in the order of the text
 */
record ModelAnswer(String text, List<Duration> remaining) {

    /** What a slow machine may take for one sequence. */
    private static final Duration TOLERANCE = Duration.ofSeconds(20);

    /** All fences that one store has drawn, by key. */
    static final class Fences {

        private final Map<LockKey, TreeSet<Long>> seen = new HashMap<>();

        int rank(LockKey key, Fence fence) {
            TreeSet<Long> ofKey = seen.computeIfAbsent(key, ignored -> new TreeSet<>());
            ofKey.add(fence.value());
            return ofKey.headSet(fence.value()).size() + 1;
        }
    }

    static ModelAnswer of(Object answer, Fences fences) {
        List<Duration> remaining = new ArrayList<>();
        return new ModelAnswer(words(answer, fences, remaining), remaining);
    }

    /** The leases in an answer, as their holders know them from then on. */
    static List<ModelPlayer.Known> leases(Object answer) {
        List<Lease> leases = new ArrayList<>();
        if (answer instanceof Acquisition acquisition) {
            acquisition.ifGranted().ifPresent(leases::add);
        } else if (answer instanceof BatchAcquisition batch) {
            batch.ifGranted().ifPresent(leases::addAll);
        } else if (answer instanceof ModeChange change) {
            change.ifChanged().ifPresent(leases::add);
        } else if (answer instanceof Map<?, ?> renewals) {
            renewals.values().stream()
                    .filter(Renewal.Renewed.class::isInstance)
                    .forEach(renewed -> leases.add(((Renewal.Renewed) renewed).lease()));
        }
        return leases.stream()
                .map(lease -> new ModelPlayer.Known(lease.claim(), lease.beat(), lease.key()))
                .toList();
    }

    private static String withTenant(LockId lockId) {
        return lockId + " in " + lockId.key().tenant();
    }

    static Grant endingAt(Grant grant, Instant expiresAt, Instant maxUntil) {
        return new Grant(
                grant.lockId(),
                grant.mode(),
                grant.owner(),
                grant.reason(),
                grant.tokens(),
                grant.fence(),
                grant.acquiredAt(),
                grant.renewedAt(),
                expiresAt,
                maxUntil,
                grant.beat(),
                grant.terms(),
                grant.expiryLogged(),
                grant.onceId(),
                grant.breaking());
    }

    Optional<String> differenceFrom(ModelAnswer actual) {
        if (!text.equals(actual.text)) {
            return Optional.of("specified: %s%nbut was:   %s".formatted(text, actual.text));
        }
        for (int i = 0; i < remaining.size(); i++) {
            Duration difference =
                    remaining.get(i).minus(actual.remaining.get(i)).abs();
            if (difference.compareTo(TOLERANCE) > 0) {
                return Optional.of("%s: specified to last %s, but lasts %s"
                        .formatted(text, remaining.get(i), actual.remaining.get(i)));
            }
        }
        return Optional.empty();
    }

    private static String words(Object answer, Fences fences, List<Duration> remaining) {
        if (answer instanceof Acquisition.Granted granted) {
            return (granted.reentrant() ? "reentered " : "granted ") + lease(granted.lease(), fences, remaining);
        }
        if (answer instanceof Denied.Held held) {
            return "held " + (held.heldByYouElsewhere() ? "by you " : "") + views(held.holders(), fences, remaining);
        }
        if (answer instanceof Denied.Reserved reserved) {
            return "reserved for " + reserved.forWhom()
                    + (reserved.until().isPresent() ? " " : " while it is shared by ")
                    + views(reserved.holders(), fences, remaining);
        }
        if (answer instanceof BatchAcquisition.AllGranted all) {
            return all.leases().stream()
                    .map(lease -> lease(lease, fences, remaining))
                    .toList()
                    .toString();
        }
        if (answer instanceof BatchAcquisition.NoneGranted none) {
            return "none: "
                    + none.denied().stream()
                            .map(denied -> words(denied, fences, remaining))
                            .toList();
        }
        if (answer instanceof ModeChange.Changed changed) {
            return "changed " + lease(changed.lease(), fences, remaining);
        }
        if (answer instanceof ModeChange.Refused refused) {
            return "not changed: " + words(refused.denied(), fences, remaining);
        }
        if (answer instanceof ModeChange.Lost lost) {
            return loss(lost.loss());
        }
        if (answer instanceof Renewal.Renewed renewed) {
            return "renewed " + lease(renewed.lease(), fences, remaining) + ModelDemand.told(renewed);
        }
        if (answer instanceof Renewal.Lost lost) {
            return loss(lost.loss());
        }
        if (answer instanceof Map<?, ?> byId) {
            return byId.entrySet().stream()
                    .sorted(Comparator.comparing(entry -> withTenant((LockId) entry.getKey())))
                    .map(entry -> entry.getKey() + " " + words(entry.getValue(), fences, remaining))
                    .collect(Collectors.joining(", "));
        }
        if (answer instanceof LockPage page) {
            return views(page.locks(), fences, remaining);
        }
        Optional<String> aboutDemand = ModelDemand.words(answer);
        if (aboutDemand.isPresent()) {
            return aboutDemand.get();
        }
        if (answer instanceof Optional<?> view) {
            return view.map(found -> found instanceof HandOverRequest request
                            ? ModelDemand.request(request)
                            : views(List.of((LockView) found), fences, remaining))
                    .orElse("nothing");
        }
        if (answer instanceof List<?> tasks && !tasks.isEmpty() && tasks.get(0) instanceof ExpiryTask) {
            return tasks.stream()
                    .map(task -> task((ExpiryTask) task, fences))
                    .sorted()
                    .toList()
                    .toString();
        }
        if (answer instanceof List<?> views) {
            return views(views.stream().map(LockView.class::cast).toList(), fences, remaining);
        }
        return String.valueOf(answer);
    }

    private static String lease(Lease lease, Fences fences, List<Duration> remaining) {
        remaining.add(lease.remaining());
        return "%s %s of %s/%s (fence %d, beat %d, %s)"
                .formatted(
                        lease.lockId(),
                        lease.mode(),
                        lease.owner().user(),
                        lease.owner().session(),
                        fences.rank(lease.key(), lease.fence()),
                        lease.beat(),
                        lease.reason());
    }

    /** Sorted by id: the order by time is the same only down to the clock's resolution. */
    private static String views(List<LockView> views, Fences fences, List<Duration> remaining) {
        return views.stream()
                .sorted(Comparator.comparing(view -> view.lockId().toString()))
                .map(view -> view(view, fences, remaining))
                .toList()
                .toString();
    }

    private static String view(LockView view, Fences fences, List<Duration> remaining) {
        remaining.add(view.remaining());
        return "%s %s %s of %s/%s (fence %d, %s)"
                .formatted(
                        view.lockId(),
                        view.state(),
                        view.mode(),
                        view.owner().user(),
                        view.owner().session(),
                        fences.rank(view.key(), view.fence()),
                        view.reason());
    }

    private static String task(ExpiryTask task, Fences fences) {
        return "%s for %s: %s %s of %s (fence %d, %s), %s, attempt %d"
                .formatted(
                        task.lockId(),
                        task.handler(),
                        task.key(),
                        task.mode(),
                        task.owner(),
                        fences.rank(task.key(), task.fence()),
                        task.reason(),
                        loss(task.loss()),
                        task.attempts());
    }

    private static String loss(Loss loss) {
        return "lost: %s by %s (%s)".formatted(loss.cause(), loss.by(), loss.reason());
    }
}
