package io.topicwire.mqtt.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.topicwire.mqtt.ClientStatistics;
import io.topicwire.mqtt.InboxOverflowPolicy;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the limits of the inbox with random schedules: messages of several topics and
 * any size come while handlers return in any order.
 */
class InboxRandomTests {

	private static final int MESSAGES = 4;

	private static final int BYTES = 100;

	private static final int LARGEST = 150;

	@Property(tries = 100)
	void nothingOfQos1IsLostAndEveryMessageOfQos0IsHandledOrCounted(@ForAll InboxOverflowPolicy policy,
			@ForAll ProtocolVersion version, @ForAll @IntRange(min = 1, max = 3) int concurrency,
			@ForAll("schedules") List<Step> schedule) {
		try (Run run = new Run(policy, version, concurrency)) {
			schedule.forEach(run::perform);
			run.finish();
		}
	}

	@Provide
	Arbitrary<List<Step>> schedules() {
		Arbitrary<Step> messages = Combinators
			.combine(Arbitraries.of("a", "b", "c"), Arbitraries.of(QoS.AT_MOST_ONCE, QoS.AT_LEAST_ONCE),
					Arbitraries.integers().between(10, LARGEST))
			.as((topic, qos, size) -> new Step(topic, qos, size, 0));
		Arbitrary<Step> returns = Arbitraries.integers()
			.between(0, 2)
			.map((position) -> new Step("", QoS.AT_MOST_ONCE, 0, position));
		return Arbitraries.frequencyOf(Tuple.of(3, messages), Tuple.of(1, returns)).list().ofMaxSize(60);
	}

	/**
	 * What happens: a message comes, or a handler returns.
	 *
	 * @param topic the topic of the message, empty if a handler returns
	 * @param qos the QoS of the message
	 * @param size the size of the message
	 * @param position which handler returns
	 */
	record Step(String topic, QoS qos, int size, int position) {

	}

	/**
	 * A client that handles messages.
	 */
	private static final class Run implements AutoCloseable {

		private final HeldHandler handler = new HeldHandler();

		private final ClientFixture fixture;

		private final FakeConnection connection;

		private final InboxOverflowPolicy policy;

		private final List<MqttMessage> sent = new ArrayList<>();

		Run(InboxOverflowPolicy policy, ProtocolVersion version, int concurrency) {
			this.policy = policy;
			this.fixture = new ClientFixture(version, (builder) -> builder.keepAlive(Duration.ZERO)
				// Many enough for a broker that does not count
				.receiveMaximum((version == ProtocolVersion.MQTT_5) ? 100 : MESSAGES)
				.inboxMessages(100)
				.inboxLimit(BYTES)
				.onInboxOverflow(policy)
				.handlerConcurrency(concurrency));
			this.connection = this.fixture.connectAndSubscribe("#", this.handler);
		}

		void perform(Step step) {
			if (!step.topic().isEmpty()) {
				send(step);
			}
			else {
				List<String> running = this.handler.running();
				if (!running.isEmpty()) {
					this.handler.release(step.position() % running.size());
				}
			}
			assertLimited();
		}

		private void send(Step step) {
			String number = this.sent.size() + 1 + " ";
			String payload = number + "-".repeat(step.size() - number.length() - step.topic().length());
			MqttMessage message = MqttMessage.of(step.topic(), payload).qos(step.qos());
			this.sent.add(message);
			this.connection
				.send(new Publish((step.qos() != QoS.AT_MOST_ONCE) ? this.sent.size() : 0, false, message, 0));
		}

		/**
		 * What was read is what came first. Of that, no more waits for handlers than one
		 * message above the limit.
		 */
		private void assertLimited() {
			int received = (int) this.fixture.client.statistics().messagesReceived();
			Predicate<MqttMessage> acknowledged = (message) -> message.qos() != QoS.AT_MOST_ONCE;
			// In this order, so that what is begun meanwhile does no harm
			long waiting = sum(this.sent.subList(0, received), acknowledged) - sum(this.handler.begun(), acknowledged);
			assertThat(waiting).isLessThan(BYTES + LARGEST);
		}

		private static long sum(List<MqttMessage> messages, Predicate<MqttMessage> condition) {
			return messages.stream()
				.filter(condition)
				.mapToLong((message) -> message.payload().length + message.topic().length())
				.sum();
		}

		void finish() {
			this.handler.close();
			List<String> acknowledged = payloads(this.sent, (message) -> message.qos() != QoS.AT_MOST_ONCE);
			acknowledged.forEach((payload) -> assertThat(this.connection.expect(Puback.class).packetIdentifier())
				.isEqualTo(number(payload)));
			Awaitility.await().until(() -> {
				ClientStatistics statistics = this.fixture.client.statistics();
				return statistics.messagesReceived() == this.sent.size()
						&& this.handler.begun().size() + statistics.messagesDropped() == this.sent.size();
			});
			List<String> handled = payloads(this.handler.begun(), (message) -> true);
			assertThat(handled).doesNotHaveDuplicates().containsAll(acknowledged);
			for (String topic : List.of("a", "b", "c")) {
				Predicate<MqttMessage> ofTopic = (message) -> message.topic().equals(topic);
				assertThat(payloads(this.handler.begun(), ofTopic)).isEqualTo(
						payloads(this.sent, ofTopic.and((message) -> handled.contains(message.payloadAsString()))));
			}
			if (this.policy == InboxOverflowPolicy.STOP_READING) {
				assertThat(this.fixture.client.statistics().messagesDropped()).isZero();
			}
		}

		private static int number(String payload) {
			return Integer.parseInt(payload.substring(0, payload.indexOf(' ')));
		}

		private static List<String> payloads(List<MqttMessage> messages, Predicate<MqttMessage> condition) {
			return messages.stream().filter(condition).map(MqttMessage::payloadAsString).toList();
		}

		@Override
		public void close() {
			this.handler.close();
			this.fixture.close();
		}

	}

}
