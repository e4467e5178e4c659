package io.topicwire.mqtt.spring.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.RetainHandling;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.listener.ContainerGroup;
import io.topicwire.mqtt.spring.listener.MqttListenerErrorHandler;
import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;
import io.topicwire.mqtt.spring.support.Acknowledgment;
import io.topicwire.mqtt.spring.support.JsonPayloadConverter;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import io.topicwire.mqtt.spring.support.PlainPayloadConverter;
import org.aopalliance.intercept.MethodInterceptor;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.MapPropertySource;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttListener} methods that are called.
 */
class MqttListenerTests {

	private final FakeMqttClient client = new FakeMqttClient();

	@Test
	void payloadIsConvertedToTheTypeOfTheParameter() {
		run(Payloads.class, (calls) -> {
			this.client.receive(MqttMessage.of("bytes", "b"));
			this.client.receive(MqttMessage.of("text", "Grüße"));
			this.client.receive(MqttMessage.of("json", "{\"celsius\":80.5}"));
			this.client.receive(MqttMessage.of("list", "[{\"celsius\":1.0}]"));
			this.client.receive(MqttMessage.of("message", "{\"celsius\":2.0}"));
			assertThat(calls).containsExactly("bytes [98]", "text Grüße", "json Reading[celsius=80.5]",
					"list [Reading[celsius=1.0]]", "message Reading[celsius=2.0]");
		});
	}

	@Test
	void payloadThatCannotBeConvertedIsAFailureOfThisMessageOnly() {
		run(Payloads.class, (calls) -> {
			assertThat(this.client.receive(MqttMessage.of("json", "no json"))).hasSize(1);
			assertThat(this.client.receive(MqttMessage.of("json", "{\"celsius\":1}"))).isEmpty();
			assertThat(calls).containsExactly("json Reading[celsius=1.0]");
		});
	}

	@Test
	void emptyPayloadIsAnEmptyValueOrNull() {
		run(Payloads.class, (calls) -> {
			assertThat(this.client.receive(MqttMessage.empty("bytes"))).isEmpty();
			assertThat(this.client.receive(MqttMessage.empty("text"))).isEmpty();
			assertThat(this.client.receive(MqttMessage.empty("optional"))).isEmpty();
			assertThat(this.client.receive(MqttMessage.empty("json"))).singleElement()
				.satisfies((ex) -> assertThat(ex).cause().hasMessageContaining("@Payload(required = false)"));
			assertThat(calls).containsExactly("bytes []", "text ", "optional null");
		});
	}

	@Test
	void optionalPayloadIsThereOrNot() {
		run(OptionalPayloads.class, (calls) -> {
			assertThat(this.client.receive(MqttMessage.of("json", "{\"celsius\":1}"))).isEmpty();
			assertThat(this.client.receive(MqttMessage.empty("json"))).isEmpty();
			assertThat(calls).containsExactly("json Optional[Reading[celsius=1.0]]", "json Optional.empty");
		});
	}

	@Test
	void otherParametersAreResolved() {
		run(Parameters.class, (calls) -> {
			this.client.receive(MqttMessage.of("plants/7/machines/press/temperature", "x")
				.qos(QoS.AT_LEAST_ONCE)
				.userProperty("unit", "°C"));
			assertThat(calls).containsExactly("plant 7, machine press",
					"topic plants/7/machines/press/temperature, QoS 1", "unit °C, missing none", "raw x",
					"headers true");
		});
	}

	@Test
	void numbersAreConvertedFromTopicLevels() {
		run(Numbers.class, (calls) -> {
			this.client.receive(MqttMessage.of("rooms/12", "x"));
			assertThat(calls).containsExactly("room 12");
		});
	}

