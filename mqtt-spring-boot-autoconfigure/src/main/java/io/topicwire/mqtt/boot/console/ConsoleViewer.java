package io.topicwire.mqtt.boot.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * An open page. Has no queue: it remembers what it has seen, and asks for what is new
 * when the page is ready for more. A slow page therefore gets fewer and larger steps, and
 * costs no memory. Used by one thread at a time, but may be closed by any.
 *
 * @since 0.1.0
 */
public final class ConsoleViewer implements AutoCloseable {

	static final int MESSAGES_PER_UPDATE = 25;

	static final int PACKETS_PER_UPDATE = 50;

	static final int TOPICS_PER_UPDATE = 1_000;

	private static final long STATUS_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

	private final ConsoleState state;

	private final ConsoleViewers viewers;

	private final EventFilter filter;

	private final Duration updateInterval;

	private final CountDownLatch closed = new CountDownLatch(1);

	private final Set<String> cleared = ConcurrentHashMap.newKeySet();

	private final Map<String, Long> timelines = new HashMap<>();

	private final Map<String, Long> pings = new HashMap<>();

	// Of messages whose handlings matter
	private final TreeSet<Long> sent = new TreeSet<>();

	private long topicVersion;

	// None is told, too: the page may know topics that are forgotten
	private long hiddenMessages = -1;

	private long message;

	private long handling;

	private long packet;

	private boolean begun;

	private long statusDue;

	private long refreshes = -1;

	private long silentSince;

	ConsoleViewer(ConsoleState state, ConsoleViewers viewers, EventFilter filter, Duration updateInterval) {
		this.state = state;
		this.viewers = viewers;
		this.filter = filter;
		this.updateInterval = updateInterval;
	}

	/**
	 * Return the time between two updates.
	 * @return the time
	 */
	public Duration updateInterval() {
		return this.updateInterval;
	}

	/**
	 * Return what is new, as server-sent events.
	 * @return the events, or an empty text if there is nothing to send now
	 */
	public String next() {
		StringBuilder events = new StringBuilder();
		long now = System.nanoTime();
		if (!this.begun) {
			events.append("retry: 2000\n\n");
			event(events, "hello", this.viewers.hello());
		}
		addClearings(events);
		long refreshes = this.viewers.refreshes();
		if (!this.begun || now - this.statusDue >= 0 || refreshes != this.refreshes) {
			this.refreshes = refreshes;
			this.statusDue = now + STATUS_NANOS;
			addStatus(events);
		}
		this.begun = true;
		addHistory(events);
		addTopics(events);
		addMessages(events);
		addPackets(events);
		if (!events.isEmpty()) {
			this.silentSince = now;
		}
		else if (now - this.silentSince >= SILENCE_NANOS) {
			this.silentSince = now;
			events.append(":\n\n");
		}
		return events.toString();
	}

	/**
	 * Tell the page that something was forgotten.
	 */
	void cleared(Collection<String> parts) {
		this.cleared.addAll(parts);
	}

	private void addClearings(StringBuilder events) {
		List<String> parts = this.cleared.stream().sorted().toList();
		if (!parts.isEmpty()) {
			parts.forEach(this.cleared::remove);
			event(events, "cleared", Json.object("parts", parts));
		}
	}

	private void addStatus(StringBuilder events) {
		if (this.filter.has("connections")) {
			event(events, "connections", this.state.connections());
		}
		if (this.filter.has("listeners")) {
			event(events, "listeners", this.state.listeners());
		}
	}

	private void addHistory(StringBuilder events) {
		long now = this.state.now();
		List<Map<String, @Nullable Object>> segments = new ArrayList<>();
		List<Map<String, @Nullable Object>> pings = new ArrayList<>();
		for (ConnectionMonitor monitor : this.state.monitors()) {
			String name = monitor.name();
			for (StateTimeline.Segment segment : monitor.timeline().after(this.timelines.getOrDefault(name, 0L))) {
				this.timelines.put(name, segment.id());
				segments.add(segment.toJson(name));
			}
			for (PingHistory.Ping ping : monitor.pings().after(this.pings.getOrDefault(name, 0L), now)) {
				this.pings.put(name, ping.id());
				pings.add(ping.toJson(name));
			}
		}
		if (this.filter.has("timeline") && !segments.isEmpty()) {
			event(events, "timeline", Json.object("timeline", segments));
		}
		if (this.filter.has("pings") && !pings.isEmpty()) {
			event(events, "pings", Json.object("pings", pings));
		}
	}

