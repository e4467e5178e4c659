package io.topicwire.mqtt.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An open page of the console, without a browser.
 */
class ConsoleEvents implements AutoCloseable {

	private final List<Event> events = new CopyOnWriteArrayList<>();

	private final InputStream stream;

	private final Thread thread;

	ConsoleEvents(HttpClient client, URI uri) throws Exception {
		HttpResponse<InputStream> response = client.send(HttpRequest.newBuilder(uri).build(),
				BodyHandlers.ofInputStream());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
		this.stream = response.body();
		this.thread = new Thread(this::read, "console-events");
		this.thread.start();
	}

	private void read() {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(this.stream, StandardCharsets.UTF_8))) {
			String name = "";
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (line.startsWith("event: ")) {
					name = line.substring("event: ".length());
				}
				else if (line.startsWith("data: ")) {
					this.events.add(new Event(name, JsonMapper.shared().readTree(line.substring("data: ".length()))));
				}
			}
		}
		catch (IOException ex) {
			// The page was closed
		}
	}

	List<Event> all() {
		return this.events;
	}

	/**
	 * Wait for an event.
	 * @param name its name
	 * @param predicate says whether it is the one
	 * @return its data
	 */
	JsonNode await(String name, Predicate<JsonNode> predicate) {
		return Awaitility.await()
			.until(() -> this.events.stream()
				.filter((event) -> event.name().equals(name) && predicate.test(event.data()))
				.findFirst(), (found) -> found.isPresent())
			.orElseThrow()
			.data();
	}

	/**
	 * Wait for an element of the list that an event has.
	 * @param name the name of the event
	 * @param list the name of the list
	 * @param predicate says whether it is the one
	 * @return the element
	 */
	JsonNode awaitElement(String name, String list, Predicate<JsonNode> predicate) {
		JsonNode event = await(name, (data) -> data.path(list).valueStream().anyMatch(predicate));
		return event.path(list).valueStream().filter(predicate).findFirst().orElseThrow();
	}

	/**
	 * Wait until the server has ended the stream.
	 */
	void awaitEnd() throws InterruptedException {
		this.thread.join(10_000);
		assertThat(this.thread.isAlive()).isFalse();
	}

	@Override
	public void close() throws Exception {
		this.stream.close();
		awaitEnd();
	}

	/**
	 * An event.
	 *
	 * @param name its name
	 * @param data its data
	 */
	record Event(String name, JsonNode data) {

	}

}
