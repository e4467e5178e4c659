package io.topicwire.mqtt.topic;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One level of the filters in a {@link TopicTrie}. Immutable. Not a record, as
 * {@code equals} and {@code hashCode} of one would descend the whole trie.
 *
 * @param <T> type of the values
 */
final class TrieNode<T> {

	private static final TrieNode<?> EMPTY = new TrieNode<>(LevelMap.empty(), null, List.of(), List.of());

	private final LevelMap<TrieNode<T>> children;

	private final @Nullable TrieNode<T> anyChild;

	private final List<T> values;

	private final List<T> subtreeValues;

	private TrieNode(LevelMap<TrieNode<T>> children, @Nullable TrieNode<T> anyChild, List<T> values,
			List<T> subtreeValues) {
		this.children = children;
		this.anyChild = anyChild;
		this.values = values;
		this.subtreeValues = subtreeValues;
	}

	@SuppressWarnings("unchecked")
	static <T> TrieNode<T> empty() {
		return (TrieNode<T>) EMPTY;
	}

	boolean isEmpty() {
		return this.children.isEmpty() && this.anyChild == null && this.values.isEmpty()
				&& this.subtreeValues.isEmpty();
	}

	/**
	 * Return the node of a level that is written out.
	 * @param topic the topic
	 * @param start index where the level starts
	 * @param end index after the level
	 * @return the node, or {@code null} if there is none
	 */
	@Nullable TrieNode<T> child(String topic, int start, int end) {
		return this.children.get(topic, start, end);
	}

	/**
	 * Return the node of the wildcard {@code +}.
	 * @return the node, or {@code null} if there is none
	 */
	@Nullable TrieNode<T> anyChild() {
		return this.anyChild;
	}

	/**
	 * Return the values of the filter that ends here.
	 * @return the values in order of registration
	 */
	List<T> values() {
		return this.values;
	}

	/**
	 * Return the values of the filter that ends with the wildcard {@code #} after this
	 * level.
	 * @return the values in order of registration
	 */
	List<T> subtreeValues() {
		return this.subtreeValues;
	}

	/**
	 * Return the node of a level of a filter.
	 * @param level the level or {@code +}
	 * @return the node, empty if there is none
	 */
	TrieNode<T> filterChild(String level) {
		TrieNode<T> child = level.equals("+") ? this.anyChild : this.children.get(level, 0, level.length());
		return (child != null) ? child : empty();
	}

	TrieNode<T> withFilterChild(String level, TrieNode<T> child) {
		if (level.equals("+")) {
			return new TrieNode<>(this.children, child.isEmpty() ? null : child, this.values, this.subtreeValues);
		}
		LevelMap<TrieNode<T>> changed = child.isEmpty() ? this.children.without(level)
				: this.children.with(level, child);
		return new TrieNode<>(changed, this.anyChild, this.values, this.subtreeValues);
	}

	TrieNode<T> withValue(T value, boolean subtree) {
		List<T> changed = new ArrayList<>(subtree ? this.subtreeValues : this.values);
		changed.add(value);
		return withValues(changed, subtree);
	}

	TrieNode<T> withoutValue(T value, boolean subtree) {
		List<T> changed = new ArrayList<>(subtree ? this.subtreeValues : this.values);
		return changed.remove(value) ? withValues(changed, subtree) : this;
	}

	private TrieNode<T> withValues(List<T> changed, boolean subtree) {
		List<T> copy = List.copyOf(changed);
		return subtree ? new TrieNode<>(this.children, this.anyChild, this.values, copy)
				: new TrieNode<>(this.children, this.anyChild, copy, this.subtreeValues);
	}

}
