package io.topicwire.mqtt.sample.history;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.topicwire.mqtt.sample.MachineId;
import io.topicwire.mqtt.sample.Reading;

import org.springframework.stereotype.Component;

/**
 * Keeps the last readings of all machines. Thread-safe.
 *
 * @since 0.1.0
 */
@Component
public class ReadingHistory {

	/**
	 * After how many readings the oldest are looked for, which takes longer than to add
	 * one.
	 */
	static final int DELETE_EVERY = 100;

	private final ReadingRepository repository;

	private final HistoryProperties properties;

	ReadingHistory(ReadingRepository repository, HistoryProperties properties) {
		this.repository = repository;
		this.properties = properties;
	}

	/**
	 * Add a reading, and delete the oldest ones if there are too many.
	 * @param id the machine
	 * @param reading the reading
	 * @param received when it was received; the clock of the machine may be wrong
	 */
	public void add(MachineId id, Reading reading, Instant received) {
		StoredReading stored = this.repository
			.save(new StoredReading(null, id.plant(), id.machine(), received.toEpochMilli(), reading.celsius()));
		long number = Objects.requireNonNull(stored.id());
		if (number % DELETE_EVERY == 0) {
			this.repository.deleteUpTo(number - this.properties.rows());
		}
	}

	List<StoredReading> latest(MachineId id, int limit) {
		return this.repository.findLatest(id.plant(), id.machine(), limit);
	}

}
