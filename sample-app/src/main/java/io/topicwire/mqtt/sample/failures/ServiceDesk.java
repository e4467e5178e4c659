package io.topicwire.mqtt.sample.failures;

import java.util.LinkedHashMap;
import java.util.Map;

import io.topicwire.mqtt.sample.Fault;

import org.springframework.stereotype.Component;

/**
 * Sends somebody to a machine with a fault. Always busy at first: takes a fault only when
 * it is told of it for the third time. Thread-safe.
 */
@Component
class ServiceDesk {

	private static final int ATTEMPTS = 3;

	private static final int CAPACITY = 100;

	// Forgets the oldest fault when too many are open; guarded by this
	private final Map<String, Integer> attempts = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
			return size() > CAPACITY;
		}

	};

	/**
	 * Tell of a fault.
	 * @param fault the fault
	 * @return how often it took to tell of it
	 * @throws ServiceDeskBusyException if it has to be told of again
	 */
	synchronized int take(Fault fault) {
		int attempt = this.attempts.merge(fault.number(), 1, Integer::sum);
		if (attempt < ATTEMPTS) {
			throw new ServiceDeskBusyException(attempt);
		}
		this.attempts.remove(fault.number());
		return attempt;
	}

}
