package io.topicwire.mqtt.sample.analysis;

import java.util.Map;
import java.util.TreeMap;

import org.springframework.stereotype.Component;

/**
 * Counts how many messages each instance has got. Thread-safe.
 *
 * @since 0.1.0
 */
@Component
public class AnalysisShares {

	private final Map<String, Long> counts = new TreeMap<>(Map.of("analysis-1", 0L, "analysis-2", 0L));

	synchronized void count(String instance) {
		this.counts.merge(instance, 1L, Long::sum);
	}

	/**
	 * Return the counts.
	 * @return how many messages each instance has got, by its name
	 */
	public synchronized Map<String, Long> counts() {
		return new TreeMap<>(this.counts);
	}

}
