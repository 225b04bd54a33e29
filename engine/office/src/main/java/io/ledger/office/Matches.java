package io.ledger.office;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The things that some rows may mean, found in one pass over all that there are. */
final class Matches {

    private final Map<String, KnownRecord> byId = new HashMap<>();
    private final Map<String, List<KnownRecord>> byKey = new HashMap<>();
    private final Set<String> ended = new HashSet<>();

    private Matches() {}

    /**
     * Looks for things.
     *
     * @param ids of things that are looked for
     * @param keys of others
     */
    static Matches find(RecordKind kind, Collection<String> ids, Collection<String> keys) {
        var matches = new Matches();
        var wantedIds = new HashSet<>(ids);
        keys.forEach(key -> matches.byKey.put(key, new ArrayList<>(1)));
        if (wantedIds.isEmpty() && matches.byKey.isEmpty()) {
            return matches;
        }
        kind.each(known -> matches.add(kind, wantedIds, known));
        wantedIds.removeAll(matches.byId.keySet());
        var lost = new ArrayList<>(wantedIds);
        for (var from = 0; from < lost.size(); from += OfficeLimits.LOOKED_UP) {
            matches.ended.addAll(kind.ended(lost.subList(from, Math.min(from + OfficeLimits.LOOKED_UP, lost.size()))));
        }
        return matches;
    }

    private void add(RecordKind kind, Set<String> wantedIds, KnownRecord known) {
        if (wantedIds.contains(known.id())) {
            byId.put(known.id(), known);
        }
        if (!byKey.isEmpty()) {
            for (var key : kind.keys(known.values())) {
                var same = byKey.get(key);
                if (same != null) {
                    same.add(known);
                }
            }
        }
    }

    Optional<KnownRecord> withId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    List<KnownRecord> withKey(String key) {
        return byKey.getOrDefault(key, List.of());
    }

    boolean hasEnded(String id) {
        return ended.contains(id);
    }
}