	@Test
	void attributesMayHoldPlaceholdersAndExpressions() {
		run(Expressions.class, (calls, context) -> {
			assertThat(context.getBean("7-plants.group", ContainerGroup.class).getListenerIds()).hasSize(1);
			assertThat(this.client.subscriptions()).extracting(FakeMqttClient.FakeSubscription::filter)
				.containsExactly("$share/workers/plants/7/+", "$share/workers/a", "$share/workers/b");
			SubscribeOptions options = new SubscribeOptions(QoS.EXACTLY_ONCE, true, true, RetainHandling.DO_NOT_SEND);
			assertThat(this.client.subscriptions())
				.allSatisfy((subscription) -> assertThat(subscription.options()).isEqualTo(options));
			this.client.receive(MqttMessage.of("plants/7/state", "x"));
			assertThat(calls).containsExactly("x");
		});
	}

	@Test
	void optionsAreThoseOfTheContainerFactoryByDefault() {
		run(Numbers.class,
				(calls) -> assertThat(this.client.subscriptions()).singleElement()
					.extracting(FakeMqttClient.FakeSubscription::options)
					.isEqualTo(SubscribeOptions.of(QoS.AT_LEAST_ONCE)));
	}

	@Test
	void listenerWithoutAutoStartupIsStartedThroughTheRegistry() {
		run(NotStarted.class, (calls, context) -> {
			assertThat(this.client.subscriptions()).isEmpty();
			MqttMessageListenerContainer container = context.getBean(MqttListenerEndpointRegistry.class)
				.getListenerContainer("later");
			assertThat(container).isNotNull();
			container.start();
			this.client.receive(MqttMessage.of("a", "x"));
			assertThat(calls).containsExactly("x");
		});
	}

	@Test
	void repeatedAndComposedAnnotationsMakeListenersOfTheirOwn() {
		run(Repeated.class, (calls, context) -> {
			assertThat(context.getBean(MqttListenerEndpointRegistry.class).getListenerContainerIds()).hasSize(3);
			this.client.receive(MqttMessage.of("a", "x"));
			this.client.receive(MqttMessage.of("b", "y"));
			this.client.receive(MqttMessage.of("c", "z"));
			assertThat(calls).containsExactly("x", "y", "z");
		});
	}

	@Test
	void methodsWithOverlappingFiltersAreAllCalled() {
		run(Overlapping.class, (calls) -> {
			this.client.receive(MqttMessage.of("a/b", "x"));
			assertThat(calls).containsExactlyInAnyOrder("one x", "two x");
		});
	}

	@Test
	void methodOfAProxiedBeanIsCalledThroughTheProxy() {
		List<String> intercepted = new ArrayList<>();
		try (AnnotationConfigApplicationContext context = context(Numbers.class)) {
			context.registerBean("proxying", ProxyingPostProcessor.class, () -> new ProxyingPostProcessor(intercepted));
			context.refresh();
			this.client.receive(MqttMessage.of("rooms/12", "x"));
			assertThat(intercepted).containsExactly("onRoom");
		}
	}

	@Test
	void applicationThatStopsSuspendsListenersAndDoesNotUnsubscribe() {
		run(Numbers.class, (calls, context) -> {
			context.stop();
			assertThat(this.client.events()).containsExactly("subscribe rooms/+");
			assertThat(this.client.receive(MqttMessage.of("rooms/12", "x"))).hasSize(1);
			context.start();
			assertThat(this.client.receive(MqttMessage.of("rooms/12", "x"))).isEmpty();
		});
	}

	@Test
	void listenerAcknowledgesByItself() {
		run(Manual.class, (calls) -> {
			this.client.receive(MqttMessage.of("a", "later"));
			this.client.receive(MqttMessage.of("a", "now"));
			this.client.receive(MqttMessage.of("a", "bad"));
			assertThat(this.client.acknowledgements()).extracting(FakeMqttClient.FakeAcknowledgement::answer)
				.containsExactly(null, "acknowledged", "rejected PAYLOAD_FORMAT_INVALID");
		});
	}

	@Test
	void errorHandlerHandlesWhatTheMethodThrows() {
		run(Handled.class, (calls) -> {
			this.client.receive(MqttMessage.of("a", "x"));
			this.client.receive(MqttMessage.of("b", "x"));
			Awaitility.await()
				.untilAsserted(() -> assertThat(this.client.acknowledgements())
					.extracting(FakeMqttClient.FakeAcknowledgement::answer)
					.containsExactly("acknowledged", "failed"));
			assertThat(calls).containsExactly("a: x");
		});
	}

