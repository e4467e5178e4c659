package io.topicwire.mqtt.spring.observation;

import java.util.concurrent.CompletableFuture;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.spring.FakeMqttClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MqttPublishObservations}.
 */
class MqttPublishObservationsTests {

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final FakeMqttClient client = new FakeMqttClient();

	private final MqttMessage message = MqttMessage.of("plants/7/state", "hot").qos(QoS.EXACTLY_ONCE);

	@Test
	void messageIsObservedUntilItIsPublished() {
		CompletableFuture<PublishResult> result = new CompletableFuture<>();
		observations(null).observe(this.client, this.message, null, (message) -> result);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo("mqtt.publish")
			.that()
			.hasBeenStarted()
			.isNotStopped();
		result.complete(PublishResult.SUCCESS);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasBeenStopped()
			.doesNotHaveError()
			.hasContextualNameEqualTo("publish none")
			.hasLowCardinalityKeyValue("messaging.system", "mqtt")
			.hasLowCardinalityKeyValue("messaging.operation.name", "publish")
			.hasLowCardinalityKeyValue("messaging.operation.type", "send")
			.hasLowCardinalityKeyValue("messaging.destination.template", "none")
			.hasLowCardinalityKeyValue("mqtt.connection", "plant")
			.hasLowCardinalityKeyValue("mqtt.qos", "2")
			.hasHighCardinalityKeyValue("messaging.destination.name", "plants/7/state")
			.hasHighCardinalityKeyValue("messaging.message.body.size", "3")
			.hasHighCardinalityKeyValue("messaging.client.id", "meter-7");
	}

	@Test
	void topicTemplateIsToldIfItIsKnown() {
		observations(null).observe(this.client, this.message, "plants/{plant}/state", this.client::publishAsync);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasContextualNameEqualTo("publish plants/{plant}/state")
			.hasLowCardinalityKeyValue("messaging.destination.template", "plants/{plant}/state");
	}

	@Test
	void failureOfTheFutureIsTheErrorOfTheObservation() {
		MqttException failure = new MqttException("refused");
		CompletableFuture<PublishResult> result = new CompletableFuture<>();
		observations(null).observe(this.client, this.message, null, (message) -> result.thenApply((value) -> value));
		result.completeExceptionally(failure);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasBeenStopped()
			.assertThatError()
			.isSameAs(failure);
	}

	@Test
	void failureOfTheCallIsTheErrorOfTheObservation() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> observations(null).observe(this.client, this.message, null, (message) -> {
				throw new IllegalArgumentException("bad topic");
			}));
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasBeenStopped()
			.assertThatError()
			.hasMessage("bad topic");
	}

	@Test
	void conventionReplacesNames() {
		MqttPublishObservationConvention convention = new DefaultMqttPublishObservationConvention() {

			@Override
			public KeyValues getLowCardinalityKeyValues(MqttPublishContext context) {
				return super.getLowCardinalityKeyValues(context).and(KeyValue.of("plant", "7"));
			}

		};
		observations(convention).observe(this.client, this.message, null, this.client::publishAsync);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasLowCardinalityKeyValue("plant", "7");
	}

	@Test
	void tracerReplacesUserPropertiesOfAMessageThatIsPassedOn() {
		MqttMessage received = MqttMessage.of("a", "x")
			.contentType("text/plain")
			.userProperty("traceparent", "old")
			.userProperty("unit", "°C");
		MqttPublishContext context = new MqttPublishContext(received, null, "default", "meter-7");
		context.getSetter().set(context.getCarrier(), "traceparent", "new");
		assertThat(context.getMessage().userProperties()).containsExactly(new UserProperty("unit", "°C"),
				new UserProperty("traceparent", "new"));
		assertThat(context.getMessage().properties().contentType()).isEqualTo("text/plain");
	}

	@Test
	void nothingIsObservedWithoutARegistry() {
		MqttPublishObservations.NOOP.observe(this.client, this.message, null, this.client::publishAsync);
		assertThat(this.client.published()).containsExactly(this.message);
	}

	private MqttPublishObservations observations(MqttPublishObservationConvention convention) {
		return new MqttPublishObservations(this.registry, convention, "plant");
	}

}
