package io.topicwire.mqtt.spring.config;

import java.util.List;

import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.listener.MqttMessageListener;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MqttListenerEndpointRegistry}.
 */
class MqttListenerEndpointRegistryTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final DefaultMqttListenerContainerFactory factory = new DefaultMqttListenerContainerFactory(this.client);

	private final MqttListenerEndpointRegistry registry = new MqttListenerEndpointRegistry();

	@AfterEach
	void stopRegistry() {
		this.registry.stop();
	}

	@Test
	void containersAreStartedWithTheRegistry() {
		this.registry.registerListenerContainer(new TestEndpoint("one", null), this.factory);
		this.registry.registerListenerContainer(new TestEndpoint("two", false), this.factory);
		assertThat(this.client.events()).isEmpty();
		this.registry.start();
		assertThat(this.client.events()).containsExactly("subscribe one");
		assertThat(this.registry.getListenerContainerIds()).containsExactlyInAnyOrder("one", "two");
	}

	@Test
	void containerThatComesLaterIsStartedAtOnce() {
		this.registry.start();
		this.registry.registerListenerContainer(new TestEndpoint("one", null), this.factory);
		assertThat(this.client.events()).containsExactly("subscribe one");
	}

	@Test
	void secondContainerOfTheSameIdIsRefused() {
		this.registry.registerListenerContainer(new TestEndpoint("one", null), this.factory);
		assertThatIllegalStateException()
			.isThrownBy(() -> this.registry.registerListenerContainer(new TestEndpoint("one", null), this.factory))
			.withMessageContaining("'one'");
	}

	@Test
	void unregisteredContainerIsStopped() {
		this.registry.registerListenerContainer(new TestEndpoint("one", null), this.factory);
		this.registry.start();
		assertThat(this.registry.unregisterListenerContainer("one")).isNotNull();
		assertThat(this.client.events()).containsExactly("subscribe one", "unsubscribe one");
		assertThat(this.registry.getListenerContainer("one")).isNull();
		assertThat(this.registry.unregisterListenerContainer("one")).isNull();
	}

	@Test
	void virtualMachineIsKeptRunningWhileThereAreListeners() {
		this.registry.start();
		Awaitility.await().until(() -> keepAliveThreads() == 0);
		this.registry.registerListenerContainer(new TestEndpoint("one", null), this.factory);
		assertThat(keepAliveThreads()).isEqualTo(1);
		this.registry.stop();
		Awaitility.await().until(() -> keepAliveThreads() == 0);
	}

	private static long keepAliveThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("mqtt-keep-alive") && !thread.isDaemon())
			.count();
	}

	record TestEndpoint(String id, @Nullable Boolean autoStartup) implements MqttListenerEndpoint {

		@Override
		public String getId() {
			return this.id;
		}

		@Override
		public List<TopicTemplate> getTopics() {
			return List.of(TopicTemplate.of(this.id));
		}

		@Override
		public @Nullable Boolean getAutoStartup() {
			return this.autoStartup;
		}

		@Override
		public MqttMessageListener createListener(MessageHandlerMethodFactory methodFactory) {
			return (message, topicVariables) -> {
			};
		}

	}

}
