package io.topicwire.mqtt.sample.history;

import java.util.List;

import io.topicwire.mqtt.sample.MachineId;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Says how warm a machine has been.
 */
@RestController
class HistoryController {

	/**
	 * How many readings one answer has, ten minutes of them as the machines are set.
	 */
	static final int LIMIT = 600;

	private final ReadingHistory readingHistory;

	HistoryController(ReadingHistory readingHistory) {
		this.readingHistory = readingHistory;
	}

	@GetMapping("/api/machines/{plant}/{machine}/history")
	History history(@PathVariable String plant, @PathVariable String machine) {
		List<StoredReading> readings = this.readingHistory.latest(new MachineId(plant, machine), LIMIT);
		return new History(readings.stream().map((reading) -> reading.receivedAt() / 1_000.0).toList(),
				readings.stream().map(StoredReading::celsius).toList());
	}

	/**
	 * Readings as a chart wants them, the oldest first.
	 *
	 * @param times when they were received, in seconds since 1970
	 * @param celsius the temperatures
	 */
	record History(List<Double> times, List<Double> celsius) {

	}

}