	@Test
	void listenerWithConcurrencyRunsOnThreadsOfItsOwn() {
		run(Concurrent.class, (calls) -> {
			this.client.receive(MqttMessage.of("a", "x"));
			Awaitility.await().untilAsserted(() -> assertThat(calls).containsExactly("workers-1"));
		});
	}

	@Test
	void listenersCanBeRegisteredInCode() {
		List<String> calls = new ArrayList<>();
		try (AnnotationConfigApplicationContext context = context(Calls.class)) {
			context.registerBean(MqttListenerConfigurer.class,
					() -> (registrar) -> registrar.registerEndpoint(new LambdaEndpoint("code", "a/{b}", calls),
							() -> context.getBean(DefaultMqttListenerContainerFactory.class)));
			context.refresh();
			this.client.receive(MqttMessage.of("a/1", "x"));
			assertThat(calls).containsExactly("{b=1}");
			context.getBean(MqttListenerEndpointRegistry.class).unregisterListenerContainer("code");
			assertThat(this.client.subscriptions()).isEmpty();
		}
	}

	private void run(Class<? extends Calls> type, Consumer<List<String>> test) {
		run(type, (calls, context) -> test.accept(calls));
	}

	private void run(Class<? extends Calls> type, BiConsumer<List<String>, AnnotationConfigApplicationContext> test) {
		try (AnnotationConfigApplicationContext context = context(type)) {
			context.refresh();
			test.accept(context.getBean(type).calls, context);
		}
	}

