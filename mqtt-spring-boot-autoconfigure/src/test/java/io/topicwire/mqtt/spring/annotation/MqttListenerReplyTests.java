package io.topicwire.mqtt.spring.annotation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.core.ReplyPostProcessor;
import io.topicwire.mqtt.spring.listener.MqttListenerErrorHandler;
import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;
import io.topicwire.mqtt.spring.support.JsonPayloadConverter;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import io.topicwire.mqtt.spring.support.PlainPayloadConverter;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttListener} methods that return a reply.
 */
class MqttListenerReplyTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@BeforeEach
	void start() {
		this.context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("answers", "replies")));
		this.context.registerBean("mqttListenerContainerFactory", DefaultMqttListenerContainerFactory.class,
				this::containerFactory);
		this.context.register(EnableMqttConfiguration.class, Listeners.class, ListenersWithTopic.class);
		this.context.refresh();
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void valueIsPublishedToTheResponseTopicOfTheRequest() {
		receive(MqttMessage.of("value/7", "x").responseTopic("answers").correlationData(new byte[] { 7 }));
		assertThat(reply()).satisfies((reply) -> {
			assertThat(reply.topic()).isEqualTo("answers");
			assertThat(reply.payloadAsString()).isEqualTo("{\"text\":\"x\"}");
			assertThat(reply.properties().contentType()).isEqualTo("application/json");
			assertThat(reply.properties().correlationData()).containsExactly(7);
		});
	}

	@Test
	void valueIsPublishedToTheTopicOfTheMethodWithLevelsOfTheRequest() {
		receive(MqttMessage.of("value/7", "x"));
		assertThat(reply().topic()).isEqualTo("replies/7");
	}

	@Test
	void valueIsPublishedToTheTopicOfTheClass() {
		receive(MqttMessage.of("class", "x"));
		assertThat(reply().topic()).isEqualTo("of-the-class");
	}

	@Test
	void topicOfTheMethodComesBeforeThatOfTheClass() {
		receive(MqttMessage.of("method", "x"));
		assertThat(reply().topic()).isEqualTo("of-the-method");
	}

	@Test
	void valueThatNobodyAsksForIsLeftAlone() {
		receive(MqttMessage.of("response-topic-only", "x"));
		awaitAnswer("acknowledged");
		assertThat(this.client.published()).isEmpty();
	}

	@Test
	void nothingIsPublishedForNull() {
		receive(MqttMessage.of("null", "x").responseTopic("answers"));
		awaitAnswer("acknowledged");
		assertThat(this.client.published()).isEmpty();
	}

	@Test
	void collectionIsOneReply() {
		receive(MqttMessage.of("list", "x"));
		assertThat(reply().payloadAsString()).isEqualTo("[\"a\",\"b\"]");
	}

	@Test
	void messageSaysHowItIsPublished() {
		receive(MqttMessage.of("message", "x").responseTopic("answers"));
		assertThat(reply().topic()).isEqualTo("own");
		assertThat(reply().qos()).isEqualTo(QoS.AT_MOST_ONCE);
	}

	@Test
	void valuesOfFuturesAndMonosArePublished() {
		receive(MqttMessage.of("future", "x"));
		assertThat(reply().payloadAsString()).isEqualTo("future");
		receive(MqttMessage.of("mono", "x"));
		Awaitility.await().until(() -> this.client.published().size() == 2);
		assertThat(this.client.published().get(1).payloadAsString()).isEqualTo("mono");
	}

	@Test
	void errorHandlerReplies() {
		receive(MqttMessage.of("failing", "x"));
		assertThat(reply().payloadAsString()).isEqualTo("sorry");
		awaitAnswer("acknowledged");
	}

	@Test
	void laterMessagesWaitUntilTheReplyOfAnErrorHandlerIsPublished() {
		CompletableFuture<PublishResult> published = new CompletableFuture<>();
		this.client.setPublishing(published);
		receive(MqttMessage.of("failing", "first"));
		receive(MqttMessage.of("failing", "second"));
		Awaitility.await().untilAsserted(() -> assertThat(this.client.published()).hasSize(1));
		MqttMessageListenerContainer container = this.context.getBean(MqttListenerEndpointRegistry.class)
			.getListenerContainer("failing");
		assertThat(container.getStatistics().waiting()).isEqualTo(1);
		published.complete(PublishResult.SUCCESS);
		Awaitility.await().untilAsserted(() -> assertThat(this.client.published()).hasSize(2));
	}

	@Test
	void listenerSaysWhatItsRepliesAreAndHasTheLastWordAboutThem() {
		receive(MqttMessage.of("finished", "x"));
		assertThat(reply()).satisfies((reply) -> {
			assertThat(reply.payloadAsString()).isEqualTo("reply");
			assertThat(reply.properties().contentType()).isEqualTo("text/csv");
			assertThat(reply.properties().userProperties()).containsExactly(new UserProperty("of", "finished"));
		});
	}

	@Test
	void replyPostProcessorThatThrowsIsAFailureOfTheListener() {
		receive(MqttMessage.of("unfinished", "x").qos(QoS.AT_LEAST_ONCE));
		awaitAnswer("failed");
		assertThat(this.client.published()).isEmpty();
	}

	@Test
	void requestIsAcknowledgedAfterItsReplyIsPublished() {
		this.client.failWith(new MqttException("no connection"));
		receive(MqttMessage.of("value/7", "x"));
		awaitAnswer("failed");
		this.client.failWith(null);
		receive(MqttMessage.of("value/7", "x"));
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.client.acknowledgements().get(1).answer()).isEqualTo("acknowledged"));
	}

	private DefaultMqttListenerContainerFactory containerFactory() {
		DefaultMqttListenerContainerFactory factory = new DefaultMqttListenerContainerFactory(this.client);
		factory.setMessageConverter(new CompositeMessageConverter(
				List.of(new PlainPayloadConverter(), new JsonPayloadConverter(JsonMapper.builder().build()))));
		return factory;
	}

	private void receive(MqttMessage message) {
		this.client.receive(message.qos(QoS.AT_LEAST_ONCE));
	}

	private MqttMessage reply() {
		Awaitility.await().until(() -> !this.client.published().isEmpty());
		return this.client.published().get(0);
	}

	private void awaitAnswer(String expected) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.client.acknowledgements().get(0).answer()).isEqualTo(expected));
	}

	@EnableMqtt
	@Configuration(proxyBeanMethods = false)
	static class EnableMqttConfiguration {

		@Bean
		static ReplyPostProcessor finisher() {
			return (request, reply) -> reply.userProperty("of", request.topic());
		}

		@Bean
		static ReplyPostProcessor throwing() {
			return (request, reply) -> {
				throw new IllegalStateException("no reply");
			};
		}

		@Bean
		static MqttListenerErrorHandler apologizing() {
			return (message, exception, acknowledgment) -> "sorry";
		}

	}

	static class Listeners {

		@MqttListener("value/{id}")
		@SendTo("${answers}/{id}")
		Value onValue(String text, @DestinationVariable String id) {
			return new Value(text);
		}

		@MqttListener("response-topic-only")
		String onResponseTopicOnly() {
			return "unwanted";
		}

		@MqttListener("null")
		@Nullable String onNull() {
			return null;
		}

		@MqttListener("list")
		@SendTo("answers")
		List<String> onList() {
			return List.of("a", "b");
		}

		@MqttListener("message")
		Message<String> onMessage() {
			return MessageBuilder.withPayload("reply")
				.setHeader(MqttHeaders.TOPIC, "own")
				.setHeader(MqttHeaders.QOS, 0)
				.build();
		}

		@MqttListener("future")
		@SendTo("answers")
		CompletableFuture<String> onFuture() {
			return CompletableFuture.completedFuture("future");
		}

		@MqttListener("mono")
		@SendTo("answers")
		Mono<String> onMono() {
			return Mono.just("mono");
		}

		@MqttListener(topics = "finished", replyContentType = "text/csv", replyPostProcessor = "finisher")
		@SendTo("answers")
		String onFinished() {
			return "reply";
		}

		@MqttListener(topics = "unfinished", replyPostProcessor = "throwing")
		@SendTo("answers")
		String onUnfinished() {
			return "reply";
		}

		@MqttListener(id = "failing", topics = "failing", errorHandler = "apologizing")
		@SendTo("answers")
		void onFailing() {
			throw new IllegalStateException("failing");
		}

	}

	@SendTo("of-the-class")
	static class ListenersWithTopic {

		@MqttListener("class")
		String onClass() {
			return "x";
		}

		@MqttListener("method")
		@SendTo("of-the-method")
		String onMethod() {
			return "x";
		}

	}

	record Value(String text) {

	}

}
