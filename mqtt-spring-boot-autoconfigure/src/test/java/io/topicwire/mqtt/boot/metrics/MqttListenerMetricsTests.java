package io.topicwire.mqtt.boot.metrics;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.config.SimpleMqttListenerEndpoint;
import io.topicwire.mqtt.spring.listener.MqttMessageListener;
import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.messaging.converter.MessageConversionException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttListenerMetrics}.
 */
class MqttListenerMetricsTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final MqttListenerEndpointRegistry listeners = new MqttListenerEndpointRegistry();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@BeforeEach
	void bind() {
		register("before");
		this.listeners.start();
		new MqttListenerMetrics(this.listeners).bindTo(this.registry);
	}

	@AfterEach
	void stop() {
		this.listeners.stop();
	}

	@Test
	void listenersHaveMetersWhenTheyAreThereAndWhenTheyCome() {
		register("after");
		assertThat(this.registry.find("mqtt.listener.queue.size").gauges())
			.extracting((gauge) -> gauge.getId().getTag("listener.id"))
			.containsExactlyInAnyOrder("before", "after");
	}

	@Test
	void metersGoWithTheListener() {
		this.listeners.unregisterListenerContainer("before");
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void whatWaitsAndWhatFailsIsMeasured() {
		this.client.receive(MqttMessage.of("before", "").qos(QoS.AT_LEAST_ONCE));
		assertThat(count("mqtt.listener.failures")).isEqualTo(1);
		assertThat(count("mqtt.listener.retries")).isZero();
		assertThat(count("mqtt.listener.filtered")).isZero();
		assertThat(count("mqtt.listener.recovered")).isZero();
		this.listeners.getListenerContainer("before").pause();
		this.client.receive(MqttMessage.of("before", "").qos(QoS.AT_LEAST_ONCE));
		assertThat(this.registry.get("mqtt.listener.queue.size").gauge().value()).isEqualTo(1);
		this.listeners.getListenerContainer("before").stop();
		assertThat(count("mqtt.listener.discarded")).isEqualTo(1);
	}

	@Test
	void waitingForAThreadIsTimed() {
		MqttMessageListenerContainer container = this.listeners.getListenerContainer("before");
		FunctionTimer timer = this.registry.get("mqtt.listener.queue.wait")
			.tag("listener.id", "before")
			.functionTimer();
		this.client.receive(MqttMessage.of("before", "").qos(QoS.AT_LEAST_ONCE));
		assertThat(timer.count()).isZero();
		container.pause();
		this.client.receive(MqttMessage.of("before", "").qos(QoS.AT_LEAST_ONCE));
		assertThat(timer.count()).isZero();
		container.resume();
		Awaitility.await().untilAsserted(() -> assertThat(timer.count()).isEqualTo(1));
		assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive()
			.isEqualTo(container.getStatistics().queueTime().toNanos());
	}

	@Test
	void messageThatCannotBeConvertedIsCounted() {
		register("after", (message, topicVariables) -> {
			throw new MessageConversionException("no number");
		});
		this.listeners.getListenerContainer("after").start();
		this.client.receive(MqttMessage.of("after", "x").qos(QoS.AT_LEAST_ONCE));
		this.client.receive(MqttMessage.of("before", "").qos(QoS.AT_LEAST_ONCE));
		assertThat(count("mqtt.listener.conversion-errors")).isZero();
		assertThat(count("mqtt.listener.conversion-errors", "after")).isEqualTo(1);
		assertThat(count("mqtt.listener.failures", "after")).isEqualTo(1);
	}

	@Test
	void noMeterHasATopicAsATag() {
		assertThat(this.registry.getMeters()).extracting(Meter::getId)
			.allSatisfy((id) -> assertThat(id.getTags()).extracting("key").containsExactly("listener.id"));
	}

	private void register(String id) {
		register(id, (message, topicVariables) -> {
			throw new IllegalStateException("disk full");
		});
	}

	private void register(String id, MqttMessageListener listener) {
		this.listeners.registerListenerContainer(
				new SimpleMqttListenerEndpoint(id, List.of(TopicTemplate.of(id)), listener),
				new DefaultMqttListenerContainerFactory(this.client));
	}

	private double count(String name) {
		return count(name, "before");
	}

	private double count(String name, String listenerId) {
		return this.registry.get(name).tag("listener.id", listenerId).functionCounter().count();
	}

}
