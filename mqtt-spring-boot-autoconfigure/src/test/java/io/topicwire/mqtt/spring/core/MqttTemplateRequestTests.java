package io.topicwire.mqtt.spring.core;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.topicwire.mqtt.BrokerRemarks;
import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.MqttClosedException;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttPublishException;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.observation.MqttPublishObservations;
import io.topicwire.mqtt.spring.support.JsonPayloadConverter;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.converter.MessageConversionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for requests and replies of {@link MqttTemplate}.
 */
class MqttTemplateRequestTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final FakeMqttClient client = new FakeMqttClient();

	private final MqttTemplate template = new MqttTemplate(this.client);

	@Test
	void requestSaysWhereTheReplyIsToGo() {
		this.template.sendAndReceive("plants/7/state", "?", String.class);
		MqttMessage request = published(0);
		assertThat(request.payloadAsString()).isEqualTo("?");
		assertThat(request.properties().responseTopic()).isEqualTo("replies/" + this.client.clientId());
		assertThat(request.properties().correlationData()).hasSize(16);
		assertThat(request.properties().messageExpiryInterval()).isEqualTo(5);
	}

	@Test
	void requestIsObservedUntilItsReplyHasCome() {
		TestObservationRegistry registry = TestObservationRegistry.create();
		this.template.setObservations(new MqttPublishObservations(registry, null, "plant"));
		this.template.to("plants/7/state").topicTemplate("plants/{plant}/state").sendAndReceive(String.class);
		TestObservationRegistryAssert.assertThat(registry)
			.hasObservationWithNameEqualTo("mqtt.request")
			.that()
			.hasBeenStarted()
			.isNotStopped();
		reply(published(0), "hot");
		TestObservationRegistryAssert.assertThat(registry)
			.hasObservationWithNameEqualTo("mqtt.request")
			.that()
			.hasContextualNameEqualTo("request plants/{plant}/state")
			.hasBeenStopped()
			.doesNotHaveError()
			.hasLowCardinalityKeyValue("messaging.destination.template", "plants/{plant}/state")
			.hasLowCardinalityKeyValue("mqtt.connection", "plant")
			.hasLowCardinalityKeyValue("result", "success")
			.hasHighCardinalityKeyValue("messaging.destination.name", "plants/7/state");
		TestObservationRegistryAssert.assertThat(registry)
			.hasObservationWithNameEqualTo("mqtt.publish")
			.that()
			.hasLowCardinalityKeyValue("messaging.destination.template", "plants/{plant}/state");
	}

	@Test
	void requestWithoutAReplyIsObservedAsTimeout() {
		TestObservationRegistry registry = TestObservationRegistry.create();
		this.template.setObservations(new MqttPublishObservations(registry, null, "plant"));
		this.template.setReplyTimeout(Duration.ofMillis(1));
		CompletableFuture<String> reply = this.template.sendAndReceive("a", "?", String.class);
		assertThat(reply).failsWithin(LONG);
		Awaitility.await()
			.untilAsserted(() -> TestObservationRegistryAssert.assertThat(registry)
				.hasObservationWithNameEqualTo("mqtt.request")
				.that()
				.hasBeenStopped()
				.hasLowCardinalityKeyValue("messaging.destination.template", "none")
				.hasLowCardinalityKeyValue("result", "timeout"));
	}

	@Test
	void typeOfTheReplyMayBeAReference() {
		CompletableFuture<String> reply = this.template.sendAndReceive("a", "?",
				new ParameterizedTypeReference<String>() {
				});
		reply(published(0), "!");
		assertThat(reply).succeedsWithin(LONG).isEqualTo("!");
	}

	@Test
	void requestMayLiveLongerThanItsReplyIsWaitedFor() {
		this.template.to("a").messageExpiry(Duration.ofMinutes(1)).sendAndReceive(String.class);
		assertThat(published(0).properties().messageExpiryInterval()).isEqualTo(60);
	}

	@Test
	void repliesFindTheirRequestsOverOneSubscription() {
		CompletableFuture<String> first = this.template.sendAndReceive("a", "1", String.class);
		CompletableFuture<String> second = this.template.sendAndReceive("b", "2", String.class);
		assertThat(this.client.subscriptions()).hasSize(1);
		reply(published(1), "two");
		assertThat(first).isNotDone();
		reply(published(0), "one");
		assertThat(first).isCompletedWithValue("one");
		assertThat(second).isCompletedWithValue("two");
	}

	@Test
	void replyIsReadAsTheTypeThatIsAskedFor() {
		this.template.setMessageConverter(new JsonPayloadConverter(JsonMapper.builder().build()));
		CompletableFuture<List<State>> states = this.template.sendAndReceive("a", 1, MqttPublishOptions.DEFAULTS,
				new ParameterizedTypeReference<List<State>>() {
				});
		reply(published(0), "[{\"name\":\"running\"}]");
		assertThat(states).isCompletedWithValue(List.of(new State("running")));
	}

	@Test
	void replyMayBeTheMessageItself() {
		CompletableFuture<MqttMessage> reply = this.template.sendAndReceive("a", "x", MqttMessage.class);
		reply(published(0), "y");
		assertThat(reply.join().payloadAsString()).isEqualTo("y");
	}

	@Test
	void replyOfAnotherTypeFailsTheRequest() {
		CompletableFuture<State> reply = this.template.sendAndReceive("a", "x", State.class);
		reply(published(0), "y");
		assertThat(reply).failsWithin(LONG)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(MessageConversionException.class)
			.withMessageContaining("State");
	}

	@Test
	void repliesThatNobodyWaitsForAreLeftAlone() {
		CompletableFuture<String> reply = this.template.sendAndReceive("a", "x", String.class);
		String topic = Objects.requireNonNull(published(0).properties().responseTopic());
		assertThat(this.client.receive(MqttMessage.of(topic, "no correlation data"))).isEmpty();
		assertThat(this.client
			.receive(MqttMessage.of(topic, "other").correlationData(ByteBuffer.allocate(16).putLong(7).array())))
			.isEmpty();
		assertThat(reply).isNotDone();
		reply(published(0), "first");
		reply(published(0), "second");
		assertThat(reply).isCompletedWithValue("first");
	}

	@Test
	void missingReplyFailsTheRequestInTime() {
		this.template.setReplyTimeout(Duration.ofMillis(20));
		assertThat(this.template.sendAndReceive("plants/7/state", "?", String.class)).failsWithin(LONG)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(MqttTimeoutException.class)
			.withMessageContaining("topic 'plants/7/state' within 20 ms");
	}

	@Test
	void requestExpiresWhenNobodyWaitsForItsReplyAnyMore() {
		this.template.setReplyTimeout(Duration.ofMillis(29_500));
		this.template.sendAndReceive("a", "x", String.class);
		assertThat(published(0).properties().messageExpiryInterval()).isEqualTo(30);
	}

	@Test
	void cancelledRequestIsForgotten() {
		CompletableFuture<String> reply = this.template.sendAndReceive("a", "x", String.class);
		reply.cancel(false);
		reply(published(0), "late");
		assertThat(reply).isCancelled();
		assertThat(this.template).extracting("replies.waiting").asInstanceOf(InstanceOfAssertFactories.MAP).isEmpty();
	}

	@Test
	void requestThatNobodyReceivesFailsAtOnce() {
		this.client.setPublishResult(
				new PublishResult(ReasonCode.NO_MATCHING_SUBSCRIBERS, null, PublishResult.SUCCESS.userProperties()));
		assertThatRequestFails(MqttPublishException.class, "nobody is subscribed to topic 'a'");
	}

	@Test
	void requestThatIsNotSentFailsAtOnce() {
		this.template.sendAndReceive("a", "x", String.class);
		this.client.failWith(new MqttConnectionException("refused"));
		assertThatRequestFails(MqttConnectionException.class, "refused");
	}

	@Test
	void subscriptionThatFailedIsMadeWithTheNextRequest() {
		this.client.failWith(new MqttException("not authorized"));
		assertThatRequestFails(MqttException.class, "not authorized");
		assertThat(this.client.published()).isEmpty();
		this.client.failWith(null);
		CompletableFuture<String> reply = this.template.sendAndReceive("a", "x", String.class);
		reply(published(0), "y");
		assertThat(reply).isCompletedWithValue("y");
	}

	@Test
	void olderVersionHasNoRequests() {
		this.client.setStatus(new ConnectionStatus(
				ConnectionState.CONNECTED, new ConnectResult("broker:1883", ProtocolVersion.MQTT_3_1_1, "meter-7",
						false, Duration.ofSeconds(60), Duration.ZERO, ServerLimits.NONE, null, BrokerRemarks.NONE),
				0, null, null));
		assertThatRequestFails(IllegalStateException.class, "speaks MQTT 3.1.1");
		assertThat(this.client.events()).isEmpty();
	}

	@Test
	void responseTopicIsThatOfTheTemplate() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template.to("a").responseTopic("mine").sendAndReceive(String.class))
			.withMessageContaining("made by the template");
	}

	@Test
	void replyTopicMayBeChosen() {
		this.template.setReplyTopic("my/replies");
		this.template.sendAndReceive("a", "x", String.class);
		assertThat(published(0).properties().responseTopic()).isEqualTo("my/replies");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.setReplyTopic("my/#"));
	}

	@Test
	void requestsThatWaitFailWhenTheTemplateIsClosed() {
		CompletableFuture<String> reply = this.template.sendAndReceive("a", "x", String.class);
		this.template.destroy();
		assertThat(reply).failsWithin(LONG).withThrowableThat().havingCause().isInstanceOf(MqttClosedException.class);
		assertThat(this.client.subscriptions()).isEmpty();
		assertThatRequestFails(MqttClosedException.class, "closed");
	}

	private void assertThatRequestFails(Class<? extends Throwable> type, String message) {
		assertThat(this.template.sendAndReceive("a", "x", String.class)).failsWithin(LONG)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(type)
			.withMessageContaining(message);
	}

	private MqttMessage published(int index) {
		return this.client.published().get(index);
	}

	private void reply(MqttMessage request, String payload) {
		MqttMessage reply = MqttMessage.of(Objects.requireNonNull(request.properties().responseTopic()), payload)
			.correlationData(request.properties().correlationData());
		assertThat(this.client.receive(reply)).isEmpty();
	}

	record State(String name) {

	}

}
