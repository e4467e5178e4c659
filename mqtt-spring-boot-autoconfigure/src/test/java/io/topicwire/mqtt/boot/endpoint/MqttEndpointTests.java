package io.topicwire.mqtt.boot.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.MqttConnectionException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.OutboxStatus;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.ServerLimits;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.SubscriptionStatus;
import io.topicwire.mqtt.boot.endpoint.ConnectionDescriptor.OutboxDescriptor;
import io.topicwire.mqtt.boot.endpoint.MqttEndpoint.ActionDescriptor;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link MqttEndpoint}.
 */
class MqttEndpointTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final MqttMessageListenerContainer container = mock(MqttMessageListenerContainer.class);

	private final MqttEndpoint endpoint = new MqttEndpoint(Map.of("plant", this.client), registry());

	private MqttListenerEndpointRegistry registry() {
		MqttListenerEndpointRegistry registry = mock(MqttListenerEndpointRegistry.class);
		given(this.container.getListenerId()).willReturn("states");
		given(this.container.getTopicFilters()).willReturn(List.of("a/+"));
		given(registry.getListenerContainers()).willReturn(List.of(this.container));
		given(registry.getListenerContainer("states")).willReturn(this.container);
		return registry;
	}

	@Test
	void connectionIsDescribed() {
		this.client.setStatus(new ConnectionStatus(ConnectionState.CONNECTED, FakeMqttClient.connectResult(), 3,
				Duration.ofMillis(7), null));
		this.client.setOutboxStatus(new OutboxStatus(1, 20, Duration.ofSeconds(2), 4));
		ConnectionDescriptor connection = connection();
		assertThat(connection.url()).isEqualTo("mqtt://broker:1883");
		assertThat(connection.state()).isEqualTo("connected");
		assertThat(connection.clientId()).isEqualTo("meter-7");
		assertThat(connection.reconnects()).isEqualTo(3);
		assertThat(connection.lastPing()).isEqualTo(Duration.ofMillis(7));
		assertThat(connection.session()).isNotNull();
		assertThat(connection.session().protocolVersion()).isEqualTo("5.0");
		assertThat(connection.session().limits()).isEqualTo(ServerLimits.NONE);
		assertThat(connection.outbox()).isEqualTo(new OutboxDescriptor(1, 20, Duration.ofSeconds(2), 4));
		assertThat(connection.statistics()).isEqualTo(this.client.statistics());
		assertThat(connection.lastError()).isNull();
	}

	@Test
	void connectionThatIsNotThereIsDescribed() {
		this.client.setStatus(new ConnectionStatus(ConnectionState.RECONNECTING, null, 0, null,
				new MqttConnectionException("unreachable")));
		assertThat(connection().state()).isEqualTo("reconnecting");
		assertThat(connection().session()).isNull();
		assertThat(connection().lastError()).isEqualTo("unreachable");
	}

	@Test
	void subscriptionsAreDescribedWithTheQosThatWasGranted() {
		SubscribeOptions options = SubscribeOptions.of(QoS.EXACTLY_ONCE);
		this.client.setSubscriptionStatus(new SubscriptionStatus("a", options, ReasonCode.GRANTED_QOS_1),
				new SubscriptionStatus("b", options, ReasonCode.NOT_AUTHORIZED),
				new SubscriptionStatus("c", options, null));
		assertThat(connection().subscriptions()).containsExactly(new SubscriptionDescriptor("a", "active", 2, 1, null),
				new SubscriptionDescriptor("b", "refused", 2, null, "not-authorized"),
				new SubscriptionDescriptor("c", "pending", 2, null, null));
	}

	@Test
	void lastErrorsAreRemembered() {
		for (int i = 0; i < 12; i++) {
			MqttException failure = new MqttException("failure " + i);
			this.client.listeners().forEach((listener) -> listener.connectFailed(failure, Duration.ofSeconds(1)));
		}
		this.client.listeners().forEach((listener) -> listener.disconnected(null));
		this.client.listeners()
			.forEach((listener) -> listener.subscriptionRefused("a", new MqttException("not authorized")));
		assertThat(connection().errors()).hasSize(10).first().satisfies((error) -> {
			assertThat(error.operation()).isEqualTo("subscribe");
			assertThat(error.message()).isEqualTo("not authorized");
		});
		assertThat(connection().errors()).last()
			.satisfies((error) -> assertThat(error.message()).isEqualTo("failure 3"));
	}

	@Test
	void listenersAreDescribed() {
		given(this.container.isRunning()).willReturn(true);
		given(this.container.isPauseRequested()).willReturn(true);
		assertThat(this.endpoint.mqtt().listeners())
			.containsExactly(new ListenerDescriptor("states", List.of("a/+"), true, true));
	}

	@Test
	void connectionIsPinged() {
		assertThat(this.endpoint.act("connections", "plant", "ping"))
			.isEqualTo(new ActionDescriptor("answered", Duration.ofMillis(5)));
		this.client.failWith(new MqttConnectionException("no connection"));
		assertThat(this.endpoint.act("connections", "plant", "ping"))
			.isEqualTo(new ActionDescriptor("no connection", null));
	}

	@Test
	void listenerIsStoppedAndStarted() {
		this.endpoint.act("listeners", "states", "stop");
		then(this.container).should().stop();
		this.endpoint.act("listeners", "states", "start");
		then(this.container).should().start();
	}

	@Test
	void listenerIsPausedAndResumed() {
		this.endpoint.act("listeners", "states", "pause");
		then(this.container).should().pause();
		this.endpoint.act("listeners", "states", "resume");
		then(this.container).should().resume();
	}

	@Test
	void badRequestsSayWhatIsThere() {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.act("connections", "cloud", "ping"))
			.withMessage("There is no connection 'cloud' among [plant]");
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.act("listeners", "x", "stop"))
			.withMessage("There is no listener with id 'x'");
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.act("connections", "plant", "kill"))
			.withMessageContaining("There is no action 'kill' for 'connections'");
	}

	private ConnectionDescriptor connection() {
		ConnectionDescriptor connection = this.endpoint.mqtt().connections().get("plant");
		assertThat(connection).isNotNull();
		return connection;
	}

}
