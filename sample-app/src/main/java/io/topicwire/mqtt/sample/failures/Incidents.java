package io.topicwire.mqtt.sample.failures;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.topicwire.mqtt.sample.failures.Incident.Kind;

import org.springframework.stereotype.Component;

/**
 * Keeps the last incidents. Thread-safe.
 *
 * @since 0.1.0
 */
@Component
public class Incidents {

	/**
	 * How many are kept.
	 */
	static final int CAPACITY = 20;

	// The latest first; guarded by this
	private final Deque<Incident> incidents = new ArrayDeque<>();

	private final Clock clock;

	Incidents(Clock clock) {
		this.clock = clock;
	}

	synchronized void add(Kind kind, String topic, String text) {
		this.incidents.addFirst(new Incident(this.clock.instant(), kind, topic, text));
		if (this.incidents.size() > CAPACITY) {
			this.incidents.removeLast();
		}
	}

	/**
	 * Return the last incidents.
	 * @return the incidents, the latest first
	 */
	public synchronized List<Incident> latest() {
		return List.copyOf(this.incidents);
	}

}
