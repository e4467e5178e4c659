package io.topicwire.mqtt.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/**
 * Hands out packet identifiers and remembers what each one stands for (MQTT 5.0, section
 * 2.2.1). Identifiers are given out in turn, never one that is in use, so that a late
 * acknowledgement does not meet a fresh exchange. Not thread-safe.
 *
 * @param <V> what an identifier stands for
 * @since 0.1.0
 */
public final class PacketIdentifiers<V> {

	private static final int MAXIMUM = 65_535;

	private static final int PAGE_SIZE = 256;

	// An array per 256 identifiers, up to the last one that was needed: a client that
	// sends little keeps little
	private @Nullable Object[] @Nullable [] pages = {};

	private int last;

	private int count;

	/**
	 * Return whether an identifier is free.
	 * @return whether {@link #acquire} will succeed
	 */
	public boolean isAvailable() {
		return this.count < MAXIMUM;
	}

	/**
	 * Return how many identifiers are free.
	 * @return from 0 to 65,535
	 */
	public int available() {
		return MAXIMUM - this.count;
	}

	/**
	 * Take a free identifier.
	 * @param <T> the type of what it stands for
	 * @param value makes what it stands for from the identifier, from 1 to 65,535
	 * @return what it stands for
	 * @throws IllegalStateException if all identifiers are in use
	 */
	public <T extends V> T acquire(IntFunction<T> value) {
		int packetIdentifier = next();
		T identified = value.apply(packetIdentifier);
		take(packetIdentifier, identified);
		return identified;
	}

	/**
	 * Return the identifier that is the next to be taken.
	 */
	int next() {
		if (!isAvailable()) {
			throw new IllegalStateException("All 65535 packet identifiers are in use");
		}
		int candidate = this.last;
		do {
			candidate = (candidate < MAXIMUM) ? candidate + 1 : 1;
		}
		while (get(candidate) != null);
		return candidate;
	}

	/**
	 * Take the {@link #next() next} identifier.
	 */
	void take(int packetIdentifier, V value) {
		page(packetIdentifier)[packetIdentifier % PAGE_SIZE] = value;
		this.last = packetIdentifier;
		this.count++;
	}

	/**
	 * Take an identifier that an earlier process has given out.
	 * @param packetIdentifier the identifier, which must be free
	 * @param value what it stands for
	 * @throws IllegalStateException if the identifier is in use
	 */
	public void occupy(int packetIdentifier, V value) {
		if (get(packetIdentifier) != null) {
			throw new IllegalStateException("Packet identifier " + packetIdentifier + " is in use");
		}
		page(packetIdentifier)[packetIdentifier % PAGE_SIZE] = value;
		this.last = Math.max(this.last, packetIdentifier);
		this.count++;
	}

	private @Nullable Object[] page(int packetIdentifier) {
		int index = packetIdentifier / PAGE_SIZE;
		if (index >= this.pages.length) {
			this.pages = Arrays.copyOf(this.pages, Math.max(index + 1, Math.min(2 * index, PAGE_SIZE)));
		}
		@Nullable Object[] page = this.pages[index];
		if (page == null) {
			page = new Object[PAGE_SIZE];
			this.pages[index] = page;
		}
		return page;
	}

	/**
	 * Return what an identifier stands for.
	 * @param packetIdentifier the identifier
	 * @return what it stands for, or {@code null} if it is free
	 */
	@SuppressWarnings("unchecked")
	public @Nullable V get(int packetIdentifier) {
		int index = packetIdentifier / PAGE_SIZE;
		@Nullable Object[] page = (index < this.pages.length) ? this.pages[index] : null;
		return (page != null) ? (V) page[packetIdentifier % PAGE_SIZE] : null;
	}

	/**
	 * Give an identifier back. Does nothing if it is free.
	 * @param packetIdentifier the identifier
	 */
	public void release(int packetIdentifier) {
		if (get(packetIdentifier) != null) {
			page(packetIdentifier)[packetIdentifier % PAGE_SIZE] = null;
			this.count--;
		}
	}

	/**
	 * Return everything that holds an identifier.
	 * @return a new list, in the order of the identifiers
	 */
	@SuppressWarnings("unchecked")
	public List<V> values() {
		List<V> values = new ArrayList<>(this.count);
		for (@Nullable
		Object[] page : this.pages) {
			for (int i = 0; page != null && i < PAGE_SIZE; i++) {
				V value = (V) page[i];
				if (value != null) {
					values.add(value);
				}
			}
		}
		return values;
	}

}
