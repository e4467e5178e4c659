package io.topicwire.mqtt.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.topic.TopicFilter;
import io.topicwire.mqtt.topic.TopicTrie;
import org.jspecify.annotations.Nullable;

/**
 * Knows which handlers a received message is for. If it says which subscriptions caused
 * it, for theirs; otherwise for all whose topic filters match (MQTT 5.0, section 3.3.4).
 * Guarded by the lock of the client, but for {@link #find}.
 */
final class Routes {

	// How many removed subscriptions are known by their identifiers: the broker may still
	// send what they have caused
	private static final int REMEMBERED = 1_000;

	// How many topics are remembered with what was found for them, a power of two
	private static final int RECENT = 64;

	private final Map<String, Route> byFilter = new HashMap<>();

	private final Map<Integer, Route> byIdentifier = new ConcurrentHashMap<>();

	private final Deque<Route> removed = new ArrayDeque<>(1);

	private volatile TopicTrie<Registration> trie = TopicTrie.empty();

	// Spares the trie for topics that come often. Threads may overwrite what others have
	// found: everything in it is immutable. None before the first handler
	private volatile @Nullable Found[] recent = {};

	void add(Registration registration) {
		String filter = registration.filter().toString();
		Route route = this.byFilter.get(filter);
		List<Registration> registrations = new ArrayList<>((route != null) ? route.registrations() : List.of());
		registrations.add(registration);
		if (route == null) {
			this.removed.removeIf((candidate) -> candidate.isOf(filter));
		}
		put(new Route(registration.filter(), (route != null) ? route.identifier() : newIdentifier(filter),
				List.copyOf(registrations)));
		this.trie = this.trie.with(registration.filter().matchingFilter(), registration);
		if (this.recent.length == 0) {
			this.recent = new @Nullable Found[RECENT];
		}
	}

	private int newIdentifier(String filter) {
		return SubscriptionIdentifier.of(filter, (identifier) -> {
			Route route = this.byIdentifier.get(identifier);
			return route != null && !route.isOf(filter);
		});
	}

	private void put(Route route) {
		this.byFilter.put(route.filter().toString(), route);
		this.byIdentifier.put(route.identifier(), route);
	}

	/**
	 * Remove a registration, if it is there.
	 */
	void remove(Registration registration) {
		Route route = this.byFilter.get(registration.filter().toString());
		if (route == null || !route.registrations().contains(registration)) {
			return;
		}
		this.trie = this.trie.without(registration.filter().matchingFilter(), registration);
		Route rest = route.without(registration);
		put(rest);
		if (rest.registrations().isEmpty()) {
			this.byFilter.remove(rest.filter().toString());
			this.removed.add(rest);
			if (this.removed.size() > REMEMBERED) {
				Route oldest = this.removed.remove();
				this.byIdentifier.remove(oldest.identifier(), oldest);
			}
		}
	}

	/**
	 * Return what is registered for a topic filter, the latest last.
	 */
	List<Registration> of(String filter) {
		Route route = this.byFilter.get(filter);
		return (route != null) ? route.registrations() : List.of();
	}

	/**
	 * Return everything that is registered.
	 */
	List<Registration> all() {
		return this.byFilter.values().stream().flatMap((route) -> route.registrations().stream()).toList();
	}

	/**
	 * Return the subscription identifier of a topic filter that something is registered
	 * for.
	 * @return from 1 to 268,435,455, or {@code null} if nothing is registered
	 */
	@Nullable Integer identifier(String filter) {
		Route route = this.byFilter.get(filter);
		return (route != null) ? route.identifier() : null;
	}

	/**
	 * Return whether something was registered for a message and is not any more.
	 */
	boolean isRemoved(MqttMessage message) {
		return this.removed.stream().anyMatch((route) -> route.filter().matches(message.topic()));
	}

	/**
	 * Return what is registered for a message. Needs no lock.
	 */
	List<Registration> find(MqttMessage message) {
		if (!message.properties().subscriptionIdentifiers().isEmpty()) {
			List<Registration> found = new ArrayList<>(2);
			if (findByIdentifiers(message, found)) {
				return withoutRepeats(found);
			}
		}
		return findByTopic(message.topic());
	}

	private List<Registration> findByTopic(String topic) {
		@Nullable Found[] remembered = this.recent;
		if (remembered.length == 0) {
			return List.of();
		}
		TopicTrie<Registration> trie = this.trie;
		int slot = topic.hashCode() & (RECENT - 1);
		Found recent = remembered[slot];
		if (recent != null && recent.trie() == trie && recent.topic().equals(topic)) {
			return recent.registrations();
		}
		List<Registration> found = new ArrayList<>(2);
		trie.match(topic, found::add);
		Found result = new Found(trie, topic, List.copyOf(withoutRepeats(found)));
		remembered[slot] = result;
		return result.registrations();
	}

	/**
	 * Find the registrations that have caused a message.
	 * @return whether the client knows one of the identifiers: if not they are those of
	 * an earlier process, which had other topic filters
	 */
	private boolean findByIdentifiers(MqttMessage message, List<Registration> found) {
		boolean known = false;
		for (Integer identifier : message.properties().subscriptionIdentifiers()) {
			Route route = this.byIdentifier.get(identifier);
			if (route != null && route.filter().matches(message.topic())) {
				known = true;
				found.addAll(route.registrations());
			}
		}
		return known;
	}

	/**
	 * Leave out all but the first registration of the same handler.
	 */
	private static List<Registration> withoutRepeats(List<Registration> registrations) {
		if (registrations.size() <= 1) {
			return registrations;
		}
		Set<Object> handlers = Collections.newSetFromMap(new IdentityHashMap<>());
		registrations.removeIf((registration) -> !handlers.add(registration.recipient().identity()));
		return registrations;
	}

	/**
	 * What was found for a topic.
	 *
	 * @param trie where it was found
	 * @param topic the topic
	 * @param registrations what is registered for it
	 */
	private record Found(TopicTrie<Registration> trie, String topic, List<Registration> registrations) {

	}

	/**
	 * Where the messages of one topic filter go.
	 *
	 * @param filter the topic filter
	 * @param identifier the identifier of its subscription
	 * @param registrations what is registered for it, nothing if the subscription was
	 * removed
	 */
	private record Route(TopicFilter filter, int identifier, List<Registration> registrations) {

		boolean isOf(String filter) {
			return this.filter.toString().equals(filter);
		}

		Route without(Registration registration) {
			return new Route(this.filter, this.identifier,
					this.registrations.stream().filter((candidate) -> candidate != registration).toList());
		}

	}

}
