package io.topicwire.mqtt.spring.annotation;

import java.util.List;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MqttListenerContainerFactory;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.core.Ordered;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link MqttListener} methods that keep the application from starting.
 */
class MqttListenerMistakesTests {

	@Test
	void badTopicTemplate() {
		assertThatStartOf(BadTopic.class).contains("BadTopic.onMessage").contains("topics = \"plants/{plant/state\"");
	}

	@Test
	void badFilter() {
		assertThatStartOf(BadFilter.class).contains("BadFilter.onMessage").contains("topics = \"plants/#/state\"");
	}

	@Test
	void noTopics() {
		assertThatStartOf(NoTopics.class).contains("NoTopics.onMessage").contains("name at least one topic filter");
	}

	@Test
	void badQos() {
		assertThatStartOf(BadQos.class).contains("BadQos.onMessage")
			.contains("qos = \"3\"")
			.contains("must be 0, 1 or 2");
	}

	@Test
	void badRetainHandling() {
		assertThatStartOf(BadRetainHandling.class).contains("retainHandling = \"never\"")
			.contains("SEND, SEND_IF_NEW or DO_NOT_SEND");
	}

	@Test
	void badBoolean() {
		assertThatStartOf(BadBoolean.class).contains("noLocal = \"yes\"").contains("must be true or false");
	}

	@Test
	void badShareName() {
		assertThatStartOf(BadShareName.class).contains("shareName = \"a/b\"").contains("must not have '/'");
	}

	@Test
	void unknownPlaceholder() {
		assertThatStartOf(UnknownPlaceholder.class).contains("UnknownPlaceholder.onMessage").contains("${nowhere}");
	}

	@Test
	void unknownVariable() {
		assertThatStartOf(UnknownVariable.class).contains("@DestinationVariable(\"machine\")")
			.contains("UnknownVariable.onMessage")
			.contains("\"plants/{plant}/state\"")
			.contains("put {machine} in place of one level");
	}

	@Test
	void variableThatOnlyOneOfTwoTopicsHas() {
		assertThatStartOf(VariableInOneTopic.class).contains("is not in topic \"plants/+\"").contains("no variables");
	}

	@Test
	void replyTopicWithAVariableThatATopicHasNot() {
		assertThatStartOf(UnknownReplyVariable.class).contains("@SendTo(\"answers/{id}\")")
			.contains("UnknownReplyVariable.onMessage")
			.contains("{id} has no value when a message comes from \"b\"");
	}

	@Test
	void replyTopicThatIsAFilter() {
		assertThatStartOf(ReplyFilter.class).contains("@SendTo(\"answers/+\")").contains("ReplyFilter.onMessage");
	}

	@Test
	void severalReplyTopics() {
		assertThatStartOf(SeveralReplyTopics.class).contains("@SendTo(\"a\", \"b\")")
			.contains("a reply goes to one topic");
	}

	@Test
	void returnSeveralValues() {
		assertThatStartOf(ReturnSeveralValues.class).contains("ReturnSeveralValues.onMessage")
			.contains("return CompletableFuture, a type of at most one value");
	}

	@Test
	void variableWithoutAnnotation() {
		assertThatStartOf(TwoPayloads.class).contains("Parameters [0, 1] of ")
			.contains("TwoPayloads.onMessage")
			.contains("would all be the payload")
			.contains("with @DestinationVariable or @Header");
	}

	@Test
	void beanAsParameter() {
		assertThatStartOf(BeanAsParameter.class).contains("Parameters [1, 2] of ")
			.contains("BeanAsParameter.onMessage");
	}

	@Test
	void sameIdTwice() {
		assertThatStartOf(SameId.class).contains("'twin'")
			.contains("give each listener its own")
			.contains("for the topics [");
	}

	@Test
	void unknownContainerFactory() {
		assertThatStartOf(UnknownContainerFactory.class).contains("UnknownContainerFactory.onMessage")
			.contains("'nowhere'");
	}

	@Test
	void methodThatAnInterfaceProxyHides() {
		assertThatStartOf(Hidden.class).contains("onMessage");
	}

	@Test
	void beanThatIsNoSingleton() {
		assertThatStartOf(PrototypeUser.class).contains("'prototype'").contains("is no singleton; move them to one");
	}

	@Test
	void batchWithoutList() {
		assertThatStartOf(BatchWithoutList.class).contains("BatchWithoutList.onMessages")
			.contains("parameter 0 of type String is that of a single message")
			.contains("List<MqttMessage>");
	}