	private void addTopics(StringBuilder events) {
		if (!this.filter.has("topics")) {
			return;
		}
		TopicTable.Changes changes = this.state.recorder().topics().after(this.topicVersion, TOPICS_PER_UPDATE);
		this.topicVersion = changes.version();
		if (!changes.topics().isEmpty() || changes.hiddenMessages() != this.hiddenMessages) {
			this.hiddenMessages = changes.hiddenMessages();
			event(events, "topics", changes.toJson());
		}
	}

	private void addMessages(StringBuilder events) {
		if (!this.filter.has("messages")) {
			return;
		}
		MessageLog log = this.state.recorder().messages();
		addHandlings(events, log);
		long last = log.lastId();
		List<RecordedMessage> found = log.after(this.message, this.filter::accepts);
		// What is not wanted now will never be
		this.message = last;
		if (found.isEmpty()) {
			return;
		}
		this.message = Math.max(last, found.get(found.size() - 1).id());
		int step = (found.size() + MESSAGES_PER_UPDATE - 1) / MESSAGES_PER_UPDATE;
		List<RecordedMessage> shown = new ArrayList<>();
		for (int i = (found.size() - 1) % step; i < found.size(); i += step) {
			shown.add(found.get(i));
			this.sent.add(found.get(i).id());
		}
		while (this.sent.size() > this.viewers.maximumMessages()) {
			this.sent.pollFirst();
		}
		event(events, "messages", Json.object("seen", found.size(), "skipped", found.size() - shown.size(), "step",
				step, "messages", log.summaries(shown)));
	}

	// Those of earlier updates: the messages of this one have what is known by now
	private void addHandlings(StringBuilder events, MessageLog log) {
		List<MessageLog.LoggedHandling> handlings = log.handlingsAfter(this.handling);
		if (handlings.isEmpty()) {
			return;
		}
		this.handling = handlings.get(handlings.size() - 1).number();
		List<Map<String, @Nullable Object>> shown = handlings.stream()
			.filter((handling) -> this.sent.contains(handling.message()))
			.map(MessageLog.LoggedHandling::toJson)
			.toList();
		if (!shown.isEmpty()) {
			event(events, "handled", Json.object("handlings", shown));
		}
	}

	private void addPackets(StringBuilder events) {
		if (!this.filter.has("packets")) {
			return;
		}
		PacketLog log = this.state.recorder().packets();
		long last = log.lastId();
		List<RecordedPacket> found = log.after(this.packet, this.filter::accepts);
		this.packet = last;
		if (found.isEmpty()) {
			return;
		}
		this.packet = Math.max(last, found.get(found.size() - 1).id());
		List<RecordedPacket> shown = found.subList(Math.max(0, found.size() - PACKETS_PER_UPDATE), found.size());
		event(events, "packets", Json.object("seen", found.size(), "skipped", found.size() - shown.size(), "packets",
				shown.stream().map(RecordedPacket::toJson).toList()));
	}

	private static void event(StringBuilder events, String name, Map<String, @Nullable Object> data) {
		// JSON has no line breaks
		events.append("event: ").append(name).append("\ndata: ").append(Json.write(data)).append("\n\n");
	}

	/**
	 * Wait until the next update is due or this viewer is closed.
	 * @return whether it is still open
	 * @throws InterruptedException if the thread is interrupted
	 */
	public boolean awaitUpdate() throws InterruptedException {
		return !this.closed.await(this.updateInterval.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Return whether this viewer is closed.
	 * @return whether it is
	 */
	public boolean isClosed() {
		return this.closed.getCount() == 0;
	}

	/**
	 * End. May be called more than once.
	 */
	@Override
	public void close() {
		this.closed.countDown();
		this.viewers.remove(this);
	}

}
