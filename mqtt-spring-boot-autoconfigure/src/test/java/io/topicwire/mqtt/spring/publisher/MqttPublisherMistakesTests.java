package io.topicwire.mqtt.spring.publisher;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for what is said about wrong publishers.
 */
class MqttPublisherMistakesTests {

	static Stream<Arguments> mistakes() {
		return Stream.of(Arguments.of(NoInterface.class, "must be an interface"),
				Arguments.of(NoTopic.class, "has no topic; annotate it with @Topic"),
				Arguments.of(MissingVariable.class, "has no value for {id} of topic \"devices/{id}\""),
				Arguments.of(UnknownVariable.class,
						"@DestinationVariable(\"device\") of method public abstract void io.topicwire.mqtt.spring.publisher.MqttPublisherMistakesTests$UnknownVariable.send(java.lang.String,java.lang.String) is not in topic \"devices/{id}\", which has the variables [id]"),
				Arguments.of(VariableTwice.class, "has two parameters for the variable {id}"),
				Arguments.of(TwoPayloads.class, "has 2 payloads but a message has one"),
				Arguments.of(Wildcard.class, "bad attribute value = \"devices/+\""),
				Arguments.of(Shared.class, "bad attribute value = \"$share/a/b\""),
				Arguments.of(WrongQos.class, "bad attribute qos = \"3\": '3' must be 0, 1 or 2"),
				Arguments.of(WrongRetain.class, "bad attribute retain = \"yes\""),
				Arguments.of(WrongExpiry.class, "bad attribute messageExpiry = \"-1s\""),
				Arguments.of(WrongHeader.class, "@Header(\"mqtt_receivedTopic\")"),
				Arguments.of(RawFuture.class, "returns a future of an unknown type"),
				Arguments.of(OtherFuture.class, "is not supported; return CompletableFuture"),
				Arguments.of(Reactive.class, "is not supported; return CompletableFuture"),
				Arguments.of(UnknownConnection.class, "bad attribute connection = \"cloud\""));
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void mistakeIsNamedBeforeTheFirstCall(Class<?> type, String message) {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		MqttTemplate template = new MqttTemplate(new FakeMqttClient());
		template.setConnections((name) -> {
			throw new IllegalArgumentException("There is no connection '%s'".formatted(name));
		});
		beanFactory.registerSingleton("mqttTemplate", template);
		MqttPublisherFactory factory = new MqttPublisherFactory();
		factory.setBeanFactory(beanFactory);
		assertThatIllegalStateException().isThrownBy(() -> factory.createPublisher(type))
			.withMessageContaining(message);
	}

	@MqttPublisher
	static class NoInterface {

	}

	@MqttPublisher
	interface NoTopic {

		void send(String payload);

	}

	@MqttPublisher
	interface MissingVariable {

		@Topic("devices/{id}")
		void send(String payload);

	}

	@MqttPublisher
	interface UnknownVariable {

		@Topic("devices/{id}")
		void send(@DestinationVariable String device, String payload);

	}

	@MqttPublisher
	interface VariableTwice {

		@Topic("devices/{id}")
		void send(@DestinationVariable String id, @DestinationVariable("id") String other);

	}

	@MqttPublisher
	interface TwoPayloads {

		@Topic("a")
		void send(String payload, String other);

	}

	@MqttPublisher
	interface Wildcard {

		@Topic("devices/+")
		void send(String payload);

	}

	@MqttPublisher
	interface Shared {

		@Topic("$share/a/b")
		void send(String payload);

	}

	@MqttPublisher
	interface WrongQos {

		@Topic(value = "a", qos = "3")
		void send(String payload);

	}

	@MqttPublisher
	interface WrongRetain {

		@Topic(value = "a", retain = "yes")
		void send(String payload);

	}

	@MqttPublisher
	interface WrongExpiry {

		@Topic(value = "a", messageExpiry = "-1s")
		void send(String payload);

	}

	@MqttPublisher
	interface WrongHeader {

		@Topic("a")
		void send(String payload, @Header(MqttHeaders.RECEIVED_TOPIC) String topic);

	}

	@MqttPublisher
	interface RawFuture {

		@Topic("a")
		CompletableFuture<?> send(String payload);

	}

	@MqttPublisher
	interface OtherFuture {

		@Topic("a")
		Future<Void> send(String payload);

	}

	@MqttPublisher
	interface Reactive {

		@Topic("a")
		Flow.Publisher<Void> send(String payload);

	}

	@MqttPublisher(connection = "cloud")
	interface UnknownConnection {

		@Topic("a")
		void send(String payload);

	}

}
