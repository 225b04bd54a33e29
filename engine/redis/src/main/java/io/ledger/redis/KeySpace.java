package io.ledger.redis;

import java.util.List;
import java.util.Optional;

/**
 * The keys of one read model in all its generations.
 *
 * <p>The first generation has the bare names, for others to read; those of later ones begin with the read model's name and
 * the generation's number. In a cluster a hash tag before each name keeps all of them in one slot, so that one command
 * and one script may have any of them.
 */
final class KeySpace {

    private final String tag;
    private final String names;
    private final String documentPrefix;
    private final String firstDocuments;
    private final String later;

    KeySpace(RedisReadModel<?> model, boolean isCluster) {
        this.tag = isCluster ? "{" + model.name() + "}:" : "";
        this.names = tag + model.name() + ":";
        this.documentPrefix = model.documentPrefix();
        this.firstDocuments = tag + documentPrefix;
        this.later = names + "g";
    }

    /** What a user needs access to, as Redis writes it: the names, and the documents of the first generation. */
    List<String> patterns() {
        return tag.isEmpty() ? List.of(names + "*", firstDocuments + "*") : List.of(tag + "*", tag + "*");
    }

    /** The number of the live generation: the pointer. */
    String generation() {
        return names + "generation";
    }

    /** The number of the generation that was live before. */
    String previous() {
        return names + "previous";
    }

    /** The number of the generation that was begun last. */
    String newest() {
        return names + "newest";
    }

    /** Who builds a generation. */
    String claim() {
        return names + "claim";
    }

    /** What all keys of generations after the first begin with, before the number. */
    String laterGenerations() {
        return later;
    }

    GenerationKeys generation(long number) {
        if (number == GenerationNumber.FIRST) {
            return new GenerationKeys(number, generation(), names, firstDocuments);
        }
        var prefix = later + number + ":";
        return new GenerationKeys(number, generation(), prefix, prefix + documentPrefix);
    }

    /** The id in the key of a document of any generation; empty when it is another key. */
    Optional<String> documentId(String key) {
        if (key.startsWith(firstDocuments)) {
            return Optional.of(key.substring(firstDocuments.length()));
        }
        if (!key.startsWith(later)) {
            return Optional.empty();
        }
        var colon = key.indexOf(':', later.length());
        return colon > 0 && key.startsWith(documentPrefix, colon + 1)
                ? Optional.of(key.substring(colon + 1 + documentPrefix.length()))
                : Optional.empty();
    }
}
