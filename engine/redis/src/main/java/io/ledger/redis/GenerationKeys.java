package io.ledger.redis;

import io.ledger.core.StreamId;

/** The keys of one generation of a read model. */
final class GenerationKeys {

    /** How many keys every script is given before its own. */
    static final int MODEL = 5;

    private final long number;
    private final String pointer;
    private final String checkpoint;
    private final String list;
    private final String parked;
    private final String ahead;
    private final String documents;

    /**
     * @param names what its names begin with
     * @param documents what the keys of its documents begin with
     */
    GenerationKeys(long number, String pointer, String names, String documents) {
        this.number = number;
        this.pointer = pointer;
        this.checkpoint = names + "checkpoint";
        this.list = names + "list";
        this.parked = names + "parked";
        this.ahead = names + "ahead";
        this.documents = documents;
    }

    long number() {
        return number;
    }

    /** The key that names the live generation, whichever this one is. */
    String pointer() {
        return pointer;
    }

    String checkpoint() {
        return checkpoint;
    }

    /** The ids by the position of their creation. */
    String list() {
        return list;
    }

    /** What is wrong with streams that have no readable history. */
    String parked() {
        return parked;
    }

    /** The versions of documents that were written since the checkpoint moved. */
    String ahead() {
        return ahead;
    }

    /** What the keys of its documents begin with. */
    String documents() {
        return documents;
    }

    String document(StreamId id) {
        return document(id.id());
    }

    String document(String id) {
        return documents + id;
    }

    /** What every script about a read model is given first. */
    String[] model() {
        return new String[] {pointer, checkpoint, list, parked, ahead};
    }

    /** The keys that belong to this generation alone, but for its documents. */
    String[] own() {
        return new String[] {checkpoint, list, parked, ahead};
    }
}
