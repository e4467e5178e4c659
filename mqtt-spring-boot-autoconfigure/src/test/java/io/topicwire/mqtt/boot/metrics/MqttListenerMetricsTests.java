package io.topicwire.mqtt.boot.metrics;

import java.util.List;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.config.SimpleMqttListenerEndpoint;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
	void noMeterHasATopicAsATag() {
		assertThat(this.registry.getMeters()).extracting(Meter::getId)
			.allSatisfy((id) -> assertThat(id.getTags()).extracting("key").containsExactly("listener.id"));
	}

	private void register(String id) {
		this.listeners.registerListenerContainer(
				new SimpleMqttListenerEndpoint(id, List.of(TopicTemplate.of(id)), (message, topicVariables) -> {
					throw new IllegalStateException("disk full");
				}), new DefaultMqttListenerContainerFactory(this.client));
	}

	private double count(String name) {
		return this.registry.get(name).tag("listener.id", "before").functionCounter().count();
	}

}
