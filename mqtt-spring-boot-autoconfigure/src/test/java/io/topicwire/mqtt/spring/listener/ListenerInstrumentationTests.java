package io.topicwire.mqtt.spring.listener;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.observation.MqttListenerContext;
import io.topicwire.mqtt.spring.observation.MqttListenerObservations;
import io.topicwire.mqtt.spring.support.ReceivedMessages;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.messaging.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ListenerInstrumentation}.
 */
class ListenerInstrumentationTests {

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final FakeMqttClient client = new FakeMqttClient();

	private final MqttMessage message = MqttMessage.of("plants/7/state", "hot");

	@Test
	void listenerIsObserved() throws Exception {
		observed((message, variables) -> assertThat(this.registry.getCurrentObservation()).isNotNull(), "x",
				"plants/{plant}/state")
			.onMessage(this.message, Collections.emptyMap());
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasNameEqualTo("mqtt.listener")
			.hasContextualNameEqualTo("process plants/{plant}/state")
			.hasBeenStarted()
			.hasBeenStopped()
			.doesNotHaveError()
			.hasLowCardinalityKeyValue("messaging.system", "mqtt")
			.hasLowCardinalityKeyValue("messaging.operation.name", "process")
			.hasLowCardinalityKeyValue("messaging.operation.type", "process")
			.hasLowCardinalityKeyValue("messaging.destination.template", "plants/{plant}/state")
			.hasLowCardinalityKeyValue("messaging.consumer.group.name", "none")
			.hasLowCardinalityKeyValue("mqtt.connection", "plant")
			.hasLowCardinalityKeyValue("mqtt.listener.id", "states")
			.hasHighCardinalityKeyValue("messaging.destination.name", "plants/7/state")
			.hasHighCardinalityKeyValue("messaging.message.body.size", "3")
			.hasHighCardinalityKeyValue("messaging.client.id", "meter-7");
	}

	@Test
	void nameOfASharedSubscriptionIsToldAsGroup() throws Exception {
		observed((message, variables) -> {
		}, "$share/workers/plants/+/state").onMessage(this.message, Collections.emptyMap());
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasLowCardinalityKeyValue("messaging.destination.template", "plants/+/state")
			.hasLowCardinalityKeyValue("messaging.consumer.group.name", "workers");
	}

	@Test
	void topicThatWasAddedLaterIsNotNamed() throws Exception {
		observed((message, variables) -> {
		}, "machines/+").onMessage(this.message, Collections.emptyMap());
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasLowCardinalityKeyValue("messaging.destination.template", "none");
	}

	@Test
	void failureIsTheErrorOfTheObservation() {
		IllegalStateException failure = new IllegalStateException("too hot");
		assertThatIllegalStateException().isThrownBy(() -> observed((message, variables) -> {
			throw failure;
		}, "plants/#").onMessage(this.message, Collections.emptyMap()));
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasBeenStopped()
			.assertThatError()
			.isSameAs(failure);
	}

	@Test
	void linesInTheLogOfAListenerSayWhatItWorksOn() throws Exception {
		Map<String, String> seen = new TreeMap<>();
		observed((message, variables) -> seen.putAll(MDC.getCopyOfContextMap()), "plants/#").onMessage(this.message,
				Collections.emptyMap());
		assertThat(seen).isEqualTo(Map.of("mqtt.connection", "plant", "mqtt.clientId", "meter-7", "mqtt.listenerId",
				"states", "mqtt.topic", "plants/7/state"));
		assertThat(MDC.get("mqtt.topic")).isNull();
	}

	@Test
	void batchIsObservedAsAWholeAndContinuesNoTrace() throws Exception {
		observeBatch(this.message.userProperty("traceparent", "secret"), MqttMessage.of("plants/8/state", "cold"));
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasNameEqualTo("mqtt.listener")
			.hasContextualNameEqualTo("process plants/{plant}/state")
			.hasBeenStopped()
			.hasLowCardinalityKeyValue("messaging.destination.template", "plants/{plant}/state")
			.hasLowCardinalityKeyValue("mqtt.listener.id", "states")
			.hasHighCardinalityKeyValue("messaging.batch.message_count", "2")
			.doesNotHaveHighCardinalityKeyValueWithKey("messaging.destination.name")
			.satisfies((context) -> {
				MqttListenerContext listenerContext = (MqttListenerContext) context;
				assertThat(listenerContext.getGetter().get(this.message, "traceparent")).isNull();
			});
	}

	@Test
	void messagesOfABatchAreObservedAsTheyWereReceivedAndHandledAsTheyWereChanged() throws Exception {
		List<String> handled = new ArrayList<>();
		List<MqttMessage> told = new ArrayList<>();
		MqttBatchMessageListener listener = new ListenerInstrumentation("states", List.of(TopicTemplate.of("plants/#")),
				this.client, new MqttListenerObservations(this.registry, null, "plant"),
				(listenerId, message, elapsed, failure) -> told.add(message))
			.instrument(new InterceptedMqttBatchMessageListener((messages, acknowledgment) -> {
				messages.forEach((message) -> handled.add(new String((byte[]) message.getPayload())));
				return null;
			}, (message) -> message.payload("changed".getBytes())));
		Message<?> converted = listener.convert(ReceivedMessages.toMessage(this.message, Collections.emptyMap()));
		listener.onMessages(List.of(converted), mock());
		assertThat(handled).containsExactly("changed");
		assertThat(told).containsExactly(this.message);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.satisfies((context) -> assertThat(((MqttListenerContext) context).getMessages())
				.containsExactly(this.message));
	}

	@Test
	void batchOfSeveralTopicsHasNoTemplate() throws Exception {
		observeBatch(this.message, MqttMessage.of("alarms", "cold"));
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasLowCardinalityKeyValue("messaging.destination.template", "none");
	}

	@Test
	void linesInTheLogOfABatchSayWhatItIsFor() throws Exception {
		Map<String, String> seen = new TreeMap<>();
		observeBatch((messages, acknowledgment) -> {
			seen.putAll(MDC.getCopyOfContextMap());
			return null;
		}, this.message);
		assertThat(seen)
			.isEqualTo(Map.of("mqtt.connection", "plant", "mqtt.clientId", "meter-7", "mqtt.listenerId", "states"));
	}

	private void observeBatch(MqttMessage... messages) throws Exception {
		observeBatch((received, acknowledgment) -> null, messages);
	}

	private void observeBatch(MqttBatchMessageListener delegate, MqttMessage... messages) throws Exception {
		List<Message<?>> batch = Stream.of(messages)
			.<Message<?>>map((message) -> ReceivedMessages.toMessage(message, Collections.emptyMap()))
			.toList();
		instrumentation("plants/{plant}/state", "alarms").instrument(delegate).onMessages(batch, mock());
	}

	private MqttMessageListener observed(MqttMessageListener delegate, String... topics) {
		return instrumentation(topics).instrument(delegate);
	}

	private ListenerInstrumentation instrumentation(String... topics) {
		List<TopicTemplate> templates = Stream.of(topics).map(TopicTemplate::of).toList();
		return new ListenerInstrumentation("states", templates, this.client,
				new MqttListenerObservations(this.registry, null, "plant"), null);
	}

}
