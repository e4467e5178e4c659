package io.topicwire.mqtt.spring.annotation;

import java.util.List;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MethodMqttListenerEndpoint;
import io.topicwire.mqtt.topic.TopicTemplate;
import kotlin.ResultKt;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for suspending functions of Kotlin as listeners.
 */
class SuspendingListenerTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final DefaultMqttListenerContainerFactory factory = new DefaultMqttListenerContainerFactory(this.client);

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@BeforeEach
	void start() {
		this.context.registerBean("mqttListenerContainerFactory", DefaultMqttListenerContainerFactory.class,
				() -> this.factory);
		this.context.register(EnableMqttConfiguration.class, SuspendingListener.class);
		this.context.refresh();
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void resultIsTheReply() {
		receive("requests", "question");
		awaitAnswers("acknowledged");
		assertThat(this.client.published()).singleElement().satisfies((reply) -> {
			assertThat(reply.topic()).isEqualTo("replies");
			assertThat(reply.payloadAsString()).isEqualTo("reply to question");
		});
	}

	@Test
	void messageIsAcknowledgedWhenTheFunctionHasReturnedAtLast() {
		receive("texts", "first");
		receive("texts", "second");
		Awaitility.await().until(listener()::isSuspended);
		assertThat(listener().calls).containsExactly("first");
		assertThat(answers()).containsOnlyNulls();
		listener().resume(Unit.INSTANCE);
		Awaitility.await().until(() -> listener().calls.size() == 2);
		assertThat(answers()).containsExactly("acknowledged", null);
		Awaitility.await().until(listener()::isSuspended);
		listener().resume(Unit.INSTANCE);
		awaitAnswers("acknowledged", "acknowledged");
	}

	@Test
	void functionMayFailAfterItWasSuspended() {
		receive("texts", "first");
		Awaitility.await().until(listener()::isSuspended);
		listener().resume(ResultKt.createFailure(new IllegalStateException("late")));
		awaitAnswers("failed");
		assertThat(this.client.acknowledgements().get(0).failures()).singleElement()
			.satisfies((failure) -> assertThat(failure).hasRootCauseMessage("late"));
	}

	@Test
	void functionMayTakeBatches() {
		receive("batches", "1");
		receive("batches", "2");
		awaitAnswers("acknowledged", "acknowledged");
		assertThat(listener().calls).containsExactly(List.of("1", "2"));
	}

	@Test
	void functionThatReturnsSeveralValuesIsRefused() throws Exception {
		MethodMqttListenerEndpoint endpoint = new MethodMqttListenerEndpoint("flow", listener(),
				SuspendingListener.class.getDeclaredMethod("onFlow", String.class, Continuation.class),
				List.of(TopicTemplate.of("a")));
		assertThatIllegalStateException().isThrownBy(() -> this.factory.createListenerContainer(endpoint))
			.withMessageContaining("SuspendingListener.onFlow")
			.withMessageContaining("a type of at most one value");
	}

	private void receive(String topic, String payload) {
		this.client.receive(MqttMessage.of(topic, payload).qos(QoS.AT_LEAST_ONCE));
	}

	private SuspendingListener listener() {
		return this.context.getBean(SuspendingListener.class);
	}

	private void awaitAnswers(String... expected) {
		Awaitility.await().untilAsserted(() -> assertThat(answers()).containsExactly(expected));
	}

	private List<@Nullable String> answers() {
		return this.client.acknowledgements().stream().map(FakeMqttClient.FakeAcknowledgement::answer).toList();
	}

	@EnableMqtt
	@Configuration(proxyBeanMethods = false)
	static class EnableMqttConfiguration {

	}

}
