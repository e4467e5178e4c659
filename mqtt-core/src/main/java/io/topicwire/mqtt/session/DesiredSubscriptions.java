package io.topicwire.mqtt.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.packet.Subscribe;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions that are wanted and what the broker knows of them (MQTT 5.0, section
 * 4.8). What has to be asked for follows from the difference of the two, whether a
 * subscription is new or has to be made anew after a reconnect. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class DesiredSubscriptions {

	private final Map<String, Entry> wanted = new LinkedHashMap<>();

	// Filters that the broker may still know although nobody wants them any more
	private final Set<String> unwanted = new LinkedHashSet<>();

	/**
	 * Want a subscription.
	 * @param filter the topic filter
	 * @param options its options; a subscription that has others is asked for again
	 */
	public void want(String filter, SubscribeOptions options) {
		Entry entry = this.wanted.computeIfAbsent(filter, (key) -> new Entry());
		entry.mayExist |= this.unwanted.remove(filter);
		if (!options.equals(entry.options) || entry.state == State.REFUSED) {
			entry.need();
			entry.reasonCode = null;
		}
		entry.options = options;
	}

	/**
	 * Want a subscription no longer.
	 * @param filter the topic filter
	 * @return whether the broker may know it and has to be told
	 */
	public boolean forget(String filter) {
		Entry entry = this.wanted.remove(filter);
		if (entry != null && entry.mayExist()) {
			this.unwanted.add(filter);
			return true;
		}
		return this.unwanted.contains(filter);
	}

	/**
	 * Return what is wanted.
	 * @return the topic filters in the order in which they were wanted first
	 */
	public List<String> filters() {
		return List.copyOf(this.wanted.keySet());
	}

	/**
	 * Return the options of a subscription.
	 * @param filter the topic filter
	 * @return the options, or {@code null} if it is not wanted
	 */
	public @Nullable SubscribeOptions options(String filter) {
		Entry entry = this.wanted.get(filter);
		return (entry != null) ? entry.options : null;
	}

	/**
	 * Return whether the broker has granted the subscription as it is wanted.
	 * @param filter the topic filter
	 * @return whether nothing has to be asked for
	 */
	public boolean isGranted(String filter) {
		Entry entry = this.wanted.get(filter);
		return entry != null && entry.state == State.GRANTED;
	}

	/**
	 * Return what the broker said about a subscription last.
	 * @param filter the topic filter
	 * @return the reason code, or {@code null} if there is none
	 */
	public @Nullable ReasonCode reasonCode(String filter) {
		Entry entry = this.wanted.get(filter);
		return (entry != null) ? entry.reasonCode : null;
	}

	/**
	 * Take what has to be asked for. It counts as asked for from now on.
	 * @param limit how many subscriptions to take at most
	 * @return the requests of one SUBSCRIBE, empty if there is nothing to ask for
	 */
	public List<Subscribe.Request> takeNeeded(int limit) {
		List<Subscribe.Request> requests = new ArrayList<>();
		for (Map.Entry<String, Entry> candidate : this.wanted.entrySet()) {
			Entry entry = candidate.getValue();
			SubscribeOptions options = entry.options;
			if (entry.state == State.NEEDED && options != null && requests.size() < limit) {
				Subscribe.Request request = new Subscribe.Request(candidate.getKey(), options);
				entry.state = State.REQUESTED;
				entry.request = request;
				requests.add(request);
			}
		}
		return requests;
	}

	/**
	 * Take what the broker has to forget.
	 * @param limit how many topic filters to take at most
	 * @return the topic filters of one UNSUBSCRIBE, empty if there are none
	 */
	public List<String> takeUnwanted(int limit) {
		if (this.unwanted.isEmpty()) {
			return List.of();
		}
		List<String> filters = this.unwanted.stream().limit(limit).toList();
		filters.forEach(this.unwanted::remove);
		return filters;
	}

	/**
	 * Handle the broker's answer to one request.
	 * @param request the request that was taken, not an equal one
	 * @param reasonCode the broker's answer
	 * @return whether the answer is about the subscription as it is wanted now
	 */
	public boolean answered(Subscribe.Request request, ReasonCode reasonCode) {
		Entry entry = this.wanted.get(request.filter());
		// An earlier request may have been an equal one
		if (entry == null || entry.state != State.REQUESTED || entry.request != request) {
			return false;
		}
		entry.state = reasonCode.isError() ? State.REFUSED : State.GRANTED;
		entry.reasonCode = reasonCode;
		return true;
	}

	/**
	 * Ask again for what could not be sent.
	 * @param request the request that was taken, not an equal one
	 */
	public void retry(Subscribe.Request request) {
		Entry entry = this.wanted.get(request.filter());
		if (entry != null && entry.state == State.REQUESTED && entry.request == request) {
			entry.state = State.NEEDED;
		}
	}

	/**
	 * Let the broker be told again what could not be sent.
	 * @param filters topic filters that were taken
	 */
	public void retry(Collection<String> filters) {
		filters.forEach(this::mayExist);
	}

	/**
	 * Start anew on another connection. Everything that was not answered, or that was
	 * refused, is asked for again; all of it if the session is lost.
	 * @param sessionPresent whether the broker continues the session
	 * @param unanswered topic filters of UNSUBSCRIBE packets that were not answered
	 */
	public void restart(boolean sessionPresent, Collection<String> unanswered) {
		for (Entry entry : this.wanted.values()) {
			if (!sessionPresent || entry.state != State.GRANTED) {
				entry.need();
			}
			entry.mayExist = sessionPresent && entry.mayExist;
		}
		if (sessionPresent) {
			unanswered.forEach(this::mayExist);
		}
		else {
			this.unwanted.clear();
		}
	}

	/**
	 * Ask again for everything that was granted.
	 */
	public void renew() {
		this.wanted.values().stream().filter((entry) -> entry.state == State.GRANTED).forEach(Entry::need);
	}

	private void mayExist(String filter) {
		Entry entry = this.wanted.get(filter);
		if (entry != null) {
			entry.mayExist = true;
		}
		else {
			this.unwanted.add(filter);
		}
	}

	private enum State {

		NEEDED, REQUESTED, GRANTED, REFUSED

	}

	/**
	 * One wanted subscription.
	 */
	private static final class Entry {

		private State state = State.NEEDED;

		// The last request
		private Subscribe.@Nullable Request request;

		private @Nullable SubscribeOptions options;

		private @Nullable ReasonCode reasonCode;

		// Whether the broker may know the subscription whatever the state is
		private boolean mayExist;

		private boolean mayExist() {
			return this.mayExist || this.state == State.REQUESTED || this.state == State.GRANTED;
		}

		private void need() {
			this.mayExist = mayExist();
			this.state = State.NEEDED;
		}

	}

}
