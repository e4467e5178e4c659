package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link MqttClientLifecycle}.
 */
class MqttClientLifecycleTests {

	private final FakeMqttClient client = new FakeMqttClient();

	@Test
	void clientConnectsAfterListenersWereStartedAndDisconnectsBeforeTheyAreSuspended() {
		assertThat(new MqttClientLifecycle(this.client, null, false).getPhase())
			.isGreaterThan(new MqttListenerEndpointRegistry().getPhase());
	}

	@Test
	void listenersAreHeldBeforeTheClientDisconnects() {
		MqttListenerEndpointRegistry registry = mock();
		willAnswer((invocation) -> this.client.events().add("hold")).given(registry).hold();
		MqttClientLifecycle lifecycle = new MqttClientLifecycle(this.client, registry, false);
		lifecycle.start();
		lifecycle.stop(() -> this.client.events().add("stopped"));
		assertThat(this.client.events()).containsExactly("connectAsync", "hold", "disconnectAsync", "stopped");
	}

	@Test
	void failureToConnectIsNotOneToStart() {
		this.client.failWith(new MqttConnectionException("refused"));
		MqttClientLifecycle lifecycle = new MqttClientLifecycle(this.client, null, false);
		lifecycle.start();
		assertThat(lifecycle.isRunning()).isTrue();
	}

	@Test
	void failureToConnectIsOneToStartIfItIsToFailFast() {
		this.client.failWith(new MqttConnectionException("refused"));
		MqttClientLifecycle lifecycle = new MqttClientLifecycle(this.client, null, true);
		assertThatExceptionOfType(MqttFailFastException.class).isThrownBy(lifecycle::start)
			.satisfies((ex) -> assertThat(ex.getUrl()).isEqualTo("mqtt://broker:1883"));
	}

}
