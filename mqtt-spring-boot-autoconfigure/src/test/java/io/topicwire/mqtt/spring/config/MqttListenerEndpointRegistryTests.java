package io.topicwire.mqtt.spring.config;

import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.listener.ContainerGroup;
import io.topicwire.mqtt.spring.listener.MqttMessageListener;
import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.spy;

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
	void containerIsStartedAtOnceIfThatIsAskedFor() {
		this.registry.registerListenerContainer(new TestEndpoint("one", false), this.factory, true);
		assertThat(this.client.events()).containsExactly("subscribe one");
	}

	@Test
	void containersAreFoundByTheirIds() {
		this.registry.registerListenerContainer(new TestEndpoint("plant-1", null), this.factory);
		this.registry.registerListenerContainer(new TestEndpoint("cloud", null), this.factory);
		assertThat(this.registry.getListenerContainersMatching((id) -> id.startsWith("plant-"))).singleElement()
			.isSameAs(this.registry.getListenerContainer("plant-1"));
	}

	@Test
	void containersAreStartedByTheirPhasesAndStoppedTheOtherWayRound() {
		List<String> stopped = new ArrayList<>();
		for (int phase : new int[] { 2, 1, 3 }) {
			this.factory.setPhase(phase);
			this.registry.registerListenerContainer(new TestEndpoint("phase-" + phase, null), (endpoint) -> {
				MqttMessageListenerContainer container = spy(this.factory.createListenerContainer(endpoint));
				willAnswer((invocation) -> stopped.add(endpoint.getId())).given(container).hold();
				return container;
			});
		}
		this.registry.start();
		this.registry.hold();
		assertThat(this.client.events()).containsExactly("subscribe phase-1", "subscribe phase-2", "subscribe phase-3");
		assertThat(stopped).containsExactly("phase-3", "phase-2", "phase-1");
	}

	@Test
	void groupIsStartedAndStoppedTogether() {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		this.registry.setBeanFactory(beanFactory);
		this.registry.start();
		for (String id : List.of("one", "two")) {
			SimpleMqttListenerEndpoint endpoint = new SimpleMqttListenerEndpoint(id, List.of(TopicTemplate.of(id)),
					(message, topicVariables) -> {
					});
			endpoint.setGroup("nightly");
			endpoint.setContainerCustomizer((properties) -> properties.setAutoStartup(false));
			this.registry.registerListenerContainer(endpoint, this.factory);
		}
		this.registry.registerListenerContainer(new TestEndpoint("other", false), this.factory);
		ContainerGroup group = beanFactory.getBean("nightly.group", ContainerGroup.class);
		assertThat(group).isSameAs(this.registry.getContainerGroup("nightly"));
		assertThat(group.getName()).isEqualTo("nightly");
		assertThat(group.getListenerIds()).containsExactlyInAnyOrder("one", "two");
		assertThat(group.allStopped()).isTrue();
		group.start();
		assertThat(group.isRunning()).isTrue();
		assertThat(this.client.events()).containsExactlyInAnyOrder("subscribe one", "subscribe two");
		group.stop();
		assertThat(group.allStopped()).isTrue();
		this.registry.unregisterListenerContainer("one");
		assertThat(group.getListenerIds()).containsExactly("two");
		assertThat(this.registry.getContainerGroup("daily")).isNull();
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
