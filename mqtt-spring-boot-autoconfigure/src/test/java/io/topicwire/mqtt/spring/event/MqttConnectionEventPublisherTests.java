package io.topicwire.mqtt.spring.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.leftover.ExpectedErrors;
import io.topicwire.mqtt.spring.FakeMqttClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttConnectionEventPublisher} and {@link MqttEventPublisher}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MqttConnectionEventPublisherTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final List<Object> events = new ArrayList<>();

	private final MqttConnectionEventPublisher publisher = new MqttConnectionEventPublisher(this.client, "plant",
			new MqttEventPublisher(this.events::add));

	private final MqttException failure = new MqttException("broken");

	@Test
	void connectedConnectionIsTold() {
		ConnectResult result = FakeMqttClient.connectResult();
		this.publisher.connected(result);
		MqttConnectedEvent event = event(MqttConnectedEvent.class);
		assertThat(event.getResult()).isSameAs(result);
		assertThat(event.getClient()).isSameAs(this.client);
	}

	@Test
	void failedAttemptIsToldWithTheTimeUntilTheNext() {
		this.publisher.connectFailed(this.failure, Duration.ofSeconds(2));
		MqttConnectionFailedEvent event = event(MqttConnectionFailedEvent.class);
		assertThat(event.getCause()).isSameAs(this.failure);
		assertThat(event.getNextAttempt()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void endOfTheConnectionIsTold() {
		this.publisher.disconnected(this.failure);
		assertThat(event(MqttDisconnectedEvent.class).getCause()).isSameAs(this.failure);
	}

	@Test
	void subscriptionIsToldWithTheGrantedQos() {
		this.publisher.subscribed("a/+", QoS.AT_LEAST_ONCE);
		MqttSubscribedEvent event = event(MqttSubscribedEvent.class);
		assertThat(event.getTopicFilter()).isEqualTo("a/+");
		assertThat(event.getGrantedQos()).isEqualTo(QoS.AT_LEAST_ONCE);
	}

	@Test
	void refusedSubscriptionIsTold() {
		this.publisher.subscriptionRefused("a/+", this.failure);
		MqttSubscriptionRefusedEvent event = event(MqttSubscriptionRefusedEvent.class);
		assertThat(event.getTopicFilter()).isEqualTo("a/+");
		assertThat(event.getCause()).isSameAs(this.failure);
		assertThat(event).hasToString("MqttSubscriptionRefusedEvent[connection=plant, topicFilter=a/+, cause="
				+ "io.topicwire.mqtt.MqttException: broken]");
	}

	@Test
	@ExpectedErrors("Event listener failed")
	void whatAListenerOfTheEventThrowsIsLogged(CapturedOutput output) {
		MqttEventPublisher failing = new MqttEventPublisher((event) -> {
			throw new IllegalStateException("no such table");
		});
		failing.publish(new MqttDisconnectedEvent(this.client, "plant", null));
		assertThat(output).contains("Event listener failed on MqttDisconnectedEvent[connection=plant, cause=null]")
			.contains("no such table");
	}

	@Test
	void whatComesAfterTheApplicationIsClosedIsNoError(CapturedOutput output) {
		GenericApplicationContext context = new GenericApplicationContext();
		context.refresh();
		context.close();
		context.addApplicationListener((event) -> {
			throw new IllegalStateException("closed");
		});
		new MqttEventPublisher(context).publish(new MqttDisconnectedEvent(this.client, "plant", null));
		assertThat(output).doesNotContain("Event listener failed");
	}

	private <T extends MqttConnectionEvent> T event(Class<T> type) {
		assertThat(this.events).singleElement().isInstanceOf(type);
		T event = type.cast(this.events.get(0));
		assertThat(event.getConnection()).isEqualTo("plant");
		return event;
	}

}
