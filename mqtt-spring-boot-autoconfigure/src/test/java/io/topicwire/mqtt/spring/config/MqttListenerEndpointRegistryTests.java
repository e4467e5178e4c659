package io.topicwire.mqtt.spring.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.topicwire.mqtt.MqttMessage;
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
import org.springframework.core.task.SimpleAsyncTaskExecutor;
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

	private final SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor();

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
	void containersOfOnePhaseAreHeldAtOnce() {
		CountDownLatch held = new CountDownLatch(2);
		CountDownLatch returned = new CountDownLatch(1);
		for (String id : List.of("one", "two")) {
			register(id, (container) -> willAnswer((invocation) -> {
				held.countDown();
				return returned.await(60, TimeUnit.SECONDS);
			}).given(container).hold());
		}
		this.registry.start();
		CompletableFuture<Void> hold = CompletableFuture.runAsync(this.registry::hold, this.threads);
		Awaitility.await().until(() -> held.getCount() == 0);
		assertThat(hold).isNotDone();
		returned.countDown();
		assertThat(hold).succeedsWithin(Duration.ofSeconds(30));
	}

	@Test
	void stopAndHoldReturnBeforeListenersDoAndCallBackAfterwards() {
		CountDownLatch returned = new CountDownLatch(1);
		register("one", (container) -> {
			willAnswer((invocation) -> returned.await(60, TimeUnit.SECONDS)).given(container).hold();
			willAnswer((invocation) -> returned.await(60, TimeUnit.SECONDS)).given(container).suspend();
		});
		this.registry.start();
		CompletableFuture<Void> held = new CompletableFuture<>();
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		assertThat(CompletableFuture.runAsync(() -> {
			this.registry.hold(() -> held.complete(null));
			this.registry.stop(() -> stopped.complete(null));
		}, this.threads)).succeedsWithin(Duration.ofSeconds(30));
		assertThat(this.registry.isRunning()).isFalse();
		assertThat(held).isNotDone();
		assertThat(stopped).isNotDone();
		returned.countDown();
		assertThat(held).succeedsWithin(Duration.ofSeconds(30));
		assertThat(stopped).succeedsWithin(Duration.ofSeconds(30));
	}

	@Test
	void containersThatAreStartedAgainMeanwhileAreNotHeldByTheStopBefore() {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch returned = new CountDownLatch(1);
		List<String> held = new CopyOnWriteArrayList<>();
		this.factory.setPhase(1);
		register("late", (container) -> willAnswer((invocation) -> held.add("late")).given(container).hold());
		this.factory.setPhase(2);
		register("stuck", (container) -> willAnswer((invocation) -> {
			entered.countDown();
			return returned.await(60, TimeUnit.SECONDS);
		}).given(container).hold());
		this.registry.start();
		CompletableFuture<Void> callback = new CompletableFuture<>();
		this.registry.hold(() -> callback.complete(null));
		Awaitility.await().until(() -> entered.getCount() == 0);
		this.registry.start();
		returned.countDown();
		assertThat(callback).succeedsWithin(Duration.ofSeconds(30));
		assertThat(held).isEmpty();
	}

	@Test
	void listenerThatStopsTheRegistryIsNotWaitedFor() {
		this.factory.setGracefulShutdownPeriod(Duration.ofHours(1));
		List<String> calls = new CopyOnWriteArrayList<>();
		for (String id : List.of("one", "two")) {
			this.registry.registerListenerContainer(
					new SimpleMqttListenerEndpoint(id, List.of(TopicTemplate.of(id)), (message, topicVariables) -> {
						this.registry.hold(() -> calls.add("held"));
						this.registry.stop(() -> calls.add("stopped"));
					}), this.factory);
		}
		this.registry.start();
		assertThat(CompletableFuture.runAsync(() -> this.client.receive(MqttMessage.of("one", "")), this.threads))
			.succeedsWithin(Duration.ofSeconds(30));
		assertThat(calls).containsExactly("held", "stopped");
	}

	private void register(String id, Consumer<MqttMessageListenerContainer> customizer) {
		this.registry.registerListenerContainer(new TestEndpoint(id, null), (endpoint) -> {
			MqttMessageListenerContainer container = spy(this.factory.createListenerContainer(endpoint));
			customizer.accept(container);
			return container;
		});
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
			endpoint.setPropertiesCustomizer((properties) -> properties.setAutoStartup(false));
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
