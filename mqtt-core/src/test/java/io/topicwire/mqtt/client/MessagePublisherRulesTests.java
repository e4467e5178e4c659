package io.topicwire.mqtt.client;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.fake.FakeConnection;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Puback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import org.testng.annotations.Test;

/**
 * Runs the tests of Reactive Streams for the publishers of
 * {@link MqttClient#messages(String, SubscribeOptions)}, which are written for another
 * test framework.
 */
class MessagePublisherRulesTests {

	@TestFactory
	Stream<DynamicTest> publisherFollowsTheRules() {
		return Arrays.stream(FlowPublisherVerification.class.getMethods())
			.filter((method) -> method.isAnnotationPresent(Test.class) && !method.getName().startsWith("untested_"))
			.map((method) -> DynamicTest.dynamicTest(method.getName(), () -> verify(method)));
	}

	private void verify(Method method) throws Throwable {
		try (Verification verification = new Verification()) {
			verification.setUp();
			method.invoke(verification);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof SkipException) {
				Assumptions.abort(ex.getCause().getMessage());
			}
			throw ex.getCause();
		}
	}

	/**
	 * The tests of Reactive Streams with a client and a broker that sends as many
	 * messages as they ask for.
	 */
	private static final class Verification extends FlowPublisherVerification<MqttMessage> implements AutoCloseable {

		private static final SubscribeOptions OPTIONS = SubscribeOptions.of(QoS.AT_LEAST_ONCE);

		// Messages that are sent without waiting for their acknowledgement
		private static final int WINDOW = 100;

		private @Nullable ClientFixture fixture;

		Verification() {
			super(new TestEnvironment(3_000, 100));
		}

		@Override
		public Flow.Publisher<MqttMessage> createFlowPublisher(long elements) {
			ClientFixture fixture = newFixture();
			FakeConnection connection = fixture.connect();
			Thread broker = new Thread(() -> serve(fixture.client, connection, elements), "broker");
			broker.setDaemon(true);
			broker.start();
			return fixture.client.messages("a", OPTIONS);
		}

		@Override
		public Flow.Publisher<MqttMessage> createFailedFlowPublisher() {
			ClientFixture fixture = newFixture();
			fixture.client.close();
			return fixture.client.messages("a", OPTIONS);
		}

		private ClientFixture newFixture() {
			close();
			ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_5,
					(builder) -> builder.receiveMaximum(WINDOW));
			this.fixture = fixture;
			return fixture;
		}

		private static void serve(MqttClient client, FakeConnection connection, long elements) {
			try {
				ClientFixture.grant(connection);
				long sent = 0;
				long acknowledged = 0;
				while (acknowledged < elements) {
					for (; sent < elements && sent < acknowledged + WINDOW; sent++) {
						int packetIdentifier = (int) (sent % WINDOW) + 1;
						connection.send(ClientFixture.publish(packetIdentifier, "a", "x", QoS.AT_LEAST_ONCE));
					}
					Packet packet = connection.expect(Packet.class);
					acknowledged += (packet instanceof Puback) ? 1 : 0;
				}
				client.unsubscribeAsync("a");
			}
			catch (AssertionError ex) {
				// The test is over, or is about to see that messages are missing
			}
		}

		@Override
		public void close() {
			ClientFixture fixture = this.fixture;
			if (fixture != null) {
				fixture.close();
				this.fixture = null;
			}
		}

	}

}
