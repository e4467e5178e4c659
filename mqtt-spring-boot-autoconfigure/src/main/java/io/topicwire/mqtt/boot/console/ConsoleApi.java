package io.topicwire.mqtt.boot.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;
import io.topicwire.mqtt.trace.PacketCapture;
import io.topicwire.mqtt.trace.Redaction;
import io.topicwire.mqtt.trace.TracedPacket;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * What the page can ask for and have done.
 */
final class ConsoleApi {

	private static final Duration TIMEOUT = Duration.ofSeconds(15);

	private static final int DEFAULT_LIMIT = 100;

	private static final int MAXIMUM_LIMIT = 1_000;

	private static final Set<String> CLEARABLE = Set.of("topics", "messages", "packets");

	private final ConsoleState state;

	private final MqttConsoleRecorder recorder;

	private final ConsoleViewers viewers;

	ConsoleApi(ConsoleState state, ConsoleViewers viewers) {
		this.state = state;
		this.recorder = state.recorder();
		this.viewers = viewers;
	}

	ConsoleResponse messages(Map<String, String> parameters) {
		EventFilter filter = EventFilter.of(parameters);
		MessageLog log = this.recorder.messages();
		List<RecordedMessage> found = log.after(0, filter::accepts);
		return ConsoleResponse.json(200, Json.object("messages", log.summaries(last(found, limit(parameters)))));
	}

	ConsoleResponse message(String id) {
		Map<String, @Nullable Object> json = this.recorder.messages().detail(number(id));
		if (json == null) {
			throw ConsoleException.notFound("Message %s is not kept any more".formatted(id));
		}
		return ConsoleResponse.json(200, json);
	}

	ConsoleResponse values(Map<String, String> parameters) {
		String connection = parameters.get("connection");
		String topic = parameters.get("topic");
		String pointer = parameters.getOrDefault("pointer", "");
		if (!StringUtils.hasLength(topic)) {
			throw ConsoleException.badRequest("'topic' is missing");
		}
		PayloadValues values = new PayloadValues(pointer);
		List<Map<String, @Nullable Object>> found = new ArrayList<>();
		for (RecordedMessage message : this.recorder.messages()
			.after(0, (candidate) -> candidate.topic().equals(topic)
					&& (connection == null || connection.equals(candidate.connection())))) {
			String text = message.isCut() ? null : message.text();
			Number value = (text != null) ? values.find(text) : null;
			if (value != null) {
				found.add(Json.object("id", message.id(), "time", message.time(), "value", value));
			}
		}
		return ConsoleResponse.json(200, Json.object("pointer", pointer, "values", found));
	}

	ConsoleResponse packets(Map<String, String> parameters) {
		EventFilter filter = EventFilter.of(parameters);
		List<RecordedPacket> found = this.recorder.packets().after(0, filter::accepts);
		return ConsoleResponse.json(200,
				Json.object("packets", last(found, limit(parameters)).stream().map(RecordedPacket::toJson).toList()));
	}

	ConsoleResponse packet(String id) {
		RecordedPacket packet = this.recorder.packets().find(number(id));
		if (packet == null) {
			throw ConsoleException.notFound("Packet %s is not kept any more".formatted(id));
		}
		TracedPacket traced = packet.packet();
		boolean redacted = !this.recorder.isShowingAll();
		byte[] bytes = traced.encoded(redaction(redacted));
		int shown = Math.min(bytes.length, PacketFields.MAXIMUM_SIZE);
		Map<String, @Nullable Object> json = packet.toJson();
		json.put("redacted", redacted);
		json.put("shown", shown);
		json.put("hex", HexFormat.of().formatHex(bytes, 0, shown));
		json.put("fields", PacketFields.of(bytes, traced.connection().protocolVersion(), redacted));
		return ConsoleResponse.json(200, json);
	}

	private static Redaction redaction(boolean redacted) {
		return redacted ? Redaction.PAYLOADS_AND_SECRETS : Redaction.SECRETS;
	}

