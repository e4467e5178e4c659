package io.topicwire.mqtt.boot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.config.MqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.config.SimpleMqttListenerEndpoint;
import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link MqttClientLifecycle}.
 */
class MqttClientLifecycleTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor();

	@Test
	void clientConnectsAfterListenersWereStarted() {
		assertThat(new MqttClientLifecycle(Map.of("default", this.client), null, (connection) -> false).getPhase())
			.isGreaterThan(new MqttListenerEndpointRegistry().getPhase());
	}

	@Test
	void clientDisconnectsAfterWebRequestsAreFinished() {
		assertThat(new MqttDisconnectLifecycle(List.of(this.client), null).getPhase())
			.isLessThan(SmartLifecycle.DEFAULT_PHASE - 2048);
	}

	@Test
	void listenersAreHeldAndTheClientStaysConnectedForOthers() {
		MqttListenerEndpointRegistry registry = mock();
		willAnswer((invocation) -> this.client.events().add("hold")).given(registry).hold();
		MqttClientLifecycle lifecycle = new MqttClientLifecycle(Map.of("default", this.client), registry,
				(connection) -> false);
		lifecycle.start();
		lifecycle.stop();
		assertThat(this.client.events()).containsExactly("connectAsync", "hold");
	}

	@Test
	void stopIsCompleteWhenListenersAreHeld() {
		MqttListenerEndpointRegistry registry = mock();
		willAnswer((invocation) -> {
			this.client.events().add("hold");
			invocation.<Runnable>getArgument(0).run();
			return null;
		}).given(registry).hold(any());
		MqttClientLifecycle lifecycle = new MqttClientLifecycle(Map.of("default", this.client), registry,
				(connection) -> false);
		lifecycle.start();
		lifecycle.stop(() -> this.client.events().add("stopped"));
		assertThat(lifecycle.isRunning()).isFalse();
		assertThat(this.client.events()).containsExactly("connectAsync", "hold", "stopped");
	}

	@Test
	void stopWithoutListenersIsCompleteAtOnce() {
		MqttClientLifecycle lifecycle = new MqttClientLifecycle(Map.of("default", this.client), null,
				(connection) -> false);
		lifecycle.stop(() -> this.client.events().add("stopped"));
		assertThat(this.client.events()).containsExactly("stopped");
	}

	@Test
	void listenersThatDoNotReturnDelayTheEndOfTheApplicationOnlyAsLongAsItsPhasesMayTake() {
		CountDownLatch called = new CountDownLatch(2);
		CountDownLatch returned = new CountDownLatch(1);
		ApplicationContextRunner application = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class, MqttAutoConfiguration.class))
			.withBean(MqttClient.class, () -> this.client)
			.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=100ms",
					"mqtt.listener.graceful-shutdown-period=1h");
		CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> application.run((context) -> {
			for (String id : List.of("one", "two")) {
				context.getBean(MqttListenerEndpointRegistry.class)
					.registerListenerContainer(new SimpleMqttListenerEndpoint(id, List.of(TopicTemplate.of(id)),
							(message, topicVariables) -> {
								called.countDown();
								returned.await();
							}), context.getBean(MqttListenerContainerFactory.class));
				this.threads.execute(() -> this.client.receive(MqttMessage.of(id, "")));
			}
			assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
		}), this.threads);
		try {
			assertThat(closed).succeedsWithin(Duration.ofSeconds(60));
		}
		finally {
			returned.countDown();
		}
	}

	@Test
	void listenersAreCalledNoMoreWhenClientsDisconnect() {
		MqttListenerEndpointRegistry registry = mock();
		willAnswer((invocation) -> this.client.events().add("shut")).given(registry).shut();
		new MqttDisconnectLifecycle(List.of(this.client), registry).stop();
		assertThat(this.client.events()).containsExactly("shut", "disconnectAsync");
	}

	@Test
	void containersWhoseTurnToStopHasNotComeAreShutWhenTheApplicationHasNoMoreTime() {
		CountDownLatch called = new CountDownLatch(1);
		CountDownLatch returned = new CountDownLatch(1);
		List<MqttMessageListenerContainer> containers = new ArrayList<>();
		ApplicationContextRunner application = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class, MqttAutoConfiguration.class))
			.withBean(MqttClient.class, () -> this.client)
			.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=100ms",
					"mqtt.listener.graceful-shutdown-period=1h");
		application.run((context) -> {
			for (int phase = 0; phase < 2; phase++) {
				SimpleMqttListenerEndpoint endpoint = new SimpleMqttListenerEndpoint("phase" + phase,
						List.of(TopicTemplate.of("phase" + phase)), (message, topicVariables) -> {
							called.countDown();
							returned.await();
						});
				int containerPhase = phase;
				endpoint.setPropertiesCustomizer((properties) -> properties.setPhase(containerPhase));
				MqttListenerEndpointRegistry registry = context.getBean(MqttListenerEndpointRegistry.class);
				registry.registerListenerContainer(endpoint, context.getBean(MqttListenerContainerFactory.class));
				containers.add(registry.getListenerContainer("phase" + phase));
			}
			this.threads.execute(() -> this.client.receive(MqttMessage.of("phase1", "")));
			assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
		});
		assertThat(containers).noneMatch(MqttMessageListenerContainer::isRunning);
		returned.countDown();
	}

	@Test
	void clientDisconnectsInTheEnd() {
		MqttDisconnectLifecycle lifecycle = new MqttDisconnectLifecycle(List.of(this.client), null);
		lifecycle.start();
		assertThat(lifecycle.isRunning()).isTrue();
		lifecycle.stop(() -> this.client.events().add("stopped"));
		assertThat(lifecycle.isRunning()).isFalse();
		assertThat(this.client.events()).containsExactly("disconnectAsync", "stopped");
	}

	@Test
	void failureOfAnyClientIsLoggedWithItsRemedy() {
		new MqttClientLifecycle(Map.of("default", this.client), null, (connection) -> false);
		assertThat(this.client.listeners()).hasAtLeastOneElementOfType(ConnectFailureLogger.class);
	}

	@Test
	void failureToConnectIsNotOneToStart() {
		this.client.failWith(new MqttConnectionException("refused"));
		MqttClientLifecycle lifecycle = new MqttClientLifecycle(Map.of("default", this.client), null,
				(connection) -> false);
		lifecycle.start();
		assertThat(lifecycle.isRunning()).isTrue();
	}

	@Test
	void failureToConnectIsOneToStartIfItIsToFailFast() {
		this.client.failWith(new MqttConnectionException("refused"));
		MqttClientLifecycle lifecycle = new MqttClientLifecycle(Map.of("default", this.client), null,
				(connection) -> true);
		assertThatExceptionOfType(MqttFailFastException.class).isThrownBy(lifecycle::start)
			.satisfies((ex) -> assertThat(ex.getUrl()).isEqualTo("mqtt://broker:1883"));
	}

	@Test
	void clientThatMustConnectDoesSoAfterTheOthersHaveBegun() {
		FakeMqttClient other = new FakeMqttClient();
		Map<String, MqttClient> clients = new LinkedHashMap<>();
		clients.put("default", this.client);
		clients.put("cloud", other);
		this.client.failWith(new MqttConnectionException("refused"));
		MqttClientLifecycle lifecycle = new MqttClientLifecycle(clients, null, "default"::equals);
		assertThatExceptionOfType(MqttFailFastException.class).isThrownBy(lifecycle::start)
			.satisfies((ex) -> assertThat(ex.getConnection()).isEqualTo("default"));
		assertThat(other.events()).containsExactly("connectAsync");
	}

	@Test
	void stopIsCompleteWhenAllClientsAreDisconnected() {
		FakeMqttClient other = new FakeMqttClient();
		MqttDisconnectLifecycle lifecycle = new MqttDisconnectLifecycle(List.of(this.client, other), null);
		lifecycle.start();
		lifecycle.stop(() -> this.client.events().addAll(other.events()));
		assertThat(this.client.events()).containsExactly("disconnectAsync", "disconnectAsync");
	}

}
