package io.topicwire.mqtt.throughput;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.MqttClientBuilder;
import io.topicwire.mqtt.session.SessionStore;
import io.topicwire.mqtt.store.DiskSessionStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares publishing with QoS 1 with and without a session store on disk, in turn and on
 * the same machine, and prints the ratios. Run by {@code surefire:test@throughput}.
 */
class DurablePublishingRun {

	private static final int ROUNDS = Integer.getInteger("throughput.rounds", 5);

	private static final int MESSAGES = Integer.getInteger("throughput.messages", 100_000);

	private static final int WINDOW = 5_000;

	@TempDir
	Path directory;

	@Test
	void durablePublishingIsComparedWithPublishingFromMemory() throws Exception {
		for (int size : new int[] { 100, 1_000 }) {
			Map<String, List<Double>> results = new LinkedHashMap<>();
			try (AcknowledgingBroker broker = new AcknowledgingBroker()) {
				for (int round = 0; round <= ROUNDS; round++) {
					for (Map.Entry<String, SessionStore> store : stores(size, round).entrySet()) {
						double rate = publish(broker.url(), store.getValue(), size);
						if (round > 0) {
							results.computeIfAbsent(store.getKey(), (name) -> new ArrayList<>()).add(rate);
						}
					}
				}
			}
			print(size, results);
			assertThat(results.values()).allSatisfy((rates) -> assertThat(rates).hasSize(ROUNDS));
		}
	}

	private Map<String, SessionStore> stores(int size, int round) throws IOException {
		Path place = Files.createDirectory(this.directory.resolve(size + "-" + round));
		Map<String, SessionStore> stores = new LinkedHashMap<>();
		stores.put("memory", SessionStore.MEMORY);
		stores.put("disk", DiskSessionStore.at(place.resolve("disk")));
		stores.put("disk, sync off", DiskSessionStore.at(place.resolve("unsynced")).sync(false));
		return stores;
	}

	private static double publish(String url, SessionStore store, int size) throws InterruptedException {
		MqttClientBuilder builder = MqttClient.builder(url)
			.clientId("meter-7")
			.cleanStart(false)
			.sessionExpiry(Duration.ofHours(1))
			.sessionStore(store);
		MqttMessage message = MqttMessage.of("plants/7/state", new byte[size]).qos(QoS.AT_LEAST_ONCE);
		Semaphore window = new Semaphore(WINDOW);
		try (MqttClient client = builder.build()) {
			client.connect();
			long start = System.nanoTime();
			for (int i = 0; i < MESSAGES; i++) {
				window.acquire();
				client.publishAsync(message).whenComplete((result, failure) -> {
					assertThat(failure).isNull();
					window.release();
				});
			}
			window.acquire(WINDOW);
			return MESSAGES * 1e9 / (System.nanoTime() - start);
		}
	}

	private static void print(int size, Map<String, List<Double>> results) {
		double memory = median(results.getOrDefault("memory", List.of()));
		results
			.forEach((name, rates) -> System.out.printf("%,d bytes, %s: %,.0f messages per second, %.0f %% of memory%n",
					size, name, median(rates), 100 * median(rates) / memory));
	}

	private static double median(List<Double> values) {
		List<Double> sorted = new ArrayList<>(values);
		Collections.sort(sorted);
		return sorted.get(sorted.size() / 2);
	}

}
