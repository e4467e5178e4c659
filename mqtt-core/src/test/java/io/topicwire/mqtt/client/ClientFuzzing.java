package io.topicwire.mqtt.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.HandlerFailurePolicy;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.OfflinePolicy;
import io.topicwire.mqtt.OutboxFullPolicy;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.SessionLossPolicy;
import io.topicwire.mqtt.engine.Environment;
import io.topicwire.mqtt.fake.FuzzStream;
import io.topicwire.mqtt.fake.VirtualTimer;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.PacketReader;
import io.topicwire.mqtt.stream.ByteStream;
import org.jspecify.annotations.Nullable;

/**
 * One client that is used and gets packets and bytes as an input says. Whatever comes,
 * every operation ends with a result or an {@link MqttException}, what the client sends
 * is MQTT, and in the end no thread and no stream is left.
 */
final class ClientFuzzing implements MqttClientListener {

	private static final int MAXIMUM_STEPS = 100;

	// Of those that are received
	private static final int MAXIMUM_PACKET_SIZE = 1024;

	// Of those that are sent
	private static final int LARGEST_PACKET = 1024;

	private static final List<String> TOPICS = List.of("a", "a/b", "c", "long/".repeat(20));

	private static final List<String> FILTERS = List.of("a", "a/+", "#", "$share/g/a");

	private static final List<Duration> DELAYS = List.of(Duration.ofMillis(10), Duration.ofMillis(500),
			Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(2));

	private final Queue<Throwable> problems;

	private final FuzzThreads threads;

	private final VirtualTimer timer = new VirtualTimer();

	private final Queue<FuzzStream> streams = new ConcurrentLinkedQueue<>();

	private final List<CompletableFuture<?>> operations = new ArrayList<>();

	private final FuzzInput input;

	private final ProtocolVersion version;

	private final FuzzPackets packets;

	private final MqttClient client;

	private volatile @Nullable FuzzStream stream;

	private volatile boolean unreachable;

	ClientFuzzing(byte[] bytes, Queue<Throwable> problems) {
		this.problems = problems;
		this.threads = new FuzzThreads((thread, problem) -> problems.add(problem));
		this.input = new FuzzInput(bytes);
		int settings = this.input.next();
		this.version = ((settings & 1) != 0) ? ProtocolVersion.MQTT_5 : ProtocolVersion.MQTT_3_1_1;
		this.packets = new FuzzPackets(this.version, this.input);
		MqttClientBuilder builder = MqttClient.builder("mqtt://broker.example.com")
			.protocolVersion(this.version)
			.clientId("meter-7")
			.cleanStart((settings & 2) != 0)
			.sessionLossPolicy(((settings & 4) != 0) ? SessionLossPolicy.REPUBLISH : SessionLossPolicy.FAIL)
			.onHandlerFailure(HandlerFailurePolicy.values()[(settings >> 3) % HandlerFailurePolicy.values().length])
			.receiveMaximum(3)
			.inboxMessages(3)
			.topicAliasMaximum(2)
			.maximumPacketSize(MAXIMUM_PACKET_SIZE)
			.outbox(OutboxOptions.DEFAULT.limit(8, 256)
				.whenFull(OutboxFullPolicy.values()[(settings >> 4) % OutboxFullPolicy.values().length])
				.waitLimit(Duration.ofSeconds(10), 4)
				.whileOffline(OfflinePolicy.values()[(settings >> 6) % OfflinePolicy.values().length]))
			.threadFactory(this.threads)
			.listener(this)
			.environment(new Environment((address, options) -> connection(), this.timer, () -> 0.5));
		if (this.version == ProtocolVersion.MQTT_5 && (settings & 2) == 0) {
			builder.sessionExpiry(Duration.ofHours(1));
		}
		this.client = builder.build();
	}

	private ByteStream connection() {
		FuzzStream stream = new FuzzStream();
		if (this.unreachable) {
			stream.end();
		}
		this.streams.add(stream);
		this.stream = stream;
		return stream;
	}

	void run() {
		this.operations.add(this.client.connectAsync());
		settle();
		for (int step = 0; step < MAXIMUM_STEPS && this.input.hasMore(); step++) {
			step(this.input.next() % 16);
			settle();
		}
		close();
		assertOperationsCompleted();
		this.streams.forEach(this::assertUsedAsMqttSays);
		if (!this.problems.isEmpty()) {
			throw new AssertionError("Something failed unexpectedly", this.problems.poll());
		}
	}

