package io.topicwire.mqtt.boot.autoconfigure.metrics;

import java.util.List;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.SubscriptionStatus;
import io.topicwire.mqtt.boot.autoconfigure.MqttAutoConfiguration;
import io.topicwire.mqtt.boot.metrics.MqttMetrics;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.annotation.MqttListenerConfigurer;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.config.SimpleMqttListenerEndpoint;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttMetricsAutoConfiguration}.
 */
class MqttMetricsAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MqttAutoConfiguration.class, MqttMetricsAutoConfiguration.class,
				MetricsAutoConfiguration.class))
		.withBean("mqttClient", MqttClient.class, FakeMqttClient::new);

	private final ApplicationContextRunner registryRunner = this.contextRunner.withBean(MeterRegistry.class,
			SimpleMeterRegistry::new);

	@Test
	void metersAreBoundForTheDefaultConnection() {
		this.registryRunner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.find("mqtt.connection.up").tag("connection", "default").gauge()).isNotNull();
			assertThat(registry.find("mqtt.ping.latency").tag("connection", "default").timer()).isNotNull();
		});
	}

	@Test
	void metersOfEachConnectionHaveItsName() {
		this.registryRunner.withPropertyValues("mqtt.connection.cloud.url=mqtt://cloud")
			.withBean("cloudMqttClient", MqttClient.class, FakeMqttClient::new,
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
			.run((context) -> assertThat(context.getBean(MeterRegistry.class).find("mqtt.connection.up").gauges())
				.extracting((gauge) -> gauge.getId().getTag("connection"))
				.containsExactlyInAnyOrder("default", "cloud"));
	}

	@Test
	void metersOfListenersAreBound() {
		this.registryRunner.withBean(MqttListenerConfigurer.class,
				() -> (registrar) -> registrar.registerEndpoint(new SimpleMqttListenerEndpoint("states",
						List.of(TopicTemplate.of("states")), (message, topicVariables) -> {
						}), () -> new DefaultMqttListenerContainerFactory(new FakeMqttClient())))
			.run((context) -> assertThat(context.getBean(MeterRegistry.class)
				.find("mqtt.listener.queue.size")
				.tag("listener.id", "states")
				.gauge()).isNotNull());
	}

	@Test
	void subscriptionsWhoseListenersAreAllPausedCountAsPaused() {
		FakeMqttClient client = new FakeMqttClient();
		SubscribeOptions options = SubscribeOptions.of(QoS.AT_LEAST_ONCE);
		client.setSubscriptionStatus(new SubscriptionStatus("a", options, ReasonCode.GRANTED_QOS_1),
				new SubscriptionStatus("b", options, ReasonCode.GRANTED_QOS_1));
		DefaultMqttListenerContainerFactory factory = new DefaultMqttListenerContainerFactory(client);
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MqttAutoConfiguration.class, MqttMetricsAutoConfiguration.class,
					MetricsAutoConfiguration.class))
			.withBean("mqttClient", MqttClient.class, () -> client)
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(MqttListenerConfigurer.class, () -> (registrar) -> {
				registrar.registerEndpoint(endpoint("one", "a", "b"), () -> factory);
				registrar.registerEndpoint(endpoint("two", "b"), () -> factory);
			})
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				MqttListenerEndpointRegistry listeners = context.getBean(MqttListenerEndpointRegistry.class);
				assertThat(subscriptions(registry, "paused")).isZero();
				listeners.getListenerContainer("one").pause();
				assertThat(subscriptions(registry, "paused")).isEqualTo(1);
				assertThat(subscriptions(registry, "active")).isEqualTo(1);
				listeners.getListenerContainer("two").pause();
				assertThat(subscriptions(registry, "paused")).isEqualTo(2);
				listeners.getListenerContainer("one").resume();
				assertThat(subscriptions(registry, "active")).isEqualTo(2);
			});
	}

	private static SimpleMqttListenerEndpoint endpoint(String id, String... topics) {
		return new SimpleMqttListenerEndpoint(id, Stream.of(topics).map(TopicTemplate::of).toList(),
				(message, topicVariables) -> {
				});
	}

	private static double subscriptions(MeterRegistry registry, String state) {
		return registry.get("mqtt.subscriptions").tag("state", state).gauge().value();
	}

	@Test
	void metersNeedARegistry() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(MqttConnectionsMetrics.class));
	}

	@Test
	void metersNeedMicrometer() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).doesNotHaveBean(MqttMetricsAutoConfiguration.class));
	}

	@Test
	void clientsOfTheUserHaveNoMetersWithoutASingleOne() {
		this.registryRunner.withBean("second", MqttClient.class, FakeMqttClient::new)
			.run((context) -> assertThat(context.getBean(MeterRegistry.class).find("mqtt.connection.up").gauges())
				.isEmpty());
	}

	@Test
	void metersBackOffForThoseOfTheUser() {
		MqttMetrics metrics = new MqttMetrics(new FakeMqttClient(), "mine");
		this.registryRunner.withBean(MqttMetrics.class, () -> metrics)
			.run((context) -> assertThat(context.getBean(MqttMetrics.class)).isSameAs(metrics));
	}

}
