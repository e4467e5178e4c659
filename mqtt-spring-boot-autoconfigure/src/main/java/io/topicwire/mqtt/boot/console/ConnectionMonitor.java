package io.topicwire.mqtt.boot.console;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import io.topicwire.mqtt.ClientStatistics;
import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.boot.support.FailureReasons;
import io.topicwire.mqtt.client.MqttClient;
import org.jspecify.annotations.Nullable;

/**
 * Keeps in mind what happens to one connection. Always does, because what led to the
 * present state was before somebody looks, and costs little. Thread-safe.
 */
final class ConnectionMonitor implements MqttClientListener {

	private static final int SAMPLES = 11;

	private final String name;

	private final MqttClient client;

	private final Clock clock;

	private final StateTimeline timeline;

	private final PingHistory pings = new PingHistory();

	// One for each second
	private final Deque<Sample> samples = new ArrayDeque<>();

	private long pingTimeouts;

	private volatile @Nullable Disconnect lastDisconnect;

	private volatile @Nullable Problem lastFailure;

	private volatile @Nullable Long nextAttempt;

	ConnectionMonitor(String name, MqttClient client, Clock clock) {
		this.name = name;
		this.client = client;
		this.clock = clock;
		this.timeline = new StateTimeline(client.status().state(), clock.millis());
		this.pingTimeouts = client.statistics().pingTimeouts();
	}

	String name() {
		return this.name;
	}

	MqttClient client() {
		return this.client;
	}

	StateTimeline timeline() {
		return this.timeline;
	}

	PingHistory pings() {
		return this.pings;
	}

	@Nullable Disconnect lastDisconnect() {
		return this.lastDisconnect;
	}

	@Nullable Problem lastFailure() {
		return this.lastFailure;
	}

	@Nullable Long nextAttempt() {
		return this.nextAttempt;
	}

	@Override
	public void connected(ConnectResult result) {
		this.nextAttempt = null;
		this.lastFailure = null;
		this.timeline.note(ConnectionState.CONNECTED, this.clock.millis(),
				"Connected to %s with MQTT %s, %s".formatted(result.server(), result.protocolVersion(),
						result.sessionPresent() ? "continuing an earlier session" : "a new session"));
	}

	@Override
	public void connectFailed(MqttException failure, @Nullable Duration nextAttempt) {
		long now = this.clock.millis();
		this.nextAttempt = (nextAttempt != null) ? now + nextAttempt.toMillis() : null;
		this.lastFailure = new Problem(now, String.valueOf(failure.getMessage()));
		noteState(now, failure);
	}

	@Override
	public void disconnected(@Nullable MqttException failure) {
		long now = this.clock.millis();
		notePingTimeouts(now);
		this.lastDisconnect = new Disconnect(now, FailureReasons.initiator(failure),
				(failure != null) ? String.valueOf(failure.getMessage()) : "The client ended the connection");
		if (failure != null) {
			this.lastFailure = new Problem(now, String.valueOf(failure.getMessage()));
		}
		noteState(now, failure);
	}

	@Override
	public void gaveUp(MqttException failure) {
		this.nextAttempt = null;
		noteState(this.clock.millis(), failure);
	}

	@Override
	public void pinged(Duration latency) {
		this.pings.add(this.clock.millis(), latency);
	}

	private void notePingTimeouts(long now) {
		long count = this.client.statistics().pingTimeouts();
		if (count > this.pingTimeouts) {
			this.pings.add(now, null);
		}
		this.pingTimeouts = count;
	}

	/**
	 * Note the present state, of which not every change is told.
	 */
	void refresh() {
		noteState(this.clock.millis(), null);
	}

	private void noteState(long now, @Nullable MqttException failure) {
		this.timeline.note(this.client.status().state(), now,
				(failure != null) ? String.valueOf(failure.getMessage()) : null);
	}

	/**
	 * Note how much was counted, once a second.
	 */
	void sample() {
		ClientStatistics statistics = this.client.statistics();
		synchronized (this.samples) {
			this.samples
				.add(new Sample(System.nanoTime(), statistics.messagesReceived(), statistics.messagesPublished()));
			if (this.samples.size() > SAMPLES) {
				this.samples.remove();
			}
		}
	}

	void forgetSamples() {
		synchronized (this.samples) {
			this.samples.clear();
		}
	}

	/**
	 * Return how many messages were received and published a second.
	 */
	Rates rates() {
		synchronized (this.samples) {
			if (this.samples.size() < 2) {
				return new Rates(0, 0);
			}
			Sample first = this.samples.getFirst();
			Sample last = this.samples.getLast();
			double seconds = (last.nanos() - first.nanos()) / 1e9;
			return new Rates((last.received() - first.received()) / seconds,
					(last.published() - first.published()) / seconds);
		}
	}

	/**
	 * How the last connection ended.
	 *
	 * @param time when
	 * @param initiator who ended it
	 * @param text why
	 */
	record Disconnect(long time, String initiator, String text) {

	}

	/**
	 * Something that went wrong.
	 *
	 * @param time when
	 * @param text what
	 */
	record Problem(long time, String text) {

	}

	/**
	 * Messages a second.
	 *
	 * @param received how many were received
	 * @param published how many were published
	 */
	record Rates(double received, double published) {

	}

	private record Sample(long nanos, long received, long published) {

	}

}
