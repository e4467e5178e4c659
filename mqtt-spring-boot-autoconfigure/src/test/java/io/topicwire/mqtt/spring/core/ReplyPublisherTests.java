package io.topicwire.mqtt.spring.core;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import io.topicwire.mqtt.spring.support.PlainPayloadConverter;
import org.junit.jupiter.api.Test;

import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ReplyPublisher}.
 */
class ReplyPublisherTests {

	private static final MqttMessage REQUEST = MqttMessage.of("requests", "x").qos(QoS.EXACTLY_ONCE);

	private final FakeMqttClient client = new FakeMqttClient();

	private final ReplyPublisher replies = new ReplyPublisher(new MqttTemplate(this.client),
			new PlainPayloadConverter());

	@Test
	void replyGoesToTheResponseTopicWithTheCorrelationData() {
		this.replies.publish(REQUEST.responseTopic("answers/7").correlationData(new byte[] { 1, 2 }), "elsewhere",
				"reply");
		MqttMessage reply = published();
		assertThat(reply.topic()).isEqualTo("answers/7");
		assertThat(reply.payloadAsString()).isEqualTo("reply");
		assertThat(reply.properties().correlationData()).containsExactly(1, 2);
		assertThat(reply.properties().contentType()).isEqualTo("text/plain");
		assertThat(reply.properties().payloadIsText()).isTrue();
		assertThat(reply.retain()).isFalse();
	}

	@Test
	void replyGoesToTheGivenTopicIfTheRequestHasNoResponseTopic() {
		this.replies.publish(REQUEST, "elsewhere", "reply");
		assertThat(published().topic()).isEqualTo("elsewhere");
		assertThat(published().properties().correlationData()).isNull();
	}

	@Test
	void contentTypeOfTheOptionsIsForRepliesThatDoNotSayTheirs() {
		ReplyPublisher replies = new ReplyPublisher(new MqttTemplate(this.client), new PlainPayloadConverter(),
				new ReplyOptions("text/csv", null));
		replies.publish(REQUEST, "a", "reply");
		replies.publish(REQUEST, "a",
				MessageBuilder.withPayload("reply").setHeader(MessageHeaders.CONTENT_TYPE, "text/html").build());
		replies.publish(REQUEST, null, MqttMessage.of("a", "reply"));
		replies.publish(REQUEST, null, MqttMessage.of("a", "reply").contentType("text/html"));
		assertThat(this.client.published()).extracting((reply) -> reply.properties().contentType())
			.containsExactly("text/csv", "text/html", "text/csv", "text/html");
	}

	@Test
	void postProcessorThatReturnsNothingIsNamed() {
		ReplyPublisher replies = new ReplyPublisher(new MqttTemplate(this.client), new PlainPayloadConverter(),
				new ReplyOptions(null, new ForgetfulPostProcessor()));
		assertThatIllegalStateException().isThrownBy(() -> replies.publish(REQUEST, "a", "reply"))
			.withMessage("Reply post-processor " + ForgetfulPostProcessor.class.getName()
					+ " has made nothing of the reply to the message from topic 'requests'; return one");
	}

	@Test
	void postProcessorOfTheOptionsSeesTheCompleteReply() {
		ReplyPublisher replies = new ReplyPublisher(new MqttTemplate(this.client), new PlainPayloadConverter(),
				new ReplyOptions(null, (request, reply) -> {
					assertThat(request.topic()).isEqualTo("requests");
					assertThat(reply.properties().correlationData()).containsExactly(1);
					return reply.retain(true);
				}));
		replies.publish(REQUEST.correlationData(new byte[] { 1 }), "a", "reply");
		assertThat(published().retain()).isTrue();
	}

	@Test
	void replyWithoutTopicIsLeftAlone() {
		assertThat(this.replies.publish(REQUEST, null, "reply")).isCompletedWithValue(null);
		assertThat(this.client.published()).isEmpty();
	}

	@Test
	void qosIsThatOfTheRequestButAtLeastOne() {
		this.replies.publish(REQUEST, "a", "reply");
		this.replies.publish(REQUEST.qos(QoS.AT_LEAST_ONCE), "a", "reply");
		this.replies.publish(REQUEST.qos(QoS.AT_MOST_ONCE), "a", "reply");
		assertThat(this.client.published()).extracting(MqttMessage::qos)
			.containsExactly(QoS.EXACTLY_ONCE, QoS.AT_LEAST_ONCE, QoS.AT_LEAST_ONCE);
	}

	@Test
	void headersOfAMessageSayHowItIsPublished() {
		this.replies.publish(REQUEST.responseTopic("answers").correlationData(new byte[] { 1 }), "elsewhere",
				MessageBuilder.withPayload("reply")
					.setHeader(MqttHeaders.TOPIC, "own")
					.setHeader(MqttHeaders.QOS, 0)
					.setHeader(MqttHeaders.RETAINED, true)
					.setHeader(MqttHeaders.CORRELATION_DATA, new byte[] { 2 })
					.build());
		MqttMessage reply = published();
		assertThat(reply.topic()).isEqualTo("own");
		assertThat(reply.qos()).isEqualTo(QoS.AT_MOST_ONCE);
		assertThat(reply.retain()).isTrue();
		assertThat(reply.properties().correlationData()).containsExactly(2);
	}

	@Test
	void messageWithoutHeadersIsPublishedLikeItsPayload() {
		this.replies.publish(REQUEST.responseTopic("answers"), null, MessageBuilder.withPayload("reply").build());
		assertThat(published().topic()).isEqualTo("answers");
		assertThat(published().qos()).isEqualTo(QoS.EXACTLY_ONCE);
	}

	@Test
	void completeMessageIsPublishedAsItIsButWithTheCorrelationData() {
		this.replies.publish(REQUEST.responseTopic("answers").correlationData(new byte[] { 1 }), null,
				MqttMessage.of("own", "reply"));
		assertThat(published().topic()).isEqualTo("own");
		assertThat(published().qos()).isEqualTo(MqttMessage.of("own", "reply").qos());
		assertThat(published().properties().correlationData()).containsExactly(1);
	}

	@Test
	void replyThatCannotBePublishedFails() {
		this.client.failWith(new MqttException("no connection"));
		assertThat(this.replies.publish(REQUEST, "a", "reply")).isCompletedExceptionally();
	}

	@Test
	void replyThatCannotBeConvertedFails() {
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> this.replies.publish(REQUEST, "a", new Object()))
			.withMessageContaining("java.lang.Object");
	}

	private MqttMessage published() {
		assertThat(this.client.published()).hasSize(1);
		return this.client.published().get(0);
	}

	private static final class ForgetfulPostProcessor implements ReplyPostProcessor {

		@Override
		@SuppressWarnings("NullAway")
		public MqttMessage postProcess(MqttMessage request, MqttMessage reply) {
			return null;
		}

	}

}