	private void step(int action) {
		switch (action) {
			case 0 -> send(this.input.bytes(this.input.next()));
			case 1 -> send(this.packets.connack());
			case 2, 3 -> send(this.packets.publish());
			case 4, 5 -> send(this.packets.acknowledgement());
			case 6 -> send(this.packets.subscriptionAnswer());
			case 7 -> send(this.packets.other());
			case 8 -> endStream();
			case 9 -> this.timer.advance(this.input.oneOf(DELAYS));
			case 10 -> this.operations.add(this.client.publishAsync(message()));
			case 11 -> this.operations.add(this.client.enqueueAsync(message()));
			case 12 -> this.operations.add(
					this.client.subscribeAsync(this.input.oneOf(FILTERS), QoS.of(this.input.next() % 3), this::handle));
			case 13 -> this.operations.add(this.client.unsubscribeAsync(this.input.oneOf(FILTERS)));
			case 14 -> this.operations.add(this.input.flag() ? this.client.pingAsync() : this.client.connectAsync());
			default -> {
				this.unreachable = this.input.flag();
				if (this.input.flag()) {
					this.operations.add(this.client.disconnectAsync());
				}
			}
		}
	}

	private void send(byte[] bytes) {
		FuzzStream stream = this.stream;
		if (stream != null) {
			stream.send(bytes);
		}
	}

	private void endStream() {
		FuzzStream stream = this.stream;
		if (stream != null) {
			stream.end();
		}
	}

	private MqttMessage message() {
		MqttMessage message = MqttMessage.of(this.input.oneOf(TOPICS), "x".repeat(this.input.next() % 80));
		return message.qos(QoS.of(this.input.next() % 3)).retain(this.input.flag());
	}

	private void handle(MqttMessage message) {
		if (message.payload().length == 1) {
			throw new HandlerFailure();
		}
	}

	private void settle() {
		this.threads.settle(() -> {
			FuzzStream stream = this.stream;
			return stream == null || stream.isDrained();
		});
	}

	private void close() {
		// Waits for what is under way, so time has to go on
		this.threads.newThread(this.client::close).start();
		this.threads.await("to close", () -> {
			this.timer.advance(Duration.ofSeconds(1));
			return this.client.status().state() == ConnectionState.CLOSED;
		});
		this.threads.awaitEnd();
	}

	private void assertOperationsCompleted() {
		for (CompletableFuture<?> operation : this.operations) {
			if (!operation.isDone()) {
				throw new AssertionError("An operation did not end: " + operation);
			}
			Throwable failure = operation.<@Nullable Throwable>handle((result, ex) -> ex).join();
			if (failure != null && !(failure instanceof MqttException)) {
				throw new AssertionError("An operation failed unexpectedly", failure);
			}
		}
	}

	private void assertUsedAsMqttSays(FuzzStream stream) {
		if (!stream.isClosed()) {
			throw new AssertionError("A stream was not closed");
		}
		List<Packet> sent = packets(stream.written());
		for (int i = 0; i < sent.size(); i++) {
			if (sent.get(i) instanceof Connect != (i == 0)) {
				throw new AssertionError("The client sent " + sent);
			}
			if (sent.get(i) instanceof Disconnect && i < sent.size() - 1) {
				throw new AssertionError("The client sent " + sent);
			}
		}
	}

	private List<Packet> packets(byte[] bytes) {
		List<Packet> packets = new ArrayList<>();
		PacketReader reader = new PacketReader(this.version, LARGEST_PACKET);
		for (int position = 0; position < bytes.length;) {
			reader.prepare();
			int count = Math.min(reader.remaining(), bytes.length - position);
			System.arraycopy(bytes, position, reader.array(), reader.position(), count);
			reader.received(count);
			position += count;
			for (Packet packet = reader.next(); packet != null; packet = reader.next()) {
				packets.add(packet);
			}
		}
		return packets;
	}

	@Override
	public void connectFailed(MqttException failure, @Nullable Duration nextAttempt) {
		assertExpected(failure);
	}

	@Override
	public void disconnected(@Nullable MqttException failure) {
		assertExpected(failure);
	}

	private void assertExpected(@Nullable MqttException failure) {
		Throwable cause = (failure != null) ? failure.getCause() : null;
		if (cause != null && !(cause instanceof MqttException || cause instanceof IOException)) {
			this.problems.add(failure);
		}
	}

	/**
	 * What a handler fails with.
	 */
	static final class HandlerFailure extends RuntimeException {

	}

}
