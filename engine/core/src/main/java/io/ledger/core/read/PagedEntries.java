package io.ledger.core.read;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/**
 * All entries of a list that is read page by page, each page when its first entry is asked for.
 *
 * @param <T> the entries
 * @param <P> where a page begins
 */
public final class PagedEntries<T, P> implements Iterator<T> {

    private final Function<P, EntryPage<T, P>> following;
    private Iterator<T> entries;
    private Optional<P> next;

    /**
     * A page of the list.
     *
     * @param next where the following page begins; empty on the last one
     */
    public record EntryPage<T, P>(List<T> entries, Optional<P> next) {

        public EntryPage {
            entries = List.copyOf(entries);
        }
    }

    /** The entries of a first page, and of all that follow it. */
    public PagedEntries(EntryPage<T, P> first, Function<P, EntryPage<T, P>> following) {
        this.following = following;
        this.entries = first.entries().iterator();
        this.next = first.next();
    }

    @Override
    public boolean hasNext() {
        while (!entries.hasNext() && next.isPresent()) {
            var page = following.apply(next.get());
            entries = page.entries().iterator();
            next = page.next();
        }
        return entries.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return entries.next();
    }
}
