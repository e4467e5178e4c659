package io.topicwire.mqtt.topic;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Immutable map from a topic level to a value. A hash trie of 32 branches per step, so
 * that a change copies a few small arrays even if thousands of levels are neighbours, and
 * so that a level is looked up inside its topic without being cut out.
 *
 * @param <V> type of the values
 */
final class LevelMap<V> {

	private static final int BITS = 5;

	private static final LevelMap<?> EMPTY = new LevelMap<>(0, new Object[0]);

	// One bit per branch that is in use
	private final int bitmap;

	// A LevelMap or an Entry per bit, in the order of the bits
	private final Object[] slots;

	private LevelMap(int bitmap, Object[] slots) {
		this.bitmap = bitmap;
		this.slots = slots;
	}

	@SuppressWarnings("unchecked")
	static <V> LevelMap<V> empty() {
		return (LevelMap<V>) EMPTY;
	}

	boolean isEmpty() {
		return this.bitmap == 0;
	}

	/**
	 * Return the value of the level that a part of a topic is.
	 * @param topic the topic
	 * @param start index where the level starts
	 * @param end index after the level
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable V get(String topic, int start, int end) {
		if (isEmpty()) {
			return null;
		}
		if (this.slots.length == 1 && this.slots[0] instanceof Entry) {
			// Most levels have one neighbour at most: comparing is cheaper than hashing
			return value(find(entry(this.slots[0]), topic, start, end));
		}
		int hash = hash(topic, start, end);
		LevelMap<V> map = this;
		for (int shift = 0;; shift += BITS) {
			int bit = bit(hash, shift);
			if ((map.bitmap & bit) == 0) {
				return null;
			}
			Object slot = map.slots[map.index(bit)];
			if (!(slot instanceof LevelMap)) {
				return value(find(entry(slot), topic, start, end));
			}
			map = map(slot);
		}
	}

	/**
	 * Return this map with another value for a level.
	 * @param level the level
	 * @param value the value
	 * @return a new map
	 */
	LevelMap<V> with(String level, V value) {
		return with(new Entry<>(level, level.hashCode(), value, null), 0);
	}

	private LevelMap<V> with(Entry<V> added, int shift) {
		int bit = bit(added.hash(), shift);
		int index = index(bit);
		if ((this.bitmap & bit) == 0) {
			Object[] copy = new Object[this.slots.length + 1];
			System.arraycopy(this.slots, 0, copy, 0, index);
			copy[index] = added;
			System.arraycopy(this.slots, index, copy, index + 1, this.slots.length - index);
			return new LevelMap<>(this.bitmap | bit, copy);
		}
		Object slot = this.slots[index];
		if (slot instanceof LevelMap) {
			return replace(index, map(slot).with(added, shift + BITS));
		}
		Entry<V> present = entry(slot);
		if (present.hash() == added.hash()) {
			return replace(index, added.before(remove(present, added.level())));
		}
		// Different hashes part at the last step at the latest, so this comes to an end
		return replace(index, LevelMap.<V>empty().with(present, shift + BITS).with(added, shift + BITS));
	}

	/**
	 * Return this map without a level.
	 * @param level the level
	 * @return a new map, or this one if the level is not in it
	 */
	LevelMap<V> without(String level) {
		return without(level, level.hashCode(), 0);
	}

	private LevelMap<V> without(String level, int hash, int shift) {
		int bit = bit(hash, shift);
		if ((this.bitmap & bit) == 0) {
			return this;
		}
		int index = index(bit);
		Object slot = this.slots[index];
		if (slot instanceof LevelMap) {
			LevelMap<V> changed = map(slot).without(level, hash, shift + BITS);
			return (changed != slot) ? replace(index, changed.collapsed()) : this;
		}
		Entry<V> present = entry(slot);
		if (find(present, level, 0, level.length()) == null) {
			return this;
		}
		Entry<V> remaining = remove(present, level);
		if (remaining != null) {
			return replace(index, remaining);
		}
		if (this.slots.length == 1) {
			return empty();
		}
		Object[] copy = new Object[this.slots.length - 1];
		System.arraycopy(this.slots, 0, copy, 0, index);
		System.arraycopy(this.slots, index + 1, copy, index, copy.length - index);
		return new LevelMap<>(this.bitmap & ~bit, copy);
	}

	private Object collapsed() {
		return (this.slots.length == 1 && this.slots[0] instanceof Entry) ? this.slots[0] : this;
	}

	private LevelMap<V> replace(int index, Object slot) {
		Object[] copy = Arrays.copyOf(this.slots, this.slots.length);
		copy[index] = slot;
		return new LevelMap<>(this.bitmap, copy);
	}

	private int index(int bit) {
		return Integer.bitCount(this.bitmap & (bit - 1));
	}

	private static int bit(int hash, int shift) {
		return 1 << ((hash >>> shift) & 31);
	}

	private static int hash(String topic, int start, int end) {
		// Must be what hashCode() returns for the same level as a string of its own
		int hash = 0;
		for (int i = start; i < end; i++) {
			hash = 31 * hash + topic.charAt(i);
		}
		return hash;
	}

	private static <V> @Nullable Entry<V> find(Entry<V> first, String topic, int start, int end) {
		int length = end - start;
		Entry<V> entry = first;
		while (entry != null && (entry.level().length() != length || !topic.startsWith(entry.level(), start))) {
			entry = entry.next();
		}
		return entry;
	}

	private static <V> @Nullable V value(@Nullable Entry<V> entry) {
		return (entry != null) ? entry.value() : null;
	}

	private static <V> @Nullable Entry<V> remove(Entry<V> first, String level) {
		Entry<V> result = null;
		for (Entry<V> entry = first; entry != null; entry = entry.next()) {
			if (!entry.level().equals(level)) {
				result = entry.before(result);
			}
		}
		return result;
	}

	@SuppressWarnings("unchecked")
	private LevelMap<V> map(Object slot) {
		return (LevelMap<V>) slot;
	}

	@SuppressWarnings("unchecked")
	private Entry<V> entry(Object slot) {
		return (Entry<V>) slot;
	}

	/**
	 * A level with its value, and the next one whose hash is the same.
	 */
	private record Entry<V>(String level, int hash, V value, @Nullable Entry<V> next) {

		Entry<V> before(@Nullable Entry<V> next) {
			return new Entry<>(this.level, this.hash, this.value, next);
		}

	}

}