	@Test
	void batchWithPartsOfATopic() {
		assertThatStartOf(BatchWithVariable.class).contains("BatchWithVariable.onMessages")
			.contains("parameter 1 of type String is that of a single message")
			.contains("take List<Message<…>>, which has the headers");
	}

	@Test
	void batchWithoutParameter() {
		assertThatStartOf(BatchWithoutParameter.class).contains("BatchWithoutParameter.onMessages")
			.contains("add one of type List");
	}

	@Test
	void batchWithSeveralLists() {
		assertThatStartOf(BatchWithSeveralLists.class).contains("BatchWithSeveralLists.onMessages")
			.contains("it has several lists");
	}

	@Test
	void batchOfAnything() {
		assertThatStartOf(BatchOfAnything.class).contains("BatchOfAnything.onMessages")
			.contains("take for example List<String>");
	}

	@Test
	void batchWithReply() {
		assertThatStartOf(BatchWithReply.class).contains("BatchWithReply.onMessages")
			.contains("it returns String, but there is no reply to a batch");
	}

	@Test
	void batchWithReplyTopic() {
		assertThatStartOf(BatchWithReplyTopic.class).contains("BatchWithReplyTopic.onMessages")
			.contains("neither errorHandler nor @SendTo");
	}

	@Test
	void batchWithReplyContentType() {
		assertThatStartOf(BatchWithReplyContentType.class).contains("BatchWithReplyContentType.onMessages")
			.contains("neither errorHandler nor @SendTo, replyContentType or replyPostProcessor");
	}

	@Test
	void containerFactoryOfAnotherType() {
		assertThatStartOf(BadContainerFactory.class).contains("BadContainerFactory.onMessage")
			.contains("containerFactory = \"#{7}\"")
			.contains("It results in a java.lang.Integer and not in a MqttListenerContainerFactory or its bean name");
	}

	@Test
	void batchesAtOnce() {
		assertThatStartOf(BatchesAtOnce.class).contains("'pairs'").contains("concurrency 2");
	}

	@Test
	void batchSizeWithoutBatch() {
		assertThatStartOf(BatchSizeWithoutBatch.class).contains("BatchSizeWithoutBatch.onMessage")
			.contains("add batch = \"true\"");
	}

	@Test
	void badBatchSize() {
		assertThatStartOf(BadBatchSize.class).contains("batchSize = \"1001\"")
			.contains("must be a number from 1 to 1000");
	}

	@Test
	void badBatchTimeout() {
		assertThatStartOf(BadBatchTimeout.class).contains("batchTimeout = \"-1s\"").contains("must not be negative");
	}

	@Test
	void batchOfSeveralMethods() {
		assertThatStartOf(BatchOfSeveralMethods.class).contains("BatchOfSeveralMethods")
			.contains("put the annotation on the method that takes batches");
	}

