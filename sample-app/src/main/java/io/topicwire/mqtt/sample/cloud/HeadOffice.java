package io.topicwire.mqtt.sample.cloud;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.topicwire.mqtt.sample.Summary;
import io.topicwire.mqtt.spring.annotation.MqttListener;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.stereotype.Component;

/**
 * Receives at the other end of the cloud what the plants report. Thread-safe.
 *
 * @since 0.1.0
 */
@Component
public class HeadOffice {

	/**
	 * How many plants there is room for, as anybody may publish for any name.
	 */
	static final int CAPACITY = 20;

	// The plant that reported last is the last; guarded by this
	private final Map<String, Report> reports = new LinkedHashMap<>();

	@MqttListener(id = "head-office", topics = "cloud/plants/{plant}/summary", connection = "cloud")
	synchronized void onSummary(@Payload Summary summary, @DestinationVariable String plant) {
		this.reports.remove(plant);
		this.reports.put(plant, new Report(plant, summary));
		if (this.reports.size() > CAPACITY) {
			this.reports.remove(this.reports.keySet().iterator().next());
		}
	}

	/**
	 * Return the last report of each plant.
	 * @return the reports, the latest last
	 */
	public synchronized List<Report> reports() {
		return new ArrayList<>(this.reports.values());
	}

	/**
	 * What a plant has reported.
	 *
	 * @param plant the plant
	 * @param summary its last summary
	 */
	public record Report(String plant, Summary summary) {

	}

}
