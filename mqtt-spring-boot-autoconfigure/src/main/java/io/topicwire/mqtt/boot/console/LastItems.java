package io.topicwire.mqtt.boot.console;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Items in the order of their numbers, of which the last ones are asked for. Not
 * thread-safe.
 *
 * @param <T> the type of the items
 */
final class LastItems<T> {

	private final Deque<T> items = new ArrayDeque<>();

	private final ToLongFunction<T> number;

	LastItems(ToLongFunction<T> number) {
		this.number = number;
	}

	void add(T item) {
		this.items.add(item);
	}

	T removeFirst() {
		return this.items.remove();
	}

	int size() {
		return this.items.size();
	}

	/**
	 * Return what comes after an item.
	 * @param after the number of the item
	 * @param filter which items matter
	 * @return the items, the first one first
	 */
	List<T> after(long after, Predicate<? super T> filter) {
		List<T> result = new ArrayList<>();
		for (Iterator<T> iterator = latestFirst(); iterator.hasNext();) {
			T candidate = iterator.next();
			if (this.number.applyAsLong(candidate) <= after) {
				break;
			}
			if (filter.test(candidate)) {
				result.add(candidate);
			}
		}
		Collections.reverse(result);
		return result;
	}

	Iterator<T> latestFirst() {
		return this.items.descendingIterator();
	}

	void clear() {
		this.items.clear();
	}

}