	private static AbstractStringAssert<?> assertThatStartOf(Class<?> type) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean("mqttListenerContainerFactory", MqttListenerContainerFactory.class,
					() -> new DefaultMqttListenerContainerFactory(new FakeMqttClient()));
			context.register(EnableMqttConfiguration.class, type);
			Throwable failure = catchThrowable(context::refresh);
			return assertThat(messages(failure));
		}
	}

	private static String messages(Throwable failure) {
		StringBuilder messages = new StringBuilder();
		for (Throwable ex = failure; ex != null; ex = ex.getCause()) {
			messages.append(ex.getMessage()).append('\n');
		}
		return messages.toString();
	}

	@EnableMqtt
	@Configuration(proxyBeanMethods = false)
	static class EnableMqttConfiguration {

	}

	static class BadTopic {

		@MqttListener("plants/{plant/state")
		void onMessage() {
		}

	}

	static class BadFilter {

		@MqttListener("plants/#/state")
		void onMessage() {
		}

	}

	static class NoTopics {

		@MqttListener
		void onMessage() {
		}

	}

	static class BadQos {

		@MqttListener(topics = "a", qos = "3")
		void onMessage() {
		}

	}

	static class BadRetainHandling {

		@MqttListener(topics = "a", retainHandling = "never")
		void onMessage() {
		}

	}

	static class BadBoolean {

		@MqttListener(topics = "a", noLocal = "yes")
		void onMessage() {
		}

	}

	static class BadShareName {

		@MqttListener(topics = "a", shareName = "a/b")
		void onMessage() {
		}

	}

	static class UnknownPlaceholder {

		@MqttListener("${nowhere}")
		void onMessage() {
		}

	}

	static class UnknownVariable {

		@MqttListener("plants/{plant}/state")
		void onMessage(@DestinationVariable String machine) {
		}

	}

	static class VariableInOneTopic {

		@MqttListener({ "plants/{plant}/state", "plants/+" })
		void onMessage(@DestinationVariable String plant) {
		}

	}

	static class UnknownReplyVariable {

		@MqttListener({ "a/{id}", "b" })
		@SendTo("answers/{id}")
		String onMessage() {
			return "";
		}

	}

	static class ReplyFilter {

		@MqttListener("a")
		@SendTo("answers/+")
		String onMessage() {
			return "";
		}

	}

	static class SeveralReplyTopics {

		@MqttListener("a")
		@SendTo({ "a", "b" })
		String onMessage() {
			return "";
		}

	}

	static class ReturnSeveralValues {

		@MqttListener("a")
		Flux<String> onMessage() {
			return Flux.empty();
		}

	}

	static class TwoPayloads {

		@MqttListener("a/{room}")
		void onMessage(String payload, String room) {
		}

	}

	static class BeanAsParameter {

		@MqttListener("a/{room}")
		void onMessage(@DestinationVariable String room, @Payload String payload, MqttClient client) {
		}

	}

	static class SameId {

		@MqttListener(id = "twin", topics = "a")
		void one() {
		}

		@MqttListener(id = "twin", topics = "b")
		void two() {
		}

	}

	static class UnknownContainerFactory {

		@MqttListener(topics = "a", containerFactory = "nowhere")
		void onMessage() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hidden {

		@Bean
		static InterfaceProxyPostProcessor interfaceProxyPostProcessor() {
			return new InterfaceProxyPostProcessor();
		}

		@Bean
		HiddenTarget hiddenTarget() {
			return new HiddenTarget();
		}

	}

	static class InterfaceProxyPostProcessor implements BeanPostProcessor, Ordered {

		@Override
		public int getOrder() {
			return 0;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return (bean instanceof HiddenTarget) ? new ProxyFactory(bean).getProxy() : bean;
		}

	}

	static class HiddenTarget implements Runnable {

		@Override
		public void run() {
		}

		@MqttListener("a")
		void onMessage() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeUser {

		@Bean
		@Scope(BeanDefinition.SCOPE_PROTOTYPE)
		NumberedListener prototype() {
			return new NumberedListener();
		}

		@Bean
		Object user(NumberedListener listener) {
			return listener.toString();
		}

	}

	static class NumberedListener {

		@MqttListener("a")
		void onMessage(String payload) {
		}

	}

	static class BatchWithoutList {

		@MqttListener(topics = "a", batch = "true")
		void onMessages(String payload) {
		}

	}

	static class BatchWithVariable {

		@MqttListener(topics = "a/{id}", batch = "true")
		void onMessages(List<String> payloads, @DestinationVariable String id) {
		}

	}

	static class BatchWithoutParameter {

		@MqttListener(topics = "a", batch = "true")
		void onMessages() {
		}

	}

	static class BatchWithSeveralLists {

		@MqttListener(topics = "a", batch = "true")
		void onMessages(List<String> payloads, List<MqttMessage> messages) {
		}

	}

	static class BatchOfAnything {

		@MqttListener(topics = "a", batch = "true")
		@SuppressWarnings("rawtypes")
		void onMessages(List payloads) {
		}

	}

	static class BatchWithReply {

		@MqttListener(topics = "a", batch = "true")
		String onMessages(List<String> payloads) {
			return "";
		}

	}

	static class BatchWithReplyTopic {

		@MqttListener(topics = "a", batch = "true")
		@SendTo("b")
		void onMessages(List<String> payloads) {
		}

	}

	static class BatchWithReplyContentType {

		@MqttListener(topics = "a", batch = "true", replyContentType = "text/plain")
		void onMessages(List<String> payloads) {
		}

	}

	static class BadContainerFactory {

		@MqttListener(topics = "a", containerFactory = "#{7}")
		void onMessage(String payload) {
		}

	}

	static class BatchesAtOnce {

		@MqttListener(id = "pairs", topics = "a", batch = "true", concurrency = "2")
		void onMessages(List<String> payloads) {
		}

	}

	static class BatchSizeWithoutBatch {

		@MqttListener(topics = "a", batchSize = "2")
		void onMessage(String payload) {
		}

	}

	static class BadBatchSize {

		@MqttListener(topics = "a", batch = "true", batchSize = "1001")
		void onMessages(List<String> payloads) {
		}

	}

	static class BadBatchTimeout {

		@MqttListener(topics = "a", batch = "true", batchTimeout = "-1s")
		void onMessages(List<String> payloads) {
		}

	}

	@MqttListener(topics = "a", batch = "true")
	static class BatchOfSeveralMethods {

		@MqttHandler
		void onMessages(List<String> payloads) {
		}

	}

}