	ConsoleResponse capture(Map<String, String> parameters) {
		boolean payloads = Boolean.parseBoolean(parameters.get("payloads"));
		if (payloads && !this.recorder.isShowingAll()) {
			throw new ConsoleException(403, "payloads-hidden",
					"Payloads are switched off or filtered, and a capture can only have all of them");
		}
		EventFilter filter = EventFilter.of(parameters);
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		try (PacketCapture capture = new PacketCapture(content, Integer.MAX_VALUE, redaction(!payloads))) {
			this.recorder.packets().after(0, filter::accepts).forEach((packet) -> capture.traced(packet.packet()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		String name = (filter.connection() != null) ? "-" + filter.connection().replaceAll("[^A-Za-z0-9_-]", "_") : "";
		return ConsoleResponse.of(200, "application/x-pcapng", content.toByteArray())
			.header("Content-Disposition", "attachment; filename=\"mqtt%s.pcapng\"".formatted(name));
	}

	CompletableFuture<ConsoleResponse> ping(String connection) {
		MqttClient client = this.state.client(connection);
		if (client.status().state() != ConnectionState.CONNECTED) {
			throw new ConsoleException(409, "not-connected", "Connection '%s' is not connected".formatted(connection));
		}
		return client.pingAsync()
			.thenApply((latency) -> ConsoleResponse.json(200,
					Json.object("connection", connection, "micros", Json.micros(latency))))
			.exceptionally((failure) -> failed(failure).toResponse());
	}

	CompletableFuture<ConsoleResponse> publish(byte[] body) {
		Map<String, @Nullable Object> json = Json.read(body);
		try {
			PublishRequest request = PublishRequest.of(json);
			MqttClient client = this.state.client(request.connection());
			long begin = System.nanoTime();
			return client.publishAsync(request.message(), TIMEOUT)
				.thenApply((result) -> published(request, result, System.nanoTime() - begin))
				.exceptionally((failure) -> failed(failure).toResponse());
		}
		catch (IllegalArgumentException ex) {
			throw ConsoleException.badRequest(String.valueOf(ex.getMessage()));
		}
	}

	private static ConsoleResponse published(PublishRequest request, PublishResult result, long nanos) {
		return ConsoleResponse.json(200,
				Json.object("connection", request.connection(), "topic", request.message().topic(), "qos",
						request.message().qos().level(), "millis", Json.millis(nanos), "reasonCode",
						result.reasonCode().name(), "code", result.reasonCode().code(), "reason",
						result.reasonString()));
	}

	private static ConsoleException failed(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		String message = String.valueOf(cause.getMessage());
		if (cause instanceof MqttTimeoutException) {
			return new ConsoleException(504, "timeout", message);
		}
		if (cause instanceof MqttException) {
			return new ConsoleException(502, "refused", message);
		}
		return MqttConsole.internal(cause);
	}

	ConsoleResponse pause(String listener, boolean pause) {
		MqttMessageListenerContainer container = this.state.container(listener);
		if (pause) {
			container.pause();
		}
		else {
			container.resume();
		}
		this.viewers.refresh();
		return ConsoleResponse.json(200, Json.object("id", listener, "paused", container.isPauseRequested()));
	}

	ConsoleResponse clear(byte[] body) {
		Collection<?> parts = Json.list(Json.read(body), "parts");
		List<String> names = parts.stream().map(String::valueOf).distinct().toList();
		if (!CLEARABLE.containsAll(names)) {
			throw ConsoleException.badRequest("'parts' is %s but must be among %s".formatted(names, CLEARABLE));
		}
		if (names.contains("topics")) {
			this.recorder.topics().clear();
		}
		if (names.contains("messages")) {
			this.recorder.messages().clear();
		}
		if (names.contains("packets")) {
			this.recorder.packets().clear();
		}
		this.viewers.cleared(names);
		return ConsoleResponse.json(200, Json.object());
	}

	private static <T> List<T> last(List<T> items, int limit) {
		return items.subList(Math.max(0, items.size() - limit), items.size());
	}

	private static int limit(Map<String, String> parameters) {
		String limit = parameters.get("limit");
		if (!StringUtils.hasLength(limit)) {
			return DEFAULT_LIMIT;
		}
		long value = number(limit);
		if (value < 1 || value > MAXIMUM_LIMIT) {
			throw ConsoleException.badRequest("'limit' must be from 1 to %d but is %d".formatted(MAXIMUM_LIMIT, value));
		}
		return (int) value;
	}

	private static long number(String text) {
		if (!text.matches("\\d{1,18}")) {
			throw ConsoleException.badRequest("'%s' is not a number".formatted(text));
		}
		return Long.parseLong(text);
	}

}