	private AnnotationConfigApplicationContext context(Class<?> type) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("plant", "7", "quality", "2", "group", "workers")));
		context.registerBean("mqttListenerContainerFactory", DefaultMqttListenerContainerFactory.class,
				this::containerFactory);
		context.register(EnableMqttConfiguration.class, type);
		return context;
	}

	private DefaultMqttListenerContainerFactory containerFactory() {
		DefaultMqttListenerContainerFactory factory = new DefaultMqttListenerContainerFactory(this.client);
		factory.setMessageConverter(new CompositeMessageConverter(
				List.of(new PlainPayloadConverter(), new JsonPayloadConverter(JsonMapper.builder().build()))));
		return factory;
	}

	@EnableMqtt
	@Configuration(proxyBeanMethods = false)
	static class EnableMqttConfiguration {

	}

	static class Calls {

		final List<String> calls = new CopyOnWriteArrayList<>();

	}

	static class OptionalPayloads extends Calls {

		@MqttListener("json")
		void onJson(Optional<Reading> payload) {
			this.calls.add("json " + payload);
		}

	}

	static class Payloads extends Calls {

		@MqttListener("bytes")
		void onBytes(byte[] payload) {
			this.calls.add("bytes " + Arrays.toString(payload));
		}

		@MqttListener("text")
		void onText(@Payload String payload) {
			this.calls.add("text " + payload);
		}

		@MqttListener("json")
		void onJson(Reading payload) {
			this.calls.add("json " + payload);
		}

		@MqttListener("optional")
		void onOptional(@Payload(required = false) @Nullable Reading payload) {
			this.calls.add("optional " + payload);
		}

		@MqttListener("list")
		void onList(List<Reading> payload) {
			this.calls.add("list " + payload);
		}

		@MqttListener("message")
		void onMessage(Message<Reading> message) {
			this.calls.add("message " + message.getPayload());
		}

	}

	static class Parameters extends Calls {

		private static final String TOPIC = "plants/{plant}/machines/{machine}/temperature";

		@MqttListener(id = "1", topics = TOPIC)
		void onVariables(@DestinationVariable String plant, @DestinationVariable("machine") String name) {
			this.calls.add("plant " + plant + ", machine " + name);
		}

		@MqttListener(id = "2", topics = TOPIC)
		void onHeaders(@Header(MqttHeaders.RECEIVED_TOPIC) String topic, @Header(MqttHeaders.RECEIVED_QOS) int qos) {
			this.calls.add("topic " + topic + ", QoS " + qos);
		}

		@MqttListener(id = "3", topics = TOPIC)
		void onUserProperty(@Header String unit, @Header(defaultValue = "none") String missing) {
			this.calls.add("unit " + unit + ", missing " + missing);
		}

		@MqttListener(id = "4", topics = TOPIC)
		void onRaw(MqttMessage message) {
			this.calls.add("raw " + message.payloadAsString());
		}

		@MqttListener(id = "5", topics = TOPIC)
		void onAllHeaders(@Headers Map<String, Object> headers) {
			this.calls.add("headers " + headers.containsKey(MqttHeaders.RECEIVED_TOPIC));
		}

	}

	static class Numbers extends Calls {

		@MqttListener("rooms/{room}")
		void onRoom(@DestinationVariable int room) {
			this.calls.add("room " + room);
		}

	}

	static class Expressions extends Calls {

		@MqttListener(topics = { "plants/${plant}/{what}", "#{ {'a', 'b'} }" }, qos = "${quality}",
				noLocal = "#{1 < 2}", retainAsPublished = "${missing:true}", retainHandling = "do_not_send",
				shareName = "${group}", group = "${plant}-plants", autoStartup = "#{true}")
		void onMessage(String payload) {
			this.calls.add(payload);
		}

	}

	static class Manual extends Calls {

		@MqttListener(topics = "a", ackMode = "manual")
		void onMessage(String payload, Acknowledgment acknowledgment) {
			switch (payload) {
				case "now" -> acknowledgment.acknowledge();
				case "bad" -> acknowledgment.reject(ReasonCode.PAYLOAD_FORMAT_INVALID);
				default -> this.calls.add(payload);
			}
		}

	}

	static class Handled extends Calls {

		@MqttListener(topics = "a", errorHandler = "recording")
		void onMessage(String payload) {
			throw new IllegalStateException("a: " + payload);
		}

		@MqttListener(topics = "b", errorHandler = "failing")
		void onOther(String payload) {
			throw new IllegalStateException("b: " + payload);
		}

		@Bean
		static MqttListenerErrorHandler recording(ObjectProvider<Handled> handled) {
			return (message, exception, acknowledgment) -> {
				handled.getObject().calls.add(String.valueOf(exception.getCause().getMessage()));
				return null;
			};
		}

		@Bean
		static MqttListenerErrorHandler failing() {
			return (message, exception, acknowledgment) -> {
				throw new IllegalStateException("worse");
			};
		}

	}

	static class Concurrent extends Calls {

		@MqttListener(id = "workers", topics = "a", concurrency = "2", gracefulShutdownPeriod = "5s")
		void onMessage(String payload) {
			this.calls.add(Thread.currentThread().getName());
		}

	}

	static class NotStarted extends Calls {

		@MqttListener(id = "later", topics = "a", autoStartup = "false")
		void onMessage(String payload) {
			this.calls.add(payload);
		}

	}

	static class Repeated extends Calls {

		@MqttListener("a")
		@MqttListener("b")
		void onMessage(String payload) {
			this.calls.add(payload);
		}

		@ListenToC
		void onC(String payload) {
			this.calls.add(payload);
		}

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@MqttListener("c")
	@interface ListenToC {

	}

	static class Overlapping extends Calls {

		@MqttListener({ "a/+", "a/b" })
		void one(String payload) {
			this.calls.add("one " + payload);
		}

		@MqttListener("a/#")
		void two(String payload) {
			this.calls.add("two " + payload);
		}

	}

	record ProxyingPostProcessor(List<String> intercepted) implements BeanPostProcessor, Ordered {

		@Override
		public int getOrder() {
			return 0;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (!(bean instanceof Calls)) {
				return bean;
			}
			ProxyFactory proxyFactory = new ProxyFactory(bean);
			proxyFactory.setProxyTargetClass(true);
			proxyFactory.addAdvice((MethodInterceptor) (invocation) -> {
				this.intercepted.add(invocation.getMethod().getName());
				return invocation.proceed();
			});
			return proxyFactory.getProxy();
		}

	}

	record Reading(double celsius) {

	}

}
