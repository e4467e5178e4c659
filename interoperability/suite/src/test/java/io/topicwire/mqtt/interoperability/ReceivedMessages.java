package io.topicwire.mqtt.interoperability;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.topicwire.mqtt.MessageHandler;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.trace.PacketHistory;
import io.topicwire.mqtt.trace.Redaction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handler that collects messages for a test to look at.
 */
class ReceivedMessages implements MessageHandler {

	private final BlockingQueue<MqttMessage> messages = new LinkedBlockingQueue<>();

	@Override
	public void handle(MqttMessage message) {
		this.messages.add(message);
	}

	/**
	 * Wait for the next message.
	 */
	MqttMessage next() {
		return next(() -> "next message");
	}

	private MqttMessage next(Supplier<String> description) {
		try {
			MqttMessage message = this.messages.poll(Peer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
			assertThat(message).as(description).isNotNull();
			return message;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Wait for the next messages.
	 */
	List<MqttMessage> next(int count) {
		List<MqttMessage> next = new ArrayList<>();
		while (next.size() < count) {
			next.add(next());
		}
		return next;
	}

	/**
	 * Wait for the next messages and return their payloads.
	 */
	List<String> nextPayloads(int count) {
		return next(count).stream().map(MqttMessage::payloadAsString).toList();
	}

	/**
	 * Wait for the message with the given payload and return the payloads before it.
	 */
	List<String> payloadsUntil(String last) {
		List<String> payloads = new ArrayList<>();
		String payload = next().payloadAsString();
		while (!payload.equals(last)) {
			payloads.add(payload);
			payload = next().payloadAsString();
		}
		return payloads;
	}

	/**
	 * Wait until messages with all the given payloads have come, and return the payloads
	 * of all that have come so far.
	 */
	List<String> payloadsUntilAll(Collection<String> payloads) {
		List<String> came = new ArrayList<>();
		while (!came.containsAll(payloads)) {
			came.add(next().payloadAsString());
		}
		return came;
	}

	/**
	 * Wait until messages with all the given payloads have come, in whatever order and
	 * however often.
	 * @param payloads the payloads
	 * @param packets what to show if one of them does not come
	 */
	void awaitAll(Collection<String> payloads, PacketHistory packets) {
		Set<String> missing = new LinkedHashSet<>(payloads);
		while (!missing.isEmpty()) {
			missing.remove(next(
					() -> "next message; " + missing + " have not come, and the last packets were" + lines(packets))
				.payloadAsString());
		}
	}

	private static String lines(PacketHistory packets) {
		return packets.packets()
			.stream()
			.map((packet) -> "%n%s %s".formatted(packet.time(), packet.line(Redaction.SECRETS)))
			.collect(Collectors.joining());
	}

	/**
	 * Return whether a message with the given payload has come and waits to be looked at.
	 */
	boolean contains(String payload) {
		return this.messages.stream().anyMatch((message) -> message.payloadAsString().equals(payload));
	}

	int waiting() {
		return this.messages.size();
	}

}
