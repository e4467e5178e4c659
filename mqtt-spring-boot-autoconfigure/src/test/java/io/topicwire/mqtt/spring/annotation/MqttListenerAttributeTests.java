package io.topicwire.mqtt.spring.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.spring.config.ContainerPostProcessor;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.core.ReplyPostProcessor;
import io.topicwire.mqtt.spring.listener.ContainerProperties;
import io.topicwire.mqtt.spring.listener.MqttListenerErrorHandler;
import io.topicwire.mqtt.spring.listener.MqttMessageFilter;
import io.topicwire.mqtt.spring.support.MqttHeaders;
import io.topicwire.mqtt.spring.support.PlainPayloadConverter;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConverter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for placeholders and expressions in all attributes of {@link MqttListener}, and
 * for annotations that are made of it.
 */
class MqttListenerAttributeTests {

	private final FakeMqttClient client = new FakeMqttClient();

	private final List<ContainerProperties> properties = new CopyOnWriteArrayList<>();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@BeforeEach
	void start() {
		this.context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test",
					Map.of("id", "one", "group", "night", "ack", "manual", "number", "3", "period", "7s", "bean",
							"special", "factory", "mqttListenerContainerFactory", "topic", "rooms")));
		this.context.registerBean("mqttListenerContainerFactory", DefaultMqttListenerContainerFactory.class, () -> {
			DefaultMqttListenerContainerFactory factory = new DefaultMqttListenerContainerFactory(this.client);
			factory.setContainerCustomizer((listenerId, properties) -> this.properties.add(properties));
			return factory;
		});
		this.context.register(EnableMqttConfiguration.class, Listeners.class, ClassListener.class);
		this.context.refresh();
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void attributesMayHoldPlaceholders() {
		assertResolved("one", "placeholders");
	}

	@Test
	void attributesMayHoldExpressions() {
		assertResolved("two", "expressions");
	}

	@Test
	void containerFactoryMayBeAnExpressionThatResultsInTheBean() {
		assertThat(this.client.subscriptions()).extracting(FakeMqttClient.FakeSubscription::filter)
			.contains("factory/by/bean");
	}

	@Test
	void expressionsReachTheBeanOfTheListener() {
		assertThat(this.client.subscriptions()).extracting(FakeMqttClient.FakeSubscription::filter)
			.contains("own/Listeners/1", "own/Listeners/2", "self/of-the-class");
	}

	@Test
	void containerPostProcessorHasTheLastWord() {
		MqttListenerEndpointRegistry registry = this.context.getBean(MqttListenerEndpointRegistry.class);
		assertThat(registry.getListenerContainer("postProcessed")).isNotNull()
			.satisfies((container) -> assertThat(container.getPhase()).isEqualTo(7));
	}

	private void assertResolved(String id, String topic) {
		MqttListenerEndpointRegistry registry = this.context.getBean(MqttListenerEndpointRegistry.class);
		assertThat(registry.getListenerContainer(id)).isNotNull();
		assertThat(registry.getContainerGroup("night")).isNotNull()
			.satisfies((group) -> assertThat(group.getListenerIds()).contains(id));
		assertThat(this.properties).filteredOn((candidate) -> candidate.getTopics().get(0).filter().equals(topic))
			.singleElement()
			.satisfies((resolved) -> {
				assertThat(resolved.getAckMode()).hasToString("MANUAL");
				assertThat(resolved.getConcurrency()).isEqualTo(3);
				assertThat(resolved.getGracefulShutdownPeriod()).hasSeconds(7);
				assertThat(resolved.getTaskExecutor()).isSameAs(this.context.getBean("special"));
				assertThat(resolved.getFilter()).isSameAs(this.context.getBean("filter"));
				assertThat(resolved.getAdviceChain()).containsExactly(this.context.getBean("advice", Advice.class));
			});
	}

	@Test
	void annotationMadeOfItHasItsOwnAttributes() {
		this.client.receive(MqttMessage.of("rooms/7", "x").qos(QoS.AT_LEAST_ONCE));
		assertThat(this.context.getBean(Listeners.class).calls).containsExactly("rooms/7");
		assertThat(this.client.subscriptions()).filteredOn((subscription) -> subscription.filter().equals("rooms/+"))
			.singleElement()
			.satisfies((subscription) -> assertThat(subscription.options().qos()).isEqualTo(QoS.EXACTLY_ONCE));
	}

	@Test
	void annotationMadeOfItMayBeOnAClass() {
		this.client.receive(MqttMessage.of("houses/7", "x"));
		assertThat(this.context.getBean(ClassListener.class).calls).containsExactly("x");
	}

	@EnableMqtt
	@Configuration(proxyBeanMethods = false)
	static class EnableMqttConfiguration {

		@Bean
		static SimpleAsyncTaskExecutor special() {
			return new SimpleAsyncTaskExecutor();
		}

		@Bean
		static MqttMessageFilter filter() {
			return (message) -> true;
		}

		@Bean
		static Advice advice() {
			return (MethodInterceptor) (invocation) -> invocation.proceed();
		}

		@Bean
		static MessageConverter converter() {
			return new PlainPayloadConverter();
		}

		@Bean
		static MqttListenerErrorHandler handler() {
			return (message, exception, acknowledgment) -> null;
		}

		@Bean
		static ContainerPostProcessor early() {
			return (properties) -> properties.setPhase(7);
		}

		@Bean
		static ReplyPostProcessor reply() {
			return (request, reply) -> reply;
		}

		@Bean
		static Map<String, String> names() {
			return Map.of("reply", "reply", "early", "early", "filter", "filter", "advice", "advice", "converter",
					"converter", "handler", "handler");
		}

	}

	public static class Listeners {

		final List<String> calls = new CopyOnWriteArrayList<>();

		@MqttListener(id = "${id}", topics = "placeholders", group = "${group}", ackMode = "${ack}",
				concurrency = "${number}", gracefulShutdownPeriod = "${period}", executor = "${bean}",
				containerFactory = "${factory}", filter = "${missing:filter}", adviceChain = "${missing:advice}",
				messageConverter = "${missing:converter}", errorHandler = "${missing:handler}",
				replyContentType = "${missing:text/plain}", replyPostProcessor = "${missing:reply}",
				containerPostProcessor = "${missing:early}")
		void onPlaceholders(String text) {
		}

		@MqttListener(id = "#{'t' + 'wo'}", topics = "expressions", group = "#{'night'}", ackMode = "#{'MANUAL'}",
				concurrency = "#{1 + 2}", gracefulShutdownPeriod = "#{T(java.time.Duration).ofSeconds(7)}",
				executor = "#{@special}", connection = "#{'default'}", filter = "#{@names['filter']}",
				adviceChain = "#{@advice}", messageConverter = "#{@names['converter']}", errorHandler = "#{@handler}",
				replyContentType = "#{'text/' + 'plain'}", replyPostProcessor = "#{@reply}",
				containerPostProcessor = "#{@names['early']}")
		void onExpressions(String text) {
		}

		@MqttListener(topics = "factory/by/bean", containerFactory = "#{@mqttListenerContainerFactory}")
		void onFactoryByBean(String text) {
		}

		@MqttListener(id = "postProcessed", topics = "#{__listener.ownTopics}", containerPostProcessor = "early")
		void onOwnTopics(String text) {
		}

		public List<String> getOwnTopics() {
			String name = getClass().getSimpleName();
			return List.of("own/" + name + "/1", "own/" + name + "/2");
		}

		@Precisely("${topic}/{room}")
		void onPrecisely(MessageHeaders headers) {
			this.calls.add(String.valueOf(headers.get(MqttHeaders.RECEIVED_TOPIC)));
		}

	}

	@Precisely("houses/{house}")
	@MqttListener(topics = "#{self.ownTopic}", beanRef = "self")
	public static class ClassListener {

		final List<String> calls = new CopyOnWriteArrayList<>();

		@MqttHandler(isDefault = true)
		void onMessage(String text) {
			this.calls.add(text);
		}

		public String getOwnTopic() {
			return "self/of-the-class";
		}

	}

	@Target({ ElementType.METHOD, ElementType.TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@MqttListener(qos = "2")
	@interface Precisely {

		@AliasFor(annotation = MqttListener.class, attribute = "topics")
		String[] value();

	}

}
