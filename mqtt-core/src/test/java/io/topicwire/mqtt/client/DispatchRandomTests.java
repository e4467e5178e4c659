package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for handlers with random schedules: messages of several topics come while
 * handlers are called that return in any order, some of them only after they were taken
 * for stuck.
 */
class DispatchRandomTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	@Property(tries = 100)
	void eachMessageIsHandledOnceInTheOrderOfItsTopicAndAcknowledgedInTheOrderOfArrival(
			@ForAll @IntRange(min = 1, max = 4) int concurrency, @ForAll("schedules") List<Step> schedule) {
		try (Run run = new Run(concurrency)) {
			schedule.forEach(run::perform);
			run.finish();
		}
	}

	@Provide
	Arbitrary<List<Step>> schedules() {
		Arbitrary<Step> messages = Combinators
			.combine(Arbitraries.of("a", "b", "c", "d", "e"), Arbitraries.of(QoS.values()))
			.as((topic, qos) -> new Step("message", topic, qos, 0));
		Arbitrary<Step> returns = Arbitraries.integers()
			.between(0, 5)
			.map((position) -> new Step("return", "", QoS.AT_MOST_ONCE, position));
		Arbitrary<Step> time = Arbitraries.just(new Step("time", "", QoS.AT_MOST_ONCE, 0));
		return Arbitraries.frequencyOf(Tuple.of(8, messages), Tuple.of(7, returns), Tuple.of(1, time))
			.list()
			.ofMaxSize(60);
	}

	/**
	 * What happens.
	 *
	 * @param kind a message comes, a handler returns, or time passes so that all that run
	 * are stuck
	 * @param topic the topic of the message
	 * @param qos the QoS of the message
	 * @param position which handler returns
	 */
	record Step(String kind, String topic, QoS qos, int position) {

	}

	/**
	 * A client that handles messages while a model says how many handlers run.
	 */
	private static final class Run implements AutoCloseable {

		private final HeldHandler handler = new HeldHandler();

		private final ClientFixture fixture;

		private final FakeConnection connection;

		private final int concurrency;

		private final List<String> sent = new ArrayList<>();

		// Packet identifiers in the order of arrival
		private final Deque<Integer> arrived = new ArrayDeque<>();

		// How many messages wait or are handled, by topic
		private final Map<String, Integer> unhandled = new HashMap<>();

		private final List<String> stuck = new ArrayList<>();

		private boolean everStuck;

		Run(int concurrency) {
			this.concurrency = concurrency;
			this.fixture = new ClientFixture(ProtocolVersion.MQTT_5,
					(builder) -> builder.keepAlive(Duration.ZERO).handlerConcurrency(concurrency));
			this.connection = this.fixture.connectAndSubscribe("#", this.handler);
		}

		void perform(Step step) {
			switch (step.kind()) {
				case "message" -> receive(step.topic(), step.qos());
				case "return" -> release(step.position());
				default -> passTime();
			}
			this.handler.awaitRunning(expectedRunning());
		}

		private void receive(String topic, QoS qos) {
			int number = this.sent.size() + 1;
			this.sent.add(topic + " " + number);
			this.unhandled.merge(topic, 1, Integer::sum);
			if (qos != QoS.AT_MOST_ONCE) {
				this.arrived.add(number);
			}
			this.connection
				.send(ClientFixture.publish((qos != QoS.AT_MOST_ONCE) ? number : 0, topic, topic + " " + number, qos));
		}

		private void release(int position) {
			List<String> running = this.handler.running();
			if (!running.isEmpty()) {
				String topic = running.get(position % running.size());
				this.handler.release(topic);
				this.stuck.remove(topic);
				this.unhandled.merge(topic, -1, Integer::sum);
			}
		}

		/**
		 * Wait until the client knows all that run for stuck. With one thread, all topics
		 * wait for the handler then.
		 */
		private void passTime() {
			if (this.stuck.containsAll(this.handler.running())) {
				return;
			}
			this.stuck.clear();
			this.stuck.addAll(this.handler.running());
			this.everStuck = true;
			this.fixture.timer.advance(LIMIT);
		}

		private int expectedRunning() {
			List<String> waiting = this.unhandled.keySet()
				.stream()
				.filter((topic) -> this.unhandled.get(topic) > 0 && !this.stuck.contains(topic))
				.toList();
			boolean single = this.concurrency == 1 && !this.stuck.isEmpty();
			return this.stuck.size() + (single ? 0 : Math.min(this.concurrency, waiting.size()));
		}

		void finish() {
			this.handler.close();
			this.handler.awaitBegun(this.sent.size());
			while (!this.arrived.isEmpty() && !this.everStuck) {
				int next = this.arrived.remove();
				assertThat(identifier(this.connection.expect(Packet.class))).isEqualTo(next);
			}
			assertInOrderIfStuck();
			for (String topic : this.unhandled.keySet()) {
				List<String> expected = this.sent.stream().filter((message) -> message.startsWith(topic)).toList();
				assertThat(handled(topic)).isEqualTo(expected);
			}
			if (this.concurrency == 1 && !this.everStuck) {
				assertThat(this.handler.payloads()).isEqualTo(this.sent);
			}
		}

		/**
		 * Some messages were overtaken and are not acknowledged: read what is before a
		 * last packet.
		 */
		private void assertInOrderIfStuck() {
			if (!this.everStuck) {
				return;
			}
			this.connection.send(new Pubrel(65_535));
			for (Packet packet = this.connection
				.expect(Packet.class); !(packet instanceof Pubcomp); packet = this.connection.expect(Packet.class)) {
				int identifier = identifier(packet);
				while (!this.arrived.isEmpty() && this.arrived.peek() != identifier) {
					this.arrived.remove();
				}
				assertThat(this.arrived.poll()).isEqualTo(identifier);
			}
		}

		private List<String> handled(String topic) {
			return this.handler.payloads().stream().filter((message) -> message.startsWith(topic)).toList();
		}

		private static int identifier(Packet packet) {
			return (packet instanceof Puback puback) ? puback.packetIdentifier() : ((Pubrec) packet).packetIdentifier();
		}

		@Override
		public void close() {
			this.handler.close();
			this.fixture.close();
		}

	}

}
