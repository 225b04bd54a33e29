package io.ledger.core.collection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A map that never changes: to add or remove an entry gives another map, which shares nearly all of its parts with this one.
 *
 * <p>So a state that is folded event by event can have thousands of entries, and each event still costs the logarithm of
 * their number. It is a treap: a search tree by key that is also a heap by a number made from the key. The same entries
 * always have the same shape, whatever order they came in, and no order of keys makes the tree deep.
 *
 * @param <K> keys, compared as {@code equals} has it
 * @param <V> values
 */
public final class SharedMap<K extends Comparable<K>, V> {

    private static final SharedMap<?, ?> EMPTY = new SharedMap<>(Optional.empty());

    private final Optional<Node<K, V>> root;

    private SharedMap(Optional<Node<K, V>> root) {
        this.root = root;
    }

    /** The map without entries. */
    @SuppressWarnings("unchecked") // nothing is in it
    public static <K extends Comparable<K>, V> SharedMap<K, V> empty() {
        return (SharedMap<K, V>) EMPTY;
    }

    private record Node<K extends Comparable<K>, V>(
            K key, V value, Optional<Node<K, V>> left, Optional<Node<K, V>> right, int size) {

        static <K extends Comparable<K>, V> Node<K, V> of(
                K key, V value, Optional<Node<K, V>> left, Optional<Node<K, V>> right) {
            return new Node<>(
                    key,
                    value,
                    left,
                    right,
                    1 + left.map(Node::size).orElse(0) + right.map(Node::size).orElse(0));
        }

        Node<K, V> with(Optional<Node<K, V>> newLeft, Optional<Node<K, V>> newRight) {
            return of(key, value, newLeft, newRight);
        }

        /** Whether this node stands above another one. */
        boolean isAbove(Node<K, V> other) {
            var priority = priority(key);
            var others = priority(other.key);
            return priority == others ? key.compareTo(other.key) < 0 : priority > others;
        }

        /** The finishing step of MurmurHash3: keys that are close have numbers that are not. */
        private static int priority(Object key) {
            var hash = key.hashCode();
            hash = (hash ^ (hash >>> 16)) * 0x85EB_CA6B;
            hash = (hash ^ (hash >>> 13)) * 0xC2B2_AE35;
            return hash ^ (hash >>> 16);
        }
    }

    public int size() {
        return root.map(Node::size).orElse(0);
    }

    /** The value of a key. */
    public Optional<V> get(K key) {
        var at = root;
        while (at.isPresent()) {
            var node = at.get();
            var order = key.compareTo(node.key());
            if (order == 0) {
                return Optional.of(node.value());
            }
            at = order < 0 ? node.left() : node.right();
        }
        return Optional.empty();
    }

    /** Whether there is an entry with this key. */
    public boolean has(K key) {
        return get(key).isPresent();
    }

    /** The map with this entry, in the place of one that has the same key. */
    public SharedMap<K, V> with(K key, V value) {
        return new SharedMap<>(Optional.of(put(root, key, value)));
    }

    private static <K extends Comparable<K>, V> Node<K, V> put(Optional<Node<K, V>> at, K key, V value) {
        if (at.isEmpty()) {
            return Node.of(key, value, Optional.empty(), Optional.empty());
        }
        var node = at.get();
        var order = key.compareTo(node.key());
        if (order == 0) {
            return Node.of(key, value, node.left(), node.right());
        }
        if (order < 0) {
            var left = put(node.left(), key, value);
            return left.isAbove(node)
                    ? left.with(left.left(), Optional.of(node.with(left.right(), node.right())))
                    : node.with(Optional.of(left), node.right());
        }
        var right = put(node.right(), key, value);
        return right.isAbove(node)
                ? right.with(Optional.of(node.with(node.left(), right.left())), right.right())
                : node.with(node.left(), Optional.of(right));
    }

    /** The map without an entry of this key. */
    public SharedMap<K, V> without(K key) {
        return has(key) ? new SharedMap<>(remove(root, key)) : this;
    }

    private static <K extends Comparable<K>, V> Optional<Node<K, V>> remove(Optional<Node<K, V>> at, K key) {
        var node = at.orElseThrow();
        var order = key.compareTo(node.key());
        if (order == 0) {
            return merged(node.left(), node.right());
        }
        return Optional.of(
                order < 0
                        ? node.with(remove(node.left(), key), node.right())
                        : node.with(node.left(), remove(node.right(), key)));
    }

    /** One tree of two, where every key of the first comes before every key of the second. */
    private static <K extends Comparable<K>, V> Optional<Node<K, V>> merged(
            Optional<Node<K, V>> first, Optional<Node<K, V>> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return first.or(() -> second);
        }
        var left = first.get();
        var right = second.get();
        return Optional.of(
                left.isAbove(right)
                        ? left.with(left.left(), merged(left.right(), second))
                        : right.with(merged(first, right.left()), right.right()));
    }

    /** Shows every entry, by the order of the keys. */
    public void forEach(BiConsumer<? super K, ? super V> each) {
        forEach(root, each);
    }

    private static <K extends Comparable<K>, V> void forEach(
            Optional<Node<K, V>> at, BiConsumer<? super K, ? super V> each) {
        if (at.isPresent()) {
            var node = at.get();
            forEach(node.left(), each);
            each.accept(node.key(), node.value());
            forEach(node.right(), each);
        }
    }

    /** The entries by the order of their keys. */
    public List<Map.Entry<K, V>> entries() {
        var entries = new ArrayList<Map.Entry<K, V>>(size());
        forEach((key, value) -> entries.add(Map.entry(key, value)));
        return entries;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SharedMap<?, ?> map
                && (this == map || (size() == map.size() && entries().equals(map.entries())));
    }

    @Override
    public int hashCode() {
        return Objects.hash(size(), entries());
    }

    @Override
    public String toString() {
        return entries().toString();
    }
}
