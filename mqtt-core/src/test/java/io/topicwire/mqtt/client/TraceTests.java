package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.leftover.ExpectedErrors;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Pingresp;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.trace.PacketHistory;
import io.topicwire.mqtt.trace.PacketTap;
import io.topicwire.mqtt.trace.TracedConnection;
import io.topicwire.mqtt.trace.TracedPacket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the packet tap of a client.
 */
class TraceTests {

	private final Lines lines = new Lines();

	private ClientFixture fixture(PacketTap... taps) {
		return fixture(ProtocolVersion.MQTT_5, taps);
	}

	private static ClientFixture fixture(ProtocolVersion version, PacketTap... taps) {
		return new ClientFixture(version, (builder) -> {
			for (PacketTap tap : taps) {
				builder.trace(tap);
			}
			return builder;
		});
	}

	@Test
	void packetsOfBothDirectionsAreShownInTheirOrder() {
		try (ClientFixture fixture = fixture(this.lines)) {
			CompletableFuture<?> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection();
			connection.expect(Connect.class);
			fixture.timer.advance(Duration.ofMillis(4));
			connection.send(new Connack(false, ReasonCode.SUCCESS, Properties.NONE));
			ClientFixture.await(connected);
			CompletableFuture<PublishResult> published = fixture.client
				.publishAsync(MqttMessage.of("plants/1/state", "x".repeat(64)).qos(QoS.AT_LEAST_ONCE));
			int packetIdentifier = connection.expect(Publish.class).packetIdentifier();
			fixture.timer.advance(Duration.ofNanos(3_100_000));
			connection.send(new Puback(packetIdentifier));
			ClientFixture.await(published);
			assertThat(this.lines.next()).startsWith("> meter-7 CONNECT 5.0 clean-start keep-alive=60 ");
			assertThat(this.lines.next()).isEqualTo("< meter-7 CONNACK 0x00 4.0 ms");
			assertThat(this.lines.next()).isEqualTo("> meter-7 PUBLISH id=1 q1 plants/1/state 85 B");
			assertThat(this.lines.next()).isEqualTo("< meter-7 PUBACK id=1 0x00 3.1 ms");
		}
	}

