package io.topicwire.mqtt.topic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Finds the values of all topic filters that match a topic, as
 * {@link TopicFilter#matches(String)} would one by one, but without asking filters that
 * differ from the topic in an earlier level. Immutable: a change returns a new trie that
 * shares all other paths with the old one, so any thread may match without a lock.
 * Nothing recurses from level to level, so a topic may have as many levels as fit in.
 * Matching allocates nothing, unless filters part at more than 16 levels of a topic.
 *
 * @param <T> type of the values
 * @since 0.1.0
 */
public final class TopicTrie<T> {

	// How many levels a search may part at before what is left is noted in objects
	private static final int MAX_DEPTH = 16;

	private static final TopicTrie<?> EMPTY = new TopicTrie<>(TrieNode.empty());

	private final TrieNode<T> root;

	private TopicTrie(TrieNode<T> root) {
		this.root = root;
	}

	/**
	 * Return a trie without values.
	 * @param <T> type of the values
	 * @return the empty trie
	 */
	@SuppressWarnings("unchecked")
	public static <T> TopicTrie<T> empty() {
		return (TopicTrie<T>) EMPTY;
	}

	/**
	 * Return whether there are no values.
	 * @return whether there are no values
	 */
	public boolean isEmpty() {
		return this.root.isEmpty();
	}

	/**
	 * Return this trie with one more value. A filter may have several values, also equal
	 * ones.
	 * @param matchingFilter the filter as {@link TopicFilter#matchingFilter()} returns
	 * it, without {@code $share/name/}
	 * @param value the value
	 * @return a new trie
	 * @throws IllegalArgumentException if the filter is not valid
	 */
	public TopicTrie<T> with(String matchingFilter, T value) {
		Objects.requireNonNull(value, "value must not be null");
		TopicFilter.requireValid(matchingFilter);
		return change(matchingFilter, (node) -> node.withValue(value, isSubtree(matchingFilter)));
	}

	/**
	 * Return this trie without a value. If the filter has several equal ones the first is
	 * left out.
	 * @param matchingFilter the filter that the value was registered with
	 * @param value the value
	 * @return a new trie, or this one if the filter does not have the value
	 */
	public TopicTrie<T> without(String matchingFilter, T value) {
		return change(matchingFilter, (node) -> node.withoutValue(value, isSubtree(matchingFilter)));
	}

	private TopicTrie<T> change(String filter, UnaryOperator<TrieNode<T>> change) {
		Deque<Step<T>> path = new ArrayDeque<>();
		TrieNode<T> node = this.root;
		for (int start = 0, end; start <= filter.length() && !filter.startsWith("#", start); start = end + 1) {
			end = TopicLevels.end(filter, start);
			String level = filter.substring(start, end);
			path.push(new Step<>(node, level));
			node = node.filterChild(level);
		}
		TrieNode<T> changed = change.apply(node);
		if (changed == node) {
			return this;
		}
		while (!path.isEmpty()) {
			Step<T> step = path.pop();
			changed = step.node().withFilterChild(step.level(), changed);
		}
		return changed.isEmpty() ? empty() : new TopicTrie<>(changed);
	}

	private static boolean isSubtree(String filter) {
		return filter.endsWith("#");
	}

	/**
	 * Hand over the values of all filters that match a topic: those of one filter in
	 * order of registration, those of different filters in no particular order. A value
	 * that several matching filters have is handed over for each of them.
	 * @param topic a valid topic name; not checked again
	 * @param consumer called for each value by the calling thread; what it throws ends
	 * the search
	 */
	public void match(String topic, Consumer<? super T> consumer) {
		Branch<T> branch = follow(this.root, topic, 0, consumer, 0, null);
		while (branch != null) {
			branch = follow(branch.node(), topic, branch.start(), consumer, MAX_DEPTH, branch.next());
		}
	}

	/**
	 * Follow a topic from a node on to the end. Recursion where filters part saves an
	 * object of 24 bytes each time, but has to end somewhere.
	 * @return where else to go on
	 */
	private static <T> @Nullable Branch<T> follow(TrieNode<T> from, String topic, int firstStart,
			Consumer<? super T> consumer, int depth, @Nullable Branch<T> others) {
		Branch<T> branch = others;
		TrieNode<T> node = from;
		int start = firstStart;
		while (node != null) {
			boolean wildcards = start > 0 || !topic.startsWith("$");
			if (wildcards) {
				handOver(node.subtreeValues(), consumer);
			}
			if (start > topic.length()) {
				handOver(node.values(), consumer);
				return branch;
			}
			int end = TopicLevels.end(topic, start);
			TrieNode<T> child = node.child(topic, start, end);
			TrieNode<T> anyChild = wildcards ? node.anyChild() : null;
			start = end + 1;
			if (child != null && anyChild != null) {
				branch = (depth < MAX_DEPTH) ? follow(anyChild, topic, start, consumer, depth + 1, branch)
						: new Branch<>(anyChild, start, branch);
			}
			node = (child != null) ? child : anyChild;
		}
		return branch;
	}

	private static <T> void handOver(List<T> values, Consumer<? super T> consumer) {
		// Without an iterator, which would be an object each time
		for (int i = 0; i < values.size(); i++) {
			consumer.accept(values.get(i));
		}
	}

	/**
	 * A node on the way to the one that is changed, and the level that leads on.
	 */
	private record Step<T>(TrieNode<T> node, String level) {

	}

	/**
	 * Where a search goes on after the path at hand has been followed to its end.
	 */
	private record Branch<T>(TrieNode<T> node, int start, @Nullable Branch<T> next) {

	}

}