	@Test
	void answersAreMatchedToTheirRequestsWithManyInFlight() {
		try (ClientFixture fixture = fixture(this.lines)) {
			FakeConnection connection = fixture.connect();
			int count = 50;
			for (int i = 0; i < count; i++) {
				fixture.client.publishAsync(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE));
				assertThat(connection.expect(Publish.class).packetIdentifier()).isEqualTo(i + 1);
				fixture.timer.advance(Duration.ofMillis(1));
			}
			for (int i = count; i > 0; i--) {
				connection.send(new Puback(i));
			}
			this.lines.skip(2 + count);
			for (int i = count; i > 0; i--) {
				assertThat(this.lines.next())
					.isEqualTo("< meter-7 PUBACK id=" + i + " 0x00 " + (count - i + 1) + ".0 ms");
			}
		}
	}

	@Test
	void roundTripDoesNotReachBackToAnEarlierConnection() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.trace(this.lines).sessionExpiry(Duration.ofMinutes(5)))) {
			FakeConnection connection = fixture.connect();
			fixture.client.publishAsync(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE));
			connection.expect(Publish.class);
			connection.close();
			fixture.timer.advanceTo(Duration.ofMillis(500));
			connection = fixture.broker.awaitConnection().accept(true);
			connection.expect(Publish.class);
			fixture.timer.advance(Duration.ofMillis(2));
			connection.send(new Puback(1));
			this.lines.skip(2);
			assertThat(this.lines.next()).isEqualTo("> meter-7 PUBLISH id=1 q1 a 9 B");
			this.lines.skip(2);
			assertThat(this.lines.next()).isEqualTo("> meter-7 PUBLISH id=1 q1 dup a 9 B");
			assertThat(this.lines.next()).isEqualTo("< meter-7 PUBACK id=1 0x00 2.0 ms");
		}
	}

	@Test
	void sentAcknowledgementTellsHowLongTheHandlerTook() {
		try (ClientFixture fixture = fixture(this.lines)) {
			FakeConnection connection = fixture.connectAndSubscribe("a",
					(message) -> fixture.timer.advance(Duration.ofMillis(12)));
			connection.send(ClientFixture.publish(5, "a", "x", QoS.AT_LEAST_ONCE));
			connection.expect(Puback.class);
			this.lines.skip(2);
			assertThat(this.lines.next())
				.isEqualTo("> meter-7 SUBSCRIBE id=1 a q2 subscription-identifier=146259538 14 B");
			assertThat(this.lines.next()).isEqualTo("< meter-7 SUBACK id=1 0x02 0.0 ms");
			assertThat(this.lines.next()).isEqualTo("< meter-7 PUBLISH id=5 q1 a 9 B");
			assertThat(this.lines.next()).isEqualTo("> meter-7 PUBACK id=5 0x00 12.0 ms");
		}
	}

	@Test
	void assignedClientIdentifierIsShownOnceItIsKnown() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
				(builder) -> builder.clientId("").trace(this.lines))) {
			CompletableFuture<?> connected = fixture.client.connectAsync();
			fixture.broker.awaitConnection()
				.accept(false, Properties.builder().add(Property.ASSIGNED_CLIENT_IDENTIFIER, "auto-1").build());
			ClientFixture.await(connected);
			assertThat(this.lines.next()).startsWith("> - CONNECT");
			assertThat(this.lines.next()).startsWith("< auto-1 CONNACK 0x00 assigned-client-identifier=auto-1");
		}
	}

	@Test
	void malformedPacketIsShownBeforeTheConnectionEnds() {
		try (ClientFixture fixture = fixture(this.lines)) {
			FakeConnection connection = fixture.connect();
			connection.sendBytes(0x40, 0x03, 0x00, 0x01, 0x77);
			assertThat(connection.expect(Disconnect.class).reasonCode()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
			this.lines.skip(2);
			assertThat(this.lines.next()).isEqualTo("< meter-7 MALFORMED 5 B "
					+ "\"Received a bad PUBACK packet: reason code 0x77 is not allowed in this packet\"");
			assertThat(this.lines.next()).isEqualTo("> meter-7 DISCONNECT 0x82");
		}
	}

	@Test
	void tapRunsOnAThreadOfItsOwn() {
		BlockingQueue<String> threads = new LinkedBlockingQueue<>();
		try (ClientFixture fixture = fixture((packet) -> threads.add(Thread.currentThread().getName()), this.lines)) {
			fixture.connect();
			this.lines.skip(2);
			assertThat(threads).hasSize(2).containsOnly("mqtt-meter-7-trace");
		}
	}

	@Test
	@ExpectedErrors("Packet tap")
	void failingTapHurtsNeitherTheConnectionNorOtherTaps() {
		try (ClientFixture fixture = fixture((packet) -> {
			throw new IllegalStateException("broken");
		}, (packet) -> {
			throw new StackOverflowError();
		}, this.lines)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<PublishResult> published = fixture.client
				.publishAsync(MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE));
			connection.send(new Puback(connection.expect(Publish.class).packetIdentifier()));
			ClientFixture.await(published);
			this.lines.skip(3);
			assertThat(this.lines.next()).startsWith("< meter-7 PUBACK id=1 0x00");
		}
	}

	@Test
	void blockingTapDelaysNothingAndLearnsWhatItMissed() {
		CountDownLatch release = new CountDownLatch(1);
		AtomicLong traced = new AtomicLong();
		AtomicLong dropped = new AtomicLong();
		PacketTap tap = new PacketTap() {

			@Override
			public void traced(TracedPacket packet) {
				try {
					release.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
				traced.incrementAndGet();
			}

			@Override
			public void dropped(TracedConnection connection, long count) {
				assertThat(connection.clientId()).isEqualTo("meter-7");
				dropped.addAndGet(count);
			}

		};
		try (ClientFixture fixture = fixture(tap)) {
			FakeConnection connection = fixture.connect();
			int count = 40;
			byte[] payload = new byte[512 * 1024];
			for (int i = 0; i < count; i++) {
				ClientFixture.await(fixture.client.publishAsync(MqttMessage.of("a", payload)));
				connection.expect(Publish.class);
			}
			release.countDown();
			Awaitility.await().until(() -> traced.get() + dropped.get() == 2 + count);
			assertThat(traced).hasValueBetween(20, 34);
		}
	}

	@Test
	void inactiveTapSeesNothingAndNeedsNoThread() {
		this.lines.active = false;
		try (ClientFixture fixture = fixture(this.lines)) {
			FakeConnection connection = fixture.connect();
			publish(fixture, connection, "plants/1/state");
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.endsWith("-trace"));
			assertThat(this.lines.packets).isEmpty();
		}
	}

	@Test
	void tapThatBecomesActiveSeesWhatComesThenAndNoRoundTripsOfWhatItMissed() {
		try (ClientFixture fixture = fixture(this.lines)) {
			FakeConnection connection = fixture.connect();
			this.lines.skip(2);
			CompletableFuture<Duration> first = fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			assertThat(this.lines.next()).isEqualTo("> meter-7 PINGREQ");
			this.lines.active = false;
			connection.send(Pingresp.INSTANCE);
			ClientFixture.await(first);
			CompletableFuture<Duration> second = fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			this.lines.active = true;
			fixture.timer.advance(Duration.ofMillis(7));
			connection.send(Pingresp.INSTANCE);
			ClientFixture.await(second);
			assertThat(this.lines.next()).isEqualTo("< meter-7 PINGRESP");
		}
	}

	@Test
	void tapThatBecomesActiveKnowsTheTopicsOfAliasesThatWereGivenBefore() {
		this.lines.active = false;
		try (ClientFixture fixture = fixture(this.lines)) {
			CompletableFuture<?> connected = fixture.client.connectAsync();
			FakeConnection connection = fixture.broker.awaitConnection()
				.accept(false, Properties.builder().add(Property.TOPIC_ALIAS_MAXIMUM, 10).build());
			ClientFixture.await(connected);
			publish(fixture, connection, "plants/1/state");
			this.lines.active = true;
			publish(fixture, connection, "plants/1/state");
			assertThat(this.lines.next()).isEqualTo("> meter-7 PUBLISH id=2 q1 (plants/1/state) alias=1 11 B");
		}
	}

	@Test
	void largePayloadIsSeenByATapThatIsActiveOnly() {
		try (ClientFixture fixture = fixture(this.lines)) {
			FakeConnection connection = fixture.connect();
			this.lines.skip(2);
			this.lines.active = false;
			ClientFixture.await(fixture.client.publishAsync(MqttMessage.of("a", new byte[300_000])));
			assertThat(connection.expect(Publish.class).message().payload()).hasSize(300_000);
			this.lines.active = true;
			ClientFixture.await(fixture.client.publishAsync(MqttMessage.of("b", new byte[300_000])));
			assertThat(connection.expect(Publish.class).message().payload()).hasSize(300_000);
			assertThat(this.lines.next()).isEqualTo("> meter-7 PUBLISH q0 b 300008 B");
		}
	}

	@Test
	void largePayloadThatIsReceivedIsSeenAsWhole() {
		try (ClientFixture fixture = fixture(this.lines)) {
			FakeConnection connection = fixture.connect();
			this.lines.skip(2);
			connection.send(new Publish(0, false, MqttMessage.of("b", new byte[300_000]), 0));
			assertThat(this.lines.next()).isEqualTo("< meter-7 PUBLISH q0 b 300008 B");
		}
	}

	private static void publish(ClientFixture fixture, FakeConnection connection, String topic) {
		CompletableFuture<PublishResult> published = fixture.client
			.publishAsync(MqttMessage.of(topic, "x").qos(QoS.AT_LEAST_ONCE));
		connection.send(new Puback(connection.expect(Publish.class).packetIdentifier()));
		ClientFixture.await(published);
	}

	@Test
	void packetTraceThreadEndsWithTheClient() {
		PacketHistory history = new PacketHistory();
		try (ClientFixture fixture = fixture(history)) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<Void> closed = CompletableFuture.runAsync(fixture.client::close);
			connection.expect(Disconnect.class);
			connection.close();
			ClientFixture.await(closed);
			// What was sent last was shown before the thread ended
			assertThat(history.packets()).last().hasToString("> meter-7 DISCONNECT 0x00");
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("mqtt-"));
		}
	}

	@Test
	void withoutTapThereIsNoTraceThread() {
		try (ClientFixture fixture = fixture()) {
			FakeConnection connection = fixture.connect();
			CompletableFuture<Duration> pinged = fixture.client.pingAsync();
			connection.expect(Pingreq.class);
			connection.send(Pingresp.INSTANCE);
			ClientFixture.await(pinged);
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.endsWith("-trace"));
		}
	}

	/**
	 * Keeps the lines of all packets.
	 */
	private static final class Lines implements PacketTap {

		private final BlockingQueue<TracedPacket> packets = new LinkedBlockingQueue<>();

		private volatile boolean active = true;

		@Override
		public boolean isActive() {
			return this.active;
		}

		@Override
		public void traced(TracedPacket packet) {
			this.packets.add(packet);
		}

		void skip(int count) {
			for (int i = 0; i < count; i++) {
				next();
			}
		}

		String next() {
			try {
				TracedPacket packet = this.packets.poll(10, TimeUnit.SECONDS);
				assertThat(packet).as("traced packet").isNotNull();
				return packet.toString();
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		}

	}

}
